//! A directory: asked page by page, over TLS that is checked against a known authority.

use std::{sync::Arc, time::Duration};

use ldap3::{
    Ldap, LdapConnAsync, LdapConnSettings, LdapError, LdapResult, ResultEntry, Scope, SearchEntry,
    adapters::{Adapter, EntriesOnly, PagedResults},
};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use secrecy::{ExposeSecret as _, SecretString};

use super::record::{Entries, Fields, Record, Refused, Rejected, readable};

/// Entries of one page.
const PAGE: i32 = 500;
/// Most entries that a source may have.
const MOST: usize = 1_000_000;
/// Longest wait for the connection, and for each answer.
const WAIT: Duration = Duration::from_secs(20);

/// A directory and what its entries mean.
#[derive(Debug)]
pub struct Directory {
    /// `ldaps://host:port`, or `ldap://host:port` with STARTTLS.
    pub url: String,
    /// Whether the connection becomes TLS by STARTTLS.
    pub starttls: bool,
    /// Who we are there.
    pub bind: String,
    /// The password.
    pub password: SecretString,
    /// PEM of the authorities that the server's certificate may come from.
    pub authorities: Vec<u8>,
    /// Where entries are looked for.
    pub base: String,
    /// Which entries.
    pub filter: String,
    /// The attribute that never changes: `entryUUID`.
    pub key: String,
    /// The attribute with the sign-in name: `uid`.
    pub login: String,
    /// The attribute with the address of mail.
    pub email: Option<String>,
    /// The attribute with the name to show, of staff.
    pub name: Option<String>,
    /// The kind of person; staff when there is none.
    pub kind: Option<String>,
    /// The attributes with the values of the person's key.
    pub person: Vec<String>,
    /// The provider where these people sign in.
    pub provider: Option<String>,
    /// The attribute with who they are there.
    pub subject: Option<String>,
}

/// A directory cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Away {
    /// It is away, or the connection cannot be protected.
    #[error("the directory cannot be reached: {0}")]
    Unreachable(#[source] LdapError),
    /// It says no.
    #[error("the directory refuses: {0}")]
    Refuses(#[source] LdapError),
    /// It has more than a million entries.
    #[error("the directory gives more than a million entries")]
    Endless,
    /// Our own settings are no good.
    #[error("{0}")]
    Settings(String),
}

impl Away {
    /// Whether it may pass by itself.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable(_))
    }
}

impl Directory {
    /// Reads every entry.
    ///
    /// # Errors
    /// See [`Away`]; half a directory is none.
    pub async fn read(&self) -> Result<Entries, Away> {
        let settings = LdapConnSettings::new()
            .set_conn_timeout(WAIT)
            .set_starttls(self.starttls)
            .set_config(Arc::new(self.tls()?));
        let (connection, mut ldap) =
            LdapConnAsync::with_settings(settings, &self.url).await.map_err(Away::Unreachable)?;
        let driver = tokio::spawn(connection.drive());
        let read = self.entries(&mut ldap).await;
        // Whatever came, the directory is not needed any more.
        let _ = ldap.unbind().await;
        driver.abort();
        read
    }

    async fn entries(&self, ldap: &mut Ldap) -> Result<Entries, Away> {
        let bound = ldap.with_timeout(WAIT).simple_bind(&self.bind, self.password.expose_secret()).await;
        bound.and_then(LdapResult::success).map_err(away)?;
        let adapters: Vec<Box<dyn Adapter<'_, String, Vec<String>>>> =
            vec![Box::new(EntriesOnly::new()), Box::new(PagedResults::new(PAGE))];
        let wanted: Vec<String> = [&self.key, &self.login]
            .into_iter()
            .chain(&self.email)
            .chain(&self.name)
            .chain(&self.person)
            .chain(&self.subject)
            .cloned()
            .collect();
        let found = ldap
            .with_timeout(WAIT)
            .streaming_search_with(adapters, &self.base, Scope::Subtree, &self.filter, wanted)
            .await;
        let mut found = found.map_err(away)?;
        let mut records = Vec::new();
        while let Some(entry) = found.next().await.map_err(away)? {
            if records.len() == MOST {
                return Err(Away::Endless);
            }
            records.push(self.record(records.len() as u64 + 1, entry));
        }
        found.finish().await.success().map_err(away)?;
        Ok(records)
    }

    fn record(&self, line: u64, entry: ResultEntry) -> Result<Record, Rejected> {
        let entry = SearchEntry::construct(entry);
        match self.fields(&entry) {
            Ok(fields) => Record::read(line, &fields),
            Err(reason) => {
                let key = one(&entry, &self.key).ok().and_then(readable);
                Err(Rejected { line, key, reason })
            }
        }
    }

    fn fields<'e>(&'e self, entry: &'e SearchEntry) -> Result<Fields<'e>, Refused> {
        let perhaps = |name: &Option<String>| name.as_deref().map_or(Ok(""), |name| one(entry, name));
        Ok(Fields {
            key: one(entry, &self.key)?,
            login: one(entry, &self.login)?,
            email: self
                .email
                .as_deref()
                .map_or(Ok(""), |name| first(entry, name).map_or_else(|| one(entry, name), Ok))?,
            name: perhaps(&self.name)?,
            kind: self.kind.as_deref().unwrap_or_default(),
            person: self.person.iter().map(|name| one(entry, name)).collect::<Result<_, _>>()?,
            provider: self.provider.as_deref().unwrap_or_default(),
            subject: perhaps(&self.subject)?,
        })
    }

    fn tls(&self) -> Result<ClientConfig, Away> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(&self.authorities) {
            let added = certificate.map_err(|error| error.to_string());
            let added = added.and_then(|one| roots.add(one).map_err(|error| error.to_string()));
            added.map_err(|error| Away::Settings(format!("ca_file: {error}")))?;
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Away::Settings(error.to_string()))?;
        Ok(config.with_root_certificates(roots).with_no_client_auth())
    }
}

/// Answers by which a server says that another time is better: time limit exceeded, busy, unavailable (RFC 4511, A.1).
const LATER: [u32; 3] = [3, 51, 52];

/// Whether the directory said no, or went away, or our question is none.
fn away(error: LdapError) -> Away {
    match error {
        LdapError::LdapResult { ref result } if !LATER.contains(&result.rc) => Away::Refuses(error),
        LdapError::FilterParsing => Away::Settings("filter: it is no filter of LDAP (RFC 4515)".to_owned()),
        _ => Away::Unreachable(error),
    }
}

/// The value of an attribute; empty when there is none.
fn one<'e>(entry: &'e SearchEntry, name: &str) -> Result<&'e str, Refused> {
    // The server answers in its own case. Of several values none is more the right one than the others.
    let mut values = entry.attrs.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
    match values.next().map(|(_, values)| values.as_slice()) {
        Some([value]) => Ok(value.as_str()),
        None | Some([]) if !entry.bin_attrs.keys().any(|known| known.eq_ignore_ascii_case(name)) => Ok(""),
        _ => Err(Refused::Unusable),
    }
}

/// The first of several addresses: a person may have many, and any reaches them.
fn first<'e>(entry: &'e SearchEntry, name: &str) -> Option<&'e str> {
    let mut values = entry.attrs.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
    values.next().and_then(|(_, values)| values.first()).map(String::as_str)
}
