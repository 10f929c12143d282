//! What single words of the language mean, computed by hand.

use crate::story::{NONE, Story, promoted_by, tell};
use crate::table::{Files, narrow, program, settle};

const RANKS: &str = "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\nkeep = { own_sales = \"50.00\", within = \"month\" }\n";

#[test]
fn a_close_sees_ranks_before_or_after_the_months_review() {
    let up = "[[reward]]\nid = \"up\"\non = \"period\"\nperiod = \"month\"\nto = { upline = 1 }\npayee_rank = \"gold\"\nrate = \"10%\"\n";
    let story = |head: &str, rewards: &str| {
        tell(
            head,
            &Story {
                plan: &format!("{head}{RANKS}{up}"),
                members: "a,,01-01,gold\nb,a,01-01,owner",
                // a sells 60.00 in January and nothing in February.
                orders: "1,1,01-02,a,60.00\n2,1,01-02,b,100.00\n3,1,02-02,b,200.00\n4,1,03-02,b,300.00",
                rewards,
                ..NONE
            },
        );
    };
    // They fall at the end of February: before the review that month still pays them, March does not.
    story("", "period,2024-01/b,up,a,1,10.00\nperiod,2024-02/b,up,a,1,20.00");
    story(
        "close_ranks = \"before_review\"\n",
        "period,2024-01/b,up,a,1,10.00\nperiod,2024-02/b,up,a,1,20.00",
    );
    story("close_ranks = \"after_review\"\n", "period,2024-01/b,up,a,1,10.00");
}

#[test]
fn being_paid_may_ask_for_whatever_a_rank_may() {
    let plan = "[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"up\"\non = \"sale\"\nto = { upline = \"1..=2\" }\nrate = \"10%\"\n\
                payee_active = { any = [{ own_sales = \"50.00\", within = \"month\" }, { direct_invites = 2 }] }\n";
    tell(
        "active",
        &Story {
            plan,
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,b,01-01,owner\nd,a,01-01,",
            // a has invited two; b has invited one and sells them 60.00 later. What b sells pays a.
            orders: "1,1,01-02,c,100.00\n2,1,01-10,b,60.00\n3,1,01-20,c,10.00\n4,1,02-20,c,10.00",
            rewards: "sale,1/1,up,a,2,10.00\nsale,2/1,up,a,1,6.00\n\
                      sale,3/1,up,b,1,1.00\nsale,3/1,up,a,2,1.00\nsale,4/1,up,a,2,1.00",
            ..NONE
        },
    );
}

#[test]
fn legs_may_be_those_whose_heads_have_sold_enough() {
    // d stands below b and heads no branch of a's. The last sale is a's, once two heads have sold 50.00 within 30 days.
    tell(
        "active legs",
        &Story {
            plan: &promoted_by("{ legs = { own_sales = \"50.00\", count = 2 }, within = \"30d\" }"),
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,a,01-01,owner\nd,b,01-01,owner",
            orders: "1,1,01-02,b,50.00\n2,1,01-02,d,90.00\n3,1,01-11,a,10.00\n4,1,01-12,c,50.00\n5,1,01-20,a,10.00",
            rewards: "sale,1/1,own,b,0,5.00\nsale,2/1,own,d,0,9.00\nsale,3/1,own,a,0,1.00\nsale,4/1,own,c,0,5.00\n\
                      promotion,a,bonus,a,0,5.00\nsale,5/1,gold,a,0,0.10",
            ..NONE
        },
    );
    // Forty days apart they never stand side by side.
    tell(
        "active legs too far apart",
        &Story {
            plan: &promoted_by("{ legs = { own_sales = \"50.00\", count = 2 }, within = \"30d\" }"),
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,a,01-01,owner",
            orders: "1,1,01-02,b,50.00\n2,1,02-11,c,50.00\n3,1,03-01,a,10.00",
            rewards: "sale,1/1,own,b,0,5.00\nsale,2/1,own,c,0,5.00\nsale,3/1,own,a,0,1.00",
            ..NONE
        },
    );
}

#[test]
fn quarters_and_years_close_after_months() {
    let rewards = ["month", "quarter", "year"].map(|period| {
        format!(
            "[[reward]]\nid = \"{period}\"\non = \"period\"\nperiod = \"{period}\"\nto = {{ upline = 1 }}\nrate = \"1%\"\n"
        )
    });
    tell(
        "long periods",
        &Story {
            plan: &format!("[[rank]]\nid = \"owner\"\n{}", rewards.concat()),
            members: "a,,01-01,owner\nb,a,01-01,owner",
            orders: "1,1,01-02,b,100.00\n2,1,03-20,b,200.00\n3,1,03-30,b,400.00\n4,1,12-20,b,1000.00\n5,1,12-30,b,1.00",
            rewards: "period,2024-01/b,month,a,1,1.00\n\
                      period,2024-03/b,month,a,1,2.00\nperiod,2024-Q1/b,quarter,a,1,3.00\n\
                      period,2024-04/b,month,a,1,4.00\nperiod,2024-Q2/b,quarter,a,1,4.00\n\
                      period,2024-12/b,month,a,1,10.00\nperiod,2024-Q4/b,quarter,a,1,10.00\nperiod,2024/b,year,a,1,17.00\n\
                      period,2025-01/b,month,a,1,0.01\nperiod,2025-Q1/b,quarter,a,1,0.01\nperiod,2025/b,year,a,1,0.01",
            ..NONE
        },
    );
}

