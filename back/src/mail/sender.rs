//! Sends what the outbox holds. Every back over one store does; a mail is one back's at a time.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use metrics::{counter, gauge};
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval, sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};
use vantail_shared::{config::Spot, failure::Failure, random::bytes, tls::FrontKind};

use super::{
    Outbox,
    letter::Letter,
    message::Text,
    schedule,
    transport::{Refusal, Transport, WHOLE},
    watch::Watch,
};
use crate::{
    config::MailSettings,
    store::{
        Store,
        outbox::{self, Claimed, Taking},
    },
};

/// Mails on their way at once.
const LANES: usize = 4;
/// How often the outbox is looked at for what others wrote and for what was put off.
const TICK: Duration = Duration::from_secs(1);
/// How often the store is asked how many mails it holds, and old ones are removed.
const COUNT: Duration = Duration::from_mins(1);
/// How long the outcome is written again and again while the store is away, and the time between.
const INSISTENCE: Duration = Duration::from_secs(90);
const BREATH: Duration = Duration::from_secs(2);
/// Taking a mail and writing it.
const BEGINNING: Duration = Duration::from_secs(15);
/// A mail that is in the same hand after this time was dropped: nobody who is there needs longer.
const LEASE: Duration = BEGINNING.saturating_add(WHOLE).saturating_add(INSISTENCE);

/// The sender of one process.
#[derive(Debug)]
pub struct Sender {
    store: Store,
    outbox: Outbox,
    settings: Arc<Spot<MailSettings>>,
    transport: Transport,
    /// Who writes.
    organisation: String,
    /// The last try came to nothing: said once, not for every mail.
    troubled: AtomicBool,
    /// After this time a mail in the hand of another is taken.
    pub(super) lease: Duration,
}

/// What became of a try.
enum Outcome {
    Sent,
    Over,
    Failed,
    PutOff(i64),
}

impl Sender {
    /// The sender for an outbox; nothing where no mails are sent.
    pub fn new(store: Store, outbox: Outbox, organisation: &str) -> Option<Arc<Self>> {
        let settings = outbox.settings.clone()?;
        let transport = Transport::new(&settings.way);
        let (organisation, troubled) = (organisation.to_owned(), AtomicBool::new(false));
        Some(Arc::new(Self { store, outbox, settings, transport, organisation, troubled, lease: LEASE }))
    }

