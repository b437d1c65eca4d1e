//! The contract between front and back. The comments in the `.proto` files are its documentation.

/// Pages, sign-in and the account of a signed-in person.
pub mod portal {
    #![expect(
        missing_docs,
        clippy::pedantic,
        clippy::allow_attributes,
        reason = "generated from the .proto file"
    )]
    /// As the packages refer to each other.
    pub mod v1 {
        tonic::include_proto!("vantail.portal.v1");
    }
    pub use v1::*;
}

/// Documents.
pub mod files {
    #![expect(
        missing_docs,
        clippy::pedantic,
        clippy::allow_attributes,
        reason = "generated from the .proto file"
    )]
    tonic::include_proto!("vantail.files.v1");
}

/// The work of the organisation's own people.
pub mod staff {
    #![expect(
        missing_docs,
        clippy::pedantic,
        clippy::allow_attributes,
        reason = "generated from the .proto file"
    )]
    /// As the packages refer to each other.
    pub mod v1 {
        tonic::include_proto!("vantail.staff.v1");
    }
    pub use v1::*;
}

pub mod methods;

/// The compiled descriptors of all packages, as a `FileDescriptorSet`.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/vantail.bin"));
