//! How the owner of an account is called and reached. The business database may be asked: never while a transaction of
//! the store is open.

use vantail_shared::{call::Language, failure::Failure, tls::FrontKind};

use super::{Identity, Person, rules::Own};
use crate::{
    mail::{Message, Recipient},
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
        let contact = match (&account.owner, &self.people) {
            (Owner::Person { kind, key }, Some(people)) => {
                let key = serde_json::from_str(key).map_err(Failure::internal)?;
                people.contact(&Person { kind: kind.clone(), key }).await?
            }
            _ => None,
        };
        let (email, language) = (account.email.as_deref(), account.language.as_deref());
        let Recipient { to, language } = Recipient::new(email, language, contact.as_ref());
        let name = match &account.owner {
            Owner::Staff(name) => name.clone(),
            Owner::Person { .. } => contact.map(|contact| contact.name).unwrap_or_default(),
        };
        Ok(Reach { name, email: to.filter(|_| self.sends_mail()), language })
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
        let Some(outbox) = &self.outbox else { return Ok(()) };
        let recipient = Recipient { to: reach.email.clone(), language: reach.language };
        outbox.tell(connection, account, kind, &recipient, message).await
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
