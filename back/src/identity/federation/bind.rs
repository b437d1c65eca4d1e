//! Whose account it is that a person at a provider comes in by.

use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{
    super::{
        AnySession, Door, Identity, Opened,
        entry::{Step, Way},
        reach::Reach,
        sign_in::is_for,
    },
    Matching,
    id_token::Claims,
    provider::Provider,
};
use crate::{
    journal::ActKind,
    mail::Message,
    store::{
        Connection,
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
        let (known, is_bound) = self.found(&mut connection, provider, claims).await?;
        let is_active = match known {
            Some(id) => {
                account::by_id(&mut connection, id).await?.is_some_and(|it| it.state == State::Active)
            }
            None => false,
        };
        drop(connection);
        // Before the transaction: the business database may be asked, and a hash takes its time.
        let reach = self.reach_of(known).await?;
        let is_scrambled = !is_active || (!is_bound && provider.settings.scramble);
        let scrambled = if is_scrambled { Some(self.hash_of_nothing().await?) } else { None };
        let mut connection = self.store.writer().await?;
        let done = async {
            let (found, is_bound) = self.found(&mut connection, provider, claims).await?;
            // Whoever was bound or unbound at this very moment comes again.
            let found = found.filter(|_| found == known);
            let mut account = self.living(&mut connection, door, found).await?;
            if !is_bound {
                let (person, own) = ((issuer, subject), (account.id, None));
                let only_way = scrambled.as_ref().filter(|_| provider.settings.scramble);
                self.bind(&mut connection, door, person, own, (only_way, &reach)).await?;
            }
            if account.state != State::Active {
                // The provider has proved who it is. No code has proved that the password is theirs, and none would be asked
                // for any more: whoever has opened somebody else's letters does not come in by that. Without a hash it got a
                // new initial password just now.
                let hash = scrambled.as_ref().ok_or_else(|| Failure::new(Code::Changed))?;
                account::scramble(&mut connection, account.id, hash, self.clock.now()).await?;
                entry::delete_others(&mut connection, account.id, None).await?;
                account::proved(&mut connection, account.id, self.clock.now()).await?;
                account.state = State::Active;
            }
            let proved = (Way::Federation, provider.verified_twice(claims));
            let opened = self.arrive_by(&mut connection, door, (&account, &reach), proved, device).await?;
            self.remember(&mut connection, door, &opened, (&provider.settings.id, id_token)).await?;
            Ok(opened)
        }
        .await;
        connection.settle(done).await
    }

    /// The account of this row, locked, when somebody may come in by it at this front.
    async fn living(
        &self,
        connection: &mut Connection,
        door: &Door,
        found: Option<i64>,
    ) -> Result<Account, Failure> {
        let account = match found {
            Some(id) => account::lock(connection, id).await?,
            None => None,
        };
        let living = |account: &Account| {
            matches!(account.state, State::Invited | State::Verifying | State::Active)
                && is_for(door.kind, account)
        };
        account.filter(living).ok_or_else(|| Failure::new(Code::NotFound))
    }

    /// The account of a person, and whether it is bound to them already.
    async fn found(
        &self,
        connection: &mut Connection,
        provider: &Provider,
        claims: &Claims,
    ) -> Result<(Option<i64>, bool), Failure> {
        match federated::account(connection, &provider.settings.issuer, &claims.sub).await? {
            None => Ok((self.matched(connection, provider, claims).await?, false)),
            bound => Ok((bound, true)),
        }
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
        let (scrambled, reach) = (self.scrambled(provider).await?, self.reach_of(Some(of.account())).await?);
        let (mut connection, _) = self.hold_own(of).await?;
        let person = (provider.settings.issuer.as_str(), claims.sub.as_str());
        let own = (of.account(), Some(of.id().as_bytes()));
        let done = self.bind(&mut connection, door, person, own, (scrambled.as_ref(), &reach)).await;
        connection.settle(done).await?;
        Ok(Opened::going_on(Step::Done, of.language()))
    }

    /// Binds an account and tells its owner. One that loses its password keeps no session and no entry but that of the
    /// call.
    async fn bind(
        &self,
        connection: &mut Connection,
        door: &Door,
        (issuer, subject): (&str, &str),
        (account, session): (i64, Option<&[u8; 32]>),
        (scrambled, reach): (Option<&Zeroizing<String>>, &Reach),
    ) -> Result<(), Failure> {
        let at = self.clock.now();
        if !federated::bind(connection, issuer, subject, account, at).await? {
            return Err(Failure::new(Code::Changed));
        }
        if let Some(hash) = scrambled {
            account::scramble(connection, account, hash, at).await?;
            entry::delete_others(connection, account, None).await?;
            session::delete_others(connection, account, session).await?;
        }
        self.note_own(connection, door, ActKind::Linked, account).await?;
        Ok(self.tell(connection, account, door.kind, reach, Message::ProviderChanged).await?)
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
