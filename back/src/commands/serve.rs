//! `vantail-back serve`.

use std::{path::Path, process::ExitCode, sync::Arc};

use anyhow::Result;
use tracing::error;
use vantail_shared::{clock::SystemClock, lifecycle, random::SystemRandom, telemetry};

use super::output::{NOT_FINISHED, status, tell};
use crate::{app::App, checked::Checked};

pub(super) async fn serve(config: &Path) -> ExitCode {
    let checked = match Checked::open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await {
        Ok(checked) => checked,
        Err(not_open) => {
            tell(&not_open.to_string());
            return status(&not_open);
        }
    };
    if let Err(not_open) = checked.serves() {
        tell(&not_open.to_string());
        return status(&not_open);
    }
    telemetry::init(checked.config.log, &checked.config.log_level);
    match listen(checked).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(error = format!("{error:#}"), "not serving");
            tell(&format!("{error:#}"));
            ExitCode::from(NOT_FINISHED)
        }
    }
}

async fn listen(checked: Checked) -> Result<()> {
    let (lifecycle, reloads) = lifecycle::signals()?;
    App::bind(checked, Arc::new(SystemClock)).await?.run(lifecycle, reloads).await
}
