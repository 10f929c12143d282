//! A second implementation, slow and plain: it follows the words of the definitions, with floats and sets, and shares no code
//! with the first.

#![allow(clippy::float_arithmetic, reason = "written unlike what it is to judge")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{measured, value};

/// A row: group, member, second, kind, to.
type Row = (&'static str, &'static str, i64, &'static str, &'static str);

const DAY: i64 = 86_400;

fn decimals(value: Option<f64>, digits: i32) -> String {
    value.map_or_else(|| "null".to_owned(), |value| format!("{value:.0$}", digits as usize))
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The Gini coefficient as the mean difference between two people, halved, over the mean.
fn gini(counts: &[usize]) -> Option<f64> {
    let (n, sum) = (counts.len(), counts.iter().sum::<usize>());
    let differences: usize =
        counts.iter().map(|a| counts.iter().map(|b| a.abs_diff(*b)).sum::<usize>()).sum();
    (sum > 0).then(|| differences as f64 / (2 * n * sum) as f64)
}

fn stickiness(messages: &[&Row]) -> Option<f64> {
    let speakers = |from: i64, to: i64| {
        let within = messages.iter().filter(|row| (from..=to).contains(&row.2.div_euclid(DAY)));
        within.map(|row| row.1).collect::<BTreeSet<_>>().len()
    };
    let days: BTreeSet<i64> = messages.iter().map(|row| row.2.div_euclid(DAY)).collect();
    let first = *days.first()?;
    let late = days.iter().filter(|day| **day - first + 1 >= 30);
    let shares: Vec<f64> =
        late.map(|day| speakers(*day, *day) as f64 / speakers(*day - 29, *day) as f64).collect();
    mean(&shares)
}

/// Seconds to each answer: from every pair's own list of messages.
fn replies(messages: &[&Row]) -> Vec<i64> {
    let people: BTreeSet<&str> = messages.iter().flat_map(|row| [row.1, row.4]).collect();
    let mut found = Vec::new();
    for a in &people {
        for b in people.range::<str, _>((std::ops::Bound::Excluded(*a), std::ops::Bound::Unbounded)) {
            let between =
                messages.iter().filter(|row| (row.1 == *a && row.4 == *b) || (row.1 == *b && row.4 == *a));
            let mut question: Option<&Row> = None;
            for row in between {
                question = match question {
                    None => Some(row),
                    Some(asked) if asked.1 == row.4 => {
                        found.push(row.2 - asked.2);
                        None
                    }
                    asked => asked,
                };
            }
        }
    }
    found.sort_unstable();
    found
}

fn oracle(rows: &[Row]) -> BTreeMap<&'static str, String> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| row.2);
    let members: BTreeSet<&str> =
        rows.iter().flat_map(|row| [row.1, row.4]).filter(|name| !name.is_empty()).collect();
    let messages: Vec<&Row> = rows.iter().copied().filter(|row| row.3 == "message").collect();
    let sent = |member: &&str| messages.iter().filter(|row| row.1 == *member).count();
    let counts: Vec<usize> = members.iter().map(sent).collect();
    let mut spoke: Vec<usize> = counts.iter().copied().filter(|count| *count > 0).collect();
    spoke.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
    let mut days: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    for row in &messages {
        days.entry(row.2.div_euclid(DAY)).or_default().insert(row.1);
    }
    let daily: Vec<f64> = days.values().map(|speakers| speakers.len() as f64).collect();
    let top: usize = spoke.iter().take((spoke.len() as f64 / 10.0).ceil() as usize).sum();
    let squares: f64 = spoke.iter().map(|count| (*count as f64 / messages.len() as f64).powi(2)).sum();
    let pairs: BTreeSet<(&str, &str)> =
        messages.iter().filter(|row| !row.4.is_empty()).map(|row| (row.1, row.4)).collect();
    let mutual = pairs.iter().filter(|(a, b)| pairs.contains(&(*b, *a))).count();
    let replies = replies(&messages);
    let within = |limit: i64| replies.iter().filter(|seconds| **seconds <= limit).count();
    let median = match replies.len() {
        0 => "null".to_owned(),
        n if n % 2 == 1 => replies[n / 2].to_string(),
        n => format!("{}", (replies[n / 2 - 1] + replies[n / 2]) as f64 / 2.0),
    };
    let kind = |kind: &str| rows.iter().filter(|row| row.3 == kind).count();
    let buyers: BTreeSet<&str> = rows.iter().filter(|row| row.3 == "order").map(|row| row.1).collect();
    BTreeMap::from([
        ("members", members.len().to_string()),
        ("speakers", spoke.len().to_string()),
        ("messages", messages.len().to_string()),
        ("days", days.len().to_string()),
        ("dau_mean", decimals(mean(&daily), 6)),
        ("dau_max", days.values().map(BTreeSet::len).max().unwrap_or(0).to_string()),
        ("stickiness", decimals(stickiness(&messages), 6)),
        ("top10_share", decimals(share(top, messages.len()), 6)),
        ("gini", decimals(gini(&spoke), 6)),
        ("gini_all", decimals(gini(&counts), 6)),
        ("hhi", decimals((!messages.is_empty()).then_some(squares), 8)),
        ("silent_share", decimals(share(members.len() - spoke.len(), members.len()), 6)),
        ("one_message_speakers", spoke.iter().filter(|count| **count == 1).count().to_string()),
        ("reciprocity", decimals(share(mutual, pairs.len()), 6)),
        ("replies", replies.len().to_string()),
        ("median_reply_s", median),
        ("reply_1h", decimals(share(within(3_600), replies.len()), 6)),
        ("reply_24h", decimals(share(within(DAY), replies.len()), 6)),
        ("joins", kind("join").to_string()),
        ("leaves", kind("leave").to_string()),
        ("buyers", buyers.len().to_string()),
    ])
}

