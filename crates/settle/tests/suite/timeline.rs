//! What the timeline adds to the kernel, as tables worked out by hand: ranks by rule, reviews, first sales, periods,
//! joining by purchase, memory, and what comes first at one moment.

use crate::story::{MARKS, NONE, Story, promoted_by, tell};

#[test]
fn people_count_from_the_moment_they_join() {
    // Customers are people too; a promotion comes before the sales of its moment.
    tell(
        "direct_invites",
        &Story {
            plan: &promoted_by("{ direct_invites = 2 }"),
            members: "a,,01-01,owner\nb,a,01-02,owner\nc,a,01-03,\nd,b,01-02,owner",
            orders: "1,1,01-02,a,100.00\n2,1,01-03,a,100.00",
            rewards: "sale,1/1,own,a,0,10.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00",
            ..NONE
        },
    );
    tell(
        "team_size",
        &Story {
            plan: &promoted_by("{ team_size = 3 }"),
            members: "a,,01-01,owner\nb,a,01-02,owner\nc,b,01-03,\nd,c,01-04,owner",
            orders: "1,1,01-03,a,100.00\n2,1,01-04,a,100.00",
            rewards: "sale,1/1,own,a,0,10.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00",
            ..NONE
        },
    );
    // Within 30 days: the first invitee is too old when the second comes, the second is not when the third does.
    tell(
        "direct_invites within",
        &Story {
            plan: &promoted_by("{ direct_invites = 2, within = \"30d\" }"),
            members: "a,,01-01,owner\nb,a,01-02,owner\nc,a,02-15,owner\nd,a,03-15,owner",
            orders: "1,1,02-16,a,100.00\n2,1,03-15,a,100.00",
            rewards: "sale,1/1,own,a,0,10.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00",
            ..NONE
        },
    );
    // A branch counts wherever in it the rank stands: b's by c.
    tell(
        "legs",
        &Story {
            plan: &promoted_by("{ legs = { rank = \"owner\", count = 2 } }"),
            members: "a,,01-01,owner\nb,a,01-02,\nc,b,01-03,owner\ne,c,01-03,owner\nd,a,01-04,owner",
            orders: "1,1,01-03,a,100.00\n2,1,01-04,a,100.00",
            rewards: "sale,1/1,own,a,0,10.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00",
            ..NONE
        },
    );
}

