//! The demo from start to end.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, bail};
use futures_util::{FutureExt as _, future::select_all};
use time::{Date, OffsetDateTime};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::timeout,
};
use vantail_shared::clock::{Clock as _, SystemClock};

use crate::{
    accounts::{self, User},
    arguments::{Arguments, Size, Task},
    binaries,
    child::Daemon,
    fill,
    folder::{Folder, Made},
    invited::{self, Letters},
    old_portal,
    pki::{self, Pki},
    ports::Ports,
    provider::{self, Provider, people::Known},
    ready,
    sample::scale::Scale,
    settings,
    told::Told,
    users::Invited,
};

/// The data map and what it includes.
const MAP: [(&str, &str); 5] = [
    ("map.toml", include_str!("../sample/map.toml")),
    ("map/tables.toml", include_str!("../sample/map/tables.toml")),
    ("map/documents.toml", include_str!("../sample/map/documents.toml")),
    ("map/privacy.toml", include_str!("../sample/map/privacy.toml")),
    ("map/terms.toml", include_str!("../sample/map/terms.toml")),
];

/// How long the daemons may take until they answer.
const START: Duration = Duration::from_mins(1);

/// Runs the demo; tells how it ended.
pub fn run(arguments: &Arguments) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.context("starting").and_then(|runtime| {
        runtime.block_on(async {
            match &arguments.task {
                Some(Task::Fill { size, documents }) => fill_only(size, documents.as_deref()).await,
                None => start(arguments).await,
            }
        })
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(io::stderr(), "vantail-demo: {error:#}").ok();
            ExitCode::from(3)
        }
    }
}

async fn start(arguments: &Arguments) -> Result<()> {
    let folder = Folder::open(&arguments.dir)?;
    if let Some(file) = &arguments.ready_file {
        // One of an earlier run would say that we are ready when we are not.
        remove_stale(file)?;
    }
    let ports = Ports::new(arguments.port_base);
    free(&ports)?;
    // Until here signals end us at once, which does no harm: what is half made is made anew.
    let prepared = prepare(arguments, &folder, &ports).await?;
    let mut signals = [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?];
    serve(arguments, &folder, &ports, &prepared, &mut signals).await
}

/// What is there before a daemon starts.
struct Prepared {
    programs: PathBuf,
    pki: Pki,
    users: Vec<User>,
    letters: Letters,
    old: Option<old_portal::User>,
    known: Vec<Known>,
    /// The back's secret at the provider.
    secret: String,
}

/// Makes everything that is there before a daemon starts.
async fn prepare(arguments: &Arguments, folder: &Folder, ports: &Ports) -> Result<Prepared> {
    let programs = tokio::task::spawn_blocking(binaries::locate);
    if arguments.reset {
        folder.remove("certs")?;
    }
    let now = SystemClock.now();
    let pki = pki::prepare(&folder.join("certs"), now)?;
    let made = Made::new(arguments.size.persons, arguments.size.database.clone());
    let secret = provider::write_secret(folder)?;
    settings::write(folder, &pki, ports, arguments.size.database.as_deref())?;
    let ready = !arguments.reset && folder.has_sample(&made);
    let mut invited = None;
    if !ready {
        folder.clear_sample()?;
        let today = OffsetDateTime::from_unix_timestamp(now)?.date();
        invited = Some(make_sample(folder, &made, today).await?);
    }
    let programs = programs.await??;
    if let Some(invited) = invited {
        invited::send(folder, &programs, &invited).await?;
        invited::take_over(folder, &programs).await?;
        folder.note_sample(&made)?;
    }
    let users = accounts::read(&folder.join("users.json"))?;
    let (letters, old) = (invited::read(folder)?, old_portal::read(folder)?);
    let known = provider::people::read(folder)?;
    Ok(Prepared { programs, pki, users, letters, old, known, secret })
}

async fn make_sample(folder: &Folder, made: &Made, today: Date) -> Result<Invited> {
    let began = Instant::now();
    let persons = made.persons;
    say(&format!("Making a sample organisation of {persons} persons in {} ...", folder.join("").display()));
    let scale = Scale { persons: usize::try_from(persons)?, today };
    let own = format!("sqlite:{}", folder.join("business.db").display());
    let url = made.database.as_deref().unwrap_or(&own);
    let filled = fill::fill(scale, url, Some(&folder.join("documents"))).await?;
    for (name, text) in MAP {
        folder.write(name, text)?;
    }
    let store = format!("sqlite:{}", folder.join("store.db").display());
    let (users, map) = (folder.join("users.json"), folder.join("map.toml"));
    let candidates = filled.candidates.all(scale);
    accounts::create(&store, &users, &candidates, &map).await?;
    let invited = filled.candidates.invited;
    invited::list(folder, &invited.listed)?;
    provider::people::write(folder, &candidates, &invited.listed)?;
    old_portal::write(folder, scale)?;
    say(&format!("Made it, with {} documents, in {:.1} s.", filled.files, began.elapsed().as_secs_f32()));
    Ok(invited)
}

