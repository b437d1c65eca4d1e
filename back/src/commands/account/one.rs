//! `vantail-back account reset|disable|enable`: one account, by its sign-in name or its row.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use serde_json::json;
use vantail_shared::failure::{Code, Failure};

use super::{open, refuse};
use crate::{
    commands::output::{USAGE, say, tell},
    identity::AccountRef,
    provision::{Output, Request, Wanted},
};

#[derive(Debug, Args)]
pub(in crate::commands) struct Reset {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    #[command(flatten)]
    account: Named,
    /// The folder that the letters are written to.
    #[arg(long, value_name = "DIR")]
    letters: PathBuf,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(in crate::commands) struct Switch {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    #[command(flatten)]
    account: Named,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

/// Which account.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Named {
    /// Its sign-in name.
    #[arg(long, value_name = "NAME")]
    login: Option<String>,
    /// Its number, as the names of the letters' files tell it.
    #[arg(long, value_name = "NUMBER")]
    account: Option<i64>,
}

impl Named {
    fn as_ref(&self) -> Option<AccountRef<'_>> {
        let login = self.login.as_deref().map(AccountRef::Login);
        login.or(self.account.map(AccountRef::Row))
    }
}

const NOBODY: &str = "there is no such account, or it was erased";

pub(super) async fn reset(arguments: &Reset) -> ExitCode {
    let checked = match open(&arguments.config).await {
        Ok(checked) => checked,
        Err(status) => return status,
    };
    let found = match arguments.account.as_ref() {
        Some(account) => checked.identity.row_of(account).await,
        None => Ok(None),
    };
    let row = match found {
        Ok(Some(row)) => row,
        Ok(None) => return refuse(&Failure::new(Code::NotFound), NOBODY),
        Err(failure) => return refuse(&failure, NOBODY),
    };
    let request = Request { wanted: Wanted::Account { row }, reset: true };
    let output = Output { folder: arguments.letters.clone(), together: false };
    super::create::write(&arguments.config, &request, &output, arguments.json).await
}

pub(super) async fn disable(arguments: &Switch) -> ExitCode {
    switch(arguments, false).await
}

pub(super) async fn enable(arguments: &Switch) -> ExitCode {
    switch(arguments, true).await
}

async fn switch(arguments: &Switch, on: bool) -> ExitCode {
    let Some(account) = arguments.account.as_ref() else {
        tell("say which account: --login or --account");
        return ExitCode::from(USAGE);
    };
    let checked = match open(&arguments.config).await {
        Ok(checked) => checked,
        Err(status) => return status,
    };
    let state = if on { "enabled" } else { "disabled" };
    match checked.identity.switch(account, on).await {
        Ok(Some(row)) if arguments.json => say(&json!({ "account": row, "state": state }).to_string()),
        Ok(Some(row)) => say(&format!("Account {row} is {state}.")),
        Ok(None) => return refuse(&Failure::new(Code::NotFound), NOBODY),
        Err(failure) => return refuse(&failure, NOBODY),
    }
    ExitCode::SUCCESS
}
