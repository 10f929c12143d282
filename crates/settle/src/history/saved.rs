//! All that an engine remembers, to be written down and to go on from.

use std::hash::Hash;
use std::sync::Arc;

use banyan_plan::kernel::{Member, Program, Scratch};
use serde::{Deserialize, Serialize};

use super::engine::Engine;
use super::firsts::Firsts;
use super::periods::Periods;
use super::ranks::Ranks;
use super::terms::Asks;
use super::world::Live;

/// All that an engine remembers of the past, beside its plan. `K` is how orders are called where it is written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(serialize = "K: Ord + Serialize", deserialize = "K: Eq + Hash + Deserialize<'de>"))]
pub struct Saved<K> {
    live: Live,
    periods: Periods,
    ranks: Ranks,
    firsts: Firsts<K>,
    touched: Vec<Member>,
}

impl<K: Clone + Eq + Hash> Engine<K> {
    /// All that it remembers; `name` says how an order is called where that is written down. For an engine without marks:
    /// what it would take to undo is not remembered.
    pub fn save<J: Clone + Eq + Hash>(self, name: impl Fn(K) -> J) -> Saved<J> {
        // Whatever is left out follows from the plan, or holds nothing from one event to the next.
        let Self {
            live,
            periods,
            ranks,
            firsts,
            touched,
            program: _,
            asks: _,
            scratch: _,
            terms: _,
            refund_buffers: _,
            happens_by_itself: _,
            before: _,
        } = self;
        Saved { live, periods, ranks, firsts: firsts.renamed(name), touched }
    }

    /// Goes on from what an engine of the same plan remembered.
    pub fn resume<J>(program: Arc<Program>, saved: Saved<J>, order: impl Fn(J) -> K) -> Self
    where
        J: Clone + Eq + Hash,
    {
        let Saved { live, periods, ranks, firsts, touched } = saved;
        let mut engine = Self {
            live,
            periods,
            ranks,
            firsts: firsts.renamed(order),
            touched,
            asks: Asks::new(program.plan()),
            scratch: Scratch::default(),
            terms: Vec::new(),
            refund_buffers: [Vec::new(), Vec::new()],
            happens_by_itself: false,
            before: Vec::new(),
            program,
        };
        engine.look_ahead();
        engine
    }
}
