//! Documents over HTTP: ranges, conditions, names, and bytes that are never held.

pub mod disposition;
mod framing;
pub mod range;
pub mod small;
pub mod stream;