/// The same number to the last digit but one: floats and fractions may round a tie apart.
fn same(key: &str, found: &str, expected: &str) -> bool {
    let unit = if key == "hhi" { 1.01e-8 } else { 1.01e-6 };
    match (found.parse::<f64>(), expected.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() < unit && found.len() == expected.len(),
        _ => found == expected,
    }
}

fn check(measures: &banyan_community::Measures, rows: &[Row]) {
    let expected = oracle(rows);
    let figures = measures.figures();
    assert_eq!(figures.len(), expected.len());
    for figure in figures {
        let (found, expected) = (value(measures, figure.key), &expected[figure.key]);
        assert!(same(figure.key, &found, expected), "{}: {found}, expected {expected}", figure.key);
    }
}

fn row() -> impl Strategy<Value = Row> {
    let people = prop::sample::select(vec!["a", "b", "c", "d", "e", "a long name of many letters", "店主"]);
    let to = prop_oneof![2 => Just(""), 5 => people.clone()];
    let kinds = vec!["message", "message", "message", "message", "join", "leave", "click", "order"];
    // Seconds that often coincide, within days that lie near each other, and now and then far apart.
    let second =
        (prop_oneof![0_i64..4, 25_i64..40, Just(200)], 0_i64..6, prop_oneof![Just(0_i64), Just(40_000)])
            .prop_map(|(day, second, half)| day * DAY + second * 1_200 + half - 86_400 * 3);
    (
        prop::sample::select(vec!["", "g", "a group with a long name"]),
        people,
        second,
        prop::sample::select(kinds),
        to,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn both_implementations_agree(rows in prop::collection::vec(row(), 0..120)) {
        let lines: Vec<String> = rows.iter().map(|(group, member, second, kind, to)| {
            let at = banyan_plan::time::Time(second * 1_000_000_000);
            format!("{group},{member},{at},{kind},{to}\n")
        }).collect();
        let measured = measured(&lines.concat());
        check(&measured.all, &rows);
        let names: BTreeSet<&str> = rows.iter().map(|row| row.0).collect();
        prop_assert_eq!(measured.groups.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names.into_iter().collect::<Vec<_>>());
        for (name, measures) in &measured.groups {
            let own: Vec<Row> = rows.iter().copied().filter(|row| row.0 == name).collect();
            check(measures, &own);
        }
    }
}
