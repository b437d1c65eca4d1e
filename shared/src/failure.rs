//! A failure has two faces: a code for the other side, and a cause that stays here and is logged once.

use std::{error::Error as StdError, fmt};

use prost::Message as _;
use tonic::Status;
pub use vantail_proto::portal::Code;
use vantail_proto::portal::{Problem, Rule};

/// What went wrong, in both faces. It has no `Display` on purpose, so that the cause cannot slip into an answer.
#[derive(Debug)]
pub struct Failure {
    /// The public face.
    pub code: Code,
    /// When to try again, in seconds; 0 when that is not known.
    pub retry_after: u32,
    /// How often a code can still be tried; 0 where that is not the matter.
    pub tries_left: u32,
    /// The rules that a password does not meet.
    pub unmet: Vec<Rule>,
    /// The inner face.
    pub cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Failure {
    /// A failure that needs no explanation inside.
    pub fn new(code: Code) -> Self {
        Self { code, retry_after: 0, tries_left: 0, unmet: Vec::new(), cause: None }
    }

    /// A failure with its inner cause.
    pub fn because(code: Code, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Some(cause.into()), ..Self::new(code) }
    }

    /// Something broke inside.
    pub fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::because(Code::Internal, cause)
    }

    /// The same failure with the time after which to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = seconds;
        self
    }

    /// A code that was not right and can still be tried this often.
    pub fn wrong_code(tries_left: u32) -> Self {
        Self { tries_left, ..Self::new(Code::WrongCode) }
    }

    /// A password that does not meet these rules.
    pub fn weak_password(unmet: Vec<Rule>) -> Self {
        Self { unmet, ..Self::new(Code::WeakPassword) }
    }

    /// The cause with everything below it, for the log of this side.
    pub fn explain(&self) -> String {
        let mut text = String::new();
        let mut next: Option<&(dyn StdError + 'static)> = match &self.cause {
            Some(cause) => Some(cause.as_ref()),
            None => None,
        };
        while let Some(cause) = next {
            if !text.is_empty() {
                text.push_str(": ");
            }
            let _ = fmt::Write::write_fmt(&mut text, format_args!("{cause}"));
            next = cause.source();
        }
        text
    }

    /// The gRPC status for this failure: the public face only.
    pub fn to_status(&self) -> Status {
        let problem = Problem {
            code: self.code.into(),
            retry_after_seconds: self.retry_after,
            tries_left: self.tries_left,
            unmet: self.unmet.clone(),
        };
        Status::with_details(grpc_code(self.code), "", problem.encode_to_vec().into())
    }

    /// Reads the public face from a gRPC status.
    pub fn from_status(status: &Status) -> Self {
        match Problem::decode(status.details()) {
            Ok(problem) if !status.details().is_empty() => Self {
                code: problem.code(),
                retry_after: problem.retry_after_seconds,
                tries_left: problem.tries_left,
                unmet: problem.unmet,
                cause: None,
            },
            _ => Self::because(code_of(status.code()), format!("grpc status {:?}", status.code())),
        }
    }
}

/// The one mapping from our codes to those of gRPC.
fn grpc_code(code: Code) -> tonic::Code {
    match code {
        Code::Unspecified | Code::Internal => tonic::Code::Internal,
        Code::SignedOut | Code::WrongCredentials => tonic::Code::Unauthenticated,
        Code::NotFound => tonic::Code::NotFound,
        Code::Forbidden => tonic::Code::PermissionDenied,
        Code::StepDue | Code::SignInDue => tonic::Code::FailedPrecondition,
        Code::Invalid | Code::WrongCode | Code::CodeOver | Code::WeakPassword => tonic::Code::InvalidArgument,
        Code::Busy | Code::Throttled => tonic::Code::ResourceExhausted,
        Code::Unavailable => tonic::Code::Unavailable,
        Code::Timeout => tonic::Code::DeadlineExceeded,
        Code::Changed => tonic::Code::Aborted,
    }
}

/// For a status that carries no `Problem`: made by the transport, not by a handler.
fn code_of(code: tonic::Code) -> Code {
    match code {
        tonic::Code::Unavailable | tonic::Code::Cancelled | tonic::Code::Unknown => Code::Unavailable,
        tonic::Code::DeadlineExceeded => Code::Timeout,
        tonic::Code::PermissionDenied | tonic::Code::Unauthenticated => Code::Forbidden,
        tonic::Code::ResourceExhausted => Code::Busy,
        tonic::Code::InvalidArgument | tonic::Code::OutOfRange => Code::Invalid,
        _ => Code::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_never_crosses_the_wire() {
        let failure = Failure::internal("table person is on fire").retry_after(3);
        let status = failure.to_status();
        assert_eq!(status.message(), "");
        assert!(!String::from_utf8_lossy(status.details()).contains("fire"));
        let read = Failure::from_status(&status);
        assert_eq!((read.code, read.retry_after), (Code::Internal, 3));
        assert_eq!(failure.explain(), "table person is on fire");
    }

    #[test]
    fn a_status_of_the_transport_has_a_code_too() {
        assert_eq!(Failure::from_status(&Status::unavailable("gone")).code, Code::Unavailable);
        assert_eq!(Failure::from_status(&Status::unimplemented("")).code, Code::Internal);
    }
}
