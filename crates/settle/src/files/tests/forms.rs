//! The same data in many forms, and the splitter against `csv-core`.

use super::super::records::{Chunks, Records};
use super::*;
use banyan_plan::time::Time;
use proptest::prelude::*;
use std::io::Write;

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub(super) fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 1).unwrap()
}

fn quoted(text: &str) -> String {
    let line = |line: &str| line.split(',').map(|field| format!("\"{field}\"")).collect::<Vec<_>>().join(",");
    text.lines().map(|text| line(text) + "\r\n").collect()
}

#[test]
fn members_are_columns_in_the_order_of_the_file() {
    let members = members();
    assert_eq!((members.names.len(), members.names.get(2)), (3, &b"c"[..]));
    assert_eq!(members.inviter, [NOBODY, 0, 1]);
    assert_eq!(members.rank, [1, 0, 2]);
    assert_eq!(members.join_order, [0, 1, 2]);
    let changes =
        "at,member,rank\n2024-03-01 00:00:00,b,big\n2024-02-01 00:00:00,a,\n2024-03-01 00:00:00,a,shop\n";
    let changes = read_rank_changes(source("r.csv", changes), &members, RANKS).unwrap();
    let rows: Vec<(u32, u8)> = changes.iter().map(|change| (change.member, change.rank)).collect();
    assert_eq!(rows, [(0, 0), (1, 2), (0, 1)]);
    let enrolled = "member,rank,at,by\nb,shop,2024-03-01 00:00:00,enrol\nb,big,2024-03-02 00:00:00,\n";
    let changes = read_rank_changes(source("r.csv", enrolled), &members, RANKS).unwrap();
    let rows: Vec<(u8, bool)> = changes.iter().map(|change| (change.rank, change.enrols)).collect();
    assert_eq!(rows, [(1, true), (2, false)]);
    for (row, wrong) in
        [("b,shop,2024-03-01 00:00:00,hand", "by cannot be"), ("b,,2024-03-01 00:00:00,enrol", "no rank")]
    {
        let error =
            read_rank_changes(source("r.csv", format!("member,rank,at,by\n{row}\n")), &members, RANKS);
        let error = error.unwrap_err();
        assert!(error.line == Some(2) && error.text.en.contains(wrong), "{error:?}");
    }
}

#[test]
fn joins_at_one_time_go_from_inviter_to_invited_then_by_name() {
    let text = "member,inviter,joined_at,rank\nb,z,2024-01-01T08:00:00+08:00,\nz,,2024-01-01 00:00:00,\ny,,2024-01-01 00:00:00,\na,b,2024-01-01 00:00:00,\nx,,2023-01-01 00:00:00,\n";
    let members = Members::read(source("m.csv", text), RANKS, &|_| ()).unwrap();
    let order: Vec<&[u8]> = members.join_order.iter().map(|member| members.names.get(*member)).collect();
    assert_eq!(order, [b"x", b"y", b"z", b"b", b"a"]);
}

#[test]
fn the_same_orders_in_every_form() {
    let names = members().names;
    let expected = facts(&read_orders(source("o.csv", ORDERS), &names).unwrap());
    assert_eq!(
        expected,
        [
            "1/1 1 2024-02-01 00:00:00 1 0 1000 Some(400) Some(Rate(200000)) 1 2 None",
            "1/2 1 2024-02-01 00:00:00 1 4294967295 550 None None 0 1 None",
            "2/1 2 2024-02-02 00:00:00 1 4294967295 -300 None None 0 2 Some(0)",
        ]
    );
    let two = [gzip(&ORDERS.as_bytes()[..100]), gzip(&ORDERS.as_bytes()[100..])].concat();
    let unknown = ORDERS.lines().map(|line| format!("who knows,{line}")).collect::<Vec<_>>().join("\n");
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("o.csv.gz", gzip(ORDERS.as_bytes())),
        ("o.csv.gz", two),
        ("o.csv.zst", zstd(ORDERS.as_bytes())),
        ("o.csv", quoted(ORDERS).into()),
        ("o.csv", ORDERS.replace('\n', "\r\n").into()),
        ("o.csv", ORDERS.replace('\n', "\n\n\r\n").into()),
        ("o.csv", format!("\u{FEFF}{ORDERS}").into()),
        ("o.csv", format!("\u{FEFF}{}", quoted(ORDERS)).into()),
        ("o.csv", ORDERS.trim_end().into()),
        ("o.csv", unknown.into()),
    ];
    for (name, bytes) in forms {
        for chunk in [1 << 20, 64, 1] {
            let orders = read_orders(tiny(name, bytes.clone(), chunk), &names).unwrap();
            assert_eq!(facts(&orders), expected);
        }
    }
}

#[test]
fn shuffled_orders_have_a_sequence_and_lines() {
    let names = members().names;
    let orders = read_orders(source("o.csv", ORDERS), &names).unwrap();
    assert_eq!((orders.sequence(), orders.line_number(2), orders.find(b"1/2")), (None, 4, Some(1)));
    let mut lines: Vec<&str> = ORDERS.lines().collect();
    lines[1..].reverse();
    lines.insert(3, "");
    let orders = read_orders(source("o.csv", lines.join("\n")), &names).unwrap();
    assert_eq!(orders.sequence(), Some(&[1, 2, 0][..]));
    assert_eq!((orders.refund_of(0), orders.refunds()), (Some(2), &[(0, 2)][..]));
    assert_eq!([0, 1, 2].map(|row| orders.line_number(row)), [2, 3, 5]);
    assert_eq!((orders.find(b"1/2"), orders.find(b"7/7")), (Some(1), None));
}