#[test]
fn sales_count_once_they_have_settled() {
    // 60 + 40, less 10 that go back before they settle; the 10 of the 6th make it 100 on the 13th.
    tell(
        "own_sales",
        &Story {
            plan: &promoted_by("{ own_sales = \"100.00\" }"),
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,60.00\n2,1,01-03,a,40.00\n3,1,01-05,a,-10.00,,,1/1\n4,1,01-06,a,10.00\n5,1,01-12 23:59,a,1.00\n6,1,01-13,a,100.00",
            rewards: "sale,1/1,own,a,0,6.00\nsale,2/1,own,a,0,4.00\nrefund,3/1,own,a,0,-1.00\nsale,4/1,own,a,0,1.00\nsale,5/1,own,a,0,0.10\npromotion,a,bonus,a,0,5.00\nsale,6/1,gold,a,0,1.00",
            ..NONE
        },
    );
    // Their own, their invitee's, and those of the customer's seller two below.
    tell(
        "team_sales",
        &Story {
            plan: &promoted_by("{ team_sales = \"100.00\" }"),
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,b,01-01,owner\nx,c,01-01,",
            orders: "1,1,01-02,a,40.00\n2,1,01-03,b,30.00\n3,1,01-04,x,30.00\n4,1,01-11,a,100.00",
            rewards: "sale,1/1,own,a,0,4.00\nsale,2/1,own,b,0,3.00\nsale,3/1,own,c,0,3.00\npromotion,a,bonus,a,0,5.00\nsale,4/1,gold,a,0,1.00",
            ..NONE
        },
    );
    // Two lines of one order are one order.
    tell(
        "own_orders",
        &Story {
            plan: &promoted_by("{ own_orders = 2 }"),
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,10.00\n1,2,01-02,a,10.00\n2,1,01-05,a,10.00\n3,1,01-10,a,10.00\n4,1,01-12,a,100.00",
            rewards: "sale,1/1,own,a,0,1.00\nsale,1/2,own,a,0,1.00\nsale,2/1,own,a,0,1.00\nsale,3/1,own,a,0,1.00\npromotion,a,bonus,a,0,5.00\nsale,4/1,gold,a,0,1.00",
            ..NONE
        },
    );
    // x twice is one; b is a promoter; y makes two.
    tell(
        "direct_customers",
        &Story {
            plan: &promoted_by("{ direct_customers = 2 }"),
            members: "a,,01-01,owner\nx,a,01-01,\ny,a,01-01,\nb,a,01-01,owner",
            orders: "1,1,01-02,x,10.00\n2,1,01-03,x,10.00\n3,1,01-04,b,10.00,a\n4,1,01-05,y,10.00\n5,1,01-11,a,10.00\n6,1,01-12,a,100.00",
            rewards: "sale,1/1,own,a,0,1.00\nsale,2/1,own,a,0,1.00\nsale,3/1,own,a,0,1.00\nsale,4/1,own,a,0,1.00\nsale,5/1,own,a,0,1.00\npromotion,a,bonus,a,0,5.00\nsale,6/1,gold,a,0,1.00",
            ..NONE
        },
    );
    // What they buy, whoever sells it; what they sell to others is none of it.
    tell(
        "own_purchases",
        &Story {
            plan: &promoted_by("{ own_purchases = \"100.00\" }"),
            members: "s,,01-01,owner\na,s,01-01,owner\nx,a,01-01,",
            orders: "1,1,01-02,x,100.00\n2,1,01-03,a,100.00,s\n3,1,01-09,a,10.00\n4,1,01-10,a,100.00",
            rewards: "sale,1/1,own,a,0,10.00\nsale,2/1,own,s,0,10.00\nsale,3/1,own,a,0,1.00\npromotion,a,bonus,a,0,5.00\nsale,4/1,gold,a,0,1.00",
            ..NONE
        },
    );
    tell(
        "package",
        &Story {
            plan: &promoted_by("{ package = \"kit\" }"),
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,10.00,,soap\n2,1,01-03,a,10.00,,kit\n3,1,01-09,a,10.00\n4,1,01-10,a,100.00",
            rewards: "sale,1/1,own,a,0,1.00\nsale,2/1,own,a,0,1.00\nsale,3/1,own,a,0,1.00\npromotion,a,bonus,a,0,5.00\nsale,4/1,gold,a,0,1.00",
            ..NONE
        },
    );
}

#[test]
fn windows_and_alternatives() {
    // Settled on 30 January and 2 February: together within 30 days, but not within one month.
    let sales = "1,1,01-23,a,60.00\n2,1,01-26,a,60.00\n3,1,02-02,a,100.00";
    let before = "sale,1/1,own,a,0,6.00\nsale,2/1,own,a,0,6.00\n";
    tell(
        "within 30d",
        &Story {
            plan: &promoted_by("{ own_sales = \"100.00\", within = \"30d\" }"),
            members: "a,,01-01,owner",
            orders: sales,
            rewards: &format!("{before}promotion,a,bonus,a,0,5.00\nsale,3/1,gold,a,0,1.00"),
            ..NONE
        },
    );
    // 100 more settle on 9 February, and then it is enough for that month.
    tell(
        "within month",
        &Story {
            plan: &promoted_by("{ own_sales = \"100.00\", within = \"month\" }"),
            members: "a,,01-01,owner",
            orders: sales,
            rewards: &format!("{before}sale,3/1,own,a,0,10.00\npromotion,a,bonus,a,0,5.00"),
            ..NONE
        },
    );
    let people = "a,,01-01,owner\nb,a,01-02,owner";
    tell(
        "any",
        &Story {
            plan: &promoted_by("{ any = [ { direct_invites = 1 }, { own_sales = \"50.00\" } ] }"),
            members: people,
            rewards: "promotion,a,bonus,a,0,5.00",
            ..NONE
        },
    );
    tell(
        "all",
        &Story {
            plan: &promoted_by("{ all = [ { direct_invites = 1 }, { own_sales = \"50.00\" } ] }"),
            members: people,
            orders: "1,1,01-03,a,50.00\n2,1,01-10,a,100.00",
            rewards: "sale,1/1,own,a,0,5.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00",
            ..NONE
        },
    );
}

