//! The calls that this front makes, by name. One page costs one of them.

use std::{collections::HashSet, sync::Arc};

use tokio_util::sync::CancellationToken;
use vantail_proto::{files, portal, staff};
use vantail_shared::{call::Call, failure::Failure, ops::Readiness, tls::ClientTls};

use crate::{
    config,
    pool::{Budget, Entry, Pool},
};

/// The condition of readiness that a data listener is up.
pub const DATA: &str = "back-data";
/// The condition of readiness that a files listener is up.
pub const FILES: &str = "back-files";

/// Both pools: pages never wait behind downloads.
#[derive(Debug)]
pub struct Back {
    data: Pool,
    files: Pool,
}

type Answer<T> = Result<T, Failure>;

/// One call with one answer: its name here, its path, its budget, its messages.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident $path:literal $pool:ident $budget:ident ($request:ty) -> $reply:ty;)*) => {
        impl Back {
            $($(#[$doc])*
            pub async fn $name(&self, call: &Call, request: $request) -> Answer<$reply> {
                self.$pool.unary($path, call, Budget::$budget, request).await
            })*
        }

        #[cfg(test)]
        const PATHS: &[(&str, &str)] = &[$(($path, stringify!($budget))),*];
    };
}

calls! {
    /// Checks a name and a password and opens a session.
    sign_in "/vantail.portal.v1.Portal/SignIn" data CHANGE (portal::SignInRequest) -> portal::SignInReply;
    /// Destroys the session of the call.
    sign_out "/vantail.portal.v1.Portal/SignOut" data READ (portal::SignOutRequest) -> portal::SignOutReply;
    /// Who answers for the data.
    legal "/vantail.portal.v1.Portal/Legal" data READ (portal::LegalRequest) -> portal::LegalReply;
    /// The first page.
    home "/vantail.portal.v1.Portal/Home" data READ (portal::HomeRequest) -> portal::HomeReply;
    /// One page of the data map.
    page "/vantail.portal.v1.Portal/Page" data READ (portal::PageRequest) -> portal::PageReply;
    /// What was asked of a page, as a handle.
    find "/vantail.portal.v1.Portal/Find" data READ (portal::FindRequest) -> portal::FindReply;
    /// The rows of all pages that hold some words.
    search "/vantail.portal.v1.Portal/Search" data READ (portal::SearchRequest) -> portal::SearchReply;
    /// The account itself.
    account "/vantail.portal.v1.Portal/Account" data READ (portal::AccountRequest) -> portal::AccountReply;
    /// Ends other sessions of the account.
    end_session "/vantail.portal.v1.Portal/EndSession" data CHANGE
        (portal::EndSessionRequest) -> portal::EndSessionReply;
    /// Keeps the language that the person chose.
    set_language "/vantail.portal.v1.Portal/SetLanguage" data CHANGE
        (portal::SetLanguageRequest) -> portal::SetLanguageReply;
    /// What a member of staff sees first.
    overview "/vantail.staff.v1.Staff/Overview" data READ (staff::OverviewRequest) -> staff::OverviewReply;
    /// Which of the documents that must be there are.
    coverage "/vantail.staff.v1.Staff/Coverage" data READ (staff::CoverageRequest) -> staff::CoverageReply;
    /// What a document is, and a small one itself.
    fetch "/vantail.files.v1.Files/Fetch" files READ (files::FetchRequest) -> files::FetchReply;
}

impl Back {
    /// Starts both pools; their watches end with `stop`.
    ///
    /// # Errors
    /// The contract compiled into this program cannot be read: a fault of the build.
    pub fn start(
        config: &config::Back,
        tls: &ClientTls,
        readiness: &Readiness,
        stop: &CancellationToken,
    ) -> Result<Self, prost::DecodeError> {
        let methods = vantail_proto::methods::all()?;
        let idempotent: HashSet<_> = methods.into_iter().filter(|m| m.idempotent).map(|m| m.path).collect();
        let idempotent = Arc::new(idempotent);
        let pool = |condition, addresses| {
            Pool::start(condition, addresses, tls, idempotent.clone(), readiness, stop)
        };
        Ok(Self { data: pool(DATA, &config.data), files: pool(FILES, &config.files) })
    }

    /// Turns to new connections, with the certificates, CAs and revocation lists that were read last. What runs on the
    /// old connections ends there.
    pub fn renew(&self) {
        self.data.renew();
        self.files.renew();
    }

    /// The bytes of a large document.
    pub async fn read(&self, call: &Call, request: files::ReadRequest) -> Answer<(tonic::body::Body, Entry)> {
        self.files.stream("/vantail.files.v1.Files/Read", call, Budget::READ, &request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_in_the_contract_and_only_what_reads_has_the_budget_of_reads() {
        let methods = vantail_proto::methods::all().unwrap();
        for (path, budget) in PATHS {
            let method = methods.iter().find(|method| method.path == *path).expect(path);
            assert_eq!(method.idempotent, *budget == "READ", "{path}");
        }
        assert_eq!(PATHS.len() + 1, methods.len());
    }
}
