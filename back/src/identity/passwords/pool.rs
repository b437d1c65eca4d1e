//! The threads that hash, and the bounded queue before them.

use std::{
    collections::VecDeque,
    fmt, io,
    num::NonZero,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use metrics::histogram;
use tokio::sync::oneshot;
use vantail_shared::{
    failure::{Code, Failure},
    random::{Random, bytes},
};
use zeroize::Zeroizing;

use super::{
    super::legacy,
    PasswordCost,
    hasher::{HashError, Hasher, SALT, Verdict},
    normal,
};

/// Pages go before sign-ins when the processor is short.
const NICE: i32 = 15;
/// A thread that has had nothing to do for this long gives its memory back.
const REST: Duration = Duration::from_secs(10);
/// Longest time that a refused caller is told to wait, in seconds.
const LONGEST_RETRY: u64 = 30;

/// The size of a pool.
#[derive(Debug, Clone, Copy)]
pub struct PoolRules {
    /// Threads: as many hashes run at once, each with the memory of one.
    pub threads: usize,
    /// Hashes that may wait for a thread.
    pub queue: usize,
    /// Longest time that one may wait.
    pub wait: Duration,
}

impl Default for PoolRules {
    /// One thread per core, 64 in the queue, 2 seconds.
    fn default() -> Self {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        Self { threads, queue: 64, wait: Duration::from_secs(2) }
    }
}

/// Hashes passwords. Cheap to clone; its threads end with the last clone.
#[derive(Debug, Clone)]
pub struct PasswordPool(Arc<Front>);

#[derive(Debug)]
struct Front {
    shared: Arc<Shared>,
}

struct Shared {
    cost: PasswordCost,
    rules: PoolRules,
    queue: Mutex<Queue>,
    ready: Condvar,
    hashes: AtomicU64,
    /// Microseconds of the last hash.
    last: AtomicU64,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    closed: bool,
}

struct Job {
    queued: Instant,
    work: Box<dyn FnOnce(Turn<'_>) + Send>,
}

enum Turn<'a> {
    Now(&'a mut Hasher),
    TooLate,
}

impl PasswordPool {
    /// Starts the threads.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn start(cost: PasswordCost, rules: PoolRules) -> io::Result<Self> {
        let (queue, ready) = Default::default();
        let (hashes, last) = (AtomicU64::new(0), AtomicU64::new(20_000));
        let pool =
            Self(Arc::new(Front { shared: Arc::new(Shared { cost, rules, queue, ready, hashes, last }) }));
        for number in 0..rules.threads.max(1) {
            let shared = Arc::clone(&pool.0.shared);
            thread::Builder::new().name(format!("password-{number}")).spawn(move || shared.work())?;
        }
        Ok(pool)
    }

    /// The hash of a new password as a PHC string.
    ///
    /// # Errors
    /// `Busy` when too many wait already.
    pub(crate) async fn hash(
        &self,
        password: Zeroizing<String>,
        random: &dyn Random,
    ) -> Result<Zeroizing<String>, Failure> {
        let (cost, salt) = (self.0.shared.cost, bytes::<SALT>(random));
        let password = normal(password);
        self.run(move |hasher| hasher.hash(cost, &password, &salt)).await
    }

    /// Compares a password with a hash in PHC form.
    #[cfg(test)]
    pub(crate) async fn verify(
        &self,
        password: Zeroizing<String>,
        phc: Zeroizing<String>,
    ) -> Result<Verdict, Failure> {
        self.verify_brought(password, (None, None), phc).await
    }

    /// Compares a password, brought into the form in which it was hashed, with a hash in PHC form. Where there is none,
    /// it takes as long as if there were `other`: while some accounts have such a form, no time tells which.
    ///
    /// # Errors
    /// `Busy` when too many wait already, `Internal` when the hash is none.
    pub(crate) async fn verify_brought(
        &self,
        password: Zeroizing<String>,
        (form, other): (Option<String>, Option<String>),
        phc: Zeroizing<String>,
    ) -> Result<Verdict, Failure> {
        let cost = self.0.shared.cost;
        self.run(move |hasher| {
            if form.is_none() {
                drop(bring(password.clone(), other.as_deref()));
            }
            // What cannot be brought into the form takes the same time and matches nothing.
            let brought = bring(password, form.as_deref());
            let known = brought.is_some();
            let verdict = hasher.verify(cost, &brought.unwrap_or_default(), &phc)?;
            Ok(Verdict { matches: verdict.matches && known, ..verdict })
        })
        .await
    }

    /// The same work as `verify_brought`, for an account that does not exist.
    ///
    /// # Errors
    /// `Busy` when too many wait already.
    pub(crate) async fn pretend_brought(
        &self,
        password: Zeroizing<String>,
        form: Option<String>,
        random: &dyn Random,
    ) -> Result<(), Failure> {
        let (cost, salt) = (self.0.shared.cost, bytes::<SALT>(random));
        self.run(move |hasher| {
            let brought = bring(password, form.as_deref()).unwrap_or_default();
            hasher.pretend(cost, &brought, &salt)
        })
        .await
    }

    /// How many hashes were worked out since the start.
    pub fn hashes(&self) -> u64 {
        self.0.shared.hashes.load(Ordering::Relaxed)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Hasher) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, Failure> {
        let shared = &self.0.shared;
        let (reply, answer) = oneshot::channel();
        let counted = Arc::clone(shared);
        let work = Box::new(move |turn: Turn<'_>| match turn {
            // Whoever asked has gone away.
            Turn::Now(_) if reply.is_closed() => {}
            Turn::Now(hasher) => {
                let started = Instant::now();
                let done = work(hasher);
                counted.count(started.elapsed());
                drop(reply.send(Some(done)));
            }
            Turn::TooLate => drop(reply.send(None)),
        });
        {
            let mut queue = shared.lock();
            if queue.jobs.len() >= shared.rules.queue {
                return Err(shared.busy(queue.jobs.len()));
            }
            queue.jobs.push_back(Job { queued: Instant::now(), work });
        }
        shared.ready.notify_one();
        match answer.await {
            Ok(Some(done)) => done.map_err(Failure::internal),
            Ok(None) => Err(shared.busy(shared.lock().jobs.len())),
            Err(gone) => Err(Failure::internal(gone)),
        }
    }
}

