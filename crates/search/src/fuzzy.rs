//! Words that are spelled nearly alike.

use std::collections::BTreeMap;
use std::ops::Bound;

/// Steps of one look-up; beyond them what was found so far is the answer.
const MOST_STEPS: usize = 40_000;
/// Letters of the longest word that is corrected.
const LONGEST: usize = 24;

/// Mistakes that a word may have by its length: one in four to seven letters, two in more.
pub(crate) fn allowed(word: &str) -> usize {
    let is_plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
    match word.len() {
        4..=7 if is_plain => 1,
        8..=LONGEST if is_plain => 2,
        _ => 0,
    }
}

/// Keys of plain letters that differ from a word by at most so many letters left out, put in, mistaken or swapped
/// with the next, each with how many; in the order of the keys.
///
/// Keys are read in order as if they were a tree: what two of them begin with is compared once, and where the
/// beginning is wrong already, all keys with that beginning are passed over.
pub(crate) fn near<'a, V>(map: &'a BTreeMap<Box<str>, V>, word: &str, most: usize) -> Vec<(usize, &'a str)> {
    let word = word.as_bytes();
    let mut found = Vec::new();
    if most == 0 || word.len() > LONGEST {
        return found;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=word.len()).collect()];
    let mut before: Vec<u8> = Vec::new();
    let mut from: Bound<String> = Bound::Included("a".to_owned());
    let mut steps = 0;
    'keys: loop {
        let bounds = (from.as_ref().map(String::as_str), Bound::Excluded("{"));
        let mut range = map.range::<str, _>(bounds);
        for (key, _) in &mut range {
            let bytes = key.as_bytes();
            let shared = before.iter().zip(bytes).take_while(|(a, b)| a == b).count().min(rows.len() - 1);
            rows.truncate(shared + 1);
            before.clear();
            before.extend_from_slice(bytes);
            for depth in shared..bytes.len() {
                steps += 1;
                if steps > MOST_STEPS {
                    return found;
                }
                let letter = bytes[depth];
                let row = letter.is_ascii_lowercase().then(|| next_row(&rows, word, &bytes[..=depth]));
                match row {
                    Some(row) if row.iter().min().is_some_and(|least| *least <= most) => rows.push(row),
                    _ => {
                        let Some(next) = after(&bytes[..=depth]) else { return found };
                        from = Bound::Included(next);
                        continue 'keys;
                    }
                }
            }
            let distance = rows[bytes.len()][word.len()];
            if distance > 0 && distance <= most {
                found.push((distance, &**key));
            }
        }
        return found;
    }
}

/// The smallest text behind all that begin with some bytes. Keys that go beyond plain letters end at their first
/// such byte; behind it everything up to the next plain byte is passed over.
fn after(beginning: &[u8]) -> Option<String> {
    let (last, rest) = beginning.split_last()?;
    let rest = std::str::from_utf8(rest).ok()?;
    if last.is_ascii() && *last < b'z' {
        return Some(format!("{rest}{}", char::from(last + 1)));
    }
    // Nothing that begins with the rest and goes on with a plain letter comes later.
    after(rest.as_bytes())
}

/// The distances of a key, one letter longer than before, to each beginning of the word.
fn next_row(rows: &[Vec<usize>], word: &[u8], key: &[u8]) -> Vec<usize> {
    let depth = key.len();
    let above = &rows[depth - 1];
    let mut row = Vec::with_capacity(above.len());
    row.push(depth);
    for at in 1..above.len() {
        let is_same = word[at - 1] == key[depth - 1];
        let mut least = (above[at - 1] + usize::from(!is_same)).min(above[at] + 1).min(row[at - 1] + 1);
        if at > 1 && depth > 1 && word[at - 1] == key[depth - 2] && word[at - 2] == key[depth - 1] {
            least = least.min(rows[depth - 2][at - 2] + 1);
        }
        row.push(least);
    }
    row
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The textbook's table.
    fn distance(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut least = (table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]))
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn a_letter_more_less_other_or_swapped_is_one_mistake() {
        let map: BTreeMap<Box<str>, u8> =
            ["lipstick", "lipsticks", "lisptick", "naifen", "奶粉", "x1"].map(|key| (key.into(), 0)).into();
        assert_eq!(near(&map, "lipstick", 1), [(1, "lipsticks"), (1, "lisptick")]);
        assert_eq!(near(&map, "naifeng", 1), [(1, "naifen")]);
        assert_eq!(near(&map, "nafien", 1), [(1, "naifen")]);
    }

    proptest! {
        #[test]
        fn what_is_near_is_what_a_plain_comparison_finds(
            keys in proptest::collection::btree_set("[abcz]{1,6}|[ab1é]{1,4}|[奶粉]{1,2}", 0..40),
            word in "[abcz]{4,8}",
            most in 1_usize..3,
        ) {
            let map: BTreeMap<Box<str>, u8> = keys.iter().map(|key| (key.as_str().into(), 0)).collect();
            let plain = |key: &&String| key.bytes().all(|byte| byte.is_ascii_lowercase());
            let all = keys.iter().filter(plain).map(|key| (distance(key.as_bytes(), word.as_bytes()), key.as_str()));
            let wanted: Vec<_> = all.filter(|(distance, _)| (1..=most).contains(distance)).collect();
            prop_assert_eq!(near(&map, &word, most), wanted);
        }
    }
}
