//! How one mail leaves: to a server, or into a folder.

mod folder;

use std::{path::PathBuf, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    transport::smtp::{self, authentication::Credentials, response::Severity},
};
use secrecy::ExposeSecret as _;
use tokio::time::timeout;

use crate::config::{MailWay, SmtpServer};

/// Reaching the server.
const CONNECT: Duration = Duration::from_secs(10);
/// One mail from the first byte to the server's word that it has it.
pub(super) const WHOLE: Duration = Duration::from_secs(45);

/// What a server says of one recipient, and will say again tomorrow: no such mailbox, moved, no such name, a domain
/// without mail (RFC 5321, 4.2.3; RFC 7504). All else may be a mistake that somebody mends.
const NEVER: [u16; 4] = [550, 551, 553, 556];

/// A way for mails.
#[derive(Debug)]
pub(super) enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// A mail did not leave.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It may at another time.
    Later(String),
    /// It never will.
    Never(String),
}

impl Transport {
    pub(super) fn new(way: &MailWay) -> Self {
        match way {
            MailWay::Smtp(server) => Self::Smtp(smtp(server)),
            MailWay::Folder(folder) => Self::Folder(folder.clone()),
        }
    }

    /// Hands a mail over. `id` names it for good.
    pub(super) async fn deliver(&self, id: &str, mail: Message) -> Result<(), Refusal> {
        match self {
            Self::Smtp(server) => match timeout(WHOLE, server.send(mail)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(refusal(&error)),
                Err(_) => Err(Refusal::Later("the mail server takes too long".to_owned())),
            },
            Self::Folder(folder) => {
                let (folder, name) = (folder.clone(), format!("{id}.eml"));
                let written =
                    tokio::task::spawn_blocking(move || folder::write(&folder, &name, &mail.formatted()));
                match written.await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(error)) => Err(Refusal::Later(format!("the mail folder: {error}"))),
                    Err(error) => Err(Refusal::Later(error.to_string())),
                }
            }
        }
    }
}

/// One connection for one mail: a connection that somebody gave up midway is never used for another.
fn smtp(server: &SmtpServer) -> AsyncSmtpTransport<Tokio1Executor> {
    let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
        .port(server.port)
        .tls(server.tls.clone())
        .timeout(Some(CONNECT));
    if let Some((user, password)) = &server.account {
        transport =
            transport.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
    }
    transport.build()
}

/// The server's own words may repeat the address: of an answer only the number is told.
fn refusal(error: &smtp::Error) -> Refusal {
    match error.status() {
        Some(code) => {
            let number: u16 = code.into();
            let told = format!("the mail server answers {number}");
            let is_final = code.severity == Severity::PermanentNegativeCompletion && NEVER.contains(&number);
            if is_final { Refusal::Never(told) } else { Refusal::Later(told) }
        }
        None if error.is_response() => {
            Refusal::Later("the mail server answers what cannot be read".to_owned())
        }
        None => Refusal::Later(error.to_string()),
    }
}
