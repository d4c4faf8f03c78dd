//! Short digests that people may write down: of a body, of a finding.

/// FNV-1a of 64 bits over pieces with a separator. It is no defence against forgery, and need not be: it tells a reviewer
/// that something is, or is not, what it was.
///
/// ```
/// use ensue_analyzer::digest::Digest;
/// assert_ne!(Digest::of(["ab", "c"]), Digest::of(["a", "bc"]));
/// assert_eq!(Digest::of(["ab"]).len(), 16);
/// ```
#[derive(Debug, Clone)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Digest {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// The digest of these pieces, in the order given: 16 hexadecimal digits.
    pub fn of<T: AsRef<str>>(pieces: impl IntoIterator<Item = T>) -> String {
        let mut digest = Digest::default();
        for piece in pieces {
            digest.add(piece.as_ref());
        }
        digest.text()
    }

    /// Takes up a further piece.
    pub fn add(&mut self, piece: &str) {
        for byte in piece.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// What came of the pieces so far: 16 hexadecimal digits.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{:016x}", self.0)
    }
}
