//! What a refund takes back of a period that has closed.

use std::collections::HashMap;

use crate::story::{NONE, Story, tell};
use crate::table::{Files, narrow, program, settle};

const PAIRS: &str = "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\npromote = \"manual\"\n";

#[test]
fn who_is_promoted_is_not_paid_again_for_old_pairs() {
    let by_rank = "[[reward]]\nid = \"low\"\non = \"period\"\nperiod = \"day\"\nto = \"pairing\"\npayee_rank = \"owner\"\nrate = \"7%\"\n\
                   [[reward]]\nid = \"high\"\non = \"period\"\nperiod = \"day\"\nto = \"pairing\"\npayee_rank = \"gold\"\nrate = \"8%\"\n";
    tell(
        "promoted",
        &Story {
            plan: &format!("{PAIRS}{by_rank}"),
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,a,01-01,owner",
            ranks: "a,gold,01-15",
            orders: "1,1,01-02,b,1000.00\n2,1,01-02,c,1000.00\n3,1,01-17,b,100.00\n4,1,01-17,c,100.00",
            rewards: "period,2024-01-09,low,a,0,70.00\nperiod,2024-01-24,high,a,0,8.00",
            ..NONE
        },
    );
}

#[test]
fn rewards_that_read_the_same_legs_are_paid_on_the_same_pairs() {
    let two = "[[reward]]\nid = \"cash\"\non = \"period\"\nperiod = \"day\"\nto = \"pairing\"\nrate = \"10%\"\n\
               [[reward]]\nid = \"more\"\non = \"period\"\nperiod = \"day\"\nto = \"pairing\"\npayee_rank = \"gold\"\nrate = \"5%\"\n";
    tell(
        "same pairs",
        &Story {
            plan: &format!("{PAIRS}{two}"),
            members: "a,,01-01,gold\nb,a,01-01,owner\nc,a,01-01,owner",
            orders: "1,1,01-02,b,100.00\n2,1,01-02,c,60.00",
            rewards: "period,2024-01-09,cash,a,0,6.00\nperiod,2024-01-09,more,a,0,3.00",
            ..NONE
        },
    );
}

#[test]
fn a_refund_after_the_close_opens_pairs_again() {
    let plan = format!(
        "{PAIRS}[[reward]]\nid = \"pair\"\non = \"period\"\nperiod = \"day\"\nto = \"pairing\"\nrate = \"10%\"\n"
    );
    let members = "a,,01-01,owner\nb,a,01-01,owner\nc,a,01-01,owner";
    // Left 30 and 70, right 100: three tenths are opened again, and the right leg's 30 wait for another sale.
    tell(
        "opened",
        &Story {
            plan: &plan,
            members,
            orders: "1,1,01-02,b,30.00\n2,1,01-02,b,70.00\n3,1,01-02,c,100.00\n4,1,01-20,b,-30.00,,,1/1\n5,1,01-21,b,50.00",
            rewards: "period,2024-01-09,pair,a,0,10.00\nrefund,4/1,pair,a,0,-3.00\nperiod,2024-01-28,pair,a,0,3.00",
            ..NONE
        },
    );
    // What waits goes first.
    tell(
        "waiting",
        &Story {
            plan: &plan,
            members,
            orders: "1,1,01-02,b,150.00\n2,1,01-02,c,100.00\n3,1,01-20,b,-40.00,,,1/1\n4,1,01-21,b,-60.00,,,1/1",
            rewards: "period,2024-01-09,pair,a,0,10.00\nrefund,4/1,pair,a,0,-5.00",
            ..NONE
        },
    );
}

