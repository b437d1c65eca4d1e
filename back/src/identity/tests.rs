//! The whole behaviour, over both stores.

mod accounts;
mod browsers;
mod confirm;
mod credentials;
mod entry;
mod expelled;
mod factors;
mod forgot;
mod forms;
mod guessing;
mod locks;
mod passkeys;
mod second_factor;
mod sessions;
mod sign_in;
mod twice;
mod walk;

use std::{
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use vantail_shared::{
    call::Language, clock::ManualClock, failure::Code, random::SystemRandom, tls::FrontKind,
};
use zeroize::Zeroizing;

use super::*;
use crate::{
    config::Config,
    identity::code::Code as Typed,
    store::{account, testing, testing::Place},
};

/// Far below the floor: these tests are about behaviour, not about the cost of guessing.
const LIGHT: PasswordCost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };
const RIGHT: &str = "une longue phrase secrète";
const WRONG: &str = "une longue phrase secrete";
const START: i64 = 1_800_000_000;

/// Another that meets the rules.
const OTHER: &str = "trois bateaux dans la brume";
/// Where mails of tests go.
const ADDRESS: &str = "somebody@example.org";

/// Randomness that remembers the code that was drawn last.
#[derive(Debug, Default)]
struct Tape(Mutex<Option<[u8; 12]>>);

impl Random for Tape {
    fn fill(&self, bytes: &mut [u8]) {
        SystemRandom.fill(bytes);
        if let Ok(code) = <[u8; 12]>::try_from(&*bytes) {
            *self.0.lock().unwrap() = Some(code);
        }
    }
}

/// A back without its network.
struct World {
    tape: Arc<Tape>,
    place: Place,
    clock: ManualClock,
    passwords: PasswordPool,
    identity: Identity,
}

impl World {
    async fn new(place: Place) -> Self {
        Self::with(place, LIGHT, 64).await
    }

    async fn with(place: Place, cost: PasswordCost, queue: usize) -> Self {
        let clock = ManualClock::at(START);
        let rules = PoolRules { threads: 2, queue, wait: Duration::from_mins(1) };
        let passwords = PasswordPool::start(cost, rules).unwrap();
        let tape = Arc::new(Tape::default());
        let identity = identity(&place, &passwords, &clock, &tape).await;
        Self { tape, place, clock, passwords, identity }
    }

    /// A second back over the same store.
    async fn second(&self) -> Identity {
        identity(&self.place, &self.passwords, &self.clock, &self.tape).await
    }

    async fn tenant(&self, login: &str) -> i64 {
        self.identity.create_person_account(tenant(login), login, secret(RIGHT)).await.unwrap()
    }

    async fn sign_in(&self, login: &str, password: &str) -> Result<Opened, Failure> {
        self.identity.sign_in(&public(), login, secret(password), "Firefox, Android").await
    }

    /// A tenant with an address that was proved.
    async fn reachable(&self, login: &str) -> i64 {
        let account = self.tenant(login).await;
        let mut connection = self.identity.store.writer().await.unwrap();
        account::set_email(&mut connection, account, Some(ADDRESS)).await.unwrap();
        connection.commit().await.unwrap();
        account
    }

    /// A tenant with an address, whose two letters are under way.
    async fn invited(&self, login: &str) -> i64 {
        let account = self.reachable(login).await;
        testing::invite(&self.identity.store, account, START + 30 * DAY).await.unwrap();
        account
    }

    /// The code that was drawn last, as it is written for people.
    fn code(&self) -> String {
        Typed::of(self.tape.0.lock().unwrap().expect("no code was drawn")).shown().to_string()
    }

    /// The texts of the mails that went to the address, in order.
    async fn mails(&self) -> Vec<String> {
        let mails = testing::mails(&self.identity.store).await.unwrap();
        mails.into_iter().filter(|(to, _)| to.as_deref() == Some(ADDRESS)).map(|(_, text)| text).collect()
    }

    async fn give(&self, token: &str, code: &str) -> Result<Opened, Failure> {
        self.identity.give_code(&public(), Some(token), code).await
    }

    async fn choose(&self, token: &str, password: &str) -> Result<Opened, Failure> {
        self.identity.choose_password(&public(), Some(token), secret(password)).await
    }

    async fn step(&self, token: &str) -> Step {
        self.identity.current(&public(), Some(token)).await.unwrap().step
    }

    /// Signs in and is that session.
    async fn session(&self, login: &str) -> (Zeroizing<String>, AnySession) {
        let opened = self.sign_in(login, RIGHT).await.unwrap();
        let session = self.identity.any(FrontKind::Public, Some(&opened.token)).await.unwrap();
        (opened.token, session)
    }

    async fn is_open(&self, token: &str) -> bool {
        match self.identity.person(FrontKind::Public, Some(token)).await {
            Ok(_) => true,
            Err(failure) => {
                assert_eq!(failure.code, Code::SignedOut);
                false
            }
        }
    }
}

async fn identity(
    place: &Place,
    passwords: &PasswordPool,
    clock: &ManualClock,
    tape: &Arc<Tape>,
) -> Identity {
    let (store, clock) = (place.open().await, Arc::new(clock.clone()));
    let outbox = outbox(&store, clock.clone()).await;
    let identity = Identity::new(store, passwords.clone(), Rules::default(), clock, tape.clone()).await;
    // Whoever has a second factor is asked for it; whose duty it is, is tested by itself.
    let factors = FactorRules { staff: Duty::Optional, ..FactorRules::default() };
    identity.unwrap().with_factors(factors).with_outbox(outbox)
}

/// An outbox that takes mails; nobody sends them.
async fn outbox(store: &Store, clock: Arc<dyn Clock>) -> Outbox {
    let text = "[listen]\ndata = [\"127.0.0.1:1\"]\nfiles = [\"127.0.0.1:2\"]\nops = \"127.0.0.1:3\"\n\
        [tls]\nca = \"a\"\ncert = \"b\"\nkey = \"c\"\ntrust_domain = \"example.org\"\n\
        [store]\nurl = \"sqlite:store.db\"\n[business]\nurl = \"sqlite:business.db\"\nmap = \"map.toml\"\n\
        [mail]\nfrom = \"portal@example.org\"\nfolder = \"mail\"\npublic_url = \"https://portal.example.org\"\n\
        staff_url = \"https://staff.example.org\"\n";
    let (faults, folder) = (vantail_shared::config::Faults::new(), std::env::temp_dir());
    let config = Config::parse(&folder.join("back.toml"), text, [], &faults);
    assert!(faults.is_empty(), "{:?}", faults.into_sorted());
    Outbox::open(store, config.unwrap().mail, clock, Arc::new(SystemRandom)).await.unwrap()
}

fn secret(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn tenant(key: &str) -> Person {
    Person { kind: "tenant".to_owned(), key: vec![key.to_owned(), "\0 \"quoted\" é".to_owned()] }
}

fn door(kind: FrontKind, client: &str) -> Door {
    let client = Some(client.parse::<IpAddr>().unwrap());
    Door { kind, name: "front1".to_owned(), client, browser: None, language: Language::Fr, left: None }
}

fn public() -> Door {
    door(FrontKind::Public, "192.0.2.1")
}

fn code<T>(result: Result<T, Failure>) -> Code {
    match result {
        Ok(_) => Code::Unspecified,
        Err(failure) => failure.code,
    }
}
