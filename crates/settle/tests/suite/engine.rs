//! The engine by itself: what it refuses, how a new plan takes over, and going on without a history.

use std::sync::Arc;

use banyan_plan::kernel::{Entry, Member, NOBODY, Program};
use banyan_plan::model::MAX_VOLUMES;
use banyan_plan::money::{Minor, Rate};
use banyan_plan::time::{DAY, Time};
use banyan_settle::history::{ALONE, By, Engine, Event, Kind, Line, RankChanged, Reason, Settling, Sink};

use crate::table::program;

/// What has been told.
#[derive(Default)]
struct Log {
    paid: Vec<(Kind, Member, Minor)>,
    ranked: Vec<(Member, u8, By)>,
}

impl Sink for Log {
    type Line = u32;

    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        self.paid.extend(entries.iter().map(|entry| (event.kind, entry.payee, entry.amount)));
    }

    fn ranked(&mut self, change: &RankChanged) {
        self.ranked.push((change.member, change.new, change.by));
    }
}

fn plan(rest: &str) -> Arc<Program> {
    Arc::new(program(&format!("[plan]\nid = \"p\"\ncurrency = \"CNY\"\n{rest}")))
}

fn day(day: i64) -> Time {
    Time(day * DAY)
}

fn line(no: u32, buyer: Member, amount: Minor) -> Line<u32, u32> {
    let (cost, rate) = (Some(0), Some(Rate(100_000)));
    let (quantity, category, product) = (1, 0, 0);
    let (seller, also, volumes) = (NOBODY, ALONE, [None; MAX_VOLUMES]);
    Line {
        line: no,
        order: no,
        buyer,
        seller,
        also,
        amount,
        cost,
        rate,
        volumes,
        quantity,
        category,
        product,
    }
}

const OWN: &str = "[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"\n";

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let plan = plan(&format!(
        "[sale]\nproduct_rate = \"5%..=40%\"\n[[rank]]\nid = \"owner\"\n{OWN}[[reward]]\nid = \"up\"\non = \"sale\"\nto = {{ upline = 1 }}\nrate = \"product\"\nof = \"profit\"\n"
    ));
    let (mut engine, mut log) = (Engine::new(plan), Log::default());
    let sink = &mut log;
    engine.join(0, NOBODY, 1, day(1), sink).unwrap();
    engine.join(1, 0, 1, day(1), sink).unwrap();
    engine.join(2, 1, 0, day(1), sink).unwrap();
    assert_eq!(engine.join(2, 1, 0, day(1), sink), Err(Reason::JoinedBefore(2)));
    assert_eq!(engine.join(3, 9, 0, day(1), sink), Err(Reason::NotJoined(9)));
    assert_eq!(engine.join(3, 1, 2, day(1), sink), Err(Reason::NoSuchRank(2)));
    assert_eq!(engine.join(NOBODY, 1, 0, day(1), sink), Err(Reason::NotJoined(NOBODY)));
    assert_eq!(engine.enrol(7, 1, day(1), sink), Err(Reason::NotJoined(7)));
    assert_eq!(engine.enrol(2, 0, day(1), sink), Err(Reason::NoSuchRank(0)));
    assert_eq!(engine.set_rank(2, 2, day(1), sink), Err(Reason::NoSuchRank(2)));
    assert_eq!(engine.transfer(0, 2, day(1), sink), Err(Reason::Loop(0)));
    assert_eq!(engine.transfer(1, 1, day(1), sink), Err(Reason::Loop(1)));
    assert_eq!(engine.transfer(1, 5, day(1), sink), Err(Reason::NotJoined(5)));
    assert_eq!(engine.transfer(NOBODY, 1, day(1), sink), Err(Reason::NotJoined(NOBODY)));
    let good = line(1, 2, 10_000);
    let outside = Reason::RateOutside { rate: Rate(500_000), low: Rate(50_000), high: Rate(400_000) };
    for (bad, reason) in [
        (Line { buyer: 8, ..good }, Reason::BuyerNotJoined(8)),
        (Line { seller: 8, ..good }, Reason::SellerNotJoined(8)),
        (Line { seller: 2, ..good }, Reason::SellerNoPromoter(2)),
        (Line { cost: None, ..good }, Reason::NoCost),
        (Line { cost: Some(-1), ..good }, Reason::CostSign),
        (Line { rate: None, ..good }, Reason::NoRate),
        (Line { rate: Some(Rate(500_000)), ..good }, outside),
    ] {
        let refusal = engine.pay(&[good, bad], day(2), sink).unwrap_err();
        assert_eq!((refusal.line, refusal.reason), (1, reason));
        assert!(reason.text(|_| "x".to_owned()).zh.len() > 3);
    }
    assert_eq!(sink.paid, []);
    engine.pay(&[good], day(2), sink).unwrap();
    assert_eq!(sink.paid, [(Kind::Sale, 1, 1_000), (Kind::Sale, 0, 1_000)]);
    assert_eq!([0, 1, 2].map(|who| engine.member(who)), [Some((NOBODY, 1)), Some((0, 1)), Some((1, 0))]);
    assert_eq!(engine.member(3), None);
}

