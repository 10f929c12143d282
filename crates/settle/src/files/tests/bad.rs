//! A table of what is refused: the line, and the words that tell the owner of the file what to do.

use super::*;
use banyan_plan::words::Lang;
use proptest::prelude::*;

/// Checks that the message begins with `FILE:LINE: ` and has the words, however the file is cut into chunks.
fn refuses<T>(
    file: &str,
    bytes: &[u8],
    line: u64,
    zh: &str,
    en: &str,
    read: impl Fn(Source) -> Result<T, FileError>,
) {
    for chunk in [1 << 20, 64, 7] {
        let Err(error) = read(tiny(file, bytes, chunk)) else {
            panic!("{file} was accepted, expected: {en}")
        };
        for (lang, words) in [(Lang::Zh, zh), (Lang::En, en)] {
            let message = error.show(lang);
            assert!(
                message.starts_with(&format!("{file}:{line}: ")),
                "{message} (expected line {line}, {words})"
            );
            assert!(message.contains(words), "{message} (expected {words})");
        }
    }
}

#[test]
fn members_that_cannot_be() {
    let header = "member,inviter,joined_at,rank\n";
    let long = "x".repeat(65);
    let cases: &[(&str, u64, &str, &str)] = &[
        (
            "a,,2024-01-01 00:00:00,\na,,2024-01-01 00:00:00,\n",
            3,
            "首次出现在第 2 行",
            "there already, on line 2",
        ),
        ("a,z,2024-01-01 00:00:00,\n", 2, "未知邀请人 \"z\"", "unknown inviter \"z\""),
        ("\r\n\na,z,2024-01-01 00:00:00,\n", 4, "未知邀请人", "unknown inviter"),
        ("a,a,2024-01-01 00:00:00,\n", 2, "邀请人是自己", "their own inviter"),
        (
            "r,,2024-01-01 00:00:00,\nc,b,2024-01-03 00:00:00,\nb,a,2024-01-02 00:00:00,\na,b,2024-01-01 00:00:00,\n",
            4,
            "\"b\" -> \"a\" -> \"b\"",
            "\"b\" -> \"a\" -> \"b\"",
        ),
        (
            "a,b,2024-01-01 00:00:00,\nb,,2024-01-02 00:00:00,\n",
            2,
            "早于其邀请人",
            "before their inviter \"b\"",
        ),
        ("a,,2024-01-01 00:00:00,boss\n", 2, "应为 \"shop\", \"big\"", "expected one of \"shop\", \"big\""),
        ("a,,2024-02-30 00:00:00,\n", 2, "不存在的日期", "a date or time that is none"),
        ("a,,2024-01-01,\n", 2, "不是时间", "is not a time"),
        ("a,,2024-01-01T00:00:00,\n", 2, "缺少时区", "no offset"),
        ("a,,,\n", 2, "joined_at 是空的", "joined_at is empty"),
        (",,2024-01-01 00:00:00,\n", 2, "member 是空的", "member is empty"),
        ("a,2024-01-01 00:00:00,\n", 2, "有 3 个字段；表头有 4 个", "3 fields; the header has 4"),
        ("a,,2024-01-01 00:00:00,,\n", 2, "有 5 个字段", "5 fields"),
        ("a\"b,,2024-01-01 00:00:00,\n", 2, "字段中间出现引号", "quote in the middle"),
        ("\"a\"b,,2024-01-01 00:00:00,\n", 2, "右引号之后", "follows a closing quote"),
        ("b,,2024-01-01 00:00:00,\n\"a,,2024-01-01 00:00:00,\n", 3, "没有闭合", "never closed"),
    ];
    let read = |source: Source| Members::read(source, RANKS, &|_| ());
    for (rows, line, zh, en) in cases {
        refuses("m.csv", format!("{header}{rows}").as_bytes(), *line, zh, en, read);
    }
    let rows = format!("{header}{long},,2024-01-01 00:00:00,\n");
    refuses("m.csv", rows.as_bytes(), 2, "最多 64 字节", "at most 64", read);
    let wide = format!("{header}a,{},2024-01-01 00:00:00,\n", "y".repeat(1_000_000));
    refuses(
        "m.csv",
        wide.as_bytes(),
        2,
        "列 \"inviter\" 有 1000000 字节",
        "column \"inviter\" has 1000000",
        read,
    );
    let endless = format!("{header}{}", "y".repeat(3_000_000));
    refuses("m.csv", endless.as_bytes(), 2, "超过 1 MiB", "longer than 1 MiB", read);
    let endless = format!("{header}a,\"{}", "y\n".repeat(1_500_000));
    refuses("m.csv", endless.as_bytes(), 2, "没有闭合", "never closed", read);
}

