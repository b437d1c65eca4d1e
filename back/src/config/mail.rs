//! The table `[mail]`.

use std::path::{Path, PathBuf};

use lettre::{
    message::Mailbox,
    transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters},
};
use secrecy::SecretString;
use vantail_shared::{
    config::{Section, Spot},
    tls::FrontKind,
};

/// Days that settled mails stay listed, unless the file says otherwise.
const KEEP_DAYS: i64 = 30;
const URL: &str = "the address of the portal as people type it, such as \"https://portal.example.org\"";

/// How mails leave, and what they say of us.
#[derive(Debug)]
pub struct MailSettings {
    /// The sender.
    pub from: Mailbox,
    /// Where mails go.
    pub way: MailWay,
    /// The address of the public front, without a slash at its end.
    public_url: String,
    /// The address of the staff front, without a slash at its end, where there is such a front.
    staff_url: Option<String>,
    /// Days that settled mails stay listed.
    pub keep_days: i64,
}

/// Where mails go.
#[derive(Debug)]
pub enum MailWay {
    /// To a server.
    Smtp(SmtpServer),
    /// Into a folder, one `.eml` file each: for demonstrations.
    Folder(PathBuf),
}

/// A mail server that takes our mails.
#[derive(Debug)]
pub struct SmtpServer {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// STARTTLS, without which nothing is said (RFC 3207); TLS from the first byte (RFC 8314, 3.3); on this machine none.
    pub tls: Tls,
    /// Name and password.
    pub account: Option<(String, SecretString)>,
}

impl MailSettings {
    /// The address of the fronts of this kind; nothing for those of staff where none is configured.
    pub fn url(&self, kind: FrontKind) -> Option<&str> {
        match kind {
            FrontKind::Public => Some(&self.public_url),
            FrontKind::Staff => self.staff_url.as_deref(),
        }
    }
}

/// Reads the table; nothing when it is not there.
pub(super) fn read(root: &Section<'_>, base: &Path) -> Option<Spot<MailSettings>> {
    let section = root.section("mail")?;
    let from = from(&section);
    let way = match (section.has("smtp"), section.has("folder")) {
        (true, false) => smtp(&section, base).map(MailWay::Smtp),
        (false, true) => folder(&section, base).map(MailWay::Folder),
        (both, _) => {
            let problem =
                if both { "has a server and a folder" } else { "has neither a server nor a folder" };
            root.fault(
                &section.at,
                "mail",
                problem,
                "write smtp = \"host:port\", or folder = \"...\" for a demonstration",
            );
            None
        }
    };
    let public_url = url(&section, "public_url");
    let staff_url = if section.has("staff_url") { url(&section, "staff_url") } else { None };
    let keep_days = section.integer("keep_days", 1..=3650).map_or(KEEP_DAYS, |days| days.value);
    let at = section.at.clone();
    section.close();
    let value = MailSettings { from: from?, way: way?, public_url: public_url?, staff_url, keep_days };
    Some(Spot { value, at })
}

fn from(section: &Section<'_>) -> Option<Mailbox> {
    let wanted = "the sender, such as \"Cabinet Morel <portal@example.org>\"";
    let text = section.required_text("from", wanted)?;
    let mailbox = text.parse::<Mailbox>().ok().filter(|_| !text.contains(char::is_control));
    if mailbox.is_none() {
        section.fault(&text.at, "from", &format!("is {:?}", text.value), format!("write {wanted}"));
    }
    mailbox
}

pub(super) fn url(section: &Section<'_>, key: &str) -> Option<String> {
    let text = section.required_text(key, URL)?;
    let url = text.value.trim_end_matches('/');
    let uri = url.parse::<http::Uri>().ok();
    let plain = uri.is_some_and(|uri| {
        uri.scheme_str() == Some("https")
            && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
            && uri.path() == "/"
            && uri.query().is_none()
    });
    if !plain || url.contains('#') {
        section.fault(&text.at, key, &format!("is {:?}", text.value), format!("write {URL}"));
        return None;
    }
    Some(url.to_owned())
}

fn smtp(section: &Section<'_>, base: &Path) -> Option<SmtpServer> {
    let wanted = "the mail server's name and port, such as \"mail.example.org:587\"";
    let text = section.required_text("smtp", wanted)?;
    let (account, roots) = (account(section, base), roots(section, base));
    let parts = text.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse::<u16>().ok()?)));
    let named = |host: &str| !host.is_empty() && host.chars().all(|c| !c.is_whitespace() && c != '/');
    let parts = parts.filter(|(host, _)| named(host));
    if parts.is_none() {
        section.fault(&text.at, "smtp", &format!("is {:?}", text.value), format!("write {wanted}"));
    }
    let host = parts.map_or("localhost", |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let tls = security(section, &host, roots.ok()?);
    Some(SmtpServer { port: parts?.1, tls: tls?, account: account.ok()?, host })
}

