//! References to order lines: `ORDER/LINE`.

use super::batches::Lines;
use super::error::{Fault, Lowest, shown};
use super::parallel::{each, ranges};
use foldhash::fast::FixedState;
use std::cmp::Ordering;
use std::hash::{BuildHasher, Hasher};

/// The longest order, and the longest line, in bytes.
pub(crate) const MAX_PART: usize = 128;

/// Rows between two noted begins.
const STRIDE: usize = 16;

/// The references of all rows. Two bytes a row besides their text: where a row's text begins is the noted begin of
/// its stride and the lengths from there.
#[derive(Debug)]
pub(crate) struct References {
    text: Vec<u8>,
    /// The lengths of order and line.
    lens: Vec<[u8; 2]>,
    /// Where the text of every sixteenth row begins.
    begins: Vec<u64>,
    /// Whether the rows ascend strictly by (length, bytes) of the order, then of the line, and no line has a slash:
    /// then no two are the same, and a reference is found by halving.
    ascending: bool,
}

impl Default for References {
    fn default() -> Self {
        Self { text: Vec::new(), lens: Vec::new(), begins: Vec::new(), ascending: true }
    }
}

impl References {
    /// Adds a row; `order` and `line` have at most [`MAX_PART`] bytes.
    #[inline]
    pub(crate) fn push(&mut self, order: &[u8], line: &[u8]) {
        self.note(self.text.len());
        if self.ascending {
            self.ascending = !line.contains(&b'/') && self.after_last(order, line);
        }
        self.text.extend_from_slice(order);
        self.text.push(b'/');
        self.text.extend_from_slice(line);
        self.lens.push([order.len() as u8, line.len() as u8]);
    }

    fn note(&mut self, begin: usize) {
        if self.lens.len().is_multiple_of(STRIDE) {
            self.begins.push(begin as u64);
        }
    }

    #[inline]
    fn after_last(&self, order: &[u8], line: &[u8]) -> bool {
        let Some([order_len, line_len]) = self.lens.last() else { return true };
        let last_line = &self.text[self.text.len() - usize::from(*line_len)..];
        let end = self.text.len() - usize::from(*line_len) - 1;
        let last_order = &self.text[end - usize::from(*order_len)..end];
        compare((last_order, last_line), (order, line)).is_lt()
    }

    /// Takes the rows of `batch` and leaves it empty.
    pub(crate) fn append(&mut self, batch: &mut Self) {
        self.ascending = self.ascending
            && batch.ascending
            && (batch.lens.is_empty() || self.after_last(batch.order(0), batch.line(0)));
        let mut begin = self.text.len();
        let mut rest = batch.lens.as_slice();
        // Up to the next stride row by row, from there a stride at once.
        while !rest.is_empty() {
            self.note(begin);
            let (some, others) = rest.split_at(rest.len().min(STRIDE - self.lens.len() % STRIDE));
            begin += some.iter().map(|lens| joined_len(*lens)).sum::<usize>();
            self.lens.extend_from_slice(some);
            rest = others;
        }
        self.text.append(&mut batch.text);
        batch.lens.clear();
        batch.begins.clear();
        batch.ascending = true;
    }

    #[inline]
    fn begin(&self, row: usize) -> usize {
        let first = row - row % STRIDE;
        let before: usize = self.lens[first..row].iter().map(|lens| joined_len(*lens)).sum();
        self.begins[row / STRIDE] as usize + before
    }

