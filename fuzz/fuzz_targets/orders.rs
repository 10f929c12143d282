//! Any bytes as an orders file; what can be read is settled.
#![no_main]

use std::sync::LazyLock;

use banyan_fuzz::{members, shown, source};
use banyan_plan::check::compile;
use banyan_plan::kernel::{Entry, Program};
use banyan_settle::files::{Needs, Orders};
use banyan_settle::history::{Event, Sink};
use banyan_settle::timeline::{History, settle};
use libfuzzer_sys::fuzz_target;

static PROGRAM: LazyLock<Program> = LazyLock::new(|| compile(include_str!("orders.toml")).expect("a plan"));

/// Looks at what is posted.
struct Look;

impl Sink for Look {
    type Line = u32;

    fn post(&mut self, _: &Event<'_>, entries: &[Entry]) {
        assert!(!entries.is_empty() && entries.iter().all(|entry| entry.amount != 0));
    }
}

fuzz_target!(|data: &[u8]| {
    let Some(source) = source("orders", data) else { return };
    let Some(source) = shown(source) else { return };
    let (members, plan) = (members(), PROGRAM.plan());
    let (categories, products) = (plan.categories(), plan.packages());
    let needs = Needs { cost: true, rate: true, categories: &categories, products: &products };
    let read = Orders::read(source, &members.names, plan.currency, &needs, &|_| ());
    let Some(orders) = shown(read) else { return };
    for (refund, target) in orders.refunds() {
        assert!(orders.amount[*refund as usize] < 0 && orders.amount[*target as usize] > 0);
    }
    let history = History { program: &PROGRAM, members: &members, transfers: &[], ranks: &[], orders: &orders };
    if let Err(refusal) = settle(history, &mut Look) {
        assert!((refusal.line as usize) < orders.len());
    }
});