fn security(section: &Section<'_>, host: &str, roots: Option<Spot<Certificate>>) -> Option<Tls> {
    let word = section
        .required_text("security", "security = \"starttls\" (port 587 mostly) or \"tls\" (465 mostly)")?;
    let protect: fn(TlsParameters) -> Tls = match word.value.as_str() {
        "starttls" => Tls::Required,
        "tls" => Tls::Wrapper,
        "none" if is_loopback(host) => return Some(Tls::None),
        "none" => {
            let remedy = "write \"starttls\" or \"tls\": codes go through it";
            section.fault(&word.at, "security", "is \"none\" for a server on another machine", remedy);
            return None;
        }
        other => {
            let remedy = "write \"starttls\", \"tls\" or, on this machine, \"none\"";
            section.fault(&word.at, "security", &format!("is {other:?}"), remedy);
            return None;
        }
    };
    let at = roots.as_ref().map_or_else(|| word.at.clone(), |roots| roots.at.clone());
    let mut tls = TlsParameters::builder(host.to_owned());
    if let Some(roots) = roots {
        tls = tls.certificate_store(CertificateStore::None).add_root_certificate(roots.value);
    }
    match tls.build() {
        Ok(tls) => Some(protect(tls)),
        Err(error) => {
            let remedy = "name the server as its certificate does, and a PEM file of certificates";
            section.fault(&at, "security", &format!("cannot be had: {error}"), remedy);
            None
        }
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A key that is there and cannot be used; the fault is noted.
#[derive(Debug)]
struct Unusable;

/// The certificates of `ca_file`, when there is one.
fn roots(section: &Section<'_>, base: &Path) -> Result<Option<Spot<Certificate>>, Unusable> {
    if !section.has("ca_file") {
        return Ok(None);
    }
    let file = section.text("ca_file").ok_or(Unusable)?;
    let remedy = "name a readable PEM file of the authorities that the mail server's certificate comes from";
    let pem = match std::fs::read(base.join(&file.value)) {
        Ok(pem) => pem,
        Err(error) => {
            section.fault(&file.at, "ca_file", &format!("cannot be read: {error}"), remedy);
            return Err(Unusable);
        }
    };
    let holds = pem.windows(27).any(|window| window == b"-----BEGIN CERTIFICATE-----");
    match Certificate::from_pem(&pem) {
        Ok(value) if holds => Ok(Some(Spot { value, at: file.at })),
        _ => {
            section.fault(&file.at, "ca_file", "holds no certificate", remedy);
            Err(Unusable)
        }
    }
}

/// The account at the server, when there is one.
fn account(section: &Section<'_>, base: &Path) -> Result<Option<(String, SecretString)>, Unusable> {
    let remedy = "name a readable file that holds the password alone";
    match (section.has("user"), section.has("password_file")) {
        (false, false) => Ok(None),
        (true, false) => {
            section.missing("password_file", "the file with the password of `user`");
            Err(Unusable)
        }
        (false, true) => {
            section.missing("user", "the name that goes with `password_file`");
            Err(Unusable)
        }
        (true, true) => {
            let user = section.required_text("user", "the name at the mail server");
            let file = section.required_text("password_file", "a file").ok_or(Unusable)?;
            let password = std::fs::read_to_string(base.join(&file.value)).map_err(|error| {
                section.fault(&file.at, "password_file", &format!("cannot be read: {error}"), remedy);
                Unusable
            })?;
            let password = zeroize::Zeroizing::new(password);
            let password = password.trim_end_matches(['\n', '\r']);
            if password.is_empty() {
                section.fault(&file.at, "password_file", "is empty", remedy);
                return Err(Unusable);
            }
            Ok(Some((user.ok_or(Unusable)?.value, password.into())))
        }
    }
}

fn folder(section: &Section<'_>, base: &Path) -> Option<PathBuf> {
    let text = section.required_text("folder", "a folder")?;
    let folder = base.join(&text.value);
    // A file that is named without its folder stands in the current one, whose path is empty.
    let parent = folder.parent().map(|parent| if parent == Path::new("") { Path::new(".") } else { parent });
    let parent_is_there = parent.is_some_and(Path::is_dir);
    if folder.is_dir() || (!folder.exists() && parent_is_there) {
        return Some(folder);
    }
    section.fault(&text.at, "folder", "cannot be used", "name a folder in a folder that is there");
    None
}

#[cfg(test)]
impl MailSettings {
    /// Settings with another way out.
    pub(crate) fn for_tests(way: MailWay) -> Self {
        let (public_url, staff_url) =
            ("https://portal.example.org".to_owned(), Some("https://staff.example.org".to_owned()));
        let from = Mailbox::new(None, "portal@example.org".parse().unwrap());
        Self { from, way, public_url, staff_url, keep_days: KEEP_DAYS }
    }

    /// The same where no staff front is.
    pub(crate) fn without_staff(self) -> Self {
        Self { staff_url: None, ..self }
    }
}

#[cfg(test)]
mod tests;
