//! Names of members as numbers, and back.
//!
//! Both directions are made for millions of names and tens of millions of look-ups: a name of up to 15 bytes lies in
//! a cell of 16, so that writing it costs one cache miss; a name of up to 11 bytes lies in the slot of the hash table
//! itself, so that finding it costs one, and look-ups go in groups whose misses overlap.
//!
//! The hash has a fixed seed, so that a run can be repeated exactly. Whoever chooses the ids in a shop's own export
//! could therefore slow its reading down, but not change what is read.

use super::fields::{needs_care, write_field};
use foldhash::fast::FixedState;
use std::hash::{BuildHasher, Hasher};

pub use banyan_plan::kernel::NOBODY;

/// Look-ups whose cache misses overlap.
const GROUP: usize = 32;

/// Names by number, in the order of their file, and numbers by name.
#[derive(Debug, Default)]
pub struct Names {
    cells: Cells,
    lines: Vec<Line>,
    /// 64 less the bits of a line's number.
    shift: u32,
}

/// A name as the hash table has it: exact up to 11 bytes; for longer ones a hash, to be checked against the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Key {
    /// Bytes 0 to 7, or the hash.
    low: u64,
    /// Bytes 8 to 10 and the length; or the length below [`LONG_KEY`].
    high: u32,
}

/// A key and a number, in 16 bytes: the number of the member in the hash table; in a [`Lookup`] where the text begins.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    low: u64,
    high: u32,
    number: u32,
}

/// Slots that share a cache line, filled from the first. A key whose line is full lies in one of the next.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([Slot; 4]);

const EMPTY: Line = Line([Slot { low: 0, high: 0, number: NOBODY }; 4]);
/// Marks the key of a name of more than 11 bytes.
const LONG_KEY: u32 = 0xFF00_0000;

impl Slot {
    #[inline]
    fn new(key: Key, number: u32) -> Self {
        Self { low: key.low, high: key.high, number }
    }

    #[inline]
    fn key(self) -> Key {
        Key { low: self.low, high: self.high }
    }
}

impl Key {
    #[inline]
    fn of(name: &[u8]) -> Self {
        let len = name.len();
        let whole = |at: usize| name.get(at..at + 4).and_then(|four| four.first_chunk::<4>());
        match (len, name.first_chunk::<8>()) {
            (8..=11, Some(first)) => {
                // The last four bytes overlap the first eight; shift those away.
                let last = whole(len - 4).map_or(0, |four| u32::from_le_bytes(*four));
                let tail = u64::from(last) >> (8 * (12 - len));
                Self { low: u64::from_le_bytes(*first), high: tail as u32 | (len as u32) << 24 }
            }
            (4..=7, _) => {
                let first = whole(0).map_or(0, |four| u32::from_le_bytes(*four));
                let last = whole(len - 4).map_or(0, |four| u32::from_le_bytes(*four));
                let low = u64::from(first) | u64::from(last) << (8 * (len - 4));
                Self { low, high: (len as u32) << 24 }
            }
            (0..=3, _) => {
                let low = name.iter().rev().fold(0, |low, byte| low << 8 | u64::from(*byte));
                Self { low, high: (len as u32) << 24 }
            }
            _ => {
                let mut hasher = FixedState::with_seed(0).build_hasher();
                hasher.write(name);
                Self { low: hasher.finish(), high: LONG_KEY | len as u32 }
            }
        }
    }

    #[inline]
    fn is_long(self) -> bool {
        self.high >= LONG_KEY
    }

    #[inline]
    fn hash(self) -> u64 {
        let low = u128::from(self.low ^ 0x9E37_79B9_7F4A_7C15);
        let product = low * u128::from(u64::from(self.high) ^ 0xD6E8_FEB8_6659_FD93);
        (product >> 64) as u64 ^ product as u64
    }
}

