//! The whole daemon: everything is opened and checked before anything listens.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context as _, Result};
use metrics::gauge;
use tokio::{
    net::TcpListener,
    sync::mpsc,
    task::JoinSet,
    time::{interval, sleep, timeout},
};
use tonic::service::Routes;
use tonic_health::{ServingStatus, server::HealthReporter};
use tracing::{error, info, warn};
use vantail_proto::{
    DESCRIPTORS,
    portal::{
        credentials_server::CredentialsServer, entry_server::EntryServer, factors_server::FactorsServer,
        federation_server::FederationServer, portal_server::PortalServer, terms_server::TermsServer,
    },
    staff::{people_server::PeopleServer, staff_server::StaffServer},
};
use vantail_shared::{
    clock::Clock,
    lifecycle::Lifecycle,
    ops::{self, Readiness},
    telemetry,
    tls::Ending,
};

use crate::{
    access::AccessTable,
    checked::Checked,
    document::StreamLimits,
    mail::Sender,
    server,
    services::{
        CredentialsService, EntryService, FactorsService, FederationService, FilesService, PeopleService,
        PortalService, StaffService, TermsService,
    },
};

/// Largest message that a front may send, in bytes.
const LARGEST_REQUEST: usize = 64 * 1024;
/// How often the databases are asked whether they are there.
const PROBE: Duration = Duration::from_secs(1);
/// Fronts learn by the health service that this back is leaving, and turn to others, before it takes no more calls.
const NOTICE: Duration = Duration::from_millis(500);
/// How often ended sessions are removed.
const PURGE: Duration = Duration::from_mins(5);

/// A daemon whose sockets are bound.
#[derive(Debug)]
pub struct App {
    checked: Checked,
    table: AccessTable,
    data: Vec<TcpListener>,
    files: Vec<TcpListener>,
    ops: TcpListener,
    clock: Arc<dyn Clock>,
}

/// Where a daemon listens.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// Pages.
    pub data: Vec<SocketAddr>,
    /// Documents.
    pub files: Vec<SocketAddr>,
    /// Operations.
    pub ops: SocketAddr,
}

impl App {
    /// Binds every socket for a configuration that was found good.
    ///
    /// # Errors
    /// An address that cannot be bound, or a method of the contract without a rule.
    pub async fn bind(checked: Checked, clock: Arc<dyn Clock>) -> Result<Self> {
        let table = AccessTable::build()?;
        let listen = &checked.config.listen;
        let (data, files) = (bind_all(&listen.data).await?, bind_all(&listen.files).await?);
        let ops = bind(listen.ops).await?;
        Ok(Self { checked, table, data, files, ops, clock })
    }

    /// The addresses that were bound.
    ///
    /// # Errors
    /// The system does not know them.
    pub fn addresses(&self) -> Result<Addresses> {
        let all = |listeners: &[TcpListener]| listeners.iter().map(TcpListener::local_addr).collect();
        let (data, files): (Result<_, std::io::Error>, Result<_, _>) = (all(&self.data), all(&self.files));
        Ok(Addresses { data: data?, files: files?, ops: self.ops.local_addr()? })
    }

    /// Serves until the lifecycle ends; each message of `reloads` reads the certificates again.
    ///
    /// # Errors
    /// A listener breaks.
    pub async fn run(self, lifecycle: Lifecycle, reloads: mpsc::Receiver<()>) -> Result<()> {
        let Self { checked, table, data, files, ops, clock } = self;
        let readiness = Readiness::waiting_for(&["business database", "store"]);
        let metrics = telemetry::metrics()?;
        tokio::spawn(ops::serve(ops, readiness.clone(), metrics, lifecycle.stop.clone()));
        tokio::spawn(lifecycle.stop.clone().run_until_cancelled_owned(reload(checked.clone(), reloads)));
        tokio::spawn(lifecycle.stop.clone().run_until_cancelled_owned(purge(checked.clone())));
        let sender = Sender::new(checked.store.clone(), checked.outbox.clone(), checked.pages.organisation());
        let mut background = JoinSet::new();
        if let Some(sender) = sender {
            background.spawn(sender.run(lifecycle.drain.clone()));
        }

        let (mut health, health_service) = tonic_health::server::health_reporter();
        let mut routes = [routes_for_pages(&checked), routes_for_files(&checked)]
            .map(|routes| routes.add_service(health_service.clone()));
        // Until the drain: what is said then is the last word.
        tokio::spawn(lifecycle.drain.clone().run_until_cancelled_owned(probe(
            checked.clone(),
            readiness.clone(),
            health.clone(),
            clock,
        )));
        if checked.config.reflection {
            let reflection = tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(DESCRIPTORS)
                .build_v1()?;
            routes = routes.map(|routes| routes.add_service(reflection.clone()));
        }
        let [page_routes, file_routes] = routes.map(Routes::prepare);

        let leave = tokio_util::sync::CancellationToken::new();
        let mut servers = JoinSet::new();
        let places =
            data.into_iter().map(|l| (l, &page_routes)).chain(files.into_iter().map(|l| (l, &file_routes)));
        for (listener, routes) in places {
            servers.spawn(server::serve(
                listener,
                routes.clone(),
                table.clone(),
                checked.tls.clone(),
                checked.config.connections,
                leave.clone(),
            ));
        }
        info!("serving");
        sd_notify::notify(&[sd_notify::NotifyState::Ready]).unwrap_or_default();
        lifecycle.drain.cancelled().await;

        sd_notify::notify(&[sd_notify::NotifyState::Stopping]).unwrap_or_default();
        readiness.set("not draining", false);
        say_goodbye(&mut health).await;
        leave.cancel();
        // Each server ends when the last byte of its last answer has left.
        let finished = timeout(Duration::from_secs(checked.config.drain_seconds), async {
            while servers.join_next().await.is_some() {}
            // A mail on its way would be sent again by another back.
            while background.join_next().await.is_some() {}
        });
        if !matches!(lifecycle.stop.run_until_cancelled(finished).await, Some(Ok(()))) {
            warn!("calls were still running at the end of the drain");
        }
        servers.shutdown().await;
        lifecycle.stop.cancel();
        Ok(())
    }
}

