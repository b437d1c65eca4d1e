//! The front's own pool of connections to backs: least in flight among the healthy, a deadline for each attempt, one
//! replay of what only reads.
//!
//! The balancer of the gRPC library keeps calling dead nodes; this one watches the health service of each node and
//! learns from every failed call besides.

mod framed;
mod link;
mod node;
mod replay;
mod reply;

pub use self::{node::Entry, reply::Reply};

use std::{
    collections::HashSet,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use metrics::counter;
use prost::Message;
use tokio::time::{Instant, error::Elapsed, timeout};
use tokio_util::sync::CancellationToken;
use tonic::Status;
use vantail_shared::{
    call::Call,
    failure::{Code, Failure},
    ops::Readiness,
    tls::ClientTls,
};

use node::{Node, State};

/// How long a call may take.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// One attempt.
    pub attempt: Duration,
    /// All attempts together.
    pub total: Duration,
}

impl Budget {
    /// For what only reads: a second node still answers in time when the first is frozen.
    pub const READ: Self = Self { attempt: Duration::from_secs(2), total: Duration::from_millis(2900) };
    /// For sign-in, which may wait for its turn at the password hash, and for other changes.
    pub const CHANGE: Self = Self { attempt: Duration::from_secs(8), total: Duration::from_secs(8) };
}

/// The nodes of one kind of listener.
#[derive(Debug)]
pub struct Pool {
    nodes: Vec<Arc<Node>>,
    /// Paths of methods that only read.
    idempotent: Arc<HashSet<String>>,
    /// Spreads calls over equally busy nodes.
    turn: AtomicUsize,
}

impl Pool {
    /// A pool over `addresses`. `condition` is latched in `readiness` while at least one node is up. The watches end
    /// with `stop`.
    pub fn start(
        condition: &'static str,
        addresses: &[SocketAddr],
        tls: &ClientTls,
        idempotent: Arc<HashSet<String>>,
        readiness: &Readiness,
        stop: &CancellationToken,
    ) -> Self {
        let nodes: Vec<_> = addresses.iter().map(|address| Arc::new(Node::new(*address, tls))).collect();
        for node in &nodes {
            let (node, all, readiness) = (node.clone(), nodes.clone(), readiness.clone());
            let report = move || {
                readiness.set(condition, all.iter().any(|node| node.state() == State::Up));
            };
            tokio::spawn(stop.clone().run_until_cancelled_owned(async move { node.watch(report).await }));
        }
        Self { nodes, idempotent, turn: AtomicUsize::new(0) }
    }

    /// Lets every further call go over new connections.
    pub fn renew(&self) {
        for node in &self.nodes {
            node.renew();
        }
    }

    /// Makes a call with one answer.
    ///
    /// # Errors
    /// The failure that the back reports, or `Unavailable` or `Timeout` when none answers.
    pub async fn unary<M, R>(
        &self,
        path: &'static str,
        call: &Call,
        budget: Budget,
        message: &M,
    ) -> Result<R, Failure>
    where
        M: Message,
        R: Message + Default,
    {
        let message = framed::message(message)?;
        let mut attempts = self.attempts(path, budget);
        loop {
            let (node, limit) = attempts.next()?;
            let _entry = node.enter();
            let sent = async {
                node.pages().call(path, framed::head(call, Some(limit)), message.clone()).await?.only().await
            };
            if let Some(end) = attempts.judge(&node, timeout(limit, sent).await) {
                return end;
            }
        }
    }

    /// Opens a call with a stream of answers, which are taken as they come, still framed. The entry counts as in flight
    /// until it is dropped.
    ///
    /// # Errors
    /// As [`Pool::unary`], before the first answer.
    pub async fn stream<M: Message>(
        &self,
        path: &'static str,
        call: &Call,
        budget: Budget,
        message: &M,
    ) -> Result<(Reply, Entry), Failure> {
        let message = framed::message(message)?;
        let mut attempts = self.attempts(path, budget);
        loop {
            let (node, limit) = attempts.next()?;
            let entry = node.enter();
            let sent = async {
                let reply = node.streams().call(path, framed::head(call, None), message.clone()).await?;
                Ok((reply, entry))
            };
            if let Some(end) = attempts.judge(&node, timeout(limit, sent).await) {
                return end;
            }
        }
    }

    fn attempts(&self, path: &str, budget: Budget) -> Attempts<'_> {
        let again = self.idempotent.contains(path);
        Attempts {
            pool: self,
            attempt: budget.attempt,
            end: Instant::now() + budget.total,
            again,
            first: None,
        }
    }

    /// The least busy of the best nodes; `not` only when there is no other.
    fn pick(&self, not: Option<&Arc<Node>>) -> Option<Arc<Node>> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let count = self.nodes.len();
        let candidates = (0..count).map(|i| &self.nodes[(turn + i) % count]);
        candidates
            .filter(|node| node.state() != State::Down)
            .min_by_key(|node| {
                let tried = not.is_some_and(|not| Arc::ptr_eq(not, node));
                (tried, node.state(), node.in_flight())
            })
            .cloned()
    }
}

/// The attempts of one call: at most two.
struct Attempts<'a> {
    pool: &'a Pool,
    attempt: Duration,
    end: Instant,
    /// Whether another attempt is allowed.
    again: bool,
    first: Option<Arc<Node>>,
}

impl Attempts<'_> {
    /// The node for the next attempt, and the time that it has.
    fn next(&self) -> Result<(Arc<Node>, Duration), Failure> {
        let left = self.end.saturating_duration_since(Instant::now());
        match self.pool.pick(self.first.as_ref()) {
            Some(node) => Ok((node, self.attempt.min(left))),
            None => Err(Failure::because(Code::Unavailable, "no back is up")),
        }
    }

    /// Whether another back may have what this one says is away: its database, its store of documents.
    fn elsewhere(&self, node: &Arc<Node>, status: &Status) -> bool {
        let other = || self.pool.pick(Some(node)).is_some_and(|other| !Arc::ptr_eq(&other, node));
        self.again && replay::says_away(status) && other()
    }

    /// What an attempt on `node` comes to; nothing when there is to be another.
    fn judge<T>(
        &mut self,
        node: &Arc<Node>,
        result: Result<Result<T, Status>, Elapsed>,
    ) -> Option<Result<T, Failure>> {
        let failure = match result {
            Ok(Ok(answer)) => return Some(Ok(answer)),
            Ok(Err(status)) if replay::is_final(&status) && !self.elsewhere(node, &status) => {
                return Some(Err(Failure::from_status(&status)));
            }
            Ok(Err(status)) => Failure::from_status(&status),
            Err(_) => Failure::because(Code::Timeout, "no answer before the deadline"),
        };
        node.suspect();
        if !self.again || Instant::now() >= self.end {
            return Some(Err(failure));
        }
        counter!("vantail_front_replays_total").increment(1);
        self.again = false;
        self.first = Some(node.clone());
        None
    }
}