impl Names {
    /// Takes names in their order. Answers the first that occurs twice as well: its number, and that of the earlier.
    pub(crate) fn new(cells: Cells) -> (Self, Option<(u32, u32)>) {
        // At most three slots of four are taken.
        let size = (cells.cells.len() / 3 + 1).next_power_of_two().max(2);
        let mut names = Self { cells, lines: vec![EMPTY; size], shift: 64 - size.trailing_zeros() };
        let mut twice = None;
        let mut keys = [Key::default(); GROUP];
        for start in (0..names.len()).step_by(GROUP) {
            let group = start..(start + GROUP).min(names.len());
            let mut touched = 0;
            for (key, number) in keys.iter_mut().zip(group.clone()) {
                *key = Key::of(names.cells.get(number));
                touched ^= names.lines[names.home(*key)].0[0].number;
            }
            std::hint::black_box(touched);
            for (key, number) in keys.iter().zip(group) {
                let text = if key.is_long() { names.cells.get(number) } else { &[] };
                match names.probe(*key, names.home(*key), text) {
                    Err((line, place)) => names.lines[line].0[place] = Slot::new(*key, number as u32),
                    Ok(earlier) => twice = twice.or(Some((number as u32, earlier))),
                }
            }
        }
        (names, twice)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.cells.cells.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a number.
    #[inline]
    pub fn get(&self, number: u32) -> &[u8] {
        self.cells.get(number as usize)
    }

    /// The number of a name.
    pub fn find(&self, name: &[u8]) -> Option<u32> {
        let key = Key::of(name);
        if self.lines.is_empty() {
            return None;
        }
        self.probe(key, self.home(key), name).ok()
    }

    /// Appends the numbers of many names to `numbers`, [`NOBODY`] for those unknown. Several times faster than
    /// finding one after another.
    pub fn find_many(&self, lookup: &Lookup, numbers: &mut Vec<u32>) {
        numbers.reserve(lookup.len());
        if self.lines.is_empty() {
            numbers.resize(numbers.len() + lookup.len(), NOBODY);
            return;
        }
        let mut homes = [0_usize; GROUP];
        for group in lookup.names.chunks(GROUP) {
            // Touch all lines before looking at any: their misses overlap.
            let mut touched = 0;
            for (home, name) in homes.iter_mut().zip(group) {
                *home = self.home(name.key());
                touched ^= self.lines[*home].0[0].number;
            }
            std::hint::black_box(touched);
            for (name, home) in group.iter().zip(&homes) {
                let key = name.key();
                let number = if key.high == 0 {
                    NOBODY
                } else if key.is_long() {
                    self.probe(key, *home, lookup.long_text(*name)).unwrap_or(NOBODY)
                } else {
                    match self.in_line(key, *home) {
                        NOBODY => self.probe(key, *home, &[]).unwrap_or(NOBODY),
                        number => number,
                    }
                };
                numbers.push(number);
            }
        }
    }

    /// As [`Names::find_many`], but names that are unknown become known, numbered in their order. The empty name stays
    /// [`NOBODY`].
    pub(crate) fn number_many(&mut self, lookup: &Lookup, numbers: &mut Vec<u32>) {
        let first = numbers.len();
        self.find_many(lookup, numbers);
        for (place, number) in numbers[first..].iter_mut().enumerate() {
            if *number == NOBODY && !lookup.is_nobody(place) {
                *number = self.number(lookup, place);
            }
        }
    }

    /// The number of one name, which it gets if it has none yet.
    fn number(&mut self, lookup: &Lookup, place: usize) -> u32 {
        if self.len() >= self.lines.len() * 3 {
            // Three slots of four are taken: twice as many lines from here on.
            *self = Self::new(std::mem::take(&mut self.cells)).0;
        }
        let (text, key) = (lookup.name(place), lookup.names[place].key());
        self.probe(key, self.home(key), &text).unwrap_or_else(|(line, slot)| {
            let number = self.len() as u32;
            self.cells.push(&text);
            self.lines[line].0[slot] = Slot::new(key, number);
            number
        })
    }

    /// The number of a short name if it lies in its first line. Looks at all four slots, as nobody foresees which it is.
    #[inline]
    fn in_line(&self, key: Key, line: usize) -> u32 {
        self.lines[line].0.iter().fold(NOBODY, |found, slot| {
            let other = (slot.low ^ key.low) | u64::from(slot.high ^ key.high);
            if other == 0 { slot.number } else { found }
        })
    }

    /// Looks at the cells of some members at once, so that the cache misses of writing them overlap.
    #[inline]
    pub(crate) fn touch(&self, numbers: impl Iterator<Item = u32>) {
        std::hint::black_box(
            numbers.fold(0, |touched, number| touched ^ self.cells.cells[number as usize].0[15]),
        );
    }

    /// Appends the name as a field of a CSV file, in quotes if it needs them.
    #[inline]
    pub fn write_csv(&self, number: u32, out: &mut Vec<u8>) {
        let cell = &self.cells.cells[number as usize].0;
        let len = usize::from(cell[15]);
        if len <= INLINE {
            // Sixteen bytes at once are faster than the right number of them.
            let end = out.len() + len;
            out.extend_from_slice(cell);
            out.truncate(end);
        } else if cell[15] & QUOTED == 0 {
            out.extend_from_slice(self.get(number));
        } else {
            write_field(self.get(number), out);
        }
    }

    #[inline]
    fn home(&self, key: Key) -> usize {
        (key.hash() >> self.shift) as usize
    }

    /// Walks from a line to the key (its number) or to a free slot (its line and place). `text` is used for long names
    /// only.
    #[inline]
    fn probe(&self, key: Key, home: usize, text: &[u8]) -> Result<u32, (usize, usize)> {
        let mut line = home;
        loop {
            for (place, slot) in self.lines[line].0.iter().enumerate() {
                if slot.number == NOBODY {
                    return Err((line, place));
                }
                if slot.key() == key && (!key.is_long() || self.get(slot.number) == text) {
                    return Ok(slot.number);
                }
            }
            line = (line + 1) & (self.lines.len() - 1);
        }
    }
}

impl<'a> FromIterator<&'a [u8]> for Names {
    /// Names in their order; of two that are the same, the first is found.
    fn from_iter<I: IntoIterator<Item = &'a [u8]>>(names: I) -> Self {
        let mut cells = Cells::default();
        for name in names {
            cells.push(name);
        }
        Self::new(cells).0
    }
}

