//! From a configuration file to everything that it names, opened and held against each other. All faults of one run
//! are told together.

mod found;
mod map;
mod roots;
mod same;

pub use found::NotOpen;
pub use map::MapFindings;

use std::{path::Path, sync::Arc};

use vantail_shared::{
    clock::Clock,
    config::Faults,
    failure::{Code, Failure},
    random::Random,
    tls::{FrontKind, ServerTls},
};
use zeroize::Zeroizing;

use found::Found;

use crate::{
    business::Business,
    calendar::Calendar,
    config::Config,
    desk::Desk,
    document::{Stores, Tags},
    handle::Handles,
    identity::{FactorRules, Identity, PasswordPool, legacy::Scheme},
    mail::Outbox,
    map::{CheckedMap, DataMap},
    opened::Opened,
    page::Pages,
    people::People,
    provision::{Provision, letter::Letterhead},
    query,
    store::{OpenError, Store},
    terms::Terms,
};

/// A configuration that was found good, with everything open.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The configuration.
    pub config: Arc<Config>,
    /// Our certificate.
    pub tls: ServerTls,
    /// Vantail's own store.
    pub store: Store,
    /// The business database.
    pub business: Business,
    /// Persons of the business database.
    pub people: People,
    /// Makes accounts and letters.
    pub provision: Provision,
    /// The staff's work on accounts.
    pub desk: Desk,
    /// Accounts and sessions.
    pub identity: Identity,
    /// Pages of the data map.
    pub pages: Pages,
    /// Documents.
    pub stores: Stores,
    /// Seals names of rows.
    pub handles: Handles,
    /// Which documents were opened.
    pub opened: Opened,
    /// Mails.
    pub outbox: Outbox,
    /// Terms and undertakings.
    pub terms: Terms,
}

