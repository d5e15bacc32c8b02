//! Numbers for tests that take any moment or any choice.

/// Any number, not always the same.
#[derive(Clone, Copy, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next one, below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        // Knuth's "MMIX by Knuth" linear congruential generator.
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}
