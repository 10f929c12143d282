//! Money in is money out and money held; nobody is paid who does not exist.

use banyan_plan::kernel::{Entry, Member, NOBODY};
use banyan_plan::time::Time;
use banyan_settle::history::{Event, Sink};
use banyan_settle::timeline;
use banyan_sim::run::{Accounts, Books, Past};

use crate::growth::{plan, small};

const PLANS: [&str; 10] = [
    "starter",
    "lvhuasuan",
    "yige",
    "wanwu",
    "price-difference",
    "gift-pack",
    "sunline",
    "dual-track",
    "stair-step",
    "group-of-three",
];

#[test]
fn money_in_is_money_out_and_money_held() {
    for (seed, name) in PLANS.iter().enumerate() {
        let (program, mut scenario) = (plan(name), small());
        scenario.refund.rate = 0.3;
        let past = Past::live(&program, &scenario, seed as u64, 1).unwrap();
        let books = Books::of(&program, &past).unwrap();
        let total = books.total();
        // What is owed is the sum of what each member is owed, counted payee by payee.
        let earned: i128 = books.earned.iter().map(|sum| i128::from(*sum)).sum();
        assert_eq!(earned, total.granted, "{name}");
        // The shop's own is its margin, counted line by line, and fees, less what it owes.
        assert_eq!(total.own(), books.margin + total.fees - total.granted, "{name}");
        // Everything is released in the end, and on every day in between nothing is lost.
        assert_eq!(total.paid, total.granted, "{name}");
        let mut out_of = Accounts::default();
        for day in books.running() {
            let in_ = day.sales + day.fees;
            let out = day.refunds + day.suppliers + day.paid;
            assert_eq!(in_, out + day.pending() + day.own(), "{name}");
            out_of = day;
        }
        assert_eq!(out_of, total, "{name}");
        assert!(total.sales > 0 && total.granted > 0, "{name} pays something");
    }
}

/// Listens whether anybody is paid too early or not at all there.
struct Watch<'a> {
    past: &'a Past,
    now: Time,
    paid: usize,
}

impl Sink for Watch<'_> {
    type Line = u32;

    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        assert!(event.at >= self.now, "time does not go back");
        self.now = event.at;
        for entry in entries {
            assert_ne!(entry.payee, NOBODY);
            let joined = self.past.input.members.joined_at.get(entry.payee as usize);
            assert!(
                joined.is_some_and(|joined| *joined <= event.at),
                "{} is paid before she joined",
                entry.payee
            );
            self.paid += 1;
        }
    }

    fn sold(&mut self, _: u32, seller: Member) {
        assert!(seller == NOBODY || (seller as usize) < self.past.crowd.len());
    }
}

#[test]
fn nobody_is_paid_who_does_not_exist() {
    for name in PLANS {
        let (program, scenario) = (plan(name), small());
        let past = Past::live(&program, &scenario, 9, 1).unwrap();
        let mut watch = Watch { past: &past, now: Time(i64::MIN), paid: 0 };
        timeline::settle(past.input.history(&program), &mut watch).unwrap();
        assert!(watch.paid > 0, "{name}");
    }
}
