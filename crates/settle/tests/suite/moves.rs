//! What files tell beyond joins and sales: when lines settle, who becomes a promoter later, and who gets another inviter.

use crate::story::{MARKS, NONE, Story, promoted_by, tell};

const OWNERS: &str = "[[rank]]\nid = \"owner\"\n[[rank]]\nid = \"gold\"\npromote = \"manual\"\n";
const HEAD: &str = "[[reward]]\nid = \"head\"\non = \"join\"\nto = { upline = 1 }\namount = \"3.00\"\n";

#[test]
fn a_line_settles_when_its_row_says() {
    // 40 count at once, 60 only on the 20th; what has no moment never counts.
    tell(
        "settles_at",
        &Story {
            plan: &promoted_by("{ own_sales = \"100.00\" }"),
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,60.00,,,,01-20\n2,1,01-03,a,40.00,,,,01-03\n3,1,01-04,a,100.00\n4,1,01-19,a,10.00\n5,1,01-20,a,100.00",
            rewards: "sale,1/1,own,a,0,6.00\nsale,2/1,own,a,0,4.00\nsale,3/1,own,a,0,10.00\nsale,4/1,own,a,0,1.00\npromotion,a,bonus,a,0,5.00\nsale,5/1,gold,a,0,1.00",
            ..NONE
        },
    );
    // Lines that settle at once settle after their purchase, in the order of the file, and before the next purchase. A
    // refund's own cell does not matter.
    tell(
        "settles at once",
        &Story {
            plan: &promoted_by("{ own_sales = \"100.00\" }"),
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,60.00,,,,01-02\n1,2,01-02,a,50.00,,,,01-02\n2,1,01-02,a,100.00\n3,1,01-03,a,-60.00,,,1/1,01-01",
            rewards: "sale,1/1,own,a,0,6.00\nsale,1/2,own,a,0,5.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00\nrefund,3/1,own,a,0,-6.00",
            ..NONE
        },
    );
    // The first sale is the one that settles first, and the period that in which a line settles.
    tell(
        "first sale and period",
        &Story {
            plan: &format!(
                "{OWNERS}[[reward]]\nid = \"first\"\non = \"first_sale\"\nto = \"seller\"\nrate = \"2%\"\n[[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"month\"\nto = {{ pool = \"owner\" }}\nrate = \"10%\"\n"
            ),
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,100.00,,,,02-10\n2,1,01-03,a,50.00,,,,01-31",
            rewards: "first_sale,2/1,first,a,0,1.00\nperiod,2024-01,pool,a,0,5.00\nperiod,2024-02,pool,a,0,10.00",
            ..NONE
        },
    );
}

#[test]
fn release_after_nothing_is_after_the_purchase() {
    tell(
        "0d",
        &Story {
            plan: &format!("[sale]\nrelease_after = \"0d\"\n{}", promoted_by("{ own_sales = \"100.00\" }")),
            members: "a,,01-01,owner",
            orders: "1,1,01-02,a,60.00\n1,2,01-02,a,50.00\n1,3,01-02,a,10.00\n2,1,01-02,a,100.00",
            rewards: "sale,1/1,own,a,0,6.00\nsale,1/2,own,a,0,5.00\nsale,1/3,own,a,0,1.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00",
            ..NONE
        },
    );
}

