//! The front as one value: configuration in, bound sockets out, then run.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::TcpListener,
    sync::mpsc,
    time::{interval, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{error, info, warn};
use vantail_shared::{
    clock::Clock,
    lifecycle::Lifecycle,
    ops::{self, Readiness},
    random::Random,
    telemetry,
    tls::{BrowserTls, ClientTls, Ending, LoadError},
};

use crate::{
    accept::Acceptor,
    assets::Assets,
    back::{self, Back},
    config::Config,
    document::small::Budget,
    doors::Doors,
    layers, routes,
    site::Inner,
};

/// Certificates are looked at this often, for the time that they have left.
const CERTIFICATES: Duration = Duration::from_hours(1);

/// Bytes of small documents on their way to all browsers together.
const SMALL_DOCUMENTS: usize = 128 * 1024 * 1024;

/// Why a front does not start.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Certificates and keys.
    #[error("{which}: {source}")]
    Tls {
        /// The pair that is at fault.
        which: &'static str,
        /// What is wrong.
        source: LoadError,
    },
    /// The hop certificate proves another kind than the configuration names.
    #[error(
        "the configuration says kind = {configured:?}, but the certificate towards the back says {proved:?}"
    )]
    Kind {
        /// As configured.
        configured: &'static str,
        /// As proved.
        proved: &'static str,
    },
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// Metrics or contract: faults of the build.
    #[error("cannot start: {0}")]
    Internal(String),
}

/// A front whose sockets are bound and which serves nobody yet.
#[derive(Debug)]
pub struct App {
    config: Config,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    https: Vec<TcpListener>,
    ops: TcpListener,
    browser_tls: BrowserTls,
    client_tls: ClientTls,
}

/// Reads the certificates and holds them against the configuration.
///
/// # Errors
/// Whatever is wrong with them.
pub fn check(config: &Config, clock: &Arc<dyn Clock>) -> Result<(BrowserTls, ClientTls), BindError> {
    let (cert, key) = (config.browser_cert.clone(), config.browser_key.clone());
    let browser = BrowserTls::load(cert, key, clock.clone())
        .map_err(|source| BindError::Tls { which: "[https]", source })?;
    let client = ClientTls::load(config.back.tls.clone(), &config.back.trust_domain, clock.clone())
        .map_err(|source| BindError::Tls { which: "[back]", source })?;
    if client.front_kind() != Some(config.kind) {
        let proved = client.front_kind().map_or("back", vantail_shared::tls::FrontKind::as_str);
        return Err(BindError::Kind { configured: config.kind.as_str(), proved });
    }
    Ok((browser, client))
}

impl App {
    /// Reads the certificates and binds every socket.
    ///
    /// # Errors
    /// Whatever keeps it from serving.
    pub async fn bind(
        config: Config,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, BindError> {
        let (browser_tls, client_tls) = check(&config, &clock)?;
        let mut https = Vec::with_capacity(config.https.len());
        for address in &config.https {
            https.push(listen(*address).await?);
        }
        let ops = listen(config.ops).await?;
        Ok(Self { config, clock, random, https, ops, browser_tls, client_tls })
    }

    /// Where browsers connect: the real ports, where the configuration says 0.
    ///
    /// # Errors
    /// The system does not tell.
    pub fn https_addresses(&self) -> io::Result<Vec<SocketAddr>> {
        self.https.iter().map(TcpListener::local_addr).collect()
    }

    /// Where operations ask.
    ///
    /// # Errors
    /// The system does not tell.
    pub fn ops_address(&self) -> io::Result<SocketAddr> {
        self.ops.local_addr()
    }

    /// Serves until the drain has ended. Each message of `reloads` reads the certificates again.
    ///
    /// # Errors
    /// The front cannot begin to serve.
    pub async fn run(self, lifecycle: Lifecycle, mut reloads: mpsc::Receiver<()>) -> Result<(), BindError> {
        let internal = |error: &dyn std::error::Error| BindError::Internal(error.to_string());
        let metrics = telemetry::metrics().map_err(|error| internal(&error))?;
        let readiness = Readiness::waiting_for(&[back::DATA, back::FILES, "serving"]);
        // What serves requests ends after the last of them.
        let background = CancellationToken::new();
        let _end = background.clone().drop_guard();
        let back = Back::start(&self.config.back, &self.client_tls, &readiness, &background)
            .map_err(|error| internal(&error))?;
        let site = Arc::new(Inner {
            kind: self.config.kind,
            name: self.config.brand.name.clone(),
            assets: Assets::new(&self.config.brand),
            back,
            doors: Doors::default(),
            small: Budget::new(SMALL_DOCUMENTS),
            clock: self.clock.clone(),
            random: self.random.clone(),
            proxies: self.config.proxies.clone(),
        });
        let limits = self.config.limits;
        let router = layers::apply(routes::of(self.config.kind), site.clone(), limits.requests);
        let tasks = TaskTracker::new();
        let acceptor =
            Acceptor::new(router, self.browser_tls.clone(), limits, lifecycle.clone(), tasks.clone());
        for listener in self.https {
            info!(address = ?listener.local_addr().ok(), "listening for browsers");
            tasks.spawn(acceptor.clone().run(listener));
        }
        tokio::spawn(ops::serve(self.ops, readiness.clone(), metrics, background.clone()));
        readiness.set("serving", true);

        let mut hourly = interval(CERTIFICATES);
        let (mut https, mut hop) = (Ending::https(), Ending::hop());
        loop {
            tokio::select! {
                () = lifecycle.drain.cancelled() => break,
                Some(()) = reloads.recv() => {
                    reload("https", &self.browser_tls.reload());
                    if reload("hop", &self.client_tls.reload()) {
                        site.back.renew();
                    }
                }
                _ = hourly.tick() => {}
            }
            let now = self.clock.now();
            https.tell(self.browser_tls.not_after(), now);
            hop.tell(self.client_tls.not_after(), now);
        }
        readiness.set("serving", false);
        tasks.close();
        if timeout(Duration::from_secs(limits.drain), tasks.wait()).await.is_err() {
            warn!(connections = tasks.len(), "drain took too long");
            lifecycle.stop.cancel();
            tasks.wait().await;
        }
        Ok(())
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, BindError> {
    TcpListener::bind(address).await.map_err(|source| BindError::Listen { address, source })
}

/// Tells what came of reading certificates again: what is wrong with the new ones leaves the old ones in use.
fn reload(which: &'static str, result: &Result<(), LoadError>) -> bool {
    match result {
        Ok(()) => info!(which, "certificates reloaded"),
        Err(error) => error!(which, %error, "certificates refused, the old ones stay"),
    }
    result.is_ok()
}