    /// `ORDER/LINE` of a row.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> &[u8] {
        let begin = self.begin(row);
        &self.text[begin..begin + joined_len(self.lens[row])]
    }

    /// The order of a row.
    #[inline]
    pub(crate) fn order(&self, row: usize) -> &[u8] {
        let begin = self.begin(row);
        &self.text[begin..begin + usize::from(self.lens[row][0])]
    }

    fn line(&self, row: usize) -> &[u8] {
        let joined = self.get(row);
        &joined[usize::from(self.lens[row][0]) + 1..]
    }

    /// The row of a reference, by looking at every one: for a question now and then.
    pub(crate) fn scan(&self, reference: &[u8]) -> Option<usize> {
        if self.ascending {
            return self.halve(reference);
        }
        let mut begin = 0;
        self.lens.iter().position(|lens| {
            let end = begin + joined_len(*lens);
            let found = &self.text[begin..end] == reference;
            begin = end;
            found
        })
    }

    /// The row of a reference, in ascending rows.
    fn halve(&self, reference: &[u8]) -> Option<usize> {
        let slash = memchr::memrchr(b'/', reference)?;
        let wanted = (&reference[..slash], &reference[slash + 1..]);
        let (mut from, mut to) = (0, self.lens.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            match compare((self.order(middle), self.line(middle)), wanted) {
                Ordering::Less => from = middle + 1,
                Ordering::Greater => to = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// Refuses a reference that occurs twice, and answers an index of them all.
    pub(crate) fn index(&self, lines: &Lines, threads: usize, lowest: &mut Lowest) -> Index<'_> {
        let mut buckets = Vec::new();
        if !self.ascending {
            let parts = each(ranges(self.lens.len(), threads), threads, |rows| self.spread(rows));
            buckets = (0..BUCKETS).map(|_| Vec::new()).collect();
            for part in parts {
                for (bucket, mut entries) in buckets.iter_mut().zip(part) {
                    bucket.append(&mut entries);
                }
            }
            let sorted = each(buckets, threads, |mut bucket| {
                bucket.sort_unstable();
                let twice = self.twice(&bucket);
                (bucket, twice)
            });
            let twice = sorted.iter().filter_map(|(_, twice)| *twice).min();
            if let Some((second, first)) = twice {
                lowest.add(self.repeated(lines, second as usize, first as usize));
            }
            buckets = sorted.into_iter().map(|(bucket, _)| bucket).collect();
        }
        Index { references: self, buckets }
    }

    /// Spreads rows over buckets by their hash.
    fn spread(&self, rows: std::ops::Range<usize>) -> Vec<Vec<u64>> {
        let mut buckets: Vec<Vec<u64>> =
            (0..BUCKETS).map(|_| Vec::with_capacity(rows.len() / BUCKETS * 9 / 8 + 8)).collect();
        let mut begin = self.begin(rows.start);
        for row in rows {
            let end = begin + joined_len(self.lens[row]);
            let (bucket, high) = hash(&self.text[begin..end]);
            buckets[bucket].push(high | row as u64);
            begin = end;
        }
        buckets
    }

    /// The first row in a sorted bucket whose reference an earlier row has: (the row, the earliest such row).
    fn twice(&self, bucket: &[u64]) -> Option<(u32, u32)> {
        let same_hash = |a: &u64, b: &u64| a >> 32 == b >> 32;
        let groups = bucket.chunk_by(same_hash).filter(|group| group.len() > 1);
        let pairs = groups.flat_map(|group| {
            (1..group.len()).filter_map(|second| {
                let text = self.get(group[second] as u32 as usize);
                let first = group[..second].iter().find(|first| self.get(**first as u32 as usize) == text)?;
                Some((group[second] as u32, *first as u32))
            })
        });
        pairs.min()
    }

    #[cold]
    fn repeated(&self, lines: &Lines, second: usize, first: usize) -> Fault {
        let (name, first) = (shown(self.get(second)), lines.get(first));
        Fault::new(
            lines.get(second),
            format!("订单行 {name} 重复，首次出现在第 {first} 行；order 与 line 合起来应唯一"),
            format!(
                "order line {name} is there already, on line {first}; expected order and line to be unique"
            ),
        )
    }
}

/// Buckets of the index: few enough to be filled side by side, many enough that each fits the cache.
const BUCKETS: usize = 256;

/// Finds rows by reference, many times.
pub(crate) struct Index<'r> {
    references: &'r References,
    /// Sorted: half of the hash, then the row. Empty if the references ascend.
    buckets: Vec<Vec<u64>>,
}

impl Index<'_> {
    pub(crate) fn find(&self, reference: &[u8]) -> Option<usize> {
        if self.buckets.is_empty() {
            return self.references.halve(reference);
        }
        let (bucket, high) = hash(reference);
        let bucket = &self.buckets[bucket];
        let from = bucket.partition_point(|entry| *entry < high);
        let same = bucket[from..].iter().take_while(|entry| *entry >> 32 == high >> 32);
        same.map(|entry| *entry as u32 as usize).find(|row| self.references.get(*row) == reference)
    }
}

/// The bucket of a reference, and the upper half of its entry there.
#[inline]
fn hash(reference: &[u8]) -> (usize, u64) {
    let mut hasher = FixedState::with_seed(1).build_hasher();
    hasher.write(reference);
    let hash = hasher.finish();
    ((hash & 0xFF) as usize, hash & 0xFFFF_FFFF_0000_0000)
}

fn joined_len(lens: [u8; 2]) -> usize {
    usize::from(lens[0]) + usize::from(lens[1]) + 1
}

/// By length and bytes of the order, then of the line.
#[inline]
fn compare(a: (&[u8], &[u8]), b: (&[u8], &[u8])) -> Ordering {
    let orders = a.0.len().cmp(&b.0.len()).then_with(|| a.0.cmp(b.0));
    orders.then_with(|| a.1.len().cmp(&b.1.len())).then_with(|| a.1.cmp(b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn references_are_found_in_any_order(rows in prop::collection::vec(("[a-c]{1,2}/?[a-c]?", "[1-3]{1,2}|1/a"), 0..80), sorted in any::<bool>(), cut in any::<prop::sample::Index>()) {
            let mut rows = rows;
            if sorted {
                rows.sort_by(|a, b| compare((a.0.as_bytes(), a.1.as_bytes()), (b.0.as_bytes(), b.1.as_bytes())));
            }
            let mut all = References::default();
            let mut batch = References::default();
            let cut = cut.index(rows.len() + 1);
            let mut lines = Lines::default();
            for (row, (order, line)) in rows.iter().enumerate() {
                if row == cut {
                    all.append(&mut batch);
                }
                batch.push(order.as_bytes(), line.as_bytes());
                lines.push(row, row as u64);
            }
            all.append(&mut batch);
            let joined: Vec<String> = rows.iter().map(|(order, line)| format!("{order}/{line}")).collect();
            let mut lowest = Lowest::default();
            let index = all.index(&lines, 2, &mut lowest);
            for (row, reference) in joined.iter().enumerate() {
                prop_assert_eq!(all.get(row), reference.as_bytes());
                prop_assert_eq!(all.order(row), rows[row].0.as_bytes());
                let first = joined.iter().position(|other| other == reference);
                prop_assert_eq!(index.find(reference.as_bytes()), first);
                prop_assert_eq!(all.scan(reference.as_bytes()), first);
            }
            for absent in [&b"a"[..], b"", b"a/", b"/1", b"zz/1"] {
                prop_assert_eq!(index.find(absent), None);
                prop_assert_eq!(all.scan(absent), None);
            }
            let twice = (0..joined.len()).find(|row| joined[..*row].contains(&joined[*row]));
            let found = lowest.into_result("x").err().and_then(|error| error.line);
            prop_assert_eq!(found, twice.map(|row| row as u64));
        }
    }
}