#[test]
fn time_passes_by_itself_and_never_back() {
    let plan = plan(&format!(
        "[[rank]]\nid = \"owner\"\n{OWN}[[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"day\"\nto = {{ pool = \"owner\" }}\nrate = \"1%\"\n"
    ));
    let (mut engine, mut log) = (Engine::new(plan), Log::default());
    engine.join(0, NOBODY, 1, day(1), &mut log).unwrap();
    let sold = line(1, 0, 10_000);
    engine.pay(&[sold], day(1), &mut log).unwrap();
    assert_eq!(engine.next_due(), None);
    let settling = Settling { line: Line { seller: 0, ..sold }, refunded: 0, spent: 1_000 };
    engine.settle(&settling, day(8), &mut log);
    assert_eq!(engine.next_due(), Some(day(9)));
    // Nobody has told the engine that a day is over.
    engine.pay(&[sold], day(12), &mut log).unwrap();
    assert_eq!(log.paid, [(Kind::Sale, 0, 1_000), (Kind::Period, 0, 100), (Kind::Sale, 0, 1_000)]);
    engine.pay(&[sold], day(3), &mut log).unwrap();
    assert_eq!(engine.now(), day(12));
}

/// Ranks that are reached by own sales.
fn by_sales(ranks: &[(&str, &str)], rest: &str) -> Arc<Program> {
    let rank = |(id, condition): &(&str, &str)| format!("[[rank]]\nid = \"{id}\"\n{condition}\n");
    plan(&format!("{}{OWN}{rest}", ranks.iter().map(rank).collect::<String>()))
}

fn sell_and_settle(engine: &mut Engine<u32>, log: &mut Log, no: u32, amount: Minor, at: Time) {
    let sold = line(no, 0, amount);
    engine.pay(&[sold], at, log).unwrap();
    let settling = Settling { line: Line { seller: 0, ..sold }, refunded: 0, spent: amount / 10 };
    engine.settle(&settling, at.plus(DAY), log);
    engine.promote(at.plus(DAY), log);
}

#[test]
fn a_new_plan_goes_on_where_the_old_one_was() {
    let gold = "promote = { own_sales = \"100.00\" }";
    let bonus = "[[reward]]\nid = \"bonus\"\non = \"promotion\"\nto = \"seller\"\namount = \"5.00\"\n";
    let first = by_sales(&[("owner", ""), ("gold", gold)], bonus);
    let second = by_sales(&[("owner", ""), ("silver", "promote = \"manual\""), ("top", gold)], bonus);
    let (mut engine, mut log) = (Engine::new(Arc::clone(&first)), Log::default());
    engine.join(0, NOBODY, 1, day(1), &mut log).unwrap();
    engine.join(1, 0, 2, day(1), &mut log).unwrap();
    sell_and_settle(&mut engine, &mut log, 1, 6_000, day(2));
    // Gold has no counterpart unless somebody says that it is called top now.
    assert_eq!(engine.set_program(Arc::clone(&second), &[]), Err(Reason::NoSuchRank(2)));
    assert_eq!(engine.set_program(second, &[("gold", "top")]), Ok(false));
    assert_eq!([engine.member(0), engine.member(1)], [Some((NOBODY, 1)), Some((0, 3))]);
    // 60 of before and 40 of now.
    sell_and_settle(&mut engine, &mut log, 2, 4_000, day(4));
    assert_eq!(log.ranked.last(), Some(&(0, 3, By::Rule)));
    // What they had under another name is no promotion again.
    log.paid.clear();
    engine.set_rank(1, 1, day(6), &mut log).unwrap();
    engine.set_rank(1, 3, day(7), &mut log).unwrap();
    assert_eq!(log.paid, []);
}

