//! How the owner of an account is called and reached. The business database may be asked: never while a transaction of
//! the store is open.

use vantail_shared::{call::Language, failure::Failure, tls::FrontKind};

use super::{Identity, Person, rules::Own};
use crate::{
    mail::{Message, NewMail},
    store::{
        Connection, StoreError,
        account::{self, Account, Owner},
    },
};

/// The owner of an account.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    /// The name; may be empty.
    pub(super) name: String,
    /// Where mails go; nothing when no address is known, or none are sent.
    pub(super) email: Option<String>,
    /// The language of mails.
    pub(super) language: Option<Language>,
}

impl Identity {
    /// The owner of an account: the address that was proved or settled, before that of the business database.
    ///
    /// # Errors
    /// `Unavailable` while the business database is away.
    pub(super) async fn reach(&self, account: &Account) -> Result<Reach, Failure> {
        let chosen = account.language.as_deref().and_then(|code| code.parse().ok());
        let mut reach = match &account.owner {
            Owner::Staff(name) => Reach { name: name.clone(), ..Reach::default() },
            Owner::Person { kind, key } => self.contact(kind, key).await?,
        };
        reach.email = account.email.clone().or(reach.email).filter(|_| self.sends_mail());
        reach.language = chosen.or(reach.language);
        Ok(reach)
    }

    async fn contact(&self, kind: &str, key: &str) -> Result<Reach, Failure> {
        let Some(people) = &self.people else { return Ok(Reach::default()) };
        let key = serde_json::from_str(key).map_err(Failure::internal)?;
        let found = people.contact(&Person { kind: kind.to_owned(), key }).await?;
        Ok(found.map_or_else(Reach::default, |contact| Reach {
            name: contact.name,
            email: contact.email,
            language: contact.language,
        }))
    }

    /// The same where a notice is all that it is for: nobody is reached while the business database is away.
    pub(super) async fn reach_if_there(&self, account: &Account) -> Reach {
        self.reach(account).await.unwrap_or_else(|failure| {
            tracing::warn!(cause = failure.explain(), "nobody can be told by mail");
            Reach::default()
        })
    }

    /// The same of an account that is told by its row; nobody when there is none.
    pub(super) async fn reach_of(&self, account: Option<i64>) -> Result<Reach, Failure> {
        let found = match account {
            Some(id) => account::by_id(&mut self.store.reader().await?, id).await?,
            None => None,
        };
        Ok(match found {
            Some(account) => self.reach_if_there(&account).await,
            None => Reach::default(),
        })
    }

    /// Tells the owner of an account, within the transaction of the cause.
    pub(super) async fn tell(
        &self,
        connection: &mut Connection,
        account: i64,
        kind: FrontKind,
        reach: &Reach,
        message: Message,
    ) -> Result<(), StoreError> {
        let (Some(outbox), Some(to)) = (&self.outbox, &reach.email) else { return Ok(()) };
        let what = vantail_shared::random::bytes::<8>(self.random.as_ref());
        let mail = NewMail {
            cause: &format!("notice/{account}/{}", data_encoding::HEXLOWER.encode(&what)),
            account: Some(account),
            to,
            language: reach.language.unwrap_or(Language::Fr),
            front: kind,
            message,
        };
        outbox.put(connection, &mail).await
    }
}

impl Reach {
    /// What must not be in a password.
    pub(super) fn own(&self, login: &str) -> Own {
        Own {
            login: login.to_owned(),
            name: self.name.clone(),
            email: self.email.clone().unwrap_or_default(),
        }
    }
}
