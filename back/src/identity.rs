//! Who is calling: accounts, passwords, sessions.

mod session;

pub use session::{Person, PersonSession, SessionId, StaffSession};
