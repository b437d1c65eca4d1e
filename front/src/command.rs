//! The commands, and what their exit status says: 0 done, 2 wrong usage or configuration, 3 could not finish.

use std::{env, io::Write as _, path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Args, Parser, Subcommand};
use sd_notify::NotifyState;
use vantail_front::{
    app::{self, App, BindError},
    config::Config,
};
use vantail_shared::{
    clock::{Clock, SystemClock},
    lifecycle,
    random::SystemRandom,
    telemetry,
};

/// The web tier of Vantail.
#[derive(Parser)]
#[command(version, about)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the portal.
    Serve(File),
    /// Check the configuration and the certificates, and listen nowhere.
    Check(File),
}

#[derive(Args)]
pub struct File {
    /// The configuration file.
    #[arg(long)]
    config: PathBuf,
}

/// Libraries that would print heads, cookies included, at the level `debug`: whatever is configured, they may not.
const QUIET: &str = "h2=warn,hyper=warn,hyper_util=warn,tonic=warn,tower=warn,rustls=warn,axum=warn";
const WRONG: u8 = 2;
const UNFINISHED: u8 = 3;

/// Serves until it is told to end.
pub fn serve(file: &File) -> ExitCode {
    let config = match load(file) {
        Ok(config) => config,
        Err(code) => return code,
    };
    telemetry::init(config.log_format, &format!("{},{QUIET}", config.log_level));
    let runtime = match vantail_shared::runtime::build() {
        Ok(runtime) => runtime,
        Err(error) => return tell(UNFINISHED, &format!("cannot start the runtime: {error}")),
    };
    match runtime.block_on(run(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error @ (BindError::Tls { .. } | BindError::Kind { .. })) => tell(WRONG, &error.to_string()),
        Err(error) => tell(UNFINISHED, &error.to_string()),
    }
}

/// Checks the configuration and the certificates.
pub fn check(file: &File) -> ExitCode {
    let config = match load(file) {
        Ok(config) => config,
        Err(code) => return code,
    };
    match app::check(&config, &clock()) {
        Ok(_) => tell(0, "the configuration is good"),
        Err(error) => tell(WRONG, &error.to_string()),
    }
}

async fn run(config: Config) -> Result<(), BindError> {
    let (lifecycle, reloads) =
        lifecycle::signals().map_err(|error| BindError::Internal(error.to_string()))?;
    let app = App::bind(config, clock(), Arc::new(SystemRandom)).await?;
    // Without systemd there is nobody to tell.
    let _ = sd_notify::notify(&[NotifyState::Ready]);
    let drain = lifecycle.drain.clone();
    tokio::spawn(async move {
        drain.cancelled().await;
        let _ = sd_notify::notify(&[NotifyState::Stopping]);
    });
    app.run(lifecycle, reloads).await
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

fn load(file: &File) -> Result<Config, ExitCode> {
    // Variables that are no text are none of ours.
    let environment = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Config::load(&file.config, environment).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
        tell(WRONG, &lines.join("\n"))
    })
}

/// Says something on standard error and makes the exit status.
fn tell(code: u8, text: &str) -> ExitCode {
    // Nobody may be listening there any more.
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::from(code)
}
