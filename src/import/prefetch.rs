//! Prefetch: a thread unpacks the files one after the other while their rows are parsed.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use super::bundle::Bundle;
use super::error::ImportError;

/// Bytes per chunk: in small ones, unpacking is slower.
const CHUNK_LEN: usize = 256 * 1024;
/// Maximum number of queued chunks: 6 MB of a large file are unpacked while the files before it are parsed.
const MAX_CHUNKS: usize = 24;

/// Message from the thread.
enum Chunk {
    /// Start of a file, or why it cannot be opened.
    File(Result<(), ImportError>),
    /// Next bytes of the file; empty at its end.
    Bytes(io::Result<Vec<u8>>),
}

/// Reader of the current file.
pub(super) struct PrefetchReader {
    chunks: Receiver<Chunk>,
    /// Used buffers go back to the thread to be filled again.
    recycled: SyncSender<Vec<u8>>,
    chunk: Vec<u8>,
    read_pos: usize,
    at_eof: bool,
}

impl PrefetchReader {
    /// Starts unpacking these files, each up to one byte above its limit, until the reader is dropped.
    pub fn new<'scope>(bundle: &'scope mut Bundle, files: Vec<(usize, u64)>, scope: &'scope Scope<'scope, '_>) -> Self {
        let (sender, parts) = sync_channel(MAX_CHUNKS);
        let (used, again) = sync_channel(MAX_CHUNKS + 2);
        scope.spawn(move || {
            for (index, most) in files {
                let (opened, source) = match bundle.open(index) {
                    Ok(source) => (Ok(()), Some(source.take(most.saturating_add(1)))),
                    Err(error) => (Err(error), None),
                };
                let heard = sender.send(Chunk::File(opened)).is_ok();
                if !heard || !source.is_none_or(|source| send_all(source, &sender, &again)) {
                    return;
                }
            }
        });
        Self { chunks: parts, recycled: used, chunk: Vec::new(), read_pos: 0, at_eof: true }
    }

    /// Skips to the start of the next file.
    pub fn open_next(&mut self) -> Result<(), ImportError> {
        self.at_eof = true;
        self.read_pos = self.chunk.len();
        loop {
            match self.chunks.recv() {
                Ok(Chunk::File(opened)) => {
                    self.at_eof = opened.is_err();
                    return opened;
                }
                Ok(Chunk::Bytes(_)) => {}
                Err(_) => return Err(ImportError::Stopped),
            }
        }
    }

    fn next_chunk(&mut self) -> io::Result<()> {
        let Ok(Chunk::Bytes(next)) = self.chunks.recv() else {
            return Err(io::Error::other("the thread that reads it has stopped"));
        };
        self.at_eof = next.as_ref().map_or(true, Vec::is_empty);
        let _ = self.recycled.try_send(std::mem::replace(&mut self.chunk, next?)); // dropped if the queue is full
        self.read_pos = 0;
        Ok(())
    }
}

impl Read for PrefetchReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read_pos == self.chunk.len() && !self.at_eof {
            self.next_chunk()?;
        }
        let n = (&self.chunk[self.read_pos..]).read(buffer)?;
        self.read_pos += n;
        Ok(n)
    }
}

/// Sends a file to its end; false if the reader was dropped.
fn send_all(mut source: impl Read, sender: &SyncSender<Chunk>, again: &Receiver<Vec<u8>>) -> bool {
    loop {
        let piece = again.try_recv().unwrap_or_default();
        let piece = fill(piece, &mut source);
        let ends = piece.as_ref().map_or(true, Vec::is_empty);
        let heard = sender.send(Chunk::Bytes(piece)).is_ok();
        if ends || !heard {
            return heard;
        }
    }
}

/// Fills the whole chunk; small inflate reads are slower.
fn fill(mut piece: Vec<u8>, source: &mut impl Read) -> io::Result<Vec<u8>> {
    piece.resize(CHUNK_LEN, 0);
    let mut n = 0;
    while n < CHUNK_LEN {
        match source.read(&mut piece[n..]) {
            Ok(0) => break,
            Ok(more) => n += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    piece.truncate(n);
    Ok(piece)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn bundle(files: &[&[u8]]) -> Bundle {
        Bundle::from_files("made up", files.iter().map(|bytes| (String::new(), bytes.to_vec())).collect())
            .expect("few files")
    }

    #[test]
    fn every_byte_comes_in_order_and_the_end_stays_the_end() {
        let bytes: Vec<u8> = (0..251).cycle().take(3 * CHUNK_LEN + 5).collect();
        let mut bundle = bundle(&[&bytes, b"", b"the third"]);
        thread::scope(|scope| {
            let mut ahead = PrefetchReader::new(&mut bundle, vec![(0, u64::MAX), (1, 9), (2, 9)], scope);
            for whole in [&bytes[..], b"", b"the third"] {
                ahead.open_next().expect("opened");
                let mut read = Vec::new();
                ahead.read_to_end(&mut read).expect("read");
                assert!(read == whole);
                assert_eq!(ahead.read(&mut [0; 8]).expect("still the end"), 0);
            }
        });
    }

    #[test]
    fn what_is_left_of_a_file_is_passed_over_and_no_file_is_endless() {
        let long = vec![7; 100 * CHUNK_LEN];
        let mut bundle = bundle(&[&long, b"second", &long]);
        thread::scope(|scope| {
            let mut ahead = PrefetchReader::new(&mut bundle, vec![(0, 3), (1, 100), (2, u64::MAX)], scope);
            ahead.open_next().expect("opened");
            let mut read = Vec::new();
            ahead.read_to_end(&mut read).expect("read");
            assert_eq!(read, [7; 4]); // one byte above its limit, so that the excess is noticed
            for beginning in ["sec", "\u{7}\u{7}\u{7}"] {
                ahead.open_next().expect("opened");
                let mut few = [0; 3];
                ahead.read_exact(&mut few).expect("read");
                assert_eq!(few, beginning.as_bytes());
            }
        }); // and the thread does not block on a dropped reader
    }

    /// Reader that fails after a number of bytes.
    struct Broken(usize);

    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = buffer.len().min(self.0).min(1000);
            buffer[..n].fill(7);
            self.0 -= n;
            if n == 0 { Err(io::Error::other("torn")) } else { Ok(n) }
        }
    }

    #[test]
    fn what_breaks_is_told() {
        let mut source = Broken(CHUNK_LEN + 5);
        assert_eq!(fill(Vec::new(), &mut source).expect("the first is whole").len(), CHUNK_LEN);
        assert_eq!(fill(Vec::new(), &mut source).unwrap_err().to_string(), "torn");
    }
}