#[test]
fn a_rank_is_kept_or_lost_at_the_close_of_a_month() {
    // a keeps January and loses February; b, gold only since 10 February, is first asked about March.
    tell(
        "keep by sales",
        &Story {
            plan: &format!(
                "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\npromote = \"manual\"\nkeep = {{ own_sales = \"50.00\", within = \"month\" }}\n{MARKS}"
            ),
            members: "a,,01-01,gold\nb,,01-01,owner",
            ranks: "b,gold,02-10",
            orders: "1,1,01-10,a,50.00\n2,1,02-01,a,10.00\n3,1,02-29 23:59,a,10.00\n4,1,03-01,a,10.00\n5,1,03-01,b,10.00\n6,1,04-01,b,10.00",
            rewards: "sale,1/1,gold,a,0,0.50\nsale,2/1,gold,a,0,0.10\nsale,3/1,gold,a,0,0.10\nsale,4/1,own,a,0,1.00\nsale,5/1,gold,b,0,0.10\nsale,6/1,own,b,0,1.00",
            ..NONE
        },
    );
    // Nothing but order lines happens after 15 January: months are reviewed all the same.
    tell(
        "keep by invites",
        &Story {
            plan: &format!(
                "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\npromote = \"manual\"\nkeep = {{ direct_invites = 1, within = \"month\" }}\n{MARKS}"
            ),
            members: "a,,01-01,gold\nb,a,01-15,owner",
            orders: "1,1,01-20,a,10.00\n2,1,02-20,a,10.00\n3,1,03-20,a,10.00\n4,1,04-20,a,10.00",
            rewards: "sale,1/1,gold,a,0,0.10\nsale,2/1,gold,a,0,0.10\nsale,3/1,own,a,0,1.00\nsale,4/1,own,a,0,1.00",
            ..NONE
        },
    );
}

const OWNERS: &str = "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\npromote = \"manual\"\n";

#[test]
fn a_first_sale_is_the_first_that_settles() {
    let plan = format!(
        "{OWNERS}{MARKS}[[reward]]\nid = \"first\"\non = \"first_sale\"\nto = {{ upline = 1 }}\namount = \"8.00\"\n[[reward]]\nid = \"share\"\non = \"first_sale\"\nto = \"seller\"\nrate = \"2%\"\n"
    );
    // Their second sale is none; half of the first goes back after it has settled.
    tell(
        "first sale",
        &Story {
            plan: &plan,
            members: "a,,01-01,owner\nb,a,01-01,owner",
            orders: "1,1,01-02,b,100.00\n2,1,01-03,b,100.00\n3,1,01-12,b,-50.00,,,1/1",
            rewards: "sale,1/1,own,b,0,10.00\nsale,2/1,own,b,0,10.00\nfirst_sale,1/1,first,a,1,8.00\nfirst_sale,1/1,share,b,0,2.00\nrefund,3/1,own,b,0,-5.00\nrefund,3/1,first,a,1,-4.00\nrefund,3/1,share,b,0,-1.00",
            ..NONE
        },
    );
    // Wholly refunded before it settles, it never was a sale. Of the next, 25 go back before and 75 after it settles.
    tell(
        "first sale, refunded",
        &Story {
            plan: &plan,
            members: "a,,01-01,owner\nb,a,01-01,owner",
            orders: "1,1,01-02,b,100.00\n2,1,01-03,b,-100.00,,,1/1\n3,1,01-04,b,100.00\n4,1,01-05,b,-25.00,,,3/1\n5,1,01-20,b,-75.00,,,3/1",
            rewards: "sale,1/1,own,b,0,10.00\nrefund,2/1,own,b,0,-10.00\nsale,3/1,own,b,0,10.00\nrefund,4/1,own,b,0,-2.50\nfirst_sale,3/1,first,a,1,8.00\nfirst_sale,3/1,share,b,0,1.50\nrefund,5/1,own,b,0,-7.50\nrefund,5/1,first,a,1,-8.00\nrefund,5/1,share,b,0,-1.50",
            ..NONE
        },
    );
    // The limit is the line's: 12 % less the 10 % that the sale has paid.
    tell(
        "first sale, limited",
        &Story {
            plan: &format!("[limits]\npayout = \"12%\"\n{plan}"),
            members: "a,,01-01,owner\nb,a,01-01,owner",
            orders: "1,1,01-02,b,100.00",
            rewards: "sale,1/1,own,b,0,10.00\nfirst_sale,1/1,first,a,1,2.00,cut",
            ..NONE
        },
    );
}

