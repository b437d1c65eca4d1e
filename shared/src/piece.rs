//! The pieces in which a large document crosses the hop. The back reads one at a time, and a front lets a few be under way:
//! were its window no multiple of them, each last one would be cut in two.

/// Bytes of one piece. Four on their way cost each byte an eighth less work than two of 60 KiB (measured); larger ones, or
/// more, would only keep more waiting for each slow reader.
pub const LENGTH: u32 = 54 * 1024;

/// Bytes before every message of gRPC: whether it is compressed (1) and its length (4), see "gRPC over HTTP2".
pub const PREFIX: usize = 5;

/// Bytes of what announces a piece: the [`PREFIX`], and the key and the length of its field.
const HEAD: u32 = 5 + 1 + 3;

/// What a stream may send ahead of its reader, in bytes: a few pieces while another is being written.
pub const WINDOW: u32 = 4 * (HEAD + LENGTH);
