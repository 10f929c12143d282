//! "Did you mean …?"

/// The word of the list that is nearest to what was written, if any is near enough to be meant.
pub(super) fn closest<'a>(written: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let longest = written.chars().count().clamp(3, 64);
    words
        .map(|word| (distance(written, word), word))
        .filter(|(distance, word)| *distance * 3 <= longest.max(word.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Edit distance with swapped neighbours counted once (optimal string alignment); bounded for very long words.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let swap = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + swap);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn slips_are_understood_and_strangers_are_not() {
        let words = ["rate", "rates", "payee_rank", "amount"];
        assert_eq!(closest("raet", words.into_iter()), Some("rate"));
        assert_eq!(closest("payee-rank", words.into_iter()), Some("payee_rank"));
        assert_eq!(closest("zebra", words.into_iter()), None);
        assert_eq!(closest("", words.into_iter()), None);
    }
}
