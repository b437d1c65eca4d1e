//! Every method of the contract, read from the descriptors: the list that the access table, the replay rule and the
//! tests are held against.

use prost::Message as _;
use prost_types::{FileDescriptorSet, method_options::IdempotencyLevel};

/// One method of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// The path on the wire: `/vantail.portal.v1.Portal/Home`.
    pub path: String,
    /// Whether the method only reads, or does no more when it is called twice: a lost call may be made again.
    pub idempotent: bool,
    /// Whether the answer is a stream.
    pub streams: bool,
}

/// All methods, in the order of the .proto files.
///
/// # Errors
/// The descriptors compiled into this crate cannot be read: a fault of the build.
pub fn all() -> Result<Vec<Method>, prost::DecodeError> {
    let set = FileDescriptorSet::decode(crate::DESCRIPTORS)?;
    let mut methods = Vec::new();
    for file in &set.file {
        for service in &file.service {
            for method in &service.method {
                methods.push(Method {
                    path: format!("/{}.{}/{}", file.package(), service.name(), method.name()),
                    idempotent: method.options.as_ref().is_some_and(|options| {
                        options.idempotency_level() != IdempotencyLevel::IdempotencyUnknown
                    }),
                    streams: method.server_streaming(),
                });
            }
        }
    }
    Ok(methods)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_is_found_with_its_traits() {
        let methods = all().expect("descriptors");
        let find = |path: &str| methods.iter().find(|m| m.path == path).expect("method");
        assert!(find("/vantail.portal.v1.Portal/Home").idempotent);
        assert!(!find("/vantail.portal.v1.Portal/SignIn").idempotent);
        assert!(find("/vantail.files.v1.Files/Read").streams);
        assert!(find("/vantail.staff.v1.Staff/Overview").idempotent);
    }
}
