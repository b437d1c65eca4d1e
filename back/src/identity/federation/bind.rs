//! Whose account it is that a person at a provider comes in by.

use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{
    super::{
        AnySession, Door, Identity, Opened,
        entry::{Step, Way},
        sign_in::is_for,
    },
    Matching,
    id_token::Claims,
    provider::Provider,
};
use crate::{
    journal::{self, Act, ActKind, Actor},
    store::{
        Connection, StoreError,
        account::{self, Account, State},
        entry, federated, session,
    },
};

impl Identity {
    /// Opens a session or an entry for the account of this person.
    pub(super) async fn enter_bound(
        &self,
        door: &Door,
        provider: &Provider,
        (claims, id_token): (&Claims, &str),
        device: &str,
    ) -> Result<Opened, Failure> {
        let (issuer, subject) = (provider.settings.issuer.as_str(), claims.sub.as_str());
        let mut connection = self.store.reader().await?;
        let known = federated::account(&mut connection, issuer, subject).await?;
        let is_active = match known {
            Some(id) => {
                account::by_id(&mut connection, id).await?.is_some_and(|it| it.state == State::Active)
            }
            None => false,
        };
        drop(connection);
        let reach = self.reach_of(known).await?;
        // Before the transaction: a hash takes its time.
        let scrambled = if is_active { None } else { Some(self.hash_of_nothing().await?) };
        let mut connection = self.store.writer().await?;
        let done = async {
            let account =
                self.bound(&mut connection, door, provider, claims, (known, scrambled.as_ref())).await?;
            let proved = (Way::Federation, provider.verified_twice(claims));
            let opened = self.arrive_by(&mut connection, door, (&account, &reach), proved, device).await?;
            self.remember(&mut connection, door, &opened, (&provider.settings.id, id_token)).await?;
            Ok(opened)
        }
        .await;
        connection.settle(done).await
    }

    /// The account of this person, locked; bound now when it is found for the first time.
    async fn bound(
        &self,
        connection: &mut Connection,
        door: &Door,
        provider: &Provider,
        claims: &Claims,
        (known, scrambled): (Option<i64>, Option<&Zeroizing<String>>),
    ) -> Result<Account, Failure> {
        let person = (provider.settings.issuer.as_str(), claims.sub.as_str());
        let bound = federated::account(connection, person.0, person.1).await?;
        let found = match bound {
            None if known.is_none() => self.matched(connection, provider, claims).await?,
            bound => bound,
        };
        let account = match found {
            Some(id) => account::lock(connection, id).await?,
            None => None,
        };
        let living = |account: &Account| {
            matches!(account.state, State::Invited | State::Verifying | State::Active)
                && is_for(door.kind, account)
        };
        let mut account = account.filter(living).ok_or_else(|| Failure::new(Code::NotFound))?;
        if bound.is_none() {
            let only_way = scrambled.filter(|_| provider.settings.scramble);
            self.bind(connection, door, person, (account.id, None), only_way).await?;
        }
        if account.state != State::Active {
            // The provider has proved who it is. No code has proved that the password is theirs, and none would be asked for
            // any more: whoever has opened somebody else's letters does not come in by that. Without a hash it got a new
            // initial password just now.
            let (hash, now) = (scrambled.ok_or_else(|| Failure::new(Code::Changed))?, self.clock.now());
            account::scramble(connection, account.id, hash, now).await?;
            entry::delete_others(connection, account.id, None).await?;
            account::proved(connection, account.id, now).await?;
            account.state = State::Active;
        }
        Ok(account)
    }

    /// The account of somebody who comes for the first time, as the configuration finds it; nothing for one that is bound to
    /// another person there already.
    async fn matched(
        &self,
        connection: &mut Connection,
        provider: &Provider,
        claims: &Claims,
    ) -> Result<Option<i64>, Failure> {
        let found = match &provider.settings.matching {
            None => None,
            Some(Matching::Source { claim, source }) => match claims.text(claim) {
                Some(key) => federated::by_source(connection, source, &key).await?,
                None => None,
            },
            Some(Matching::Person { claim, kind }) => match claims.text(claim) {
                Some(key) => {
                    let key = serde_json::to_string(&[key]).map_err(Failure::internal)?;
                    federated::by_person(connection, kind, &key).await?
                }
                None => None,
            },
        };
        let Some(account) = found else { return Ok(None) };
        let bound = federated::issuers(connection, account).await?;
        Ok((!bound.contains(&provider.settings.issuer)).then_some(account))
    }

    /// Binds the account of a session.
    pub(super) async fn bind_session(
        &self,
        provider: &Provider,
        claims: &Claims,
        door: &Door,
        of: &AnySession,
    ) -> Result<Opened, Failure> {
        let scrambled = self.scrambled(provider).await?;
        let (mut connection, _) = self.hold_own(of).await?;
        let person = (provider.settings.issuer.as_str(), claims.sub.as_str());
        let own = (of.account(), Some(of.id().as_bytes()));
        let done = self.bind(&mut connection, door, person, own, scrambled.as_ref()).await;
        connection.settle(done).await?;
        Ok(Opened::going_on(Step::Done, of.language()))
    }

    /// Binds an account. One that loses its password keeps no session and no entry but that of the call.
    async fn bind(
        &self,
        connection: &mut Connection,
        door: &Door,
        (issuer, subject): (&str, &str),
        (account, session): (i64, Option<&[u8; 32]>),
        scrambled: Option<&Zeroizing<String>>,
    ) -> Result<(), Failure> {
        let at = self.clock.now();
        match federated::bind(connection, issuer, subject, account, at).await {
            Ok(()) => {}
            Err(StoreError::Duplicate) => return Err(Failure::new(Code::Changed)),
            Err(error) => return Err(error.into()),
        }
        if let Some(hash) = scrambled {
            account::scramble(connection, account, hash, at).await?;
            entry::delete_others(connection, account, None).await?;
            session::delete_others(connection, account, session).await?;
        }
        let (kind, by, front) = (ActKind::Linked, Actor::Person, Some(door.name.as_str()));
        Ok(journal::note(connection, &Act { at, kind, subject: account, by, front }).await?)
    }

    /// The hash of a password that nobody knows, where the provider is to be the only way in.
    async fn scrambled(&self, provider: &Provider) -> Result<Option<Zeroizing<String>>, Failure> {
        if !provider.settings.scramble {
            return Ok(None);
        }
        self.hash_of_nothing().await.map(Some)
    }

    async fn hash_of_nothing(&self) -> Result<Zeroizing<String>, Failure> {
        self.passwords.hash(self.secret(), self.random.as_ref()).await
    }
}