#[test]
fn a_customer_becomes_a_promoter_later() {
    // x is a customer until the 10th. Then they come before those who join below them.
    tell(
        "promoter_at",
        &Story {
            plan: &format!("{OWNERS}{MARKS}{HEAD}"),
            members: "a,,01-01,owner\nx,a,01-02,gold,01-10\ny,x,01-10,owner\nb,a,01-03,owner,01-03",
            orders: "1,1,01-09 23:59,x,100.00\n2,1,01-10,x,100.00",
            rewards: "join,b,head,a,1,3.00\nsale,1/1,own,a,0,10.00\njoin,x,head,a,1,3.00\njoin,y,head,x,1,3.00\nsale,2/1,gold,x,0,1.00",
            ..NONE
        },
    );
    // Whoever is a promoter by then keeps their rank, and does not join a second time.
    tell(
        "promoter already",
        &Story {
            plan: &format!(
                "[join]\nhow = \"purchase\"\npurchase = {{ min = \"50.00\" }}\n{OWNERS}{MARKS}{HEAD}"
            ),
            members: "a,,01-01,owner\nx,a,01-02,gold,01-10\nz,a,01-02,gold,01-10",
            ranks: "z,owner,01-05",
            orders: "1,1,01-03,x,50.00\n2,1,01-11,x,100.00\n3,1,01-11,z,100.00",
            rewards: "sale,1/1,own,a,0,5.00\njoin,x,head,a,1,3.00\nsale,2/1,own,x,0,10.00\nsale,3/1,own,z,0,10.00",
            ..NONE
        },
    );
    // At one moment an inviter comes before those they invited, then by name.
    tell(
        "promoters at once",
        &Story {
            plan: &format!("{OWNERS}{HEAD}"),
            members: "a,,01-01,owner\ny,a,01-02,owner,01-10\nb,y,01-02,owner,01-10\nc,a,01-02,owner,01-10",
            rewards: "join,c,head,a,1,3.00\njoin,y,head,a,1,3.00\njoin,b,head,y,1,3.00",
            ..NONE
        },
    );
}

#[test]
fn a_transfer_counts_from_its_moment() {
    // After joins and before ranks by hand; then they are nobody's.
    tell(
        "transfer",
        &Story {
            plan: &format!(
                "{OWNERS}{MARKS}{HEAD}[[reward]]\nid = \"up\"\non = \"promotion\"\nto = {{ upline = 1 }}\namount = \"7.00\"\n"
            ),
            members: "a,,01-01,owner\nb,,01-01,gold\nx,a,01-02,\ny,a,01-05,owner",
            transfers: "x,b,01-05\ny,b,01-05\nx,,01-07",
            ranks: "y,gold,01-05",
            orders: "1,1,01-04,x,100.00\n2,1,01-05,x,100.00\n3,1,01-06,x,-100.00,,,1/1\n4,1,01-07,x,100.00",
            rewards: "sale,1/1,own,a,0,10.00\njoin,y,head,a,1,3.00\npromotion,y,up,b,1,7.00\nsale,2/1,gold,b,0,1.00\nrefund,3/1,own,a,0,-10.00",
            ..NONE
        },
    );
}

#[test]
fn a_branch_moves_with_her() {
    // c brings d and e along.
    tell(
        "team_size",
        &Story {
            plan: &promoted_by("{ team_size = 3 }"),
            members: "r,,01-01,owner\na,r,01-01,owner\nb,r,01-01,owner\nc,a,01-02,\nd,c,01-02,\ne,d,01-02,",
            transfers: "c,b,01-05",
            orders: "1,1,01-04,b,100.00\n2,1,01-05,b,100.00\n3,1,01-05,r,100.00",
            rewards: "promotion,a,bonus,a,0,5.00\npromotion,r,bonus,r,0,5.00\nsale,1/1,own,b,0,10.00\npromotion,b,bonus,b,0,5.00\nsale,2/1,gold,b,0,1.00\nsale,3/1,gold,r,0,1.00",
            ..NONE
        },
    );
    // From below an invitee of a's to directly below a: the team is the same, an invite is new.
    tell(
        "direct_invites",
        &Story {
            plan: &promoted_by("{ direct_invites = 2 }"),
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,b,01-02,\nd,b,01-02,",
            transfers: "c,a,01-05",
            orders: "1,1,01-04,a,100.00\n2,1,01-05,a,100.00",
            rewards: "promotion,b,bonus,b,0,5.00\nsale,1/1,own,a,0,10.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00",
            ..NONE
        },
    );
    tell(
        "legs",
        &Story {
            plan: &promoted_by("{ legs = { rank = \"owner\", count = 2 } }"),
            members: "a,,01-01,owner\nb,a,01-02,owner\nx,,01-02,\nc,x,01-03,owner",
            transfers: "x,a,01-05",
            orders: "1,1,01-04,a,100.00\n2,1,01-05,a,100.00",
            rewards: "sale,1/1,own,a,0,10.00\npromotion,a,bonus,a,0,5.00\nsale,2/1,gold,a,0,1.00",
            ..NONE
        },
    );
}