/// Fills a database and ends.
async fn fill_only(size: &Size, documents: Option<&Path>) -> Result<()> {
    let url = size.database.as_deref().context("say which database to fill: --database URL")?;
    let began = Instant::now();
    let today = OffsetDateTime::from_unix_timestamp(SystemClock.now())?.date();
    let scale = Scale { persons: usize::try_from(size.persons)?, today };
    let filled = fill::fill(scale, url, documents).await?;
    let seconds = began.elapsed().as_secs_f32();
    say(&format!("Filled it with {} persons and {} files in {seconds:.1} s.", size.persons, filled.files));
    Ok(())
}

async fn serve(
    arguments: &Arguments,
    folder: &Folder,
    ports: &Ports,
    prepared: &Prepared,
    signals: &mut [Signal],
) -> Result<()> {
    free(ports)?;
    let Prepared { programs, pki, users, letters, old, known, secret } = prepared;
    let _provider = Provider::start(ports, secret, known).await?;
    let mut daemons = Vec::new();
    for (name, program) in [("back", "vantail-back"), ("public", "vantail-front"), ("staff", "vantail-front")]
    {
        let (config, log) = (folder.join(&format!("{name}.toml")), folder.join(&format!("logs/{name}.log")));
        daemons.push(Daemon::start(name, &programs.join(program), &config, &log)?);
    }
    let outcome = tokio::select! {
        () = any(signals) => Ok(()),
        started = until_ready(&mut daemons, ports) => match started {
            Ok(()) => {
                let ready = ready::describe(folder, pki, ports, &daemons, users);
                if let Some(file) = &arguments.ready_file {
                    ready::write(file, &ready)?;
                }
                let told = Told { folder, pki, ports, users, letters, old: old.as_ref(), programs };
                say(&told.text());
                watch(&mut daemons, signals).await
            }
            failed => failed,
        },
    };
    say("Ending.");
    // Fronts first, so that no page fails for want of a back.
    for daemon in daemons.iter_mut().rev() {
        daemon.stop().await;
    }
    if let Some(file) = &arguments.ready_file {
        remove_stale(file)?;
    }
    outcome
}

/// Returns once all daemons answer; fails when one ends or the time is up.
async fn until_ready(daemons: &mut [Daemon], ports: &Ports) -> Result<()> {
    let [back, public, staff] = ports.ops;
    let all = async { tokio::join!(ready::wait(back), ready::wait(public), ready::wait(staff)) };
    let ended = tokio::select! {
        answered = timeout(START, all) => {
            answered.map_err(|_| anyhow!("the daemons do not answer: {}", words(daemons)))?;
            // What answers on the ports may be somebody else's daemons: ours must be there too.
            match first_end(daemons).now_or_never() {
                None => return Ok(()),
                Some(ended) => ended,
            }
        }
        ended = first_end(daemons) => ended,
    };
    let (at, how) = ended;
    bail!("{} ended at its start ({how}); its last words:\n{}", daemons[at].name, daemons[at].last_words())
}

/// Reports daemons that end by themselves, until the demo is asked to end.
async fn watch(daemons: &mut Vec<Daemon>, signals: &mut [Signal]) -> Result<()> {
    while !daemons.is_empty() {
        let (at, how) = tokio::select! {
            () = any(signals) => return Ok(()),
            ended = first_end(daemons) => ended,
        };
        let gone = daemons.remove(at);
        say(&format!("! {} ended ({how}); its log: {}", gone.name, gone.log().display()));
        say(&format!("  to start it again: {}", gone.command));
    }
    any(signals).await;
    Ok(())
}

async fn first_end(daemons: &mut [Daemon]) -> (usize, String) {
    let (ended, at, _) = select_all(daemons.iter_mut().map(|daemon| Box::pin(daemon.ended()))).await;
    (at, ended.map_or_else(|error| error.to_string(), |status| status.to_string()))
}

/// Asked at the start, so that nobody waits in vain, and again before the daemons start.
fn free(ports: &Ports) -> Result<()> {
    match ports.occupied() {
        Some(port) => {
            bail!("something listens on port {port} already: end it, or shift all ports with --port-base")
        }
        None => Ok(()),
    }
}

fn words(daemons: &[Daemon]) -> String {
    let words = daemons.iter().map(|daemon| format!("\n{}:\n{}", daemon.name, daemon.last_words()));
    words.collect::<Vec<_>>().concat()
}

/// Returns when the demo is asked to end.
async fn any(signals: &mut [Signal]) {
    select_all(signals.iter_mut().map(|signal| Box::pin(signal.recv()))).await;
}

fn remove_stale(file: &Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", file.display()))
        }
        _ => Ok(()),
    }
}

/// Prints a line; nobody may be reading any more, and that is no reason to end.
fn say(text: &str) {
    writeln!(io::stdout(), "{text}").ok();
}
