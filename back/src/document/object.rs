//! Documents in a bucket of an S3-compatible store: read with signed requests for parts, never written.

mod bucket;
mod connection;
mod endpoint;
mod reading;
mod signature;

pub use bucket::{Bucket, BucketAddress, BucketError};
pub use endpoint::{Endpoint, EndpointError};
pub use reading::Object;

#[cfg(test)]
mod tests;
