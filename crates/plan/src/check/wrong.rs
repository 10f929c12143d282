//! Wrong plans, and what their writers are told: each is a plan that is right but for the lines shown.
//!
//! `BANYAN_GOLDEN=write cargo test -p banyan-plan wrong` writes the answers anew.

use super::check;
use crate::words::Lang;

/// What stands before each of them.
const HEAD: &str = "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n";
const RANKS: &str =
    "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\npromote = { own_sales = \"100.00\" }\n";

/// A head of its own, or lines of a reward `r` after the usual ranks.
enum Wrong {
    /// The whole plan.
    Whole(&'static str),
    /// What stands between the head and a right reward.
    Before(&'static str),
    /// What the reward says beside its id.
    Reward(&'static str),
}

use Wrong::{Before, Reward, Whole};

const PLANS: [Wrong; 80] = [
    Whole(""),
    Whole("[plan]\nid = \"p\"\n"),
    Whole("[plan]\nid = \"p\"\ncurrency = \"RMB元\"\n[[rank]]\nid = \"owner\"\n"),
    Whole("[plan]\nid = \"my plan\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\n"),
    Whole("[plan]\nid = \"p\"\ncurrency = \"CNY\"\nutc_offset = \"8\"\n[[rank]]\nid = \"owner\"\n"),
    Whole("[plan]\nid = \"p\"\ncurrency = \"CNY\"\nrounding = \"up\"\n[[rank]]\nid = \"owner\"\n"),
    Whole("[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[rank]\nid = \"owner\"\n"),
    Whole("[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[ranks]]\nid = \"owner\"\n"),
    Whole("[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"owner\"\n"),
    Whole(
        "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\npromote = { own_sales = \"1.00\" }\n",
    ),
    Whole("[plan\nid = \"p\"\n"),
    Before("[join]\nhow = \"purchases\"\n"),
    Before("[join]\npurchase = { min = \"1.00\" }\npackage = \"398.00\"\n"),
    Before("[join]\nfee = 9.9\n"),
    Before("[sale]\nself_purchase = \"self\"\n"),
    Before("[sale]\nrelease_after = \"7 days\"\n"),
    Before("[sale]\nproduct_rate = \"5%..40%\"\n"),
    Before("[limits]\npayout = \"150%\"\n"),
    Before("[limits]\npay_out = \"50%\"\n"),
    Before("[[rank]]\nid = \"x\"\nkeep = { own_sales = \"1.00\", within = \"week\" }\n"),
    Before("[[rank]]\nid = \"x\"\npromote = { legs = { rank = \"gold\" } }\n"),
    Before(
        "[[rank]]\nid = \"x\"\npromote = { legs = { rank = \"owner\", count = 2 }, within = \"month\" }\n",
    ),
    Before("[[rank]]\nid = \"x\"\npromote = { all = [] }\n"),
    Before("[[rank]]\nid = \"x\"\npromote = { held = { rank = \"gold\", months = 7, of = 6 } }\n"),
    Before("[[rank]]\nid = \"x\"\npromote = { leg_at_most = \"40%\" }\n"),
    Before("[[rank]]\nid = \"x\"\npromote = { own_sale = \"1.00\" }\n"),
    Before(
        "[[rank]]\nid = \"x\"\npromote = { own_sales = \"100.00\" }\n[[rank]]\nid = \"y\"\npromote = { own_sales = \"50.00\" }\n",
    ),
    Before("[[cap]]\nrewards = [\"r\"]\nper = \"line\"\namount = \"1.00\"\n"),
    Before("[[cap]]\nrewards = [\"q\"]\nper = \"month\"\namount = \"1.00\"\n"),
    Reward("to = \"seller\"\nrate = \"1%\""),
    Reward("on = \"sales\"\nto = \"seller\"\nrate = \"1%\""),
    Reward("on = \"period\"\nto = \"seller\"\nrate = \"1%\""),
    Reward("on = \"sale\"\nperiod = \"month\"\nto = \"seller\"\nrate = \"1%\""),
    Reward("on = \"sale\"\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = \"upline\"\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = \"inviter\"\nrate = \"1%\""),
    Reward("on = \"period\"\nperiod = \"week\"\nto = \"pair\"\nrate = \"1%\""),
    Reward("on = \"period\"\nperiod = \"week\"\nto = \"binary\"\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = { uplines = 1 }\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = { upline = \"9..\" }\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = { upline = \"3..=2\" }\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = { upline = 0 }\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = { generation = 1 }\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = { nearest = \"diamond\" }\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = { peer = \"s\" }\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = { pool = \"gold\" }\nrate = \"1%\""),
    Reward("on = \"join\"\nto = \"buyer\"\namount = \"1.00\""),
    Reward("on = \"sale\"\nto = \"seller\"\nby = \"equal\"\nrate = \"1%\""),
    Reward("on = \"sale\"\nto = \"seller\""),
    Reward("on = \"sale\"\nto = \"seller\"\nrate = \"1%\"\namount = \"1.00\""),
    Reward("on = \"sale\"\nto = \"seller\"\nrate = \"101%\""),
    Reward("on = \"sale\"\nto = \"seller\"\nrate = 5"),
    Reward("on = \"sale\"\nto = \"seller\"\namount = 100.5"),
    Reward("on = \"sale\"\nto = \"seller\"\namount = \"1.005\""),
    Reward("on = \"sale\"\nto = \"seller\"\namount = \"1.00\"\nof = \"amount\""),
    Reward("on = \"sale\"\nto = \"seller\"\nrates = [\"1%\", \"2%\"]"),
    Reward("on = \"sale\"\nto = \"seller\"\nrates = { diamond = \"1%\" }"),
    Reward("on = \"sale\"\nto = \"differential\"\nrate = \"5%\""),
    Reward("on = \"sale\"\nto = { upline = \"1..=3\" }\nrates = [\"5%\", \"3%\"]"),
    Reward("on = \"join\"\nto = { upline = 1 }\nrate = \"5%\""),
    Reward("on = \"period\"\nperiod = \"month\"\nto = \"seller\"\ncategory = \"food\"\nrate = \"5%\""),
    Reward("on = \"sale\"\nto = { upline = 1 }\npayee_rank = \"gold..owner\"\nrate = \"5%\""),
    Reward("on = \"sale\"\nto = { nearest = \"gold\" }\npayee_rank = \"owner\"\nrate = \"5%\""),
    Reward("on = \"sale\"\nto = { upline = 1 }\npayee_active = true\nrate = \"5%\""),
    Reward("on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\"\ncap = \"50.00\""),
    Before("[limits]\nover = \"scale\"\n"),
    Before("[placement]\nwidth = 12\n"),
    Before("[volumes]\npv = 2\n"),
    Before("[volumes]\ncost = \"50%\"\n"),
    Before("[volumes]\npv = \"50%\"\ncount = \"vp\"\n"),
    Reward("on = \"sale\"\nto = \"seller\"\nrate = \"5%\"\nper = \"piece\""),
    Reward("on = \"sale\"\nto = \"seller\"\namount = \"5.00\"\nper = \"item\""),
    Reward("on = \"join\"\nto = { upline = 1 }\namount = \"5.00\"\nline_quantity = \"2..\""),
    Reward("on = \"sale\"\nto = \"seller\"\nrate = \"5%\"\nbuyer_months = \"12 months\""),
    Reward("on = \"sale\"\nto = \"seller\"\nrate = \"5%\"\nrecruit = \"3..\""),
    Reward("on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\"\nrecruit = \"0..\""),
    Reward("on = \"sale\"\nto = \"seller\"\nrate = \"5%\"\nalong = \"placement\""),
    Reward("on = \"sale\"\nto = { upline = 1 }\nrate = \"5%\"\nfloor = \"2%\""),
    Reward("on = \"sale\"\nto = \"differential\"\nrates = { owner = \"5%\" }\nfloor = 2"),
    Reward(
        "on = \"period\"\nperiod = \"week\"\nto = \"pairing\"\nrate = \"5%\"\npair = { expires = \"30d\" }",
    ),
];

fn source(wrong: &Wrong) -> String {
    let right = "[[reward]]\nid = \"r\"\non = \"sale\"\nto = \"seller\"\nrate = \"1%\"\n";
    match wrong {
        Whole(text) => (*text).to_owned(),
        Before(text) => {
            let (ranks, others) = if text.starts_with("[[rank") { (*text, "") } else { ("", *text) };
            format!("{HEAD}{others}{RANKS}{ranks}{right}")
        }
        Reward(text) => format!("{HEAD}{RANKS}[[reward]]\nid = \"r\"\n{text}\n"),
    }
}

#[test]
fn a_wrong_plan_is_told_what_to_write_instead() {
    let write = std::env::var_os("BANYAN_GOLDEN").is_some();
    for (lang, ending) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut text = String::new();
        for wrong in &PLANS {
            let source = source(wrong);
            let report = check(&source);
            assert!(!report.diagnostics.is_empty(), "{source}");
            for one in &report.diagnostics {
                assert!(!one.message.get(lang).is_empty(), "{source}");
                text += &one.render("plan.toml", &source, lang);
            }
            text += "----\n";
        }
        let file = format!("{}/src/check/golden/wrong.{ending}.txt", env!("CARGO_MANIFEST_DIR"));
        if write {
            std::fs::create_dir_all(std::path::Path::new(&file).parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        } else {
            let golden = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
            assert_eq!(text, golden, "{file} differs; BANYAN_GOLDEN=write writes it anew");
        }
    }
}