fn routes_for_pages(checked: &Checked) -> Routes {
    let (identity, pages) = (checked.identity.clone(), checked.pages.clone());
    let handles = checked.handles.clone();
    let factors =
        FactorsService { identity: identity.clone(), pages: pages.clone(), handles: handles.clone() };
    let portal = PortalService { identity: identity.clone(), pages: pages.clone(), handles };
    let entry = EntryService { identity: identity.clone(), pages: pages.clone() };
    let terms =
        TermsService { identity: identity.clone(), pages: pages.clone(), terms: checked.terms.clone() };
    let federation = FederationService { identity: identity.clone() };
    let people = PeopleService { identity: identity.clone(), desk: checked.desk.clone() };
    let credentials = CredentialsService { identity: identity.clone(), pages: pages.clone() };
    let staff = StaffService { identity, pages };
    Routes::new(PortalServer::new(portal).max_decoding_message_size(LARGEST_REQUEST))
        .add_service(CredentialsServer::new(credentials).max_decoding_message_size(LARGEST_REQUEST))
        .add_service(EntryServer::new(entry).max_decoding_message_size(LARGEST_REQUEST))
        .add_service(FederationServer::new(federation).max_decoding_message_size(LARGEST_REQUEST))
        .add_service(FactorsServer::new(factors).max_decoding_message_size(LARGEST_REQUEST))
        .add_service(TermsServer::new(terms).max_decoding_message_size(LARGEST_REQUEST))
        .add_service(StaffServer::new(staff).max_decoding_message_size(LARGEST_REQUEST))
        .add_service(PeopleServer::new(people).max_decoding_message_size(LARGEST_REQUEST))
}

fn routes_for_files(checked: &Checked) -> Routes {
    let streams = &checked.config.streams;
    let seconds = Duration::from_secs;
    let files = FilesService {
        identity: checked.identity.clone(),
        pages: checked.pages.clone(),
        stores: checked.stores.clone(),
        limits: StreamLimits::new(
            streams.places,
            seconds(streams.idle_seconds),
            seconds(streams.total_seconds),
        ),
    };
    Routes::new(files)
}

async fn bind_all(addresses: &[SocketAddr]) -> Result<Vec<TcpListener>> {
    let mut listeners = Vec::new();
    for address in addresses {
        listeners.push(bind(*address).await?);
    }
    Ok(listeners)
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Tells every watching front that this back is leaving, and ends the watches: they would hold their connections open.
async fn say_goodbye(health: &mut HealthReporter) {
    health.set_service_status("", ServingStatus::NotServing).await;
    sleep(NOTICE).await;
    health.clear_service_status("").await;
}

/// Asks the databases again and again whether they are there, and how long the certificate still has. While one is
/// away, fronts are told to turn to another back.
async fn probe(checked: Checked, readiness: Readiness, health: HealthReporter, clock: Arc<dyn Clock>) {
    let mut ending = Ending::hop();
    let mut ticks = interval(PROBE);
    loop {
        ticks.tick().await;
        let (business, store) = tokio::join!(checked.business.ping(), checked.store.ping());
        let status = if business.is_ok() && store.is_ok() {
            ServingStatus::Serving
        } else {
            ServingStatus::NotServing
        };
        for (name, result) in [("business database", business), ("store", store)] {
            if readiness.set(name, result.is_ok()) {
                health.set_service_status("", status).await;
                match result {
                    Ok(()) => info!("{name} answers"),
                    Err(failure) => error!(cause = failure.explain(), "{name} is away"),
                }
            }
        }
        ending.tell(checked.tls.not_after(), clock.now());
    }
}

/// Reads the certificates again on request; a pair that does not fit is refused and the old one kept.
async fn reload(checked: Checked, mut reloads: mpsc::Receiver<()>) {
    while reloads.recv().await.is_some() {
        if let Err(error) = checked.tls.reload() {
            error!(%error, "certificates not reloaded, the old ones stay");
        }
    }
}

/// Keeps house: removes what is over, and tells what is left to do.
async fn purge(checked: Checked) {
    let mut ticks = interval(PURGE);
    loop {
        ticks.tick().await;
        if let Err(failure) = checked.identity.purge().await {
            warn!(cause = failure.explain(), "ended sessions could not be removed");
        }
        if let Err(failure) = checked.opened.purge().await {
            warn!(cause = failure.explain(), "old notes of opened documents could not be removed");
        }
        if let Err(failure) = checked.provision.purge().await {
            warn!(cause = failure.explain(), "initial passwords that are over could not be removed");
        }
        match checked.identity.count_old_forms().await {
            Ok(count) => {
                gauge!("vantail_legacy_passwords").set(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
            }
            Err(failure) => {
                warn!(cause = failure.explain(), "passwords of other systems could not be counted");
            }
        }
    }
}