#[test]
fn what_only_the_new_plan_asks_for_starts_from_nothing() {
    let simple = by_sales(&[("owner", ""), ("gold", "")], "");
    let gold = "promote = { own_sales = \"100.00\" }";
    let window = "promote = { own_orders = 2, within = \"30d\" }";
    let ever = "promote = { own_orders = 2 }";
    let legs = "promote = { legs = { rank = \"gold\", count = 1 } }";
    let capped =
        OWN.replace("own", "capped") + "cap = { per = \"day\", amount = \"5.00\" }\n" + "every = 2\n";
    let pool = "[[reward]]\nid = \"pool\"\non = \"period\"\nperiod = \"day\"\nto = { pool = \"owner\" }\nrate = \"1%\"\n";
    let pairs =
        "[[reward]]\nid = \"pairs\"\non = \"period\"\nperiod = \"day\"\nto = \"pairing\"\nrate = \"1%\"\n";
    let first = "[[reward]]\nid = \"first\"\non = \"first_sale\"\nto = \"seller\"\nrate = \"1%\"\n";
    let kept = "promote = \"manual\"\nkeep = { own_sales = \"1.00\", within = \"month\" }";
    let ranks = |condition| [("owner", ""), ("gold", condition)];
    for (old, new, missing) in [
        (Arc::clone(&simple), Arc::clone(&simple), false),
        (Arc::clone(&simple), by_sales(&ranks(gold), ""), true),
        (by_sales(&ranks(gold), ""), Arc::clone(&simple), false),
        (by_sales(&ranks(ever), ""), by_sales(&ranks(window), ""), true),
        (by_sales(&ranks(window), ""), by_sales(&ranks(ever), ""), false),
        (Arc::clone(&simple), by_sales(&ranks(legs), ""), false),
        (Arc::clone(&simple), by_sales(&ranks(kept), ""), true),
        (Arc::clone(&simple), by_sales(&ranks(""), &capped), true),
        (by_sales(&ranks(""), &capped), by_sales(&ranks(""), &capped), false),
        (Arc::clone(&simple), by_sales(&ranks(""), pool), true),
        (by_sales(&ranks(""), pool), by_sales(&ranks(""), pool), false),
        (Arc::clone(&simple), by_sales(&ranks(""), pairs), true),
        (by_sales(&ranks(""), pairs), by_sales(&ranks(""), pairs), false),
        (Arc::clone(&simple), by_sales(&ranks(""), first), true),
    ] {
        let (mut engine, mut log) = (Engine::new(old), Log::default());
        engine.join(0, NOBODY, 1, day(1), &mut log).unwrap();
        engine.join(1, 0, 1, day(1), &mut log).unwrap();
        sell_and_settle(&mut engine, &mut log, 1, 6_000, day(2));
        assert_eq!(engine.set_program(Arc::clone(&new), &[]), Ok(missing), "{:?}", new.plan().ranks);
        // And it goes on.
        engine.join(2, 0, 1, day(5), &mut log).unwrap();
        sell_and_settle(&mut engine, &mut log, 2, 6_000, day(6));
        engine.set_rank(2, 2, day(40), &mut log).unwrap();
        engine.promote(day(41), &mut log);
        let gold = log.ranked.iter().any(|(who, rank, by)| (*who, *rank, *by) == (0, 2, By::Rule));
        let asks = new.plan().ranks[1].promote.is_some();
        assert_eq!(gold, asks && !missing, "{:?}", new.plan().ranks);
    }
}

#[test]
fn a_cap_and_a_count_go_on_under_a_new_plan() {
    let plan = |rate: &str| {
        by_sales(
            &[("owner", "")],
            &format!(
                "[[reward]]\nid = \"capped\"\non = \"sale\"\nto = \"seller\"\nrate = \"{rate}\"\ncap = {{ per = \"day\", amount = \"5.00\" }}\n[[reward]]\nid = \"third\"\non = \"sale\"\nto = \"seller\"\namount = \"1.00\"\nevery = 3\n"
            ),
        )
    };
    let (mut engine, mut log) = (Engine::new(plan("1%")), Log::default());
    engine.join(0, NOBODY, 1, day(1), &mut log).unwrap();
    assert!(engine.needs_history());
    engine.pay(&[line(1, 0, 30_000)], day(1), &mut log).unwrap();
    engine.pay(&[line(2, 0, 10_000)], day(1), &mut log).unwrap();
    assert_eq!(engine.set_program(plan("2%"), &[]), Ok(false));
    log.paid.clear();
    engine.pay(&[line(3, 0, 10_000)], day(1), &mut log).unwrap();
    assert_eq!(log.paid, [(Kind::Sale, 0, 1_000), (Kind::Sale, 0, 100), (Kind::Sale, 0, 100)]);
}

#[test]
fn a_million_members_are_restored_without_their_history() {
    let plan = by_sales(&[("owner", ""), ("gold", "promote = \"manual\"")], "");
    let (mut engine, mut log) = (Engine::new(plan), Log::default());
    assert!(!engine.needs_history() && !engine.follows_settlement());
    for member in (0..1_000_000).rev() {
        let inviter = if member == 0 { NOBODY } else { member / 2 };
        engine.restore(member, inviter, (member % 3) as u8).unwrap();
    }
    assert_eq!(engine.restore(5, NOBODY, 3), Err(Reason::NoSuchRank(3)));
    engine.pay(&[line(1, 999_998, 10_000)], day(1), &mut log).unwrap();
    assert_eq!(log.paid, [(Kind::Sale, 999_998, 1_000)]);
}
