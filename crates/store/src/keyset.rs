//! Paging by the key of the last row, so that a page is as full as was asked and none is read twice.

/// The condition of rows that come after a key in a list whose first column falls while the others rise. The key's
/// numbers are the parameters from `$first` on.
pub fn behind(columns: &[&str], first: usize) -> String {
    let [moment, others @ ..] = columns else { return "1 = 1".to_owned() };
    let places: Vec<String> = (1..columns.len()).map(|place| format!("${}", first + place)).collect();
    // The first condition follows from the second; a database uses an index for it.
    format!(
        "{moment} <= ${first} AND ({moment} < ${first} OR ({}) > ({}))",
        others.join(", "),
        places.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_a_key_is_older_or_of_the_same_moment_and_further_on() {
        assert_eq!(behind(&["at", "kind", "id"], 4), "at <= $4 AND (at < $4 OR (kind, id) > ($5, $6))");
        assert_eq!(behind(&["amount", "owner"], 1), "amount <= $1 AND (amount < $1 OR (owner) > ($2))");
    }
}