#[test]
fn the_close_of_a_period_pays_what_has_settled_in_it() {
    let pool = |by: &str| {
        format!(
            "{OWNERS}[[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"month\"\nto = {{ pool = \"gold\" }}\nby = \"{by}\"\nrate = \"10%\"\n"
        )
    };
    let members = "a,,01-01,gold\nb,a,01-01,gold\nc,b,01-01,gold\nd,c,01-01,owner";
    // 100 settle in January (24 + 7 = 31), 50 on 1 February. A pot of 10.00 among three; what is left to the first.
    let orders = "1,1,01-24,d,100.00\n2,1,01-25,c,50.00";
    tell(
        "equal",
        &Story {
            plan: &pool("equal"),
            members,
            orders,
            rewards: "period,2024-01,pool,a,0,3.34\nperiod,2024-01,pool,b,0,3.33\nperiod,2024-01,pool,c,0,3.33\nperiod,2024-02,pool,a,0,1.67\nperiod,2024-02,pool,b,0,1.67\nperiod,2024-02,pool,c,0,1.66",
            ..NONE
        },
    );
    // In January nobody of that rank sold anything themselves; in February c did.
    tell(
        "own_sales",
        &Story { plan: &pool("own_sales"), members, orders, rewards: "period,2024-02,pool,c,0,5.00", ..NONE },
    );
    tell(
        "team_sales",
        &Story {
            plan: &pool("team_sales"),
            members: "a,,01-01,gold\nb,a,01-01,gold\nd,a,01-01,owner",
            orders: "1,1,01-20,d,60.00\n2,1,01-20,b,30.00",
            // Teams of 90 and 30.
            rewards: "period,2024-01,pool,a,0,6.75\nperiod,2024-01,pool,b,0,2.25",
            ..NONE
        },
    );
    // 100 left, 40 right: 40 are paired and 60 carried forward; then 50 more on the right.
    tell(
        "pairing",
        &Story {
            plan: "[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"pairs\"\non = \"period\"\nperiod = \"week\"\nto = \"pairing\"\nrate = \"10%\"\n",
            members: "a,,01-01,owner\nb,a,01-02,owner\nc,a,01-03,owner",
            orders: "1,1,01-08,b,100.00\n2,1,01-08,c,40.00\n3,1,01-15,c,50.00",
            rewards: "period,2024-W03,pairs,a,0,4.00\nperiod,2024-W04,pairs,a,0,5.00",
            ..NONE
        },
    );
    // 100 + 50 of b's sales: five points more for a; a's own 10 pay nobody above.
    tell(
        "differential",
        &Story {
            plan: &format!(
                "{OWNERS}[[reward]]\nid = \"diff\"\non = \"period\"\nperiod = \"month\"\nto = \"differential\"\nrates = {{ owner = \"10%\", gold = \"15%\" }}\n"
            ),
            members: "a,,01-01,gold\nb,a,01-01,owner",
            orders: "1,1,01-02,b,100.00\n2,1,01-03,b,50.00\n3,1,01-04,a,10.00",
            rewards: "period,2024-01/b,diff,a,1,7.50",
            ..NONE
        },
    );
    // 30 % of the sale are paid at once: a limit of 35 % leaves 5 of the pot of 10.
    tell(
        "limited",
        &Story {
            plan: "[limits]\npayout = \"35%\"\n[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"30%\"\n[[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"day\"\nto = { pool = \"owner\" }\nrate = \"10%\"\n",
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,100.00",
            rewards: "sale,1/1,own,a,0,30.00\nperiod,2024-01-09,pool,a,0,5.00,cut",
            ..NONE
        },
    );
}

#[test]
fn a_purchase_makes_a_promoter_right_after_the_order() {
    let plan = |join: &str| {
        format!(
            "[join]\n{join}\n{OWNERS}{MARKS}[[reward]]\nid = \"head\"\non = \"join\"\nto = {{ upline = 1 }}\namount = \"3.00\"\n"
        )
    };
    let members = "a,,01-01,owner\nx,a,01-02,";
    // Two lines of one order together; the order after it at the same moment is already their own.
    tell(
        "order",
        &Story {
            plan: &plan("how = \"purchase\"\npurchase = { min = \"100.00\" }"),
            members,
            orders: "1,1,01-03,x,99.99\n2,1,01-04,x,60.00\n2,2,01-04,x,40.00\n3,1,01-04,x,50.00",
            rewards: "sale,1/1,own,a,0,9.99\nsale,2/1,own,a,0,6.00\nsale,2/2,own,a,0,4.00\njoin,x,head,a,1,3.00\nsale,3/1,own,x,0,5.00",
            ..NONE
        },
    );
    // A pack is one line.
    tell(
        "package",
        &Story {
            plan: &plan("how = \"purchase\"\npackage = \"100.00\""),
            members,
            orders: "1,1,01-03,x,60.00\n1,2,01-03,x,60.00\n2,1,01-04,x,100.00\n3,1,01-05,x,10.00",
            rewards: "sale,1/1,own,a,0,6.00\nsale,1/2,own,a,0,6.00\nsale,2/1,own,a,0,10.00\njoin,x,head,a,1,3.00\nsale,3/1,own,x,0,1.00",
            ..NONE
        },
    );
}