#[test]
fn settled_sales_stay_where_they_were() {
    // s sells 60 below a and is moved to b. Of these, 30 go back: off a's 60, not off b's 70. So 30 more make b's 100, and
    // a's 30 + 70 make a's 100.
    tell(
        "team_sales",
        &Story {
            plan: &promoted_by("{ team_sales = \"100.00\" }"),
            members: "a,,01-01,owner\nb,,01-01,owner\ns,a,01-01,owner",
            transfers: "s,b,01-15",
            orders: "1,1,01-02,s,60.00\n2,1,01-10,b,70.00\n3,1,01-18,s,-30.00,,,1/1\n4,1,01-20,s,30.00\n5,1,01-27,b,100.00\n6,1,01-28,a,69.00\n7,1,02-05,a,1.00\n8,1,02-11,a,50.00\n9,1,02-12,a,100.00",
            rewards: "sale,1/1,own,s,0,6.00\nsale,2/1,own,b,0,7.00\nrefund,3/1,own,s,0,-3.00\nsale,4/1,own,s,0,3.00\npromotion,b,bonus,b,0,5.00\nsale,5/1,gold,b,0,1.00\nsale,6/1,own,a,0,6.90\nsale,7/1,own,a,0,0.10\nsale,8/1,own,a,0,5.00\npromotion,a,bonus,a,0,5.00\nsale,9/1,gold,a,0,1.00",
            ..NONE
        },
    );
}

/// A reward to the seller and to the two above, and a pool that closes each month.
const CHAIN: &str = "[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"\n\
    [[reward]]\nid = \"up\"\non = \"sale\"\nto = { upline = \"1..=2\" }\nrate = \"5%\"\n\
    [[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"month\"\nto = { pool = \"owner\" }\nrate = \"3%\"\n";

#[test]
fn who_is_stopped_is_paid_nothing_and_others_as_ever() {
    tell(
        "stopped above a seller, and in a pool",
        &Story {
            plan: &format!("{OWNERS}{CHAIN}"),
            members: "a,,01-01,owner\nb,a,01-01,owner\nc,b,01-01,owner",
            stops: "b,stopped,01-10\nb,active,02-10",
            orders: "1,1,01-05,c,100.00,,,,01-06\n2,1,01-10,c,100.00,,,,01-11\n3,1,01-12,b,100.00,,,,01-12\n\
                4,1,01-20,b,-50.00,,,1/1\n5,1,02-10,c,100.00,,,,02-11\n6,1,02-12,c,-100.00,,,2/1",
            // What went back before the close is out of the pool; what was computed for b then is nobody's, and of what they were never
            // paid nothing is taken back.
            rewards: "sale,1/1,own,c,0,10.00\nsale,1/1,up,b,1,5.00\nsale,1/1,up,a,2,5.00\n\
                sale,2/1,own,c,0,10.00\nsale,2/1,up,a,2,5.00\nsale,3/1,up,a,1,5.00\n\
                refund,4/1,own,c,0,-5.00\nrefund,4/1,up,b,1,-2.50\nrefund,4/1,up,a,2,-2.50\n\
                period,2024-01,pool,a,0,2.50\nperiod,2024-01,pool,c,0,2.50\n\
                sale,5/1,own,c,0,10.00\nsale,5/1,up,b,1,5.00\nsale,5/1,up,a,2,5.00\n\
                refund,6/1,own,c,0,-10.00\nrefund,6/1,up,a,2,-5.00\n\
                refund,6/1,pool,a,0,-1.00\nrefund,6/1,pool,c,0,-1.00\n\
                period,2024-02,pool,a,0,1.00\nperiod,2024-02,pool,b,0,1.00\nperiod,2024-02,pool,c,0,1.00",
            ..NONE
        },
    );
}