#[test]
fn headers_that_cannot_be() {
    let read = |source: Source| Members::read(source, RANKS, &|_| ());
    refuses("m.csv", b"", 1, "应为表头：member,inviter", "expected a header", read);
    refuses("m.csv", b"\xEF\xBB\xBF\n\n", 1, "文件是空的", "the file is empty", read);
    refuses("m.csv", b"member,inviter,rank\n", 1, "缺少列 \"joined_at\"", "no column \"joined_at\"", read);
    refuses("m.csv", b"member,inviter,joined_at,rank,member\n", 1, "出现两次", "appears twice", read);
    refuses("m.csv", b"member,inviter,joined_at,rank\na,\xFF,,\n", 2, "UTF-8", "not UTF-8", read);
    refuses("m.csv", b"member,inviter,joined_at,rank\n\"a\n\xFF\",,,\n", 3, "UTF-8", "not UTF-8", read);
}

#[test]
fn rank_changes_that_cannot_be() {
    let members = members();
    let cases: &[(&str, u64, &str, &str)] = &[
        (
            "a,big,2024-01-03 00:00:00\nz,shop,2024-01-03 00:00:00\na,x,2024-01-01 00:00:00\n",
            3,
            "不是已知会员",
            "not a known member",
        ),
        ("a,x,2024-01-03 00:00:00\nz,shop,2024-01-03 00:00:00\n", 2, "未知等级", "unknown rank"),
        ("b,big,2024-01-01 23:59:59\n", 2, "早于其加入时间", "before they joined"),
        ("b,big,\n", 2, "at 是空的", "at is empty"),
    ];
    for (rows, line, zh, en) in cases {
        let bytes = format!("member,rank,at\n{rows}");
        refuses("r.csv", bytes.as_bytes(), *line, zh, en, |source| {
            read_rank_changes(source, &members, RANKS)
        });
    }
}

#[test]
fn promoters_that_cannot_be() {
    let cases: &[(&str, u64, &str, &str)] = &[
        (
            "a,,2024-01-02 00:00:00,shop,2024-01-01 00:00:00\n",
            2,
            "promoter_at 2024-01-01 00:00:00 早于加入时间",
            "promoter_at 2024-01-01 00:00:00 is before the member joined",
        ),
        ("a,,2024-01-02 00:00:00,,2024-01-03 00:00:00\n", 2, "但 rank 是空的", "promoter_at without a rank"),
        (
            "a,,2024-01-02 00:00:00,shop,soon\n",
            2,
            "promoter_at \"soon\" 不是时间",
            "promoter_at \"soon\" is not a time",
        ),
    ];
    for (rows, line, zh, en) in cases {
        let bytes = format!("member,inviter,joined_at,rank,promoter_at\n{rows}");
        refuses("m.csv", bytes.as_bytes(), *line, zh, en, |source| Members::read(source, RANKS, &|_| ()));
    }
}

