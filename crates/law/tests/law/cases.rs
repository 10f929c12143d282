//! Published enforcement cases, written as plans from the facts. Each has to meet the rules that the authority found broken;
//! it may meet others.

use super::{hits, plan};

fn case(body: &str, rules: &[&str]) {
    let found = hits(&plan(body), "cn");
    for rule in rules {
        assert!(found.iter().any(|hit| hit.starts_with(rule)), "{rule} is missing: {found:?}\n{body}");
    }
}

const SELLER: &str = "[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"12%\"\n";

#[test]
fn yunji_2017_a_yearly_fee_and_ranks_by_recruits() {
    case(
        &format!(
            "[join]\nfee = \"365.00\"\n[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"mentor\"\npromote = {{ all = [{{ direct_invites = 30 }}, {{ team_size = 160 }}] }}\n[[rank]]\nid = \"partner\"\npromote = {{ team_size = 1000 }}\n{SELLER}"
        ),
        &["STR-01:error", "STR-04:error"],
    );
}

#[test]
fn huasheng_2019_a_fee_three_tiers_and_an_endless_chain() {
    case(
        &format!(
            "[join]\nfee = \"99.00\"\n[[rank]]\nid = \"member\"\n{SELLER}[[reward]]\nid = \"up\"\non = \"sale\"\nto = {{ upline = \"1..=2\" }}\nrates = [\"5%\", \"3%\"]\n"
        ),
        &["STR-01:error", "STR-07:error", "STR-09:warn"],
    );
}

#[test]
fn baoyue_2022_free_and_two_levels() {
    case(
        &format!(
            "[sale]\nrelease_after = \"7d\"\n[[rank]]\nid = \"a\"\n{SELLER}[[reward]]\nid = \"recruiter\"\non = \"sale\"\nto = {{ upline = 1 }}\nrate = \"3%\"\n"
        ),
        &["STR-08:warn"],
    );
}

#[test]
fn juxian_2019_packs_that_buy_the_right_to_invite() {
    case(
        "[join]\nhow = \"invitation\"\npackage = \"520.00\"\n[[rank]]\nid = \"m\"\n[[reward]]\nid = \"direct\"\non = \"sale\"\nto = { upline = 1 }\nrate = \"10%\"\n[[reward]]\nid = \"indirect\"\non = \"sale\"\nto = { upline = 2 }\nrate = \"5%\"\n",
        &["STR-02:error", "STR-07:error"],
    );
}

#[test]
fn comb_2020_one_comb_makes_a_member_and_heads_raise_the_differential() {
    case(
        "[join]\nhow = \"purchase\"\n[[rank]]\nid = \"m\"\n[[rank]]\nid = \"a\"\npromote = { all = [{ team_size = 50 }, { direct_invites = 5 }] }\n[[rank]]\nid = \"b\"\npromote = { all = [{ team_size = 1001 }, { direct_invites = 10 }] }\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"30%\"\n[[reward]]\nid = \"step\"\non = \"sale\"\nto = \"differential\"\nrates = { a = \"16%\", b = \"20%\" }\n",
        &["STR-02:error", "STR-04:error", "STR-10:error"],
    );
}

#[test]
fn tst_2021_pay_for_the_line_above() {
    case(
        "[[rank]]\nid = \"red\"\n[[reward]]\nid = \"line\"\non = \"sale\"\nto = { upline = \"1..=3\" }\nrate = \"4%\"\n",
        &["STR-07:error"],
    );
}
