//! Unpacks a file of an archive in large pieces: the `zip` crate takes 8 KB of packed bytes at a time, and so copies the
//! window of the last 32 KB with every piece, which takes an eighth longer.

use std::io::{self, BufReader, Read};

use crc32fast::Hasher;
use flate2::bufread::DeflateDecoder;

/// Packed bytes taken at a time.
const PACKED_LEN: usize = 64 * 1024;

/// Reader of a deflated file; fails if it is longer than the archive says, and at its end if the checksum differs.
pub(super) struct Inflated<R> {
    bytes: DeflateDecoder<BufReader<R>>,
    remaining: u64,
    sum: Hasher,
    expected_sum: u32,
}

impl<R: Read> Inflated<R> {
    /// Wraps the packed bytes of a file of this length and CRC-32.
    pub fn new(packed: R, len: u64, expected_sum: u32) -> Self {
        let packed = BufReader::with_capacity(PACKED_LEN, packed);
        Self { bytes: DeflateDecoder::new(packed), remaining: len, sum: Hasher::new(), expected_sum }
    }
}

impl<R: Read> Read for Inflated<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let damaged = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why);
        let n = self.bytes.read(buffer)?;
        let remaining = self.remaining.checked_sub(n as u64);
        self.remaining = remaining.ok_or_else(|| damaged("File is larger than its declared uncompressed size"))?;
        self.sum.update(&buffer[..n]);
        if n == 0 && !buffer.is_empty() && self.sum.clone().finalize() != self.expected_sum {
            return Err(damaged("Invalid checksum"));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::*;

    fn read(packed: &[u8], len: u64, sum: u32) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        Inflated::new(packed, len, sum).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    #[test]
    fn a_file_is_what_the_archive_says() {
        let text = "Ann Bee,".repeat(100_000);
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text.as_bytes()).expect("memory takes everything");
        let packed = packed.finish().expect("memory takes everything");
        let (len, sum) = (text.len() as u64, crc32fast::hash(text.as_bytes()));
        assert!(read(&packed, len, sum).expect("whole") == text.as_bytes());
        assert_eq!(read(&packed, len, !sum).unwrap_err(), "Invalid checksum");
        assert!(read(&packed, len - 1, sum).unwrap_err().contains("larger"));
        assert!(read(&packed[..packed.len() / 2], len, sum).is_err());
    }
}