/// A password in the form of another system, where there is one.
fn bring(password: Zeroizing<String>, form: Option<&str>) -> Option<Zeroizing<String>> {
    match form {
        None => Some(normal(password)),
        Some(form) => legacy::form(form, &password),
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, took: Duration) {
        histogram!("vantail_password_hash_seconds").record(took.as_secs_f64());
        self.hashes.fetch_add(1, Ordering::Relaxed);
        self.last.store(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// A refusal with the time after which those that wait now will be done.
    fn busy(&self, waiting: usize) -> Failure {
        let waiting = u64::try_from(waiting).unwrap_or(u64::MAX);
        let threads = u64::try_from(self.rules.threads.max(1)).unwrap_or(1);
        let micros = self.last.load(Ordering::Relaxed).saturating_mul(waiting) / threads;
        let seconds = micros.div_ceil(1_000_000).clamp(1, LONGEST_RETRY);
        Failure::new(Code::Busy).retry_after(u32::try_from(seconds).unwrap_or(1))
    }

    /// The life of one thread.
    fn work(&self) {
        // Linux keeps the niceness per thread. Without the right to change it hashing works the same.
        let _ = rustix::process::setpriority_process(None, NICE);
        let mut hasher = Hasher::default();
        while let Some(job) = self.next(&mut hasher) {
            if job.queued.elapsed() > self.rules.wait {
                (job.work)(Turn::TooLate);
                continue;
            }
            (job.work)(Turn::Now(&mut hasher));
        }
        hasher.release();
    }

    /// The next job; nothing when the pool is closed. Before it waits, the memory is wiped.
    fn next(&self, hasher: &mut Hasher) -> Option<Job> {
        loop {
            let mut queue = self.lock();
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.closed {
                return None;
            }
            if hasher.is_used() {
                drop(queue);
                hasher.wipe();
            } else if hasher.holds_memory() {
                let (queue, rest) =
                    self.ready.wait_timeout(queue, REST).unwrap_or_else(PoisonError::into_inner);
                if rest.timed_out() && queue.jobs.is_empty() {
                    drop(queue);
                    hasher.release();
                }
            } else {
                drop(self.ready.wait(queue).unwrap_or_else(PoisonError::into_inner));
            }
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("cost", &self.cost).field("rules", &self.rules).finish_non_exhaustive()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.ready.notify_all();
    }
}
