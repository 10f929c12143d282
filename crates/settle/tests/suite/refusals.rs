//! What cannot be settled is refused with its line, in both languages, and leaves nothing behind.
//!
//! What the readers refuse has its tables beside them; here is what only the whole of a settlement can know.

use std::io::Write as _;

use banyan_plan::kernel::Program;
use banyan_plan::words::Lang;
use banyan_settle::batch::{Input, Sources};
use banyan_settle::files::{FileError, Source};

use crate::table::program;

const HEAD: &str = "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[sale]\nproduct_rate = \"5%..=40%\"\n[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\n";
const MEMBERS: &str = "member,inviter,joined_at,rank\na,,2024-01-01 00:00:00,owner\nb,a,2024-01-02 00:00:00,\nlate,a,2024-06-01 00:00:00,owner\nroot,,2024-01-01 00:00:00,\n";
const ORDERS: &str = "order,line,at,buyer,seller,amount,cost,rate,refund_of\n";

/// Settles into a folder of its own; nothing may be in it afterwards but what is whole.
fn settle(program: &Program, orders: (&str, &[u8])) -> Result<Vec<u8>, FileError> {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("banyan-refusals-{}-{number}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let out = folder.join("rewards.csv");
    let settled = Source::from_bytes("members.csv", MEMBERS).and_then(|members| {
        let orders = Source::from_bytes(orders.0, orders.1)?;
        Input::read(program, Sources::new(members, orders), &|_| ())?.settle(program, &out, &|_| ())
    });
    let left = std::fs::read_dir(&folder).unwrap().count();
    let rewards = std::fs::read(&out).ok();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(left, usize::from(settled.is_ok()), "files in the folder");
    settled.map(|_| rewards.unwrap())
}

#[test]
fn lines_that_cannot_be_settled() {
    let by_product = program(&format!("{HEAD}rate = \"product\"\nof = \"profit\"\n"));
    let cases = [
        ("1,1,@,b,b,1.00,0,20%,", "`b` is no promoter", "`b` 这时不是推广者"),
        (
            "1,1,@,b,late,1.00,0,20%,",
            "the seller `late` joins only at 2024-06-01",
            "卖家 `late` 在 2024-06-01",
        ),
        ("1,1,@,late,,1.00,0,20%,", "the buyer `late` joins only at 2024-06-01", "买家 `late` 在 2024-06-01"),
        ("1,1,@,b,,1.00,0,,", "`rate` is empty", "`rate` 为空"),
        ("1,1,@,b,,1.00,,20%,", "`cost` is empty", "`cost` 为空"),
        (
            "1,1,@,b,,1.00,0,41%,",
            "41% is outside the plan's `product_rate`, 5% to 40%",
            "不在方案的 `product_rate`",
        ),
        ("1,1,@,b,,1.00,-0.50,20%,", "the sign of the amount", "正负要与金额一致"),
    ];
    for (row, en, zh) in cases {
        // After a line that pays, and before one that would.
        let good = "0,@,2024-03-01 00:00:00,b,,100.00,50.00,20%,\n";
        let row = row.replace('@', "2024-04-01 00:00:00");
        let text = format!(
            "{ORDERS}{}{row}\n{}",
            good.replace('@', "1"),
            good.replace('@', "2").replace("-03-", "-05-")
        );
        let error = settle(&by_product, ("orders.csv", text.as_bytes())).unwrap_err();
        for (lang, words) in [(Lang::En, en), (Lang::Zh, zh)] {
            let message = error.show(lang);
            assert!(message.starts_with("orders.csv:3: ") && message.contains(words), "{message}");
        }
    }
    // Nobody is paid for a root customer's purchase: neither cost nor rate is asked for.
    let text = format!("{ORDERS}1,1,2024-04-01 00:00:00,root,,1.00,,,\n");
    let rewards = settle(&by_product, ("orders.csv", text.as_bytes())).unwrap();
    assert_eq!(rewards.iter().filter(|byte| **byte == b'\n').count(), 1);
}

#[test]
fn the_first_line_at_fault_in_the_order_of_events_is_told() {
    let plan = program(&format!("{HEAD}rate = \"10%\"\n"));
    let text =
        format!("{ORDERS}1,1,2024-05-01 00:00:00,b,b,1.00,,,\n2,1,2024-04-01 00:00:00,b,late,1.00,,,\n");
    let error = settle(&plan, ("orders.csv", text.as_bytes())).unwrap_err();
    assert_eq!(error.line, Some(3));
}

#[test]
fn a_packed_file_that_is_cut_anywhere_is_refused() {
    let plan = program(&format!("{HEAD}rate = \"10%\"\n"));
    let mut text = ORDERS.to_owned();
    for line in 0..50 {
        text += &format!("o{line},{line},2024-03-01 00:00:{line:02},b,,{line}.01,,,\n");
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    let gzip = packed.finish().unwrap();
    let zstd = zstd::bulk::compress(text.as_bytes(), 1).unwrap();
    let whole = settle(&plan, ("orders.csv", text.as_bytes())).unwrap();
    for (name, packed) in [("orders.csv.gz", gzip), ("orders.csv.zst", zstd)] {
        assert_eq!(settle(&plan, (name, &packed)).unwrap(), whole);
        for end in 0..packed.len() {
            let error = settle(&plan, (name, &packed[..end])).unwrap_err();
            assert!(error.line.is_some() && error.show(Lang::Zh).starts_with(name), "{end}: {error}");
        }
    }
}