#[test]
fn a_promotion_pays_once_for_each_rank() {
    let plan = format!(
        "{OWNERS}[[reward]]\nid = \"up\"\non = \"promotion\"\nto = {{ upline = 1 }}\nseller_rank = \"gold\"\namount = \"7.00\"\n"
    );
    tell(
        "promotion",
        &Story {
            plan: &plan,
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,a,01-01,gold",
            ranks: "b,gold,01-02\nb,owner,01-03\nb,gold,01-04\nc,owner,01-05\nc,gold,01-06",
            rewards: "promotion,b,up,a,1,7.00",
            ..NONE
        },
    );
}

#[test]
fn only_the_active_are_paid() {
    // a's own 100 settle on 9 January: not yet active on the 8th, active until the month ends.
    tell(
        "active",
        &Story {
            plan: &format!(
                "{OWNERS}[[reward]]\nid = \"up\"\non = \"sale\"\nto = {{ upline = 1 }}\npayee_active = {{ own_sales = \"100.00\", within = \"month\" }}\nrate = \"10%\"\n"
            ),
            members: "a,,01-01,owner\nb,a,01-01,owner",
            orders: "1,1,01-02,a,100.00\n2,1,01-08,b,10.00\n3,1,01-09,b,10.00\n4,1,01-31 23:59,b,10.00\n5,1,02-01,b,10.00",
            rewards: "sale,3/1,up,a,1,1.00\nsale,4/1,up,a,1,1.00",
            ..NONE
        },
    );
}