/// Names to be looked up together. Holds all it needs of them; an empty one stands for [`NOBODY`].
#[derive(Debug, Default)]
pub struct Lookup {
    /// The keys, each with the place where the text of a long name begins.
    names: Vec<Slot>,
    text: Vec<u8>,
}

impl Lookup {
    /// Adds a name.
    #[inline]
    pub fn push(&mut self, name: &[u8]) {
        let key = Key::of(name);
        self.names.push(Slot::new(key, self.text.len() as u32));
        if key.is_long() {
            self.text.extend_from_slice(name);
        }
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a name is the empty one.
    pub(crate) fn is_nobody(&self, place: usize) -> bool {
        self.names[place].high == 0
    }

    /// The name at a place, for messages.
    pub(crate) fn name(&self, place: usize) -> Vec<u8> {
        let name = self.names[place];
        if name.key().is_long() {
            return self.long_text(name).to_vec();
        }
        let bytes = u128::from(name.low) | u128::from(name.high) << 64;
        bytes.to_le_bytes()[..(name.high >> 24) as usize].to_vec()
    }

    /// Forgets the names, keeps the memory.
    pub fn clear(&mut self) {
        self.names.clear();
        self.text.clear();
    }

    #[inline]
    fn long_text(&self, name: Slot) -> &[u8] {
        let from = name.number as usize;
        &self.text[from..from + (name.high & !LONG_KEY) as usize]
    }
}

/// Texts one after another, short ones within 16 bytes each.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    cells: Vec<Cell>,
    /// The longer texts.
    text: Vec<u8>,
}

/// Up to 15 bytes of text and their number; or where a longer or a quoted text lies: its begin (8 bytes), its length
/// (4 bytes) and [`FAR`].
#[derive(Debug, Clone, Copy)]
struct Cell([u8; 16]);

/// The longest text that lies in its cell.
const INLINE: usize = 15;
/// Marks a text outside its cell.
const FAR: u8 = 0x40;
/// Marks a text that needs quotes in a CSV file; it lies outside its cell.
const QUOTED: u8 = 0x80;

impl Cells {
    pub(crate) fn push(&mut self, text: &[u8]) {
        let mut cell = [0; 16];
        let quoted = needs_care(text);
        if text.len() <= INLINE && !quoted {
            cell[..text.len()].copy_from_slice(text);
            cell[15] = text.len() as u8;
        } else {
            cell[..8].copy_from_slice(&(self.text.len() as u64).to_le_bytes());
            cell[8..12].copy_from_slice(&(text.len() as u32).to_le_bytes());
            cell[15] = if quoted { FAR | QUOTED } else { FAR };
            self.text.extend_from_slice(text);
        }
        self.cells.push(Cell(cell));
    }

    /// Takes all texts of `batch` and leaves it empty.
    pub(crate) fn append(&mut self, batch: &mut Self) {
        let base = self.text.len() as u64;
        self.text.append(&mut batch.text);
        self.cells.extend(batch.cells.drain(..).map(|mut cell| {
            if usize::from(cell.0[15]) > INLINE {
                let begin = base + cell.begin();
                cell.0[..8].copy_from_slice(&begin.to_le_bytes());
            }
            cell
        }));
    }

