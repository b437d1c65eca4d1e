//! The operations listener of each daemon: `/livez`, `/readyz`, `/metrics`, on loopback.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::{Router, http::StatusCode, routing::get};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::{net::TcpListener, time};
use tokio_util::sync::CancellationToken;

/// Old samples are folded into the histograms this often.
const UPKEEP: Duration = Duration::from_secs(5);

/// Everything that must hold for this daemon to be sent work.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<RwLock<BTreeMap<&'static str, bool>>>);

impl Readiness {
    /// All of `conditions`, none holding yet.
    pub fn waiting_for(conditions: &[&'static str]) -> Self {
        Self(Arc::new(RwLock::new(conditions.iter().map(|name| (*name, false)).collect())))
    }

    /// Says whether a condition holds; tells whether that is news.
    pub fn set(&self, condition: &'static str, holds: bool) -> bool {
        let mut conditions = self.0.write().unwrap_or_else(PoisonError::into_inner);
        conditions.insert(condition, holds) != Some(holds)
    }

    /// Whether all conditions hold.
    pub fn is_ready(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).values().all(|holds| *holds)
    }

    fn report(&self) -> (StatusCode, String) {
        let conditions = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let status = if conditions.values().all(|holds| *holds) {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        };
        let line =
            |(name, holds): (&&str, &bool)| format!("{name} {}\n", if *holds { "ok" } else { "failing" });
        (status, conditions.iter().map(line).collect())
    }
}

/// Answers the operations listener until `stop` is cancelled. Bind it to loopback: it asks nobody who they are.
///
/// # Errors
/// The listener breaks.
pub async fn serve(
    listener: TcpListener,
    readiness: Readiness,
    metrics: PrometheusHandle,
    stop: CancellationToken,
) -> io::Result<()> {
    let upkeep = metrics.clone();
    let stop_upkeep = stop.clone();
    tokio::spawn(stop_upkeep.run_until_cancelled_owned(async move {
        let mut ticks = time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            upkeep.run_upkeep();
        }
    }));
    let router = Router::new()
        .route("/livez", get(|| async { "ok\n" }))
        .route("/readyz", get(move || async move { readiness.report() }))
        .route("/metrics", get(move || async move { metrics.render() }));
    axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await
}
