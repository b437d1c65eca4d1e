//! The pieces in which a large document crosses the hop. The back reads one at a time, and a front lets two be under way:
//! were its window no multiple of them, every second one would be cut in two.

/// Bytes of one piece. Larger ones save little, and each slow reader keeps some waiting.
pub const LENGTH: u32 = 60 * 1024;

/// Bytes of what announces one: its frame, and the key and the length of its field.
const HEAD: u32 = 5 + 1 + 3;

/// What a stream may send ahead of its reader, in bytes: one piece while another is being written.
pub const WINDOW: u32 = 2 * (HEAD + LENGTH);