#[test]
fn transfers_that_cannot_be() {
    let members = members();
    let cases: &[(&str, u64, &str, &str)] = &[
        (
            "c,a,2024-01-03 00:00:00\nz,a,2024-01-03 00:00:00\na,x,2024-01-01 00:00:00\n",
            3,
            "member \"z\" 不是已知会员",
            "member \"z\" is not a known member",
        ),
        ("c,z,2024-01-03 00:00:00\n", 2, "inviter \"z\" 不是已知会员", "inviter \"z\" is not a known member"),
        ("c,a,2024-01-01 23:59:59\n", 2, "早于 member \"c\" 的加入时间", "before member \"c\" joined"),
        ("a,b,2024-01-01 00:00:00\n", 2, "早于 inviter \"b\" 的加入时间", "before inviter \"b\" joined"),
        (
            "a,c,2024-01-03 00:00:00\n",
            2,
            "而 \"c\" 就在其下级中",
            "below \"c\" at 2024-01-03 00:00:00, who stands below them",
        ),
        ("c,c,2024-01-03 00:00:00\n", 2, "移到 \"c\" 之下", "moves below \"c\""),
        // On the 4th b stands below c no longer.
        (
            "c,b,2024-01-05 00:00:00\nb,c,2024-01-04 00:00:00\nc,,2024-01-03 00:00:00\n",
            2,
            "而 \"b\" 就在其下级中",
            "who stands below them",
        ),
        ("c,a,\n", 2, "at 是空的", "at is empty"),
        (",a,2024-01-03 00:00:00\n", 2, "member 是空的", "member is empty"),
    ];
    for (rows, line, zh, en) in cases {
        let bytes = format!("member,inviter,at\n{rows}");
        refuses("t.csv", bytes.as_bytes(), *line, zh, en, |source| read_transfers(source, &members));
    }
    let rows =
        "member,inviter,at\nc,,2024-01-05 00:00:00\nb,c,2024-01-05 00:00:00\nc,a,2024-01-04 00:00:00\n";
    let read = read_transfers(tiny("t.csv", rows, 7), &members).unwrap();
    let sides: Vec<_> = read.iter().map(|row| (row.member, row.inviter)).collect();
    assert_eq!(sides, [(2, 0), (2, NOBODY), (1, 2)]);
}