#[test]
fn what_a_plan_does_not_need_is_checked_but_not_kept() {
    let names = members().names;
    let orders = Orders::read(source("o.csv", ORDERS), &names, cny(), &Needs::default(), &|_| ()).unwrap();
    assert_eq!((orders.cost(0), orders.rate(0)), (None, None));
    assert!(orders.category.is_empty() && orders.product.is_empty());
    let bad = ORDERS.replace("20%", "20");
    assert!(Orders::read(source("o.csv", bad), &names, cny(), &Needs::default(), &|_| ()).is_err());
}

#[test]
fn progress_reaches_the_length_of_the_file() {
    let seen = std::sync::atomic::AtomicU64::new(0);
    let bytes = gzip(MEMBERS.as_bytes());
    let len = bytes.len() as u64;
    let source = source("m.csv.gz", bytes);
    assert_eq!(source.len(), len);
    let told = |bytes| seen.store(bytes, std::sync::atomic::Ordering::Relaxed);
    Members::read(source, RANKS, &told).unwrap();
    assert_eq!(seen.into_inner(), len);
}

/// All records of a text, split by `csv-core`; records of one empty field are the blank lines that we skip.
fn by_csv_core(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut reader = csv_core::Reader::new();
    let (mut out, mut ends) = (vec![0; text.len() + 16], vec![0; text.len() + 16]);
    let mut rest = text;
    let mut records = Vec::new();
    let (mut written, mut ended) = (0, 0);
    loop {
        let (result, read, wrote, fields) = reader.read_record(rest, &mut out[written..], &mut ends[ended..]);
        rest = &rest[read..];
        written += wrote;
        ended += fields;
        match result {
            csv_core::ReadRecordResult::Record => {
                let mut start = 0;
                records.push(
                    ends[..ended]
                        .iter()
                        .map(|end| out[std::mem::replace(&mut start, *end)..*end].to_vec())
                        .collect(),
                );
                (written, ended) = (0, 0);
            }
            csv_core::ReadRecordResult::End => return records,
            _ => {}
        }
    }
}

/// All records of a text, split by us, through chunks of any size.
fn by_us(text: &[u8], chunk: usize) -> Vec<Vec<Vec<u8>>> {
    let mut chunks = Chunks::new(tiny("x.csv", text, chunk));
    let mut buffer = Vec::new();
    let mut all = Vec::new();
    while let Some(line) = chunks.take(&mut buffer).unwrap() {
        let mut records = Records::new(&buffer, line, None);
        while let Some(record) = records.next().unwrap() {
            let fields: Vec<Vec<u8>> = record.fields().map(<[u8]>::to_vec).collect();
            assert!(record.line <= 1 + memchr::memchr_iter(b'\n', text).count() as u64);
            all.push(fields);
        }
    }
    all
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[a-c店 ]{0,12}", 1 => "\"([a,店\n]|\r\n|\"\"){0,9}\""]
}

proptest! {
    #[test]
    fn records_are_those_of_csv_core(rows in prop::collection::vec(prop::collection::vec(field(), 2..5), 0..12), crlf in any::<bool>(), last in any::<bool>(), plain in any::<bool>(), chunk in 1_usize..80) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut text: String = rows.iter().map(|row| row.join(",") + end).collect();
        if plain {
            text.retain(|character| character != '"');
        }
        if last {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        let expected = by_csv_core(text.as_bytes());
        prop_assert_eq!(by_us(text.as_bytes(), chunk), expected.clone());
        prop_assert_eq!(by_us(text.as_bytes(), 1 << 20), expected);
    }

    #[test]
    fn any_orders_are_read_as_written(rows in prop::collection::vec((0_u32..40, 0..3_usize, -900_i64..900, 0_i64..5_000), 0..60), chunk in 1_usize..300) {
        let names = members().names;
        let mut text = "order,line,at,buyer,amount\n".to_owned();
        for (row, (order, buyer, amount, second)) in rows.iter().enumerate() {
            let line = format!("{order},{row},{},{},{}\n", Time(second * 1_000_000_000), ["a", "b", "\"c\""][*buyer], cny().text(i128::from(*amount)));
            text.push_str(&line);
        }
        let orders = read_orders(tiny("o.csv", text, chunk), &names).unwrap();
        prop_assert_eq!(orders.len(), rows.len());
        for (row, (order, buyer, amount, second)) in rows.iter().enumerate() {
            let reference = format!("{order}/{row}");
            prop_assert_eq!(orders.reference(row), reference.as_bytes());
            prop_assert_eq!((orders.buyer[row] as usize, orders.amount[row]), (*buyer, *amount));
            prop_assert_eq!(orders.at[row], Time(second * 1_000_000_000));
            prop_assert_eq!(orders.line_number(row), row as u64 + 2);
        }
        let mut expected: Vec<u32> = (0..rows.len() as u32).collect();
        expected.sort_by_key(|row| rows[*row as usize].3);
        let identity: Vec<u32> = (0..rows.len() as u32).collect();
        prop_assert_eq!(orders.sequence().unwrap_or(&identity), expected.as_slice());
    }
}
