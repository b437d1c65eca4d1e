//! Sessions without a back around them: for what asks pages of many maps for the same few people.

use std::sync::Arc;

use tempfile::TempDir;
use tonic::async_trait;
use vantail_back::{
    business::Business,
    calendar::Calendar,
    document::{DocumentSource, Presence},
    handle::Handles,
    identity::{Door, Identity, PasswordCost, PasswordPool, Person, PersonSession, PoolRules, Rules},
    map::CheckedMap,
    opened::Opened,
    page::{FileFacts, Pages},
    store::Store,
};
use vantail_shared::{call::Language, clock::SystemClock, random::SystemRandom, tls::FrontKind};
use zeroize::Zeroizing;

const PASSWORD: &str = "lanterne-bleue-quai-52";

/// A few people who are signed in.
#[derive(Debug)]
pub struct Members {
    sessions: Vec<PersonSession>,
    opened: Opened,
    _folder: TempDir,
}

impl Members {
    /// Gives people of a kind accounts and signs them in.
    pub async fn sign_in(kind: &str, keys: &[String]) -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = Store::open(&url).await.unwrap();
        let pool = PasswordPool::start(PasswordCost::default(), PoolRules::default()).unwrap();
        let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom));
        let opened = Opened::start(store.clone(), clock.clone(), random.as_ref()).await.unwrap();
        let identity = Identity::new(store, pool, Rules::default(), clock, random).await.unwrap();
        let door = Door {
            kind: FrontKind::Public,
            name: "f1".to_owned(),
            client: None,
            browser: None,
            language: Language::En,
            left: None,
        };
        let mut sessions = Vec::new();
        for key in keys {
            let person = Person { kind: kind.to_owned(), key: vec![key.clone()] };
            let (login, password) = (format!("member-{key}"), Zeroizing::new(PASSWORD.to_owned()));
            identity.create_person_account(person, &login, password.clone()).await.unwrap();
            let opened = identity.sign_in(&door, &login, password, "").await.unwrap();
            sessions.push(identity.person(FrontKind::Public, Some(&opened.token)).await.unwrap());
        }
        Self { sessions, opened, _folder: folder }
    }

    /// Pages of a map, for their sessions; no document has a file.
    pub fn pages(&self, map: CheckedMap, business: Business) -> Pages {
        let clock = Arc::new(SystemClock);
        let handles = Handles::new(&[7; 32], 3600, clock.clone(), Arc::new(SystemRandom));
        let calendar = Calendar::new(clock, "UTC").unwrap();
        Pages::new(Arc::new(map), business, handles, Arc::new(NoFiles), calendar, self.opened.clone())
    }

    /// Their sessions.
    pub fn sessions(&self) -> &[PersonSession] {
        &self.sessions
    }
}

/// No file is anywhere.
#[derive(Debug)]
struct NoFiles;

#[async_trait]
impl FileFacts for NoFiles {
    async fn presences(&self, sources: &[DocumentSource]) -> Vec<Presence> {
        sources.iter().map(|_| Presence::Missing).collect()
    }
}
