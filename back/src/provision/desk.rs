//! One account at a time, for a member of staff who prints the letters: the one with the password once.

use std::sync::Arc;

use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
    tls::FrontKind,
};
use zeroize::Zeroizing;

use super::{
    Provision,
    letter::{self, Letter, Secret},
    making::{Owner, stored_key},
};
use crate::{
    identity::Person,
    journal::{ActKind, By},
    people::Contact,
    store::{
        account::{
            State,
            making::{self, Addressee},
        },
        spool,
    },
};

/// The language of a letter when neither the account nor the person has one.
pub(super) const USUAL: Language = Language::Fr;

/// One of the two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// With the sign-in name: it can be printed again.
    Login,
    /// With the initial password: once.
    Password,
}

impl Provision {
    /// Makes an account for a person, or gives the account that they have a new initial password; tells its row.
    ///
    /// # Errors
    /// `NotFound` for a person who is gone, who was erased or whose account is disabled; `Busy` and `Unavailable` as
    /// elsewhere.
    pub async fn invite(&self, by: impl Into<By<'_>> + Send, person: &Person) -> Result<i64, Failure> {
        let by = by.into();
        if self.people.contact(person).await?.is_none() {
            return Err(Failure::new(Code::NotFound));
        }
        let key = stored_key(person)?;
        let holders = self.holders(&person.kind, std::slice::from_ref(&key)).await?;
        if let Some(holder) = holders.iter().find(|holder| holder.state != State::Erased) {
            self.reset(by, holder.id).await?;
            return Ok(holder.id);
        }
        if !holders.is_empty() {
            return Err(Failure::new(Code::NotFound));
        }
        let fresh = self.fresh(1).await?;
        let Some(fresh) = fresh.first() else { return Err(Failure::internal("no password was made")) };
        let owner = Owner::Person { kind: person.kind.clone(), key };
        let mut connection = self.store.writer().await?;
        let made = self.make(&mut connection, &owner, fresh, (None, by)).await?;
        connection.commit().await?;
        // Somebody else was faster: theirs are the letters.
        made.ok_or_else(|| Failure::new(Code::Busy))
    }

    /// Gives an account a new initial password; its sessions and entries end.
    ///
    /// # Errors
    /// `NotFound` when there is no such account or it is disabled or erased; `Busy` and `Unavailable` as elsewhere.
    pub async fn reset(&self, by: impl Into<By<'_>> + Send, account: i64) -> Result<(), Failure> {
        let fresh = self.fresh(1).await?;
        let Some(fresh) = fresh.first() else { return Err(Failure::internal("no password was made")) };
        let mut connection = self.store.writer().await?;
        let again = self.make_again(&mut connection, account, fresh, (None, by.into())).await?;
        connection.commit().await?;
        if again { Ok(()) } else { Err(Failure::new(Code::NotFound)) }
    }

    /// One letter as PDF. The one with the password is given once; afterwards only a new password can be made.
    ///
    /// # Errors
    /// `NotFound` when there is no such account, its person is gone, or the password is not to be had any more.
    pub async fn letter(
        &self,
        by: impl Into<By<'_>> + Send,
        account: i64,
        which: Which,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let head = Arc::clone(self.head()?);
        let gone = || Failure::new(Code::NotFound);
        let mut connection = self.store.reader().await?;
        let found = making::addressees(&mut connection, &[account]).await?;
        let addressee = found.into_iter().next().ok_or_else(gone)?;
        let sealed = match which {
            Which::Login => None,
            Which::Password => {
                Some(spool::of_account(&mut connection, account, self.now()).await?.ok_or_else(gone)?)
            }
        };
        drop(connection);
        let contact = match addressee.person() {
            Some(person) => self.people.contact(&person).await?.ok_or_else(gone)?,
            None => addressee.as_staff(),
        };
        let secret = match &sealed {
            None => Secret::Login(addressee.login.clone()),
            Some(sealed) => self.secret(&addressee, self.unseal(account, sealed)?),
        };
        let (letter, today) = (addressee.letter(&contact, secret), self.calendar.today());
        let written = tokio::task::spawn_blocking(move || letter::write(&head, &[letter], today));
        let written = written.await.map_err(Failure::internal)??;

        let mut connection = self.store.writer().await?;
        let kind = match &sealed {
            None => ActKind::LetterLogin,
            // Of two who ask at the same time one gets the letter.
            Some(sealed) if !spool::take(&mut connection, account, sealed).await? => {
                connection.roll_back().await?;
                return Err(gone());
            }
            Some(_) => ActKind::LetterPassword,
        };
        self.note(&mut connection, kind, account, by).await?;
        connection.commit().await?;
        Ok(written.pdf)
    }

    /// What the letter with the password tells.
    pub(super) fn secret(&self, addressee: &Addressee, password: Zeroizing<String>) -> Secret {
        let until = addressee.initial_until.unwrap_or_default();
        Secret::Password(password, self.calendar.day(until.saturating_sub(1)))
    }
}

impl Addressee {
    /// Whose account it is, when it is a person's.
    pub(super) fn person(&self) -> Option<Person> {
        let (kind, key) = self.person.as_ref()?;
        Some(Person { kind: kind.clone(), key: serde_json::from_str(key).unwrap_or_default() })
    }

    /// How a member of staff is called.
    pub(super) fn as_staff(&self) -> Contact {
        let name = self.name.clone().unwrap_or_default();
        Contact { name, email: None, language: None, postal: Vec::new() }
    }

    pub(super) fn letter(&self, contact: &Contact, secret: Secret) -> Letter {
        let own = self.language.as_deref();
        let own = own.and_then(|code| Language::ALL.into_iter().find(|language| language.code() == code));
        Letter {
            name: contact.name.clone(),
            postal: contact.postal.clone(),
            language: own.or(contact.language).unwrap_or(USUAL),
            front: if self.person.is_some() { FrontKind::Public } else { FrontKind::Staff },
            secret,
        }
    }
}
