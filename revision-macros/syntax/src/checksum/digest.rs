//! The hash behind the checksums.

/// A hash over tokens: FNV-1a of 128 bits. It is for noticing edits and keeps nobody from making two texts that agree.
///
/// ```
/// use revision_syntax::checksum::Digest;
///
/// let mut digest = Digest::default();
/// digest.token("DROP");
/// assert_eq!(digest.finish(), "1:a1a603effd83d94f7080e1ea38a333b9");
/// ```
#[derive(Clone, Debug)]
pub struct Digest {
    state: u128,
}

/// Where the hash begins, and what each step multiplies by, as its authors fixed them.
const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// No byte of UTF-8, so that no token can look like the end of one.
const END_OF_TOKEN: u8 = 0xff;
const END_OF_GROUP: u8 = 0xfe;

impl Default for Digest {
    fn default() -> Self {
        Self { state: OFFSET }
    }
}

impl Digest {
    /// Adds a token. The line endings in it count as `\n`: version control changes them.
    pub fn token(&mut self, token: &str) {
        let bytes = token.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
                self.byte(*byte);
            }
        }
        self.byte(END_OF_TOKEN);
    }

    /// Ends a group of tokens: a statement, a section.
    pub fn end(&mut self) {
        self.byte(END_OF_GROUP);
    }

    fn byte(&mut self, byte: u8) {
        self.state = (self.state ^ u128::from(byte)).wrapping_mul(PRIME);
    }

    /// The checksum, as it is stored.
    #[must_use]
    pub fn finish(&self) -> String {
        format!("1:{:032x}", self.state)
    }
}
