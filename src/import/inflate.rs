//! Unpacks a file of an archive. The zip crate would hand over what is packed in spoonfuls, after each of which the
//! last 32 KiB are copied.

use std::io::{self, BufReader, Read};

use crc32fast::Hasher;
use flate2::bufread::DeflateDecoder;

/// How much is read of the archive at once, in bytes.
const BLOCK: usize = 64 * 1024;

/// A file on its way out of an archive: no longer than the archive says, and with the check sum it says.
pub(super) struct Unpacked<R> {
    bytes: DeflateDecoder<BufReader<R>>,
    left: u64,
    sum: Hasher,
    wanted: u32,
}

impl<R: Read> Unpacked<R> {
    /// Unpacks what becomes so many bytes with this CRC-32.
    pub fn new(packed: R, size: u64, sum: u32) -> Self {
        let bytes = DeflateDecoder::new(BufReader::with_capacity(BLOCK, packed));
        Self { bytes, left: size, sum: Hasher::new(), wanted: sum }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.bytes.read(buffer)?;
        let too_long = || io::Error::other("File is larger than its declared uncompressed size");
        self.left = self.left.checked_sub(n as u64).ok_or_else(too_long)?;
        self.sum.update(&buffer[..n]);
        if n == 0 && !buffer.is_empty() && self.sum.clone().finalize() != self.wanted {
            return Err(io::Error::other("Invalid checksum"));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `abc`, stored in a deflate stream, and its CRC-32.
    const PACKED: &[u8] = &[1, 3, 0, 0xfc, 0xff, b'a', b'b', b'c'];
    const SUM: u32 = 0x3524_41c2;

    fn unpacked(packed: &[u8], size: u64, sum: u32) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = Unpacked::new(packed, size, sum).read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|error| error.to_string())
    }

    #[test]
    fn only_what_the_archive_says_passes() {
        assert_eq!(unpacked(PACKED, 3, SUM), Ok(b"abc".to_vec()));
        assert_eq!(unpacked(PACKED, 3, SUM + 1), Err("Invalid checksum".to_owned()));
        assert!(unpacked(PACKED, 2, SUM).is_err_and(|why| why.contains("larger")));
        assert!(unpacked(&PACKED[..6], 3, SUM).is_err());
        assert!(unpacked(b"\xff\xff\xff", 3, SUM).is_err());
    }
}