#[test]
fn a_cap_may_hold_for_life_and_be_a_multiple_of_what_was_bought() {
    let plan = "[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"up\"\non = \"sale\"\nto = { upline = 1 }\nrate = \"50%\"\n\
                cap = { per = \"life\", times = 3 }\n";
    tell(
        "three times what she bought",
        &Story {
            plan,
            members: "a,,01-01,owner\nb,a,01-01,owner",
            // Their 10.00 settle on the 8th and leave room for 30.00; 5.00 more on the 20th for 15.00 more; then 10.00 go back,
            // and no room comes of it.
            orders: "1,1,01-01,a,10.00\n2,1,01-02,b,40.00\n3,1,01-10,b,40.00\n4,1,01-11,b,40.00\n5,1,01-12,b,40.00\n\
                     6,1,01-13,a,5.00\n7,1,01-21,b,20.00\n8,1,02-01,a,-10.00,,,1/1\n9,1,02-02,b,40.00",
            rewards: "sale,3/1,up,a,1,20.00\nsale,4/1,up,a,1,10.00,cut\nsale,7/1,up,a,1,10.00",
            ..NONE
        },
    );
    let together = "[[rank]]\nid = \"owner\"\n[[cap]]\nper = \"life\"\namount = \"12.00\"\n\
        [[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"5%\"\n\
        [[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"month\"\nto = { pool = \"owner\" }\nrate = \"10%\"\n";
    tell(
        "one cap for life over all",
        &Story {
            plan: together,
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,100.00\n2,1,02-05,a,100.00\n3,1,02-06,a,100.00",
            rewards: "sale,1/1,own,a,0,5.00\nperiod,2024-01,pool,a,0,7.00,cut",
            ..NONE
        },
    );
}

#[test]
fn a_life_has_no_end_and_a_year_has_one() {
    let plan = |per: &str| {
        program(&format!(
            "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"\ncap = {{ per = \"{per}\", amount = \"1.50\" }}\n"
        ))
    };
    let files = || {
        Files {
        members: "member,inviter,joined_at,rank\na,,2020-01-01 00:00:00,owner\n".to_owned(),
        orders: "order,line,at,buyer,amount\n1,1,2020-02-01 00:00:00,a,10.00\n2,1,2020-08-01 00:00:00,a,10.00\n3,1,2021-01-01 00:00:00,a,10.00\n"
            .to_owned(),
        ..Files::default()
    }
    };
    let amounts = |per: &str| {
        let (rewards, _) = settle(&plan(per), &files()).unwrap();
        let rows = narrow(&rewards);
        let amount = |row: &String| row.split(',').nth(5).unwrap_or_default().to_owned();
        rows[1..].iter().map(amount).collect::<Vec<_>>()
    };
    assert_eq!(amounts("life"), ["1.00", "0.50"]);
    assert_eq!(amounts("year"), ["1.00", "0.50", "1.00"]);
    assert_eq!(amounts("quarter"), ["1.00", "1.00", "1.00"]);
}

#[test]
fn a_rank_may_have_to_have_been_held_for_months() {
    let plan = "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\n\
        [[reward]]\nid = \"car\"\non = \"period\"\nperiod = \"month\"\nto = { upline = 1 }\nrate = \"1%\"\n\
        payee_active = { held = { rank = \"gold\", months = 2, of = 3 } }\n\
        [[reward]]\nid = \"now\"\non = \"sale\"\nto = { upline = 1 }\nrate = \"10%\"\n\
        payee_active = { held = { rank = \"gold\", months = 1 } }\n";
    tell(
        "held",
        &Story {
            plan,
            members: "a,,01-01,owner\nb,a,01-01,owner",
            // Gold at the end of January and March, not of February: two of three at the close of March.
            ranks: "a,gold,01-20\na,owner,02-10\na,gold,03-15",
            orders: "1,1,01-22,b,100.00\n2,1,02-01,b,100.00\n3,1,03-02,b,100.00\n4,1,03-20,b,100.00",
            rewards: "sale,2/1,now,a,1,10.00\nperiod,2024-03/b,car,a,1,2.00",
            ..NONE
        },
    );
}