#[test]
fn stops_that_cannot_be() {
    let members = members();
    let cases: &[(&str, u64, &str, &str)] = &[
        (
            "z,stopped,2024-01-03 00:00:00\n",
            2,
            "member \"z\" 不是已知会员",
            "member \"z\" is not a known member",
        ),
        ("c,stopped,2024-01-01 23:59:59\n", 2, "早于其加入时间", "before they joined at"),
        (
            "c,frozen,2024-01-03 00:00:00\n",
            2,
            "state 不能是 \"frozen\"；应为 stopped 或 active",
            "state cannot be \"frozen\"; expected stopped or active",
        ),
        ("c,,2024-01-03 00:00:00\n", 2, "state 不能是", "expected stopped or active"),
        ("c,stopped,\n", 2, "at 是空的", "at is empty"),
        (",stopped,2024-01-03 00:00:00\n", 2, "member 是空的", "member is empty"),
    ];
    for (rows, line, zh, en) in cases {
        let bytes = format!("member,state,at\n{rows}");
        refuses("s.csv", bytes.as_bytes(), *line, zh, en, |source| read_stops(source, &members));
    }
    let rows = "member,state,at\nc,active,2024-01-05 00:00:00\nc,stopped,2024-01-04 00:00:00\n";
    let read = read_stops(tiny("s.csv", rows, 7), &members).unwrap();
    assert_eq!(read.iter().map(|row| row.is_stopped).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn settlements_that_cannot_be() {
    let members = members();
    let read = |rows: &str| format!("order,line,at,buyer,amount,refund_of,settles_at\n{rows}");
    let cases: &[(&str, u64, &str, &str)] = &[
        (
            "1,1,2024-02-02 00:00:00,b,1,,2024-02-02 00:00:00\n1,2,2024-02-02 00:00:00,b,1,,2024-02-01 00:00:00\n",
            3,
            "settles_at 2024-02-01 00:00:00 早于该行的付款时间",
            "settles_at 2024-02-01 00:00:00 is before the line was paid",
        ),
        ("1,1,2024-02-02 00:00:00,b,1,,later\n", 2, "settles_at \"later\"", "settles_at \"later\""),
    ];
    for (rows, line, zh, en) in cases {
        let bytes = read(rows);
        refuses("o.csv", bytes.as_bytes(), *line, zh, en, |source| read_orders(source, &members.names));
    }
    let rows = "1,1,2024-02-02 00:00:00,b,1,,2024-02-03 00:00:00\n1,2,2024-02-02 00:00:00,b,1,,\n2,1,2024-02-04 00:00:00,b,-1,1/1,2024-02-03 00:00:00\n";
    let orders = read_orders(tiny("o.csv", read(rows), 7), &members.names).unwrap();
    assert!(orders.tells_settlement() && orders.settles_at(0).is_some() && orders.settles_at(1).is_none());
    let orders = read_orders(source("o.csv", ORDERS), &members.names).unwrap();
    assert!(!orders.tells_settlement());
}

#[test]
fn order_lines_that_cannot_be() {
    let members = members();
    let header = "order,line,at,buyer,amount,cost,rate,seller,refund_of\n";
    let sale = "1,1,2024-02-01 00:00:00,b,10.00,,,,\n";
    let cases: &[(&str, u64, &str, &str)] = &[
        (
            "2,1,2024-02-01 00:00:00,z,1,,,,\n2,2,x,b,1,,,,\n",
            3,
            "buyer \"z\" 不是已知会员",
            "buyer \"z\" is not a known member",
        ),
        ("2,1,2024-02-01 00:00:00,b,1,,,z,\n2,2,x,b,1,,,,\n", 3, "seller \"z\"", "seller \"z\""),
        (
            "2,1,2024-02-01 00:00:00,b,1.234,,,,\n",
            3,
            "小数点后超过 2 位；CNY 只有 2 位",
            "has more than 2 digits after the point; CNY has 2",
        ),
        ("2,1,2024-02-01 00:00:00,b,1,1x,,,\n", 3, "成本 \"1x\" 不是数字", "cost \"1x\" is not a number"),
        ("2,1,2024-02-01 00:00:00,b,9999999999999,,,,\n", 3, "过大", "too large"),
        ("2,1,2024-02-01 00:00:00,b,1,,101%,,\n", 3, "超过 100%", "above 100 %"),
        ("2,1,2024-02-01 00:00:00,b,,,,,\n", 3, "amount 是空的", "amount is empty"),
        ("2,1,2024-02-01 00:00:00,,1,,,,\n", 3, "buyer 是空的", "buyer is empty"),
        (",1,2024-02-01 00:00:00,b,1,,,,\n", 3, "order 是空的", "order is empty"),
        ("2,,2024-02-01 00:00:00,b,1,,,,\n", 3, "line 是空的", "line is empty"),
        ("1,1,2024-02-01 00:00:00,b,1,,,,\n", 3, "首次出现在第 2 行", "there already, on line 2"),
        (
            "1/1,1,2024-02-01 00:00:00,b,1,,,,\n1,1/1,2024-02-01 00:00:00,b,1,,,,\n",
            4,
            "首次出现在第 3 行",
            "there already, on line 3",
        ),
        ("2,1,2024-02-01 00:00:00,b,1,,,,1/1\n", 3, "不是负数", "is not negative"),
        ("2,1,2024-02-01 00:00:00,b,0,,,,1/1\n", 3, "不是负数", "is not negative"),
        ("2,1,2024-02-01 00:00:00,b,-1,,,,9/9\n", 3, "refund_of \"9/9\" 不存在", "refund of nothing"),
        ("2,1,2024-01-31 00:00:00,b,-1,,,,1/1\n", 3, "退款应在销售之后", "refund before its line"),
        (
            "2,1,2024-02-01 00:00:00,b,-1,,,,3/1\n3,1,2024-02-01 00:00:00,b,1,,,,\n",
            3,
            "退款应在销售之后",
            "refund before its line",
        ),
        (
            "2,1,2024-02-01 00:00:00,b,-1,,,,1/1\n3,1,2024-02-01 00:00:00,b,-1,,,,2/1\n",
            4,
            "本身是退款",
            "itself money going back",
        ),
        (
            "2,1,2024-02-01 00:00:00,b,-1,,,,\n3,1,2024-02-01 00:00:00,b,-1,,,,2/1\n",
            4,
            "本身是退款",
            "itself money going back",
        ),
        ("2,1,2024-02-01 00:00:00,b,-1,,,,2/1\n", 3, "本身是退款", "itself money going back"),
        (
            "2,1,2024-02-03 00:00:00,b,-6,,,,1/1\n3,1,2024-02-02 00:00:00,b,-6,,,,1/1\n",
            3,
            "还可退 4.00",
            "only 4.00 is left",
        ),
        ("2,1,2024-02-01 00:00:00,b,-10.01,,,,1/1\n", 3, "还可退 10.00", "only 10.00 is left"),
    ];
    for (rows, line, zh, en) in cases {
        let bytes = format!("{header}{sale}{rows}");
        refuses("o.csv", bytes.as_bytes(), *line, zh, en, |source| read_orders(source, &members.names));
    }
}

#[test]
fn files_that_are_not_there_or_not_whole() {
    let error = Source::open("no/such/file.csv".as_ref()).unwrap_err();
    assert_eq!(error.to_string(), "no/such/file.csv: cannot be opened: there is no such file or folder");
    assert_eq!(error.show(Lang::Zh), "no/such/file.csv: 无法打开：没有这个文件或目录");
    assert!(Source::open(".".as_ref()).unwrap_err().to_string().contains("directory"));

    let mut rows = vec!["member,inviter,joined_at,rank".to_owned()];
    rows.extend((0..20_000).map(|row| format!("m{row},,2024-01-01 00:00:00,")));
    let text = rows.join("\n");
    for (name, whole) in
        [("m.csv.gz", forms::gzip(text.as_bytes())), ("m.csv.zst", forms::zstd(text.as_bytes()))]
    {
        for cut in [whole.len() - 1, whole.len() / 2] {
            let error = Members::read(source(name, &whole[..cut]), RANKS, &|_| ()).unwrap_err();
            assert!(error.line.is_some_and(|line| line > 1 && line <= 20_002), "{error}");
            assert!(error.text.en.contains("the file ends early"), "{error}");
            assert!(error.text.zh.contains("提前结束"), "{error}");
        }
        let mut corrupt = whole.clone();
        corrupt[whole.len() / 2] ^= 0xFF;
        assert!(Members::read(source(name, corrupt), RANKS, &|_| ()).is_err());
        assert!(Members::read(source(name, text.as_bytes()), RANKS, &|_| ()).is_err());
    }
}

proptest! {
    #[test]
    fn no_cut_and_no_change_makes_it_panic(cut in 0..ORDERS.len(), at in 0..ORDERS.len(), byte in any::<u8>(), chunk in 1_usize..200, packed in 0..3) {
        let names = members().names;
        let mut text = ORDERS.as_bytes().to_vec();
        text[at] = byte;
        let (name, mut bytes) = match packed {
            0 => ("o.csv", text),
            1 => ("o.csv.gz", forms::gzip(&text)),
            _ => ("o.csv.zst", forms::zstd(&text)),
        };
        let whole = read_orders(source(name, bytes.clone()), &names);
        let pieces = read_orders(tiny(name, bytes.clone(), chunk), &names);
        prop_assert_eq!(whole.map(|orders| facts(&orders)), pieces.map(|orders| facts(&orders)));
        bytes.truncate(cut);
        let _ = read_orders(tiny(name, bytes, chunk), &names);
    }
}
