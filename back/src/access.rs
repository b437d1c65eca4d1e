//! Which front may make which call: one table, held against the contract at start, enforced before any handler.
//!
//! A public front cannot call the staff package, whatever it sends: its certificate decides.

use std::{
    collections::HashMap,
    sync::Arc,
    task::{Context, Poll},
};

use futures_util::future::{Either, Ready, ready};
use http::{Request, Response};
use metrics::counter;
use tonic::body::Body;
use tower::{Layer, Service};
use tracing::warn;
use vantail_proto::methods;
use vantail_shared::{
    failure::{Code, Failure},
    tls::{FrontKind, Peer, Role, ServerTls},
};

const PUBLIC: &[FrontKind] = &[FrontKind::Public];
const STAFF: &[FrontKind] = &[FrontKind::Staff];
const BOTH: &[FrontKind] = &[FrontKind::Public, FrontKind::Staff];

/// The rules for the contract. A method without a line here keeps the back from starting.
const RULES: &[(&str, &[FrontKind])] = &[
    ("/vantail.portal.v1.Portal/SignIn", BOTH),
    ("/vantail.portal.v1.Portal/SignOut", BOTH),
    ("/vantail.portal.v1.Portal/Legal", BOTH),
    ("/vantail.portal.v1.Portal/Home", PUBLIC),
    ("/vantail.portal.v1.Portal/Page", PUBLIC),
    ("/vantail.portal.v1.Portal/Find", PUBLIC),
    ("/vantail.portal.v1.Portal/Search", PUBLIC),
    ("/vantail.portal.v1.Portal/Account", BOTH),
    ("/vantail.portal.v1.Portal/EndSession", BOTH),
    ("/vantail.portal.v1.Portal/SetLanguage", BOTH),
    ("/vantail.portal.v1.Entry/Doors", BOTH),
    ("/vantail.portal.v1.Entry/Forgot", BOTH),
    ("/vantail.portal.v1.Entry/Current", BOTH),
    ("/vantail.portal.v1.Entry/SendCode", BOTH),
    ("/vantail.portal.v1.Entry/GiveCode", BOTH),
    ("/vantail.portal.v1.Entry/ChoosePassword", BOTH),
    ("/vantail.portal.v1.Entry/Enrol", BOTH),
    ("/vantail.portal.v1.Entry/AskPasskey", BOTH),
    ("/vantail.portal.v1.Entry/GivePasskey", BOTH),
    ("/vantail.portal.v1.Entry/Leave", BOTH),
    ("/vantail.portal.v1.Entry/Object", BOTH),
    ("/vantail.portal.v1.Credentials/PasswordRules", BOTH),
    ("/vantail.portal.v1.Credentials/ChangePassword", BOTH),
    ("/vantail.portal.v1.Credentials/ChangeEmail", BOTH),
    ("/vantail.portal.v1.Credentials/ConfirmEmail", BOTH),
    ("/vantail.portal.v1.Credentials/CancelEmail", BOTH),
    ("/vantail.portal.v1.Factors/List", BOTH),
    ("/vantail.portal.v1.Factors/BeginTotp", BOTH),
    ("/vantail.portal.v1.Factors/ConfirmTotp", BOTH),
    ("/vantail.portal.v1.Factors/RemoveTotp", BOTH),
    ("/vantail.portal.v1.Factors/RenewRecoveryCodes", BOTH),
    ("/vantail.portal.v1.Factors/BeginPasskey", BOTH),
    ("/vantail.portal.v1.Factors/FinishPasskey", BOTH),
    ("/vantail.portal.v1.Factors/RemovePasskey", BOTH),
    ("/vantail.portal.v1.Federation/Begin", BOTH),
    ("/vantail.portal.v1.Federation/Return", BOTH),
    ("/vantail.portal.v1.Federation/Finish", BOTH),
    ("/vantail.portal.v1.Federation/Link", BOTH),
    ("/vantail.portal.v1.Federation/Unlink", BOTH),
    ("/vantail.portal.v1.Terms/Show", BOTH),
    ("/vantail.portal.v1.Terms/Answer", BOTH),
    ("/vantail.files.v1.Files/Fetch", PUBLIC),
    ("/vantail.files.v1.Files/Read", PUBLIC),
    ("/vantail.staff.v1.Staff/Overview", STAFF),
    ("/vantail.staff.v1.Staff/Coverage", STAFF),
    ("/vantail.staff.v1.People/Find", STAFF),
    ("/vantail.staff.v1.People/Search", STAFF),
    ("/vantail.staff.v1.People/Show", STAFF),
    ("/vantail.staff.v1.People/Invite", STAFF),
    ("/vantail.staff.v1.People/Letter", STAFF),
    ("/vantail.staff.v1.People/Disable", STAFF),
    ("/vantail.staff.v1.People/SettleEmail", STAFF),
    ("/vantail.staff.v1.People/ResetFactors", STAFF),
];