    #[inline]
    pub(crate) fn get(&self, place: usize) -> &[u8] {
        let cell = &self.cells[place];
        let len = usize::from(cell.0[15]);
        if len <= INLINE {
            return &cell.0[..len];
        }
        let begin = cell.begin() as usize;
        let len = cell.0[8..12].first_chunk::<4>().map_or(0, |four| u32::from_le_bytes(*four));
        &self.text[begin..begin + len as usize]
    }

    /// The first eight bytes as a number that sorts as the text does (a shorter text first).
    pub(crate) fn prefix(&self, place: usize) -> u64 {
        let text = self.get(place);
        let mut eight = [0; 8];
        let len = text.len().min(8);
        eight[..len].copy_from_slice(&text[..len]);
        u64::from_be_bytes(eight)
    }
}

impl Cell {
    #[inline]
    fn begin(&self) -> u64 {
        self.0.first_chunk::<8>().map_or(0, |eight| u64::from_le_bytes(*eight))
    }
}

impl Names {
    /// See [`Cells::prefix`].
    pub(crate) fn prefix(&self, number: u32) -> u64 {
        self.cells.prefix(number as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_is_the_name_up_to_eleven_bytes() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        let mut lookup = Lookup::default();
        for len in 0..=text.len() {
            lookup.push(&text[..len]);
            assert_eq!(lookup.name(len), &text[..len]);
            assert_eq!(Key::of(&text[..len]).is_long(), len > 11);
        }
        assert_ne!(Key::of(b"a"), Key::of(b"a\0"));
        assert!(lookup.is_nobody(0) && !lookup.is_nobody(1));
    }

    proptest! {
        #[test]
        fn every_name_is_found_and_no_other(list in prop::collection::hash_set(prop::collection::vec(0_u8..4, 1..20), 0..200)) {
            let list: Vec<Vec<u8>> = list.into_iter().collect();
            let names: Names = list.iter().map(Vec::as_slice).collect();
            let mut lookup = Lookup::default();
            for (number, name) in list.iter().enumerate() {
                prop_assert_eq!(names.find(name), Some(number as u32));
                prop_assert_eq!(names.get(number as u32), name.as_slice());
                lookup.push(name);
                lookup.push(&[name.as_slice(), &[9]].concat());
                let (mut fast, mut plain) = (Vec::new(), Vec::new());
                names.write_csv(number as u32, &mut fast);
                write_field(name, &mut plain);
                prop_assert_eq!(fast, plain);
            }
            let mut numbers = Vec::new();
            names.find_many(&lookup, &mut numbers);
            for (place, number) in numbers.into_iter().enumerate() {
                let expected = if place % 2 == 0 { (place / 2) as u32 } else { NOBODY };
                prop_assert_eq!(number, expected);
            }
        }
    }

    proptest! {
        #[test]
        fn names_that_come_bit_by_bit_have_the_numbers_of_their_first_coming(batches in prop::collection::vec(prop::collection::vec("[ab]{0,2}|[ab]{10,13}", 0..40), 0..8)) {
            let (mut names, mut numbers) = (Names::default(), Vec::new());
            let mut known: Vec<&str> = Vec::new();
            let mut expected = Vec::new();
            for batch in &batches {
                let mut lookup = Lookup::default();
                for name in batch {
                    lookup.push(name.as_bytes());
                    if !name.is_empty() && !known.contains(&name.as_str()) {
                        known.push(name);
                    }
                    expected.push(known.iter().position(|other| other == name).map_or(NOBODY, |place| place as u32));
                }
                names.number_many(&lookup, &mut numbers);
            }
            prop_assert_eq!(&numbers, &expected);
            prop_assert_eq!(names.len(), known.len());
            for (number, name) in known.iter().enumerate() {
                prop_assert_eq!(names.get(number as u32), name.as_bytes());
                prop_assert_eq!(names.find(name.as_bytes()), Some(number as u32));
            }
        }
    }

    #[test]
    fn names_that_need_quotes_get_them() {
        let list: [&[u8]; 4] = [b"a,b", b"say \"hi\"", b"two\nlines", b"plain"];
        let names: Names = list.into_iter().collect();
        let mut out = Vec::new();
        for number in 0..4 {
            names.write_csv(number, &mut out);
            out.push(b';');
        }
        assert_eq!(out, b"\"a,b\";\"say \"\"hi\"\"\";\"two\nlines\";plain;");
        assert_eq!(names.find(b"a,b"), Some(0));
    }
}
