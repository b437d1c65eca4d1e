//! Two backs over one PostgreSQL store behind one front, all real processes: one of them is killed, frozen, restarted,
//! drained while people read, and no page fails.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use http::Method;
use http_body_util::{BodyExt as _, Full};
use rustix::process::Signal;
use vantail_tests::{
    organisation::{self, ELEONORE, LARGE},
    pair::World,
    postgres::Cluster,
    processes::Trio,
    until::{until, until_within},
    web::Visitor,
};

/// Readers that turn pages until they are told to stop.
struct Readers {
    stop: Arc<AtomicBool>,
    pages: Arc<AtomicUsize>,
    tasks: Vec<tokio::task::JoinHandle<Vec<String>>>,
}

impl Readers {
    fn start(count: usize, visitor: &Visitor) -> Self {
        let (stop, pages) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let tasks = (0..count).map(|_| {
            let (mut visitor, stop, pages) = (visitor.clone(), stop.clone(), pages.clone());
            tokio::spawn(async move {
                let mut failures = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let began = Instant::now();
                    let answer = visitor.get("/p/statement").await;
                    if answer.status != 200 || began.elapsed() > Duration::from_secs(3) {
                        failures.push(format!("{} after {:?}", answer.status, began.elapsed()));
                    }
                    pages.fetch_add(1, Ordering::Relaxed);
                }
                failures
            })
        });
        let tasks = tasks.collect();
        Self { stop, pages, tasks }
    }

    /// Waits until so many more pages were read.
    async fn read(&self, count: usize) {
        let goal = self.pages.load(Ordering::Relaxed) + count;
        until("pages to be read", async || (self.pages.load(Ordering::Relaxed) >= goal).then_some(())).await;
    }

    async fn end(self) -> Vec<String> {
        self.stop.store(true, Ordering::Relaxed);
        let mut failures = Vec::new();
        for task in self.tasks {
            failures.extend(task.await.unwrap());
        }
        failures
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_backs_dies_freezes_and_drains_and_no_page_fails() {
    let cluster = Cluster::start().await;
    let mut trio = Trio::start(&cluster.url()).await;
    let mut visitor = trio.visitor();
    assert_eq!(visitor.sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
    let readers = Readers::start(4, &visitor);
    readers.read(40).await;

    // The power cut, and the return.
    trio.backs[0].kill().await;
    readers.read(60).await;
    trio.backs[0].restart().await;
    readers.read(60).await;

    // The freeze: connections stay open and nothing answers.
    trio.backs[1].signal(Signal::STOP);
    readers.read(60).await;
    trio.backs[1].signal(Signal::CONT);
    readers.read(60).await;

    // The orderly restart.
    trio.backs[0].signal(Signal::TERM);
    assert!(trio.backs[0].ended().await, "an orderly end");
    readers.read(60).await;
    trio.backs[0].restart().await;
    readers.read(60).await;

    // New certificates on both.
    for back in &trio.backs {
        back.signal(Signal::HUP);
    }
    trio.front.signal(Signal::HUP);
    readers.read(60).await;
    assert_eq!(readers.end().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_out_at_one_back_counts_at_the_other_at_once() {
    let cluster = Cluster::start().await;
    let mut trio = Trio::start(&cluster.url()).await;
    let mut visitor = trio.visitor();
    assert_eq!(visitor.sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
    let mut copy = visitor.clone();
    assert_eq!(visitor.post("/logout", &[]).await.status, 303);
    for _ in 0..8 {
        assert_eq!(copy.get("/").await.status, 303);
    }
    // Each back alone knows it as well.
    trio.backs[0].kill().await;
    until("the second back to answer", async || (copy.clone().get("/").await.status == 303).then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_whose_back_dies_breaks_and_never_ends_as_if_whole() {
    let cluster = Cluster::start().await;
    let mut trio = Trio::start(&cluster.url()).await;
    let big = organisation::content(64 * 1024 * 1024);
    std::fs::write(trio.world.path("documents/2026/pv.pdf"), &big).unwrap();
    let mut visitor = trio.visitor();
    assert_eq!(visitor.sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
    let page = visitor.get("/p/documents").await;
    let link = page.links("/d/").into_iter().filter(|link| !link.contains('?')).nth(1).unwrap();
    let request = visitor.request(Method::GET, &link).body(Full::default()).unwrap();
    let mut response = visitor.begin(request).await.unwrap();
    assert_eq!(response.status(), 200);
    response.body_mut().frame().await.unwrap().unwrap();
    // Neither the browser nor the hop holds 64 MiB: both backs go while much is still to come.
    trio.backs[0].kill().await;
    trio.backs[1].kill().await;
    assert!(response.into_body().collect().await.is_err());
    assert!(big.len() > LARGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_returns_by_itself_after_both_backs_were_gone() {
    let cluster = Cluster::start().await;
    let mut trio = Trio::start(&cluster.url()).await;
    let mut visitor = trio.visitor();
    assert_eq!(visitor.sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
    trio.backs[0].kill().await;
    trio.backs[1].kill().await;
    trio.front.ready(false).await;
    let began = Instant::now();
    assert_eq!(visitor.get("/").await.status, 503);
    assert!(began.elapsed() < Duration::from_secs(1));
    trio.backs[0].restart().await;
    until_within(Duration::from_secs(5), "pages to return", async || {
        (visitor.clone().get("/").await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_backs_loses_its_business_database_and_no_page_fails() {
    let cluster = Cluster::start().await;
    let world = World::build().await;
    let second = world.path("second");
    fs::create_dir(&second).unwrap();
    for file in ["business.db", "map.toml"] {
        fs::copy(world.path(file), second.join(file)).unwrap();
    }
    std::os::unix::fs::symlink(world.path("documents"), second.join("documents")).unwrap();
    let trio = Trio::in_world(world, &cluster.url()).await;
    let mut visitor = trio.visitor();
    assert_eq!(visitor.sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
    let readers = Readers::start(4, &visitor);
    readers.read(40).await;
    let (there, gone) = (second.join("business.db"), second.join("gone.db"));
    fs::rename(&there, &gone).unwrap();
    trio.backs[1].ready(false).await;
    readers.read(40).await;
    fs::rename(&gone, &there).unwrap();
    trio.backs[1].ready(true).await;
    readers.read(40).await;
    assert_eq!(readers.end().await, Vec::<String>::new());
}
