//! Small groups of which every measure can be told with a pencil.

use super::{measured, value};

/// The values of some measures of all rows.
fn all<const N: usize>(rows: &str, keys: [&str; N]) -> [String; N] {
    let measured = measured(rows);
    keys.map(|key| value(&measured.all, key))
}

/// `times` messages of somebody on a day of March 2024.
fn messages(member: &str, day: u32, times: usize) -> String {
    format!("g,{member},2024-03-{day:02} 12:00:00,message,\n").repeat(times)
}

#[test]
fn everybody_counts_who_appears_also_who_is_only_answered() {
    let rows = "g,ann,2024-03-01 08:00:00,message,bo\n\
        g,cy,2024-03-01 08:00:00,join,\n\
        g,di,2024-03-01 08:00:00,click,\n\
        g,ed,2024-03-02 08:00:00,order,\n\
        g,ed,2024-03-03 08:00:00,order,\n\
        g,cy,2024-03-04 08:00:00,leave,\n";
    let keys =
        ["members", "speakers", "messages", "days", "joins", "leaves", "buyers", "silent_share", "dau_mean"];
    assert_eq!(all(rows, keys), ["5", "1", "1", "1", "1", "1", "1", "0.800000", "1.000000"]);
}

#[test]
fn a_day_is_one_of_utc_and_counts_its_speakers_once() {
    // 00:30 in Shanghai on the 2nd is still the 1st in UTC: two speak on the 1st, one on the 2nd.
    let rows = "g,a,2024-03-01T23:00:00+08:00,message,\n\
        g,b,2024-03-02T00:30:00+08:00,message,\n\
        g,b,2024-03-02T00:31:00+08:00,message,\n\
        g,b,2024-03-02T08:00:00+08:00,message,\n";
    assert_eq!(all(rows, ["days", "dau_mean", "dau_max"]), ["2", "1.500000", "2"]);
}

#[test]
fn stickiness_begins_with_the_thirtieth_calendar_day() {
    // Day 1 is 1 March: a, b. Day 29: c; it is too early. Day 30: a alone, of {a, b, c} in days 1 to 30: 1/3.
    // Day 31: a and d, of {a, c, d} in days 2 to 31 (b has not spoken since day 1): 2/3. The mean is 1/2.
    let rows = [("a", 1), ("b", 1), ("c", 29), ("a", 30), ("a", 31), ("d", 31)];
    let rows: String = rows.iter().map(|(member, day)| messages(member, *day, 1)).collect();
    assert_eq!(all(&rows, ["days", "stickiness"]), ["4", "0.500000"]);
    // Without days 30 and 31 there is none.
    let early: String =
        [("a", 1), ("b", 1), ("c", 29)].iter().map(|(who, day)| messages(who, *day, 1)).collect();
    assert_eq!(all(&early, ["stickiness"]), ["null"]);
    // After a silence of a month nobody else is left in it.
    let late = format!("{}g,b,2025-03-01 12:00:00,message,\n", messages("a", 1, 3));
    assert_eq!(all(&late, ["stickiness"]), ["1.000000"]);
}

#[test]
fn how_uneven_messages_are() {
    // 1, 1, 2, 6 messages and one member who is silent.
    let mut rows = "g,e,2024-03-01 00:00:00,join,\n".to_owned();
    for (member, times) in [("a", 1), ("b", 1), ("c", 2), ("d", 6)] {
        rows += &messages(member, 1, times);
    }
    // Gini of speakers: 2·(1·1 + 2·1 + 3·2 + 4·6) ÷ (4·10) − 5/4 = 66/40 − 50/40 = 0.4.
    // Of members, with 0 first: 2·(2·1 + 3·1 + 4·2 + 5·6) ÷ (5·10) − 6/5 = 86/50 − 60/50 = 0.52.
    // HHI: 0.01 + 0.01 + 0.04 + 0.36. A tenth of four speakers is one: 6 of 10 messages.
    let keys = ["gini", "gini_all", "hhi", "top10_share", "one_message_speakers"];
    assert_eq!(all(&rows, keys), ["0.400000", "0.520000", "0.42000000", "0.600000", "2"]);
}

#[test]
fn a_tenth_of_the_speakers_is_rounded_up() {
    // Eleven speakers: the busiest two, with 5 and 1 of 15 messages.
    let rows: String =
        (0..11).map(|one| messages(&format!("m{one}"), 1, if one == 0 { 5 } else { 1 })).collect();
    assert_eq!(all(&rows, ["top10_share"]), ["0.400000"]);
    let ten: String =
        (0..10).map(|one| messages(&format!("m{one}"), 1, if one == 0 { 5 } else { 1 })).collect();
    assert_eq!(all(&ten, ["top10_share"]), ["0.357143"]);
}

#[test]
fn one_who_speaks_alone_is_even_with_herself() {
    assert_eq!(
        all(&messages("a", 1, 3), ["gini", "hhi", "top10_share"]),
        ["0.000000", "1.00000000", "1.000000"]
    );
}