#[test]
fn a_refund_after_the_close_takes_back_its_share() {
    let plan = "[[rank]]\nid = \"owner\"\n\
        [[reward]]\nid = \"own\"\non = \"period\"\nperiod = \"month\"\nto = \"seller\"\nrate = \"10%\"\n\
        [[reward]]\nid = \"up\"\non = \"period\"\nperiod = \"month\"\nto = { upline = 1 }\nrate = \"5%\"\n\
        [[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"month\"\nto = { pool = \"owner\" }\nrate = \"2%\"\n";
    let members = "a,,01-01,owner\nb,a,01-01,owner";
    // Within the month the period sells less; after it, its rewards give back their share: the sale of February stays whole.
    tell(
        "share",
        &Story {
            plan,
            members,
            orders: "1,1,01-02,b,100.00\n2,1,01-03,b,200.00\n3,1,01-20,b,-100.00,,,2/1\n4,1,02-01,b,10.00\n5,1,02-10,b,-50.00,,,1/1",
            rewards: "period,2024-01/b,own,b,0,20.00\nperiod,2024-01/b,up,a,1,10.00\nperiod,2024-01,pool,a,0,2.00\nperiod,2024-01,pool,b,0,2.00\n\
                      refund,5/1,own,b,0,-5.00\nrefund,5/1,up,a,1,-2.50\nrefund,5/1,pool,a,0,-0.50\nrefund,5/1,pool,b,0,-0.50\n\
                      period,2024-02/b,own,b,0,1.00\nperiod,2024-02/b,up,a,1,0.50\nperiod,2024-02,pool,a,0,0.10\nperiod,2024-02,pool,b,0,0.10",
            ..NONE
        },
    );
}

#[test]
fn what_is_refunded_in_full_leaves_nothing_of_a_period() {
    let plan = program(
        "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\n\
        [[reward]]\nid = \"own\"\non = \"period\"\nperiod = \"week\"\nto = \"seller\"\nrate = \"7.77%\"\n\
        [[reward]]\nid = \"up\"\non = \"period\"\nperiod = \"month\"\nto = { upline = \"1..=3\" }\namount = \"3.33\"\n\
        [[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"day\"\nto = { pool = \"owner\" }\nby = \"team_sales\"\nrate = \"3.1%\"\n\
        [[reward]]\nid = \"pairs\"\non = \"period\"\nperiod = \"week\"\nto = \"pairing\"\nrate = \"11.1%\"\n\
        [[reward]]\nid = \"points\"\non = \"period\"\nperiod = \"week\"\nto = \"pairing\"\nrate = \"3%\"\n",
    );
    let mut files = Files {
        members: "member,inviter,joined_at,rank\n".to_owned(),
        orders: "order,line,at,buyer,amount,refund_of\n".to_owned(),
        ..Files::default()
    };
    for member in 0..31 {
        let inviter = if member == 0 { String::new() } else { format!("m{}", (member - 1) / 2) };
        files.members += &format!("m{member},{inviter},2024-01-01 00:00:00,owner\n");
    }
    for line in 0..120 {
        let (day, amount) = (1 + line % 28, 1 + line * 7919 % 30_000);
        files.orders += &format!(
            "o{line},1,2024-01-{day:02} 00:00:00,m{},{}.{:02},\n",
            line * 17 % 31,
            amount / 100,
            amount % 100
        );
        // Some go back in one piece, some in two, some before their period closes.
        let later = ["2024-04-01", "2024-02-20", "2024-03-05"][line % 3];
        let first = if line % 2 == 0 { amount } else { amount.div_ceil(3) };
        for (part, refund) in [first, amount - first].into_iter().enumerate().filter(|(_, part)| *part > 0) {
            files.orders += &format!(
                "r{line},{part},{later} 0{part}:00:00,m0,-{}.{:02},o{line}/1\n",
                refund / 100,
                refund % 100
            );
        }
    }
    let (rewards, _) = settle(&plan, &files).unwrap();
    let mut left: HashMap<(String, String), i64> = HashMap::new();
    let mut taken_back = 0;
    for row in narrow(&rewards).iter().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let amount: i64 = cells[5].replace('.', "").parse().unwrap();
        taken_back += i64::from(cells[0] == "refund");
        *left.entry((cells[2].to_owned(), cells[3].to_owned())).or_default() += amount;
    }
    assert!(taken_back > 500, "only {taken_back} rows take anything back");
    let wrong: Vec<_> = left.iter().filter(|(_, left)| **left != 0).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_promoters_own_purchase_may_pay_nobody() {
    let plan = "[sale]\nself_purchase = \"nobody\"\n[[rank]]\nid = \"owner\"\n\
        [[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"\n\
        [[reward]]\nid = \"back\"\non = \"sale\"\nto = \"buyer\"\nrate = \"1%\"\n\
        [[reward]]\nid = \"up\"\non = \"period\"\nperiod = \"month\"\nto = { upline = 1 }\nrate = \"5%\"\n";
    // A promoter's purchase pays nobody, though another seller is named; a customer's pays as ever.
    tell(
        "nobody",
        &Story {
            plan,
            members: "a,,01-01,owner\nb,a,01-01,owner\nx,b,01-01,",
            orders: "1,1,01-02,b,100.00\n2,1,01-02,b,100.00,a\n3,1,01-02,x,10.00",
            rewards: "sale,3/1,own,b,0,1.00\nsale,3/1,back,x,0,0.10\nperiod,2024-01/b,up,a,1,0.50",
            ..NONE
        },
    );
}