#[test]
fn caps_and_counts_remember() {
    // The shop's day ends at 16:00 in UTC. What is refunded gives no new room; what is reversed does.
    tell(
        "cap per day",
        &Story {
            plan: "utc_offset = \"+08:00\"\n[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"\ncap = { per = \"day\", amount = \"15.00\" }\n",
            members: "a,,01-01,owner",
            orders: "1,1,01-02 10:00,a,100.00\n2,1,01-02 11:00,a,100.00\n3,1,01-02 12:00,a,-100.00,,,1/1\n4,1,01-02 13:00,a,100.00\n5,1,01-02 14:00,a,-20.00\n6,1,01-02 15:00,a,100.00\n7,1,01-02 16:00,a,100.00",
            rewards: "sale,1/1,own,a,0,10.00\nsale,2/1,own,a,0,5.00,cut\nrefund,3/1,own,a,0,-10.00\nsale,5/1,own,a,0,-2.00\nsale,6/1,own,a,0,2.00,cut\nsale,7/1,own,a,0,10.00",
            ..NONE
        },
    );
    // Bring three: the third and the sixth.
    tell(
        "every",
        &Story {
            plan: "[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"three\"\non = \"join\"\nto = { upline = 1 }\nevery = 3\namount = \"30.00\"\n",
            members: "a,,01-01,owner\nb,a,01-02,owner\nx,a,01-02,\nc,a,01-03,owner\nd,a,01-04,owner\ne,b,01-05,owner\nf,a,01-05,owner\ng,a,01-05,owner\nh,a,01-06,owner",
            rewards: "join,d,three,a,1,30.00\njoin,h,three,a,1,30.00",
            ..NONE
        },
    );
    // A sale of a cent is a sale, though its reward comes to nothing.
    tell(
        "every, a cent",
        &Story {
            plan: "[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"three\"\non = \"sale\"\nto = \"seller\"\nevery = 3\nrate = \"10%\"\n",
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,10.00\n2,1,01-02,a,0.01\n3,1,01-02,a,10.00\n4,1,01-02,a,10.00",
            rewards: "sale,3/1,three,a,0,1.00",
            ..NONE
        },
    );
}

#[test]
fn at_one_moment_everything_has_its_turn() {
    // On 1 February at 0:00: January closes (a is not gold yet), the line of 25 January settles, b joins, d is made gold
    // by hand, a by rule, and then the lines are sold.
    let plan = format!(
        "{}[[reward]]\nid = \"head\"\non = \"join\"\nto = {{ upline = 1 }}\namount = \"3.00\"\n[[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"month\"\nto = {{ pool = \"gold\" }}\nrate = \"10%\"\n",
        promoted_by("{ own_sales = \"100.00\" }")
    );
    tell(
        "turns",
        &Story {
            plan: &plan,
            members: "a,,01-01,owner\nb,a,02-01,owner\nd,,01-01,owner\ng,,01-01,gold",
            ranks: "d,gold,02-01",
            orders: "1,1,01-24,d,10.00\n2,1,01-25,a,100.00\n3,1,02-01,a,10.00\n4,1,02-01,d,10.00",
            rewards: "sale,1/1,own,d,0,1.00
            sale,2/1,own,a,0,10.00
            period,2024-01,pool,g,0,1.00
            join,b,head,a,1,3.00
            promotion,d,bonus,d,0,5.00
            promotion,a,bonus,a,0,5.00
            sale,3/1,gold,a,0,0.10
            sale,4/1,gold,d,0,0.10
            period,2024-02,pool,a,0,4.00
            period,2024-02,pool,d,0,4.00
            period,2024-02,pool,g,0,4.00",
            ..NONE
        },
    );
}

#[test]
fn peers_come_from_near_to_far() {
    // Of the seller s: g (gold) at 1 and o (owner) at 2 have entries; above them stand p (owner, 3) and q (gold, 4). The
    // peer of the first entry is farther than that of the second.
    tell(
        "peers",
        &Story {
            plan: &format!(
                "{OWNERS}[[reward]]\nid = \"up\"\non = \"sale\"\nto = {{ upline = \"1..=2\" }}\nrate = \"10%\"\n[[reward]]\nid = \"peer\"\non = \"sale\"\nto = {{ peer = \"up\" }}\nrate = \"50%\"\n"
            ),
            members: "q,,01-01,gold\np,q,01-01,owner\no,p,01-01,owner\ng,o,01-01,gold\ns,g,01-01,owner",
            orders: "1,1,01-02,s,100.00",
            rewards: "sale,1/1,up,g,1,10.00\nsale,1/1,up,o,2,10.00\nsale,1/1,peer,p,3,5.00\nsale,1/1,peer,q,4,5.00",
            ..NONE
        },
    );
}

#[test]
fn who_is_a_peer_twice_is_one_payee() {
    // g and h have entries; both have q as their peer, since whoever stands nearer than 4 is passed over. A cap is theirs,
    // not each entry's; and the line is one event for them: only the second line pays.
    let plan = |rest: &str| {
        format!(
            "{OWNERS}[[reward]]\nid = \"up\"\non = \"sale\"\nto = {{ upline = \"1..=2\" }}\nrate = \"10%\"\n[[reward]]\nid = \"peer\"\non = \"sale\"\nto = {{ peer = \"up\" }}\ncompress = true\ndistance = \"4..\"\nrate = \"50%\"\n{rest}\n"
        )
    };
    let members = "q,,01-01,gold\no,q,01-01,owner\nh,o,01-01,gold\ng,h,01-01,gold\ns,g,01-01,owner";
    let orders = "1,1,01-02,s,100.00\n2,1,01-02,s,100.00";
    let up = |line: u8| format!("sale,{line}/1,up,g,1,10.00\nsale,{line}/1,up,h,2,10.00\n");
    for (per, second) in [("line", "sale,2/1,peer,q,4,5.00\nsale,2/1,peer,q,4,1.00,cut\n"), ("day", "")] {
        tell(
            per,
            &Story {
                plan: &plan(&format!("cap = {{ per = \"{per}\", amount = \"6.00\" }}")),
                members,
                orders,
                rewards: &format!(
                    "{}sale,1/1,peer,q,4,5.00\nsale,1/1,peer,q,4,1.00,cut\n{}{second}",
                    up(1),
                    up(2)
                ),
                ..NONE
            },
        );
    }
    tell(
        "every",
        &Story {
            plan: &plan("every = 2"),
            members,
            orders,
            rewards: &format!("{}{}sale,2/1,peer,q,4,5.00\nsale,2/1,peer,q,4,5.00", up(1), up(2)),
            ..NONE
        },
    );
    // Points are capped in points, not in the currency's minor units.
    tell(
        "points",
        &Story {
            plan: "[[rank]]\nid = \"owner\"\n[[reward]]\nid = \"stars\"\non = \"sale\"\nto = \"seller\"\npoints = 40\ncap = { per = \"day\", amount = \"50\" }\n",
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,1.00\n2,1,01-02,a,1.00",
            rewards: "sale,1/1,stars,a,0,40.00\nsale,2/1,stars,a,0,10.00,cut",
            ..NONE
        },
    );
}
