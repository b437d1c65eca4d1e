//! What signed-in people do with their own passkeys.

use std::net::IpAddr;

use vantail_shared::{
    failure::{Code, Failure},
    random::bytes,
};
use zeroize::Zeroizing;

use super::{Message, QUESTION, options, registration};
use crate::{
    identity::{AnySession, Identity, sign_in::Door},
    journal::ActKind,
    store::{StoreError, challenge, passkey},
};

/// Most passkeys of one account.
const MOST: usize = 20;
/// Longest name, in characters.
const NAME: usize = 60;

impl Identity {
    /// Begins a passkey: the question for the browser, as JSON.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `Forbidden` where passkeys are not taken, and for one more than there may be.
    pub async fn begin_passkey(
        &self,
        of: &AnySession,
        password: Zeroizing<String>,
        client: Option<IpAddr>,
    ) -> Result<String, Failure> {
        let rules = self.passkey_rules(of.front())?;
        self.confirm(of, password, client).await?;
        let value = bytes(self.random.as_ref());
        let (mut connection, _) = self.hold_own(of).await?;
        let known = passkey::of_account(&mut connection, of.account()).await?;
        if known.len() >= MOST {
            return connection.settle(Err(Failure::new(Code::Forbidden))).await;
        }
        let ends_at = self.clock.now().saturating_add(QUESTION);
        challenge::ask(&mut connection, of.id().as_bytes(), "register", &value, ends_at).await?;
        connection.commit().await?;
        let user = self.passkeys.user(of.account());
        Ok(options::creation(rules, self.factor_title(), &value, (user.as_ref(), of.login()), &known))
    }

    /// Ends it with what the browser hands over; recovery codes when there were none.
    ///
    /// # Errors
    /// `CodeOver` when the question is over or was answered already; `WrongCode` for an answer that is not good; `Changed`
    /// when the passkey is known already.
    pub async fn end_passkey(
        &self,
        of: &AnySession,
        door: &Door,
        credential: &str,
        name: &str,
    ) -> Result<Vec<Zeroizing<String>>, Failure> {
        let rules = self.passkey_rules(of.front())?;
        let now = self.clock.now();
        let reach = self.reach_of(Some(of.account())).await?;
        let (mut connection, _) = self.hold_own(of).await?;
        let asked = challenge::take(&mut connection, of.id().as_bytes(), "register", now).await?;
        let Some(asked) = asked else {
            connection.commit().await?;
            return Err(Failure::new(Code::CodeOver));
        };
        let message = Message::read(credential);
        let made = message.as_ref().and_then(|message| registration(rules, of.front(), &asked, message));
        let Some((id, key, counter)) = made else {
            // The question is used up.
            connection.commit().await?;
            return Err(Failure::wrong_code(0));
        };
        let row = passkey::Row {
            id: id.to_vec(),
            account: of.account(),
            name: short(name),
            key: key.to_vec(),
            counter: i64::from(counter),
            created_at: now,
            used_at: None,
        };
        match passkey::insert(&mut connection, &row).await {
            Ok(()) => {}
            Err(StoreError::Duplicate) => {
                return connection.settle(Err(Failure::new(Code::Changed))).await;
            }
            Err(error) => return Err(error.into()),
        }
        let codes = self.first_recovery(&mut connection, of.account()).await?;
        self.factors_changed(connection, of, door, &reach, ActKind::FactorAdded).await?;
        Ok(codes)
    }

    /// Takes a passkey away.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `NotFound` when it is gone; `Forbidden` where a second factor is a duty and no
    /// other is there, and where it is the only way in.
    pub async fn remove_passkey(
        &self,
        of: &AnySession,
        id: &[u8],
        password: Zeroizing<String>,
        door: &Door,
    ) -> Result<(), Failure> {
        self.confirm(of, password, door.client).await?;
        let reach = self.reach_of(Some(of.account())).await?;
        let (mut connection, account) = self.hold_own(of).await?;
        if passkey::delete(&mut connection, of.account(), id).await? == 0 {
            return connection.settle(Err(Failure::new(Code::NotFound))).await;
        }
        let mut connection = self.one_left(connection, of).await?;
        if !self.has_way_in(&mut connection, of, &account).await? {
            return connection.settle(Err(Failure::new(Code::Forbidden))).await;
        }
        self.factors_changed(connection, of, door, &reach, ActKind::FactorRemoved).await
    }
}

/// One short line of what was typed.
fn short(name: &str) -> String {
    let line: String = name.trim().chars().filter(|character| !character.is_control()).collect();
    line.chars().take(NAME).collect()
}
