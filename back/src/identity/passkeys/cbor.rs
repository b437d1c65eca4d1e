//! The little CBOR that authenticators speak (CTAP2 canonical form): maps of known length.

use minicbor::{Decoder, data::Type};

/// Most entries of a map that is looked at.
const ENTRIES: u64 = 32;

/// A value of a map that matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Number(i64),
    Bytes(&'a [u8]),
    Other,
}

/// The entries of a map with numbers as keys, and how long the map is in bytes.
pub(super) fn numbered(bytes: &[u8]) -> Option<(Vec<(i64, Value<'_>)>, usize)> {
    let mut decoder = Decoder::new(bytes);
    let mut entries = Vec::new();
    for _ in 0..length(&mut decoder)? {
        entries.push((decoder.i64().ok()?, value(&mut decoder)?));
    }
    Some((entries, decoder.position()))
}

/// The byte string called `name` of a map with texts as keys.
pub(super) fn named<'a>(bytes: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let mut decoder = Decoder::new(bytes);
    let mut found = None;
    for _ in 0..length(&mut decoder)? {
        let key = decoder.str().ok()?;
        match value(&mut decoder)? {
            Value::Bytes(bytes) if key == name => found = Some(bytes),
            _ => {}
        }
    }
    found
}

/// Whether these bytes are one map and nothing else.
pub(super) fn is_map(bytes: &[u8]) -> bool {
    let mut decoder = Decoder::new(bytes);
    matches!(decoder.datatype(), Ok(Type::Map)) && decoder.skip().is_ok() && decoder.position() == bytes.len()
}

fn length(decoder: &mut Decoder<'_>) -> Option<u64> {
    decoder.map().ok()?.filter(|length| *length <= ENTRIES)
}

fn value<'a>(decoder: &mut Decoder<'a>) -> Option<Value<'a>> {
    let kind = decoder.datatype().ok()?;
    match kind {
        Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::I8 | Type::I16 | Type::I32 | Type::I64 => {
            decoder.i64().ok().map(Value::Number)
        }
        Type::Bytes => decoder.bytes().ok().map(Value::Bytes),
        _ => decoder.skip().ok().map(|()| Value::Other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn maps_are_read_and_measured() {
        // {1: 2, 3: -7, -2: h'0a0b', "x"...} with more bytes behind.
        let bytes = [0xa3, 0x01, 0x02, 0x03, 0x26, 0x21, 0x42, 0x0a, 0x0b, 0xff];
        let (entries, length) = numbered(&bytes).unwrap();
        assert_eq!(entries, [(1, Value::Number(2)), (3, Value::Number(-7)), (-2, Value::Bytes(&[10, 11]))]);
        assert_eq!(length, 9);
        assert!(is_map(&bytes[..9]) && !is_map(&bytes));
        let bytes = [0xa2, 0x63, b'f', b'm', b't', 0x64, b'n', b'o', b'n', b'e', 0x61, b'a', 0x41, 0x07];
        assert_eq!(named(&bytes, "a"), Some(&[7][..]));
        assert_eq!(named(&bytes, "fmt"), None);
        // Of unknown length, or of absurd length.
        assert!(numbered(&[0xbf, 0x01, 0x02, 0xff]).is_none());
        assert!(numbered(&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).is_none());
    }

    proptest! {
        #[test]
        fn anything_may_be_tried(bytes: Vec<u8>) {
            if let Some((_, length)) = numbered(&bytes) {
                prop_assert!(length <= bytes.len());
            }
            let _ = (named(&bytes, "authData"), is_map(&bytes));
        }
    }
}