    /// Sends until the end is asked for, then waits for what is on its way.
    pub async fn run(self: Arc<Self>, end: CancellationToken) {
        let (mut ticks, mut counts) = (interval(TICK), interval(COUNT));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut flying, mut in_hand) = (JoinSet::new(), HashMap::new());
        let mut watch = Watch::default();
        loop {
            tokio::select! {
                biased;
                () = end.cancelled() => break,
                _ = counts.tick() => {
                    if let Err(failure) = self.keep_house().await {
                        debug!(cause = failure.explain(), "mails could not be counted");
                    }
                }
                Some(landed) = flying.join_next_with_id() => {
                    let task = match landed {
                        Ok((task, ())) => task,
                        Err(broken) => broken.id(),
                    };
                    in_hand.remove(&task);
                }
                () = self.outbox.wake.notified() => {}
                _ = ticks.tick() => {}
            }
            while flying.len() < LANES {
                match self.claim(&mut watch, &in_hand).await {
                    Ok(claimed) if claimed.is_empty() => break,
                    Ok(claimed) => {
                        for mail in claimed {
                            let claim = mail.claim.clone();
                            in_hand.insert(flying.spawn(self.clone().send(mail)).id(), claim);
                        }
                    }
                    Err(failure) => {
                        debug!(cause = failure.explain(), "mails could not be read");
                        break;
                    }
                }
            }
        }
        while flying.join_next().await.is_some() {}
    }

    async fn claim(
        &self,
        watch: &mut Watch,
        in_hand: &HashMap<tokio::task::Id, String>,
    ) -> Result<Vec<Claimed>, Failure> {
        let due = schedule::due(self.outbox.clock.now());
        let ours: HashSet<&str> = in_hand.values().map(String::as_str).collect();
        let mut reader = self.store.reader().await?;
        let claims = outbox::claims(&mut reader).await?;
        let dropped = watch.dropped(Instant::now(), self.lease, claims, &ours);
        if !outbox::any_due(&mut reader, due, &dropped).await? {
            return Ok(Vec::new());
        }
        drop(reader);
        let claim = data_encoding::HEXLOWER.encode(&bytes::<16>(self.outbox.random.as_ref()));
        let taking = Taking {
            due,
            most: i64::try_from(LANES - in_hand.len().min(LANES)).unwrap_or(1),
            claim: &claim,
            dropped: &dropped,
            until: due.now.saturating_add(self.lease.as_secs().cast_signed()),
        };
        let mut connection = self.store.writer().await?;
        let claimed = outbox::claim(&mut connection, &taking).await?;
        connection.commit().await?;
        Ok(claimed)
    }

    /// Sends one mail and writes down what came of it.
    async fn send(self: Arc<Self>, mail: Claimed) {
        let outcome = self.outcome(&mail).await;
        let word = match &outcome {
            Outcome::Sent => "sent",
            Outcome::Over => "over",
            Outcome::Failed => "failed",
            Outcome::PutOff(_) => "put_off",
        };
        counter!("vantail_mails_total", "outcome" => word).increment(1);
        if timeout(INSISTENCE, self.insist(&mail, &outcome, word)).await.is_err() {
            warn!(
                mail = mail.id,
                outcome = word,
                "a mail's outcome could not be noted: it may be sent again"
            );
        }
    }

    /// Writes the outcome down as soon as that is possible: sent and not noted would be sent again.
    async fn insist(&self, mail: &Claimed, outcome: &Outcome, word: &str) {
        while let Err(failure) = self.note(mail, outcome, word).await {
            debug!(cause = failure.explain(), mail = mail.id, "a mail's outcome was not noted");
            sleep(BREATH).await;
        }
    }

    async fn note(&self, mail: &Claimed, outcome: &Outcome, word: &str) -> Result<(), Failure> {
        let mut connection = self.store.writer().await?;
        match outcome {
            Outcome::PutOff(at) => outbox::put_off(&mut connection, mail, *at).await?,
            _ => outbox::settle(&mut connection, mail, word, self.outbox.clock.now()).await?,
        }
        Ok(connection.commit().await?)
    }

    async fn outcome(&self, mail: &Claimed) -> Outcome {
        let (id, name) = (mail.id, mail.message.as_str());
        let now = self.outbox.clock.now();
        if mail.ends_at.is_some_and(|end| end <= now) {
            warn!(mail = id, name, "a code was over before its mail could leave");
            return Outcome::Over;
        }
        let message_id = self.outbox.name(&mail.cause);
        let front = if mail.front_kind == "staff" { FrontKind::Staff } else { FrontKind::Public };
        let delivered = match self.settings.url(front) {
            // Somebody who configures the back can mend it: the mail waits for that as it waits for a server.
            None => Err(Refusal::Later("[mail] has no staff_url, which mails to staff name".to_owned())),
            Some(url) => match self.build(mail, &message_id, url) {
                Ok(built) => self.transport.deliver(&message_id, built).await,
                Err(cause) => {
                    error!(mail = id, name, cause, "a mail cannot be written");
                    return Outcome::Failed;
                }
            },
        };
        match delivered {
            Ok(()) => {
                if self.troubled.swap(false, Ordering::Relaxed) {
                    info!("mails leave again");
                }
                Outcome::Sent
            }
            Err(Refusal::Never(cause)) => {
                error!(mail = id, name, cause, "a mail was refused for good");
                Outcome::Failed
            }
            Err(Refusal::Later(cause)) => {
                if self.troubled.swap(true, Ordering::Relaxed) {
                    debug!(mail = id, name, cause, "a mail did not leave");
                } else {
                    warn!(mail = id, name, cause, "mails do not leave now and are tried again");
                }
                let now = self.outbox.clock.now();
                match schedule::next(now, mail.created_at, mail.ends_at, mail.tries) {
                    Some(at) => Outcome::PutOff(at),
                    None if mail.ends_at.is_some() => Outcome::Over,
                    None => {
                        error!(mail = id, name, tries = mail.tries, cause, "a mail was given up");
                        Outcome::Failed
                    }
                }
            }
        }
    }

    fn build(&self, mail: &Claimed, message_id: &str, url: &str) -> Result<lettre::Message, String> {
        let text = Text::named(&mail.message).ok_or("a text of a later version")?;
        let language = mail.language.parse().map_err(|()| "a language of a later version")?;
        let code = match &mail.sealed {
            Some(sealed) => {
                Some(self.outbox.seal.open(&mail.cause, sealed).map_err(|failure| failure.explain())?)
            }
            None => None,
        };
        let code = match &code {
            Some(code) => Some(std::str::from_utf8(code).map_err(|_| "a code that is no text")?),
            None => None,
        };
        let letter = Letter {
            from: &self.settings.from,
            to: mail.recipient.parse().map_err(|_| "an address that is none")?,
            organisation: &self.organisation,
            url,
            id: message_id,
            written_at: mail.created_at,
            text,
            language,
            code,
        };
        letter.build().map_err(|error| error.to_string())
    }

    /// Tells how many mails there are of each state, and removes those that are old.
    async fn keep_house(&self) -> Result<(), Failure> {
        let counts = outbox::count(&mut self.store.reader().await?).await?;
        for state in ["waiting", "failed"] {
            let count = counts.iter().find(|(name, _)| name == state).map_or(0, |(_, count)| *count);
            gauge!("vantail_mails", "state" => state)
                .set(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
        }
        let kept = self.settings.keep_days.saturating_mul(24 * 3600);
        let before = self.outbox.clock.now().saturating_sub(kept);
        loop {
            let mut connection = self.store.writer().await?.unhurried();
            let deleted = outbox::purge(&mut connection, before).await?;
            connection.commit().await?;
            if deleted == 0 {
                return Ok(());
            }
        }
    }
}