#[test]
fn pairs_are_mutual_whatever_the_number_of_messages() {
    // a→b twice, b→a, a→c: three ordered pairs, two of which have their opposite.
    let rows = "g,a,2024-03-01 00:00:00,message,b\n\
        g,a,2024-03-01 00:00:01,message,b\n\
        g,b,2024-03-01 00:00:02,message,a\n\
        g,a,2024-03-01 00:00:03,message,c\n";
    assert_eq!(all(rows, ["reciprocity"]), ["0.666667"]);
}

#[test]
fn the_first_message_asks_and_the_next_from_the_other_side_answers() {
    // a asks at 0, asks again at 10, b answers at 60: 60 s. b's next message at 100 is a new question, a answers it at
    // 3,700 (3,600 s, within the hour), and that asks nothing: b's at 4,000 asks, a answers a day and a second later.
    let rows = "g,a,2024-03-01 00:00:00,message,b\n\
        g,a,2024-03-01 00:00:10,message,b\n\
        g,b,2024-03-01 00:01:00,message,a\n\
        g,b,2024-03-01 00:01:40,message,a\n\
        g,a,2024-03-01 01:01:40,message,b\n\
        g,b,2024-03-01 01:06:40,message,a\n\
        g,a,2024-03-02 01:06:41,message,b\n";
    let keys = ["replies", "median_reply_s", "reply_1h", "reply_24h"];
    assert_eq!(all(rows, keys), ["3", "3600", "0.666667", "0.666667"]);
}

#[test]
fn the_median_of_two_is_their_mean() {
    let rows = "g,a,2024-03-01 00:00:00,message,b\n\
        g,b,2024-03-01 00:00:01,message,a\n\
        g,a,2024-03-01 00:01:00,message,b\n\
        g,b,2024-03-01 00:01:04,message,a\n";
    assert_eq!(all(rows, ["replies", "median_reply_s"]), ["2", "2.5"]);
}

#[test]
fn rows_of_one_second_keep_their_order_and_others_are_sorted() {
    // Both at one second, whatever the fraction: a asks, b answers at once. The third row happened first, and is answered
    // by nobody, as it is said to c.
    let rows = "g,a,2024-03-02 00:00:00.9,message,b\n\
        g,b,2024-03-02 00:00:00.1,message,a\n\
        g,a,2024-03-01 00:00:00,message,c\n\
        g,c,2024-03-02 00:00:01,message,a\n";
    assert_eq!(all(rows, ["replies", "median_reply_s", "reply_24h"]), ["2", "43200.5", "0.500000"]);
}

#[test]
fn nobody_answers_herself() {
    // A message to oneself is a message and, as a pair, its own opposite; it is no question.
    let rows = "g,a,2024-03-01 00:00:00,message,a\n\
        g,a,2024-03-01 00:00:05,message,a\n\
        g,a,2024-03-01 00:00:09,message,b\n";
    let keys = ["members", "messages", "reciprocity", "replies", "median_reply_s", "reply_1h"];
    assert_eq!(all(rows, keys), ["2", "3", "0.500000", "0", "null", "null"]);
}

#[test]
fn only_messages_answer() {
    let rows = "g,a,2024-03-01 00:00:00,message,b\n\
        g,b,2024-03-01 00:00:05,click,a\n";
    assert_eq!(all(rows, ["members", "replies", "reciprocity"]), ["2", "0", "0.000000"]);
}

#[test]
fn groups_are_measured_apart_and_together() {
    let rows = "tea,a,2024-03-01 00:00:00,message,b\n\
        ,c,2024-03-01 00:00:02,message,\n\
        cup,b,2024-03-01 00:00:07,message,a\n\
        ,c,2024-03-01 00:00:09,order,\n\
        tea,b,2024-03-01 00:01:00,message,a\n";
    let measured = measured(rows);
    let names: Vec<&str> = measured.groups.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["", "cup", "tea"]);
    let of = |key: &str| measured.groups.iter().map(|(_, one)| value(one, key)).collect::<Vec<_>>();
    assert_eq!(of("members"), ["1", "2", "2"]);
    assert_eq!(of("median_reply_s"), ["null", "null", "60"]);
    assert_eq!(of("buyers"), ["1", "0", "0"]);
    // Together, b's message in the other group comes first.
    assert_eq!(value(&measured.all, "median_reply_s"), "7");
    assert_eq!(value(&measured.all, "members"), "3");
}

#[test]
fn what_was_not_observed_is_null_and_never_zero() {
    let keys = ["members", "messages", "days", "dau_max", "dau_mean", "stickiness", "gini", "gini_all"];
    assert_eq!(all("", keys), ["0", "0", "0", "0", "null", "null", "null", "null"]);
    assert!(measured("").groups.is_empty());
    let rows = "g,a,2024-03-01 00:00:00,join,\n";
    let keys = ["silent_share", "top10_share", "hhi", "reciprocity", "reply_24h", "gini_all"];
    assert_eq!(all(rows, keys), ["1.000000", "null", "null", "null", "null", "null"]);
}
