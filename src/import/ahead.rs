//! Reads ahead: a large file is unpacked in a thread of its own while its rows are taken in.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

/// How much is unpacked at once, in bytes.
const PIECE: usize = 64 * 1024;
/// How many pieces may wait to be taken.
const PIECES: usize = 4;

/// What the thread has read; an empty piece is the end.
pub(super) struct Ahead {
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// Pieces that were used go back to be filled again.
    used: SyncSender<Vec<u8>>,
    piece: Vec<u8>,
    given: usize,
    ended: bool,
}

impl Ahead {
    /// Reads from `source` from now on, until it ends or nobody listens any more.
    pub fn of<'scope, 'env>(mut source: Box<dyn Read + Send + 'scope>, scope: &'scope Scope<'scope, 'env>) -> Self {
        let (sender, pieces) = sync_channel(PIECES);
        let (used, again) = sync_channel::<Vec<u8>>(PIECES + 2);
        scope.spawn(move || {
            loop {
                let mut piece = again.try_recv().unwrap_or_default();
                piece.clear();
                let read = source.by_ref().take(PIECE as u64).read_to_end(&mut piece);
                let ends = !matches!(read, Ok(1..));
                if sender.send(read.map(|_| piece)).is_err() || ends {
                    return;
                }
            }
        });
        Self { pieces, used, piece: Vec::new(), given: 0, ended: false }
    }

    fn next_piece(&mut self) -> io::Result<()> {
        let next = self.pieces.recv().map_err(|_| io::Error::other("the thread that reads it has stopped"))??;
        let _ = self.used.try_send(std::mem::replace(&mut self.piece, next)); // else it is thrown away
        self.given = 0;
        self.ended = self.piece.is_empty();
        Ok(())
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.piece.len() && !self.ended {
            self.next_piece()?;
        }
        let n = (&self.piece[self.given..]).read(buffer)?;
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Ends with an error after so many bytes.
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
    fn every_byte_comes_in_order_and_the_end_stays_the_end() {
        let bytes: Vec<u8> = (0..3 * PIECE + 5).map(|n| (n % 251) as u8).collect();
        thread::scope(|scope| {
            let mut ahead = Ahead::of(Box::new(&bytes[..]), scope);
            let mut read = Vec::new();
            ahead.read_to_end(&mut read).expect("read");
            assert!(read == bytes);
            assert_eq!(ahead.read(&mut [0; 8]).expect("still the end"), 0);
        });
    }

    #[test]
    fn what_breaks_is_told_and_nobody_waits_for_a_reader_that_left() {
        thread::scope(|scope| {
            let mut read = Vec::new();
            let error = Ahead::of(Box::new(Broken(PIECE + 5)), scope).read_to_end(&mut read).unwrap_err();
            assert_eq!(error.to_string(), "torn");
            drop(Ahead::of(Box::new(Broken(100 * PIECE)), scope));
        });
    }
}
