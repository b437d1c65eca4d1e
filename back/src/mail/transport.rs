//! How one mail leaves: to a server, or into a folder.

mod folder;

use std::{error::Error as _, path::PathBuf, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    transport::smtp::{self, authentication::Credentials},
};
use secrecy::ExposeSecret as _;
use tokio::time::timeout;

use crate::config::{MailWay, SmtpServer};

/// Reaching the server.
const CONNECT: Duration = Duration::from_secs(10);
/// One mail from the first byte to the server's word that it has it.
pub(super) const WHOLE: Duration = Duration::from_secs(45);

/// What a server says of one mailbox, and will say again tomorrow: there is none, no such domain, none that can be, moved, a
/// domain without mail (RFC 3463, 3.2; RFC 7505, 4.2). All else may be a mistake that somebody mends: 5.1.7 and 5.1.8 are
/// about the sender, 5.7.x about what the server allows.
const NEVER: [&str; 5] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"];

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
        match timeout(WHOLE, self.hand_over(id, mail)).await {
            Ok(done) => done,
            Err(_) => Err(Refusal::Later("the mail server takes too long".to_owned())),
        }
    }

    async fn hand_over(&self, id: &str, mail: Message) -> Result<(), Refusal> {
        match self {
            Self::Smtp(server) => server.send(mail).await.map(drop).map_err(|error| refusal(&error)),
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

/// The server's own words may repeat the address: of an answer only the numbers are told.
fn refusal(error: &smtp::Error) -> Refusal {
    match error.status() {
        Some(code) => {
            let words = error.source().map(ToString::to_string).unwrap_or_default();
            answered(code.into(), &words)
        }
        None if error.is_response() => {
            Refusal::Later("the mail server answers what cannot be read".to_owned())
        }
        None => Refusal::Later(error.to_string()),
    }
}

/// What an answer means. By its number alone it is not known whether it is about the mailbox, the sender or the server's
/// rules: only the status that stands before the words (RFC 2034) tells that.
fn answered(number: u16, words: &str) -> Refusal {
    let status = words.split_whitespace().next().filter(|word| is_status(word));
    let told = match status {
        Some(status) => format!("the mail server answers {number} {status}"),
        None => format!("the mail server answers {number}"),
    };
    let is_final = (500..600).contains(&number) && status.is_some_and(|status| NEVER.contains(&status));
    if is_final { Refusal::Never(told) } else { Refusal::Later(told) }
}

fn is_status(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let is_number =
        |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(is_number)
}

#[cfg(test)]
mod tests;