impl Checked {
    /// Reads the file and opens what it names.
    ///
    /// # Errors
    /// Everything that was found, sorted by place.
    pub async fn open(path: &Path, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self, NotOpen> {
        let found = Found::default();
        let opened = match Config::read(path, &found.faults) {
            Some(config) => Self::with(config, clock, random, &found).await,
            None => None,
        };
        found.conclude(opened)
    }

    /// Reads the file and looks at what it names, and changes nothing anywhere: the store is neither made nor brought
    /// up to date.
    ///
    /// # Errors
    /// As [`Checked::open`].
    pub async fn look(path: &Path, clock: Arc<dyn Clock>) -> Result<(), NotOpen> {
        let found = Found::default();
        let named = match Config::read(path, &found.faults) {
            Some(config) => {
                let named = Named::open(&config, clock, &found).await;
                if let Err(error) = Store::probe(&config.store).await {
                    store_not_open(&config, &error, &found);
                }
                named
            }
            None => None,
        };
        if let Some(named) = &named {
            no_clear_text(&named.map, &found.faults);
        }
        found.conclude(named).map(drop)
    }

    /// Whether this may be served: a map that still names passwords in clear text is for their import alone.
    ///
    /// # Errors
    /// Where it does.
    pub fn serves(&self) -> Result<(), NotOpen> {
        let found = Found::default();
        no_clear_text(self.people.map(), &found.faults);
        found.conclude(Some(()))
    }

    async fn with(
        config: Config,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        found: &Found,
    ) -> Option<Self> {
        let named = Named::open(&config, clock.clone(), found).await;
        let (store, secret) = store(&config, random.as_ref(), found).await?;
        let Named { tls, map, business } = named?;

        let longest = config.sessions.absolute_seconds.max(config.staff_sessions.absolute_seconds);
        let handles = Handles::new(&secret, longest, clock.clone(), random.clone());
        let stores = roots::open(&config, &clock, Tags::new(&secret), &found.faults)?;
        let pool = PasswordPool::start(config.password_cost, config.password_pool)
            .map_err(|error| {
                let problem = format!("no thread for password hashes: {error}");
                let remedy = "raise the limit on threads of this process";
                found.faults.note(&config.store.at, problem, remedy);
            })
            .ok()?;
        let opened = Opened::start(store.clone(), clock.clone(), random.as_ref()).await;
        let opened = opened.map_err(|failure| store_failed(&config, &failure, found)).ok()?;
        let outbox = Outbox::open(&store, config.mail.clone(), clock.clone(), random.clone()).await;
        let outbox = outbox.map_err(|failure| store_failed(&config, &failure, found)).ok()?;
        let (map, facts) = (Arc::new(map), Arc::new(stores.clone()));
        let zone = &config.business.value.time_zone;
        let calendar = Calendar::new(clock.clone(), zone).or_else(|| {
            let problem = format!("`time_zone` is {zone:?}");
            found.faults.note(&config.business.at, problem, "write a name such as \"Europe/Paris\"");
            None
        })?;
        let people = People::new(Arc::clone(&map), business.clone(), clock.clone()).by(calendar.clone());
        let letters = (letterhead(&config, &map), config.letters.days);
        let provision = Provision::open(
            store.clone(),
            pool.clone(),
            people.clone(),
            letters,
            calendar.clone(),
            random.clone(),
        );
        let provision = provision.await.map_err(|failure| store_failed(&config, &failure, found)).ok()?;
        let identity = Identity::new(store.clone(), pool, config.sessions, clock.clone(), random).await;
        let identity = identity.map_err(|failure| store_failed(&config, &failure, found)).ok()?;
        let terms = Terms::new(map.terms.clone(), store.clone(), calendar.clone());
        let title = map.controller.name.clone();
        let mut rules = config.password_rules.clone();
        for rules in [&mut rules.public, &mut rules.staff] {
            rules.words = words_of(&people);
        }
        let identity = identity
            .with_outbox(outbox.clone())
            .with_terms(terms.clone())
            .with_factors(FactorRules { title, ..config.second_factor.clone() })
            .with_passkeys(config.passkeys.clone())
            .with_providers(config.providers.clone())
            .with_people(people.clone())
            .with_staff_sessions(config.staff_sessions)
            .with_password_rules(rules)
            .with_objection_days(config.objection_days);
        let desk = Desk::new(
            store.clone(),
            identity.clone(),
            people.clone(),
            provision.clone(),
            outbox.clone(),
            handles.clone(),
            clock.clone(),
        );
        let pages = Pages::new(map, business.clone(), handles.clone(), facts, calendar, opened.clone());
        Some(Self {
            config: Arc::new(config),
            tls,
            store,
            business,
            people,
            provision,
            desk,
            identity,
            pages,
            stores,
            handles,
            opened,
            outbox,
            terms,
        })
    }
}

/// The words of the organisation's name: everybody tries them in a password.
fn words_of(people: &People) -> Vec<String> {
    let name = &people.map().controller.name;
    name.split_whitespace().chain([name.as_str()]).map(str::to_lowercase).collect()
}

/// What a configuration names besides the store, good by itself and together.
struct Named {
    tls: ServerTls,
    map: CheckedMap,
    business: Business,
}

impl Named {
    async fn open(config: &Config, clock: Arc<dyn Clock>, found: &Found) -> Option<Self> {
        let faults = &found.faults;
        let tls = tls(config, clock.clone(), faults);
        roots::check(config, &clock, faults).await;
        let map = DataMap::load(&config.map, faults);
        let business = business(config, faults);
        let map = match (map, &business) {
            (Some(map), Some(business)) => check_map(map, business, config, found).await,
            _ => None,
        };
        Some(Self { tls: tls?, map: map?, business: business? })
    }
}

/// Refuses passwords in clear text: they are taken over once, before anything is served, and must not stay.
fn no_clear_text(map: &DataMap, faults: &Faults) {
    for legacy in map.kinds.iter().filter_map(|kind| kind.legacy.as_ref()) {
        if legacy.scheme.value == Scheme::Clear {
            let problem = "`legacy.scheme` is \"clear\": the business database still holds passwords that anybody can read";
            let remedy = "take them over with `vantail-back account import --legacy KIND`, then empty the column and remove \
                          this table from the map";
            faults.note(&legacy.scheme.at, problem, remedy);
        }
    }
}

/// Nothing where no address of the portal is configured.
fn letterhead(config: &Config, map: &CheckedMap) -> Option<Letterhead> {
    let mail = config.mail.as_ref().map(|mail| &mail.value);
    let url = |kind| config.letters.url(kind, mail).map(ToOwned::to_owned);
    Some(Letterhead {
        controller: map.controller.clone(),
        logo: config.letters.logo.clone(),
        window: config.letters.window,
        public_url: url(FrontKind::Public)?,
        staff_url: url(FrontKind::Staff),
    })
}

fn tls(config: &Config, clock: Arc<dyn Clock>, faults: &Faults) -> Option<ServerTls> {
    ServerTls::load(config.tls.clone(), &config.trust_domain, clock)
        .map_err(|error| {
            let remedy = "issue a back certificate, for instance with `vantail-certs issue back NAME`";
            faults.note(&config.tls_at, format!("`tls`: {error}"), remedy);
        })
        .ok()
}

/// What to do about a role that can write.
const READ_ONLY: &str = "make a role of its own that is given nothing but USAGE on the schemas and SELECT on the tables of \
     the map (docs/operating.md, \"Roles\"), or set `allow_writable = true` in [business]";

/// Holds the map against the live schema and the configured folders.
async fn check_map(map: DataMap, business: &Business, config: &Config, found: &Found) -> Option<CheckedMap> {
    let faults = &found.faults;
    roots::fit(&map, config, faults);
    match business.schema().await {
        Ok(schema) => {
            reads_only(business, config, found).await;
            let map = map.check(schema, faults)?;
            try_sql(&map, business, found).await;
            same::look(&map, business, found).await;
            Some(map)
        }
        Err(failure) => {
            let problem = format!("`business`: the tables cannot be read: {}", failure.explain());
            let (list, remedy) = if Business::may_pass(&failure) {
                (&found.away, "try again when the database answers and nobody holds it for itself")
            } else {
                (
                    faults,
                    "name a database that is there and that the back may read, and a time zone that it knows",
                )
            };
            list.note(&config.business.at, problem, remedy);
            None
        }
    }
}

/// Refuses a role that can write, and one of which nobody can say what it may.
async fn reads_only(business: &Business, config: &Config, found: &Found) {
    if config.business.value.allow_writable {
        return;
    }
    let at = &config.business.at;
    match business.writable().await.as_deref() {
        Ok([]) => {}
        Ok([first, others @ ..]) => {
            let more = if others.is_empty() { String::new() } else { format!(", {}", others.join(", ")) };
            let problem = format!("`business`: the role is not for reading alone: {first}{more}");
            found.faults.note(at, problem, READ_ONLY);
        }
        Err(failure) => {
            let problem =
                format!("`business`: what the role may write cannot be asked: {}", failure.explain());
            found.away.note(at, problem, READ_ONLY);
        }
    }
}

/// Has the database look at every piece of SQL that the map holds.
async fn try_sql(map: &CheckedMap, business: &Business, found: &Found) {
    for sql in map.sql() {
        if let Err(failure) = business.read_one(query::trial(map.schema(), sql)).await {
            let problem = format!("the database refuses this SQL: {}", failure.explain());
            let cause = failure.cause.as_deref().and_then(|cause| cause.downcast_ref::<sqlx::Error>());
            let refused = matches!(cause, Some(sqlx::Error::Database(_)));
            let list = if refused { &found.faults } else { &found.away };
            list.note(&sql.at, problem, "mend it, or let the role read what it names");
        }
    }
}

fn business(config: &Config, faults: &Faults) -> Option<Business> {
    Business::open(&config.business.value)
        .map_err(|error| {
            let remedy = "write an address such as \"postgres://vantail@host/database\", \"mysql://vantail@host/database\" or \
                          \"sqlite:/srv/business.db\"";
            faults.note(&config.business.at, format!("`business.url`: {}", chain(&error)), remedy);
        })
        .ok()
}

async fn store(config: &Config, random: &dyn Random, found: &Found) -> Option<(Store, Zeroizing<[u8; 32]>)> {
    let store = Store::open(&config.store).await;
    let store = store.map_err(|error| store_not_open(config, &error, found)).ok()?;
    let secret = store.handle_secret(random).await;
    let secret = secret.map_err(|failure| store_failed(config, &failure, found)).ok()?;
    Some((store, secret))
}

fn store_not_open(config: &Config, error: &OpenError, found: &Found) {
    tell_of_store(config, error.is_away(), &chain(error), found);
}

fn store_failed(config: &Config, failure: &Failure, found: &Found) {
    tell_of_store(config, failure.code == Code::Unavailable, &failure.explain(), found);
}

fn tell_of_store(config: &Config, is_away: bool, problem: &str, found: &Found) {
    let (list, remedy) = if is_away {
        (&found.away, "start the database, or wait until it is up, and try again")
    } else {
        let remedy = "name a file in a folder that the back may write, or a PostgreSQL database of its own";
        (&found.faults, remedy)
    };
    list.note(&config.store.at, format!("`store.url`: {problem}"), remedy);
}

/// An error with everything below it.
fn chain(error: &dyn std::error::Error) -> String {
    let below = std::iter::successors(error.source(), |error| error.source());
    below.fold(error.to_string(), |text, error| format!("{text}: {error}"))
}