#[test]
fn shares_of_pairs_go_back_with_them() {
    let plan = format!(
        "{PAIRS}[[reward]]\nid = \"pair\"\non = \"period\"\nperiod = \"day\"\nto = \"pairing\"\nrate = \"10%\"\n\
         [[reward]]\nid = \"match\"\non = \"period\"\nperiod = \"day\"\nto = {{ upline = \"1..=2\" }}\nrates = [\"50%\", \"10%\"]\nof = \"pair\"\n\
         [[reward]]\nid = \"own\"\non = \"period\"\nperiod = \"day\"\nto = {{ upline = 1 }}\nrate = \"1%\"\n"
    );
    // a is above p, and also above the sellers b and c at two levels.
    tell(
        "match",
        &Story {
            plan: &plan,
            members: "a,,01-01,owner\np,a,01-01,owner\nb,p,01-01,owner\nc,p,01-01,owner",
            orders: "1,1,01-02,b,100.00\n2,1,01-02,c,100.00\n3,1,01-20,b,-100.00,,,1/1",
            rewards: "period,2024-01-09/b,own,p,1,1.00\nperiod,2024-01-09/c,own,p,1,1.00\n\
                      period,2024-01-09,pair,p,0,10.00\nperiod,2024-01-09/p,match,a,1,5.00\n\
                      refund,3/1,own,p,1,-1.00\nrefund,3/1,pair,p,0,-10.00\nrefund,3/1,match,a,1,-5.00",
            ..NONE
        },
    );
}

#[test]
fn what_was_lost_goes_before_pairs_are_opened() {
    let plan = format!(
        "{PAIRS}[[reward]]\nid = \"pair\"\non = \"period\"\nperiod = \"day\"\nto = \"pairing\"\nrate = \"10%\"\npair = {{ carry = \"none\", idle = \"lose\" }}\npayee_active = {{ own_sales = \"1.00\", within = \"day\" }}\n"
    );
    // 150 against 100: 50 are lost. The day after a sells nothing and loses 40 on both legs: a refund of 100 opens only 10.
    tell(
        "lost",
        &Story {
            plan: &plan,
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,a,01-01,owner",
            orders: "0,1,01-02,a,1.00\n1,1,01-02,b,150.00\n2,1,01-02,c,100.00\n3,1,01-03,b,40.00\n4,1,01-03,c,40.00\n\
                     5,1,01-20,b,-100.00,,,1/1\n6,1,01-21,a,1.00\n7,1,01-21,b,7.00",
            rewards: "period,2024-01-09,pair,a,0,10.00\nrefund,5/1,pair,a,0,-1.00\nperiod,2024-01-28,pair,a,0,0.70",
            ..NONE
        },
    );
}