/// The rules for the standard services beside the contract. Reflection answers only where it is configured.
const STANDARD: &[(&str, &[FrontKind])] = &[
    ("/grpc.health.v1.Health/Check", BOTH),
    ("/grpc.health.v1.Health/Watch", BOTH),
    ("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", STAFF),
];

/// Which front may make which call.
#[derive(Debug, Clone)]
pub struct AccessTable(Arc<HashMap<&'static str, &'static [FrontKind]>>);

/// The table and the contract do not agree.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The contract itself cannot be read.
    #[error("the contract's descriptors cannot be read: {0}")]
    Descriptors(#[from] prost::DecodeError),
    /// Methods without a rule.
    #[error("no rule says who may call {0}")]
    NoRule(String),
    /// Rules without a method.
    #[error("a rule names {0}, which the contract does not have")]
    NoMethod(String),
}

impl AccessTable {
    /// The table, once every method has its rule and every rule its method.
    ///
    /// # Errors
    /// The first disagreement.
    pub fn build() -> Result<Self, AccessError> {
        Self::from_rules(RULES)
    }

    fn from_rules(rules: &[(&'static str, &'static [FrontKind])]) -> Result<Self, AccessError> {
        let methods = methods::all()?;
        let table: HashMap<_, _> = rules.iter().copied().collect();
        if let Some(method) = methods.iter().find(|method| !table.contains_key(method.path.as_str())) {
            return Err(AccessError::NoRule(method.path.clone()));
        }
        if let Some(rule) = table.keys().find(|path| methods.iter().all(|method| method.path != **path)) {
            return Err(AccessError::NoMethod((*rule).to_owned()));
        }
        Ok(Self(Arc::new(table.into_iter().chain(STANDARD.iter().copied()).collect())))
    }

    /// Whether a front of this kind may call this path.
    pub fn allows(&self, kind: FrontKind, path: &str) -> bool {
        self.0.get(path).is_some_and(|kinds| kinds.contains(&kind))
    }
}

/// Puts the table before every handler of a listener.
#[derive(Debug, Clone)]
pub struct AccessLayer {
    /// The rules.
    pub table: AccessTable,
    /// Knows which certificates are revoked by now.
    pub tls: ServerTls,
}

impl<S> Layer<S> for AccessLayer {
    type Service = Access<S>;

    fn layer(&self, inner: S) -> Access<S> {
        Access { inner, layer: self.clone() }
    }
}

/// See [`AccessLayer`].
#[derive(Debug, Clone)]
pub struct Access<S> {
    inner: S,
    layer: AccessLayer,
}

impl<S, R> Service<Request<R>> for Access<S>
where
    S: Service<Request<R>, Response = Response<Body>>,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Either<S::Future, Ready<Result<Response<Body>, S::Error>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<R>) -> Self::Future {
        let peer = request.extensions().get::<Arc<Peer>>();
        let path = request.uri().path();
        let allowed = peer.is_some_and(|peer| match peer.role {
            Role::Front(kind) => self.layer.tls.is_good(peer) && self.layer.table.allows(kind, path),
            Role::Back => false,
        });
        if allowed {
            return Either::Left(self.inner.call(request));
        }
        counter!("vantail_calls_forbidden_total").increment(1);
        // The path is the caller's text: only those of the contract are repeated in the log.
        let path = if self.layer.table.0.contains_key(path) { path } else { "(unknown)" };
        warn!(peer = peer.map(tracing::field::display), path, "call forbidden");
        Either::Right(ready(Ok(Failure::new(Code::Forbidden).to_status().into_http())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_of_the_contract_has_a_rule() {
        let table = AccessTable::build().unwrap();
        assert!(table.allows(FrontKind::Public, "/vantail.portal.v1.Portal/Home"));
        assert!(!table.allows(FrontKind::Public, "/vantail.staff.v1.Staff/Overview"));
        assert!(!table.allows(FrontKind::Staff, "/vantail.files.v1.Files/Read"));
        assert!(!table.allows(FrontKind::Staff, "/vantail.other.v1.Other/Thing"));
    }

    #[test]
    fn a_method_without_a_rule_and_a_rule_without_a_method_are_found() {
        assert!(
            matches!(AccessTable::from_rules(&RULES[1..]), Err(AccessError::NoRule(path)) if path.ends_with("SignIn"))
        );
        let stale = [RULES, &[("/vantail.portal.v1.Portal/Gone", BOTH)]].concat();
        assert!(
            matches!(AccessTable::from_rules(&stale), Err(AccessError::NoMethod(path)) if path.ends_with("Gone"))
        );
    }
}
