//! Zip files as they are in the world, and as somebody might forge them.

use std::io::Write as _;

use flate2::{Compression, Crc, write::DeflateEncoder};

/// A zip file while it is written.
#[derive(Default)]
pub(super) struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
    /// Whether numbers stand in ZIP64 fields.
    long: bool,
}

/// What is said of a member, truly or not.
pub(super) struct Said {
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) checksum: u32,
    pub(super) size: u32,
}

impl Said {
    pub(super) fn of(content: &[u8], method: u16) -> Self {
        let mut crc = Crc::new();
        crc.update(content);
        Self { flags: 1 << 11, method, checksum: crc.sum(), size: content.len().try_into().unwrap() }
    }
}

pub(super) fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

impl Zip {
    pub(super) fn new(long: bool) -> Self {
        Self { long, ..Self::default() }
    }

    /// Adds a member as it should be.
    pub(super) fn with(self, name: &str, content: &[u8], deflate: bool) -> Self {
        let method = if deflate { 8 } else { 0 };
        let kept = if deflate { deflated(content) } else { content.to_vec() };
        self.with_said(name, &kept, &Said::of(content, method))
    }

    /// Adds a member of which something is said.
    pub(super) fn with_said(mut self, name: &str, kept: &[u8], said: &Said) -> Self {
        let at = u32::try_from(self.bytes.len()).unwrap();
        let length = u32::try_from(kept.len()).unwrap();
        let mut facts = Vec::new();
        facts.extend(said.flags.to_le_bytes());
        facts.extend(said.method.to_le_bytes());
        facts.extend([0; 4]);
        facts.extend(said.checksum.to_le_bytes());
        let named = u16::try_from(name.len()).unwrap().to_le_bytes();

        self.bytes.extend(b"PK\x03\x04\x14\0");
        self.bytes.extend(&facts);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(said.size.to_le_bytes());
        self.bytes.extend(named);
        // An extra field that the directory does not have.
        self.bytes.extend([4, 0]);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(b"\xfe\xca\0\0");
        self.bytes.extend(kept);

        let mut extra = b"\xfe\xca\x01\0x".to_vec();
        let short = |number: u32| if self.long { u32::MAX } else { number };
        if self.long {
            extra.extend([1, 0, 24, 0]);
            for number in [said.size, length, at] {
                extra.extend(u64::from(number).to_le_bytes());
            }
        }
        let directory = &mut self.directory;
        directory.extend(b"PK\x01\x02\x14\0\x14\0");
        directory.extend(&facts);
        directory.extend(short(length).to_le_bytes());
        directory.extend(short(said.size).to_le_bytes());
        directory.extend(named);
        directory.extend(u16::try_from(extra.len()).unwrap().to_le_bytes());
        directory.extend([2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        directory.extend(short(at).to_le_bytes());
        directory.extend(name.as_bytes());
        directory.extend(extra);
        directory.extend(b"co");
        self.count += 1;
        self
    }

    /// The whole file, with `before` put in front of it and a comment at its end.
    pub(super) fn finish(self, before: &[u8], comment: &str) -> Vec<u8> {
        let (start, length) = (self.bytes.len() as u64, self.directory.len() as u64);
        let mut bytes = [before, &self.bytes, &self.directory].concat();
        let count = u64::from(self.count);
        if self.long {
            let record = bytes.len() as u64;
            bytes.extend(b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0");
            for number in [count, count, length, start] {
                bytes.extend(number.to_le_bytes());
            }
            bytes.extend(b"PK\x06\x07\0\0\0\0");
            bytes.extend(record.to_le_bytes());
            bytes.extend([1, 0, 0, 0]);
        }
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend(self.count.to_le_bytes());
        bytes.extend(self.count.to_le_bytes());
        bytes.extend(u32::try_from(length).unwrap().to_le_bytes());
        bytes.extend(u32::try_from(start).unwrap().to_le_bytes());
        bytes.extend(u16::try_from(comment.len()).unwrap().to_le_bytes());
        bytes.extend(comment.as_bytes());
        bytes
    }
}
