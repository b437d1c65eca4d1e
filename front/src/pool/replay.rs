//! Which failures say nothing about the call itself, so that another attempt may succeed.

use tonic::{Code, Status};

/// Whether the back has spoken: its own failures carry a `Problem`, those of the transport do not.
pub(super) fn is_final(status: &Status) -> bool {
    !status.details().is_empty()
        || matches!(
            status.code(),
            Code::PermissionDenied
                | Code::Unauthenticated
                | Code::InvalidArgument
                | Code::Unimplemented
                | Code::ResourceExhausted
                | Code::OutOfRange
        )
}

/// Whether the back itself says that something it needs is away.
pub(super) fn says_away(status: &Status) -> bool {
    status.code() == Code::Unavailable
}

#[cfg(test)]
mod tests {
    use vantail_shared::failure::{self, Failure};

    use super::*;

    #[test]
    fn only_failures_of_the_transport_are_tried_again() {
        assert!(!is_final(&Status::unavailable("connection refused")));
        assert!(!is_final(&Status::cancelled("connection closed")));
        assert!(!is_final(&Status::unknown("h2 protocol error")));
        assert!(is_final(&Status::permission_denied("")));
        for code in [failure::Code::Unavailable, failure::Code::NotFound, failure::Code::SignedOut] {
            assert!(is_final(&Failure::new(code).to_status()));
        }
    }
}
