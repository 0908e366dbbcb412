//! Rows of the messages on their way from the thread that reads them, in batches of some dozens.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use chrono::{DateTime, Utc};

use super::conversations::MessageRow;

/// Bytes, of cells and of rows, from which a batch is full.
const BATCH_LEN: usize = 64 * 1024;
/// Maximum number of queued batches.
const MAX_BATCHES: usize = 4;

/// Copies of some rows.
#[derive(Default)]
struct Batch {
    rows: Vec<BatchedRow>,
    /// The cells of all rows.
    bytes: Vec<u8>,
}

struct BatchedRow {
    at: DateTime<Utc>,
    record: u64,
    /// Where its cells end.
    ends: [usize; 6],
}

impl Batch {
    fn push(&mut self, row: &MessageRow<'_>) {
        let MessageRow { conversation, from, sender, to, recipients, content, at, record } = *row;
        let ends = [conversation, from, sender, to, recipients, content].map(|cell| {
            self.bytes.extend_from_slice(cell);
            self.bytes.len()
        });
        self.rows.push(BatchedRow { at, record, ends });
    }

    fn rows(&self) -> impl Iterator<Item = MessageRow<'_>> {
        let mut start = 0;
        self.rows.iter().map(move |BatchedRow { at, record, ends }| {
            let cells = ends.map(|end| &self.bytes[std::mem::replace(&mut start, end)..end]);
            let [conversation, from, sender, to, recipients, content] = cells;
            MessageRow { conversation, from, sender, to, recipients, content, at: *at, record: *record }
        })
    }

    /// True if it takes enough memory, whatever it holds.
    fn is_full(&self) -> bool {
        self.bytes.len() + size_of_val(&self.rows[..]) >= BATCH_LEN
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.bytes.clear();
    }
}

/// Returns both ends of a way for rows.
pub(super) fn channel() -> (RowSender, RowReceiver) {
    let (filled, batches) = sync_channel(MAX_BATCHES);
    let (used, counted) = sync_channel(MAX_BATCHES + 2);
    (RowSender { batch: Batch::default(), filled, counted }, RowReceiver { batches, used })
}

/// Sender of rows.
pub(super) struct RowSender {
    batch: Batch,
    filled: SyncSender<Batch>,
    /// Counted batches come back to be filled again.
    counted: Receiver<Batch>,
}

impl RowSender {
    /// Sends a row.
    pub fn send(&mut self, row: &MessageRow<'_>) {
        self.batch.push(row);
        if self.batch.is_full() {
            self.send_batch();
        }
    }

    /// Ends the rows.
    pub fn finish(mut self) {
        self.send_batch();
    }

    fn send_batch(&mut self) {
        let next = self.counted.try_recv().unwrap_or_default();
        let _ = self.filled.send(std::mem::replace(&mut self.batch, next)); // nobody counts them after a panic
    }
}

/// Receiver of rows.
pub(super) struct RowReceiver {
    batches: Receiver<Batch>,
    used: SyncSender<Batch>,
}

impl RowReceiver {
    /// Hands out all rows in order.
    pub fn for_each(self, mut count: impl FnMut(&MessageRow<'_>)) {
        for mut batch in self.batches {
            batch.rows().for_each(|row| count(&row));
            batch.clear();
            let _ = self.used.try_send(batch); // dropped if there are no more rows
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn every_row_comes_in_order() {
        let long = vec![b'x'; 3 * BATCH_LEN];
        let row = |record: u64| {
            let content = if record % 1_000 == 7 { &long[..] } else { &b""[..] };
            let [conversation, from, sender] = [&b"2-a"[..], b"Ann", b""];
            let at = DateTime::UNIX_EPOCH;
            MessageRow { conversation, from, sender, to: b"", recipients: b"r", content, at, record }
        };
        let (mut sender, receiver) = channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                (0..10_000).for_each(|record| sender.send(&row(record)));
                sender.finish();
            });
            let mut next = 0;
            receiver.for_each(|came| {
                let sent = row(next);
                assert_eq!((came.record, came.from, came.recipients), (next, sent.from, sent.recipients));
                assert!(came.conversation == sent.conversation && came.content == sent.content);
                next += 1;
            });
            assert_eq!(next, 10_000);
        });
    }

    #[test]
    fn rows_without_cells_fill_a_batch_too() {
        let mut batch = Batch::default();
        let empty = [&b""[..]; 6];
        let [conversation, from, sender, to, recipients, content] = empty;
        let at = DateTime::UNIX_EPOCH;
        let row = MessageRow { conversation, from, sender, to, recipients, content, at, record: 1 };
        (0..BATCH_LEN).for_each(|_| batch.push(&row));
        assert!(batch.is_full());
    }
}
