//! From a configuration file to everything that it names, opened and held against each other. All faults of one run
//! are told together.

use std::{path::Path, sync::Arc};

use vantail_shared::{
    clock::Clock,
    config::{Fault, Faults},
    random::Random,
    tls::ServerTls,
};
use zeroize::Zeroizing;

use crate::{
    business::Business,
    config::Config,
    document::Folders,
    handle::Handles,
    identity::{Identity, PasswordPool},
    map::{CheckedMap, DataMap},
    page::Pages,
    store::Store,
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
    /// Accounts and sessions.
    pub identity: Identity,
    /// Pages of the data map.
    pub pages: Pages,
    /// Documents.
    pub folders: Folders,
    /// Seals names of rows.
    pub handles: Handles,
}

impl Checked {
    /// Reads the file and opens what it names.
    ///
    /// # Errors
    /// Every fault that was found, sorted by place.
    pub async fn open(
        path: &Path,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, Vec<Fault>> {
        let faults = Faults::new();
        let config = Config::read(path, &faults);
        let opened = match config {
            Some(config) => Self::with(config, clock, random, &faults).await,
            None => None,
        };
        match opened {
            Some(checked) if faults.is_empty() => Ok(checked),
            _ => Err(faults.into_sorted()),
        }
    }

    async fn with(
        config: Config,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        faults: &Faults,
    ) -> Option<Self> {
        let tls = tls(&config, clock.clone(), faults);
        check_roots(&config, faults);
        let map = DataMap::load(&config.map, faults);
        let business = business(&config, faults);
        let map = match (map, &business) {
            (Some(map), Some(business)) => check_map(map, business, &config, faults).await,
            _ => None,
        };
        let (store, secret) = store(&config, random.as_ref(), faults).await?;
        let (tls, map, business) = (tls?, map?, business?);

        let handles = Handles::new(&secret, config.sessions.absolute_seconds, clock.clone(), random.clone());
        let roots = config.documents.iter().map(|(name, path)| (name.clone(), path.value.clone())).collect();
        let folders = Folders::new(roots, &secret);
        let pool = PasswordPool::start(config.password_cost, config.password_pool)
            .map_err(|error| {
                let problem = format!("no thread for password hashes: {error}");
                faults.note(&config.store.at, problem, "raise the limit on threads of this process");
            })
            .ok()?;
        let identity = Identity::new(store.clone(), pool, config.sessions, clock, random).await;
        let identity = identity.map_err(|failure| store_away(&config, &failure.explain(), faults)).ok()?;
        let pages = Pages::new(Arc::new(map), business.clone(), handles.clone(), Arc::new(folders.clone()));
        Some(Self { config: Arc::new(config), tls, store, business, identity, pages, folders, handles })
    }
}

fn tls(config: &Config, clock: Arc<dyn Clock>, faults: &Faults) -> Option<ServerTls> {
    ServerTls::load(config.tls.clone(), &config.trust_domain, clock)
        .map_err(|error| {
            let remedy = "issue a back certificate, for instance with `vantail-certs issue back NAME`";
            faults.note(&config.tls_at, format!("`tls`: {error}"), remedy);
        })
        .ok()
}

fn check_roots(config: &Config, faults: &Faults) {
    for (name, path) in &config.documents {
        if let Err(error) = Folders::check_root(path) {
            faults.note(
                &path.at,
                format!("`documents.{name}`: {error}"),
                "name a folder that the back may read",
            );
        }
    }
}

/// Holds the map against the live schema and the configured folders.
async fn check_map(
    map: DataMap,
    business: &Business,
    config: &Config,
    faults: &Faults,
) -> Option<CheckedMap> {
    let known: Vec<&str> = config.documents.iter().map(|(name, _)| name.as_str()).collect();
    for root in map.roots() {
        if !known.contains(&root.as_str()) {
            let problem = format!("`root` is {:?}, which the configuration does not name", root.value);
            let remedy = format!("add {} = \"/a/folder\" to [documents] of the configuration", root.value);
            faults.note(&root.at, problem, remedy);
        }
    }
    match business.schema().await {
        Ok(schema) => map.check(schema, faults),
        Err(failure) => {
            let problem = format!("`business`: the tables cannot be read: {}", failure.explain());
            faults.note(
                &config.business.at,
                problem,
                "name a database that is there and that the back may read",
            );
            None
        }
    }
}

fn business(config: &Config, faults: &Faults) -> Option<Business> {
    Business::open(&config.business)
        .map_err(|error| {
            let remedy = "name a SQLite file, such as \"sqlite:/srv/business.db\"";
            faults.note(&config.business.at, format!("`business.url`: {}", chain(&error)), remedy);
        })
        .ok()
}

async fn store(
    config: &Config,
    random: &dyn Random,
    faults: &Faults,
) -> Option<(Store, Zeroizing<[u8; 32]>)> {
    let store = match Store::open(&config.store).await {
        Ok(store) => store,
        Err(error) => {
            store_away(config, &chain(&error), faults);
            return None;
        }
    };
    let secret = store.handle_secret(random).await;
    let secret = secret.map_err(|failure| store_away(config, &failure.explain(), faults)).ok()?;
    Some((store, secret))
}

fn store_away(config: &Config, problem: &str, faults: &Faults) {
    let remedy = "name a file in a folder that the back may write, or a PostgreSQL database of its own";
    faults.note(&config.store.at, format!("`store.url`: {problem}"), remedy);
}

/// An error with everything below it.
fn chain(error: &dyn std::error::Error) -> String {
    let below = std::iter::successors(error.source(), |error| error.source());
    below.fold(error.to_string(), |text, error| format!("{text}: {error}"))
}
