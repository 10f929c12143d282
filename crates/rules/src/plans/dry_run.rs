//! The last days once more under another plan: who would have got more, and who less.
//!
//! Everybody is put where they stood before these days: by inviters and ranks, or, if a plan rests on more of the past, by a
//! baseline that the shop keeps (`core::engine::Baseline`). There the other plan takes over, as it would on the day on which it
//! is due; from there on its own periods close and its own rules give ranks. What people did stays as it was: who bought what
//! when, who was refunded, who was given a rank by hand, and when lines settled.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use banyan_base::refusal::Refusal;
use banyan_books::rewards::{self, HOUSE, RewardRow, Unit};
use banyan_core::engine::replay::{self, Facts};
use banyan_core::engine::{EngineState, Heard};
use banyan_core::event::{Event, Kind};
use banyan_plan::kernel::Program;
use banyan_plan::model::RankNo;
use banyan_plan::words::Text;
use banyan_store::Conn;

use super::publish::fits;
use super::store;

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Orders that were paid in that time, and what they came to.
    pub(super) orders: u64,
    pub(super) sales: i64,
    /// Everybody who got money, or would have, and their rank at the end.
    pub(super) members: BTreeMap<i64, Compared>,
}

/// What one member got, net of refunds, in minor units; and would have got.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) before: i64,
    pub(super) after: i64,
    pub(super) rank_before: Text,
    pub(super) rank_after: Text,
}

/// Replays what happened from `since` to `now`; `live` is the state right before.
pub(super) fn dry_run(
    conn: &mut Conn,
    live: EngineState,
    program: &Arc<Program>,
    (since, now): (i64, i64),
) -> Result<Outcome, Refusal> {
    let mut run = Run {
        live,
        program: program.clone(),
        version: store::next_number(conn)?,
        now: Vec::new(),
        since,
        sellers: HashMap::new(),
        rows: HashMap::new(),
        out: Outcome::default(),
    };
    run.begin(since)?;
    loop {
        let events = replay::next_events(conn, run.live.seen)?;
        if events.is_empty() {
            break;
        }
        let mut facts = replay::facts_before(conn, &events, since)?;
        for event in &events {
            run.step(event, &mut facts)?;
            run.live.seen = event.id;
        }
    }
    run.close(now)?;
    let heard = run.live.promote(now)?;
    run.hear(&heard);
    for (owner, amount) in rewards::paid_since(conn, since)? {
        run.out.members.entry(owner).or_default().before = amount;
    }
    run.ranks(conn)?;
    Ok(run.out)
}

struct Run {
    live: EngineState,
    program: Arc<Program>,
    version: i64,
    /// The ranks of the plan that was in force in fact, the lowest first.
    now: Vec<String>,
    since: i64,
    /// Who sold each line under the other plan.
    sellers: HashMap<(i64, i64), Option<i64>>,
    /// What each line pays under it.
    rows: HashMap<(i64, i64), Vec<RewardRow>>,
    out: Outcome,
}

impl Run {
    /// The other plan takes over.
    fn begin(&mut self, at: i64) -> Result<(), Refusal> {
        self.live.promote(at)?;
        let old = self.live.program();
        fits(&self.live, &self.program)?;
        self.now = old.plan().ranks.iter().map(|rank| rank.id.clone()).collect();
        self.live.take_over(self.version, self.program.clone()).map(drop)
    }

    fn step(&mut self, event: &Event, facts: &mut Facts) -> Result<(), Refusal> {
        self.close(event.at)?;
        let mut event = *event;
        match event.kind {
            // The other plan has its own periods, and stays in force.
            Kind::Close | Kind::Plan | Kind::Settings => return Ok(()),
            Kind::Join | Kind::Enrol | Kind::Rank => event.value = self.rank(event.value),
            Kind::Pay => {
                let lines = facts.lines_of(&event);
                self.out.orders += 1;
                self.out.sales += lines.iter().map(|line| line.amount).sum::<i64>();
                // Under the other plan they may not be a promoter yet: then its own rule says who sells. What nobody was credited
                // with stays the house's.
                let is_hers = |seller: &i64| *seller == HOUSE || self.live.is_promoter(*seller);
                let named = facts.named_of(&event).filter(is_hers);
                facts.name(event.ref_id, named);
            }
            Kind::Refund | Kind::Settle => {
                let line = (event.ref_id, event.ref_line);
                if let Some(seller) = self.sellers.get(&line) {
                    facts.credit(line, *seller);
                }
                facts.repay(line, self.since, self.rows.get(&line).map_or(&[][..], Vec::as_slice));
            }
            Kind::Transfer | Kind::Stop => {}
        }
        let lines = facts.lines_of(&event);
        let heard = replay::apply(&mut self.live, &event, facts)?;
        if event.kind == Kind::Pay {
            for (line, sold) in lines.iter().zip(&heard.sold) {
                self.sellers.insert((line.order, line.line), sold.seller);
            }
        }
        self.hear(&heard);
        Ok(())
    }

    /// A rank of the plan that was in force, in the other plan.
    fn rank(&self, rank: i64) -> i64 {
        let id = usize::try_from(rank - 1).ok().and_then(|place| self.now.get(place));
        id.and_then(|id| self.program.plan().rank_of(id)).map_or(0, i64::from)
    }

    /// The other plan's periods close up to a moment.
    fn close(&mut self, until: i64) -> Result<(), Refusal> {
        while let Some(due) = self.live.next_due().filter(|due| due.0 <= until) {
            let heard = self.live.close(due.0)?;
            self.hear(&heard);
        }
        Ok(())
    }

    fn hear(&mut self, heard: &Heard) {
        let plan = self.program.plan();
        for posting in &heard.postings {
            for row in rewards::rows_of(plan, self.version, posting) {
                if row.unit == Unit::Money {
                    self.out.members.entry(row.owner).or_default().after += row.amount;
                }
                if matches!(row.kind, rewards::Kind::Sale | rewards::Kind::FirstSale) {
                    self.rows.entry((row.id, row.line)).or_default().push(row);
                }
            }
        }
    }

    /// Everybody's rank in fact, and under the other plan.
    fn ranks(&mut self, conn: &mut Conn) -> Result<(), Refusal> {
        let newest = store::newest(conn)?.and_then(|version| self.live.program_of(version).ok());
        let old = newest.unwrap_or_else(|| self.program.clone());
        let title = |program: &Program, rank: i64| {
            let rank = RankNo::try_from(rank).ok().and_then(|no| program.plan().rank(no));
            rank.map_or_else(|| Text::new("顾客", "customer"), |rank| rank.title.clone())
        };
        let ids = self.out.members.keys().copied().collect();
        for (member, rank) in store::ranks(conn, ids)? {
            let after = self.live.rank_of(member)?;
            if let Some(compared) = self.out.members.get_mut(&member) {
                compared.rank_before = title(&old, rank);
                compared.rank_after = title(&self.program, after);
            }
        }
        Ok(())
    }
}
