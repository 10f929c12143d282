//! What is known of everybody without asking: the engine with all members in it, kept in step with the history.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use banyan_base::refusal::{Kind, Refusal};
use banyan_plan::kernel::{Entry, Member, NOBODY, Program};
use banyan_plan::model::{Condition, Plan, RankNo};
use banyan_plan::money::Rate;
use banyan_plan::time::Time;
use banyan_settle::history::{ALONE, HOUSE};
use banyan_settle::history::{Engine, Line, Original, Reason, Refund, Settling};
use banyan_settle::undo::{List, Map, Undo};

use super::ear::{Ear, LineName};
use super::heard::{Heard, RefundOf, SoldLine};
use crate::ledger::SHOP;
use crate::records as rewards;
use crate::records::{LineRow, RewardRow};
use crate::settings::Settings;

/// The engine, and the tables between its numbers and our ids.
#[derive(Clone)]
pub struct EngineState {
    engine: Engine<i64>,
    ids: List<i64>,
    numbers: Map<i64, Member>,
    /// The last event of the history that is in here.
    pub seen: i64,
    /// Which data this was read from: another number after a backup has taken their place.
    pub(super) epoch: i64,
    terms: Arc<Terms>,
    /// `seen` and `terms` at each mark.
    before: Vec<(i64, Arc<Terms>)>,
    /// What was here before the history was read again under a mark.
    pub(super) replaced: Option<Box<Self>>,
}

/// How the shop is set up, and its plans.
#[derive(Clone)]
struct Terms {
    settings: Settings,
    version: i64,
    programs: BTreeMap<i64, Arc<Program>>,
    categories: Vec<String>,
    products: Vec<String>,
}

impl EngineState {
    pub(super) fn is_marked(&self) -> bool {
        !self.before.is_empty() || self.replaced.is_some()
    }

    /// Forgets whatever came of a transaction that has failed.
    pub fn undo_all(&mut self) {
        while self.is_marked() {
            self.undo();
        }
    }

    /// An engine with nobody in it.
    pub(super) fn new(
        settings: Settings,
        versions: BTreeMap<i64, Arc<Program>>,
        version: i64,
    ) -> Option<Self> {
        let program = versions.get(&version)?.clone();
        let mut live = Self {
            engine: Engine::new(program),
            ids: List::default(),
            numbers: Map::default(),
            seen: 0,
            epoch: 0,
            terms: Arc::new(Terms {
                settings,
                version,
                programs: versions,
                categories: Vec::new(),
                products: Vec::new(),
            }),
            before: Vec::new(),
            replaced: None,
        };
        live.names();
        Some(live)
    }

    fn names(&mut self) {
        let plan = self.engine.program().plan();
        let terms = Arc::make_mut(&mut self.terms);
        (terms.categories, terms.products) = (plan.categories(), plan.packages());
    }

    /// Which data this was read from: another number after a backup has taken their place.
    pub fn epoch(&self) -> i64 {
        self.epoch
    }

    /// How the shop is set up.
    pub fn settings(&self) -> &Settings {
        &self.terms.settings
    }

    /// The shop is set up otherwise from now on.
    pub fn set_up(&mut self, settings: Settings) {
        Arc::make_mut(&mut self.terms).settings = settings;
    }

    /// The plan in force.
    pub fn program(&self) -> Arc<Program> {
        self.terms
            .programs
            .get(&self.terms.version)
            .map_or_else(|| unreachable!("the version in force is known"), Arc::clone)
    }

    /// The version of the plan in force.
    pub fn version(&self) -> i64 {
        self.terms.version
    }

    /// A plan that is or was in force.
    pub fn program_of(&self, version: i64) -> Result<Arc<Program>, Refusal> {
        self.terms
            .programs
            .get(&version)
            .cloned()
            .ok_or_else(|| Refusal::broken(format!("plan version {version} is unknown")))
    }

    /// The newest plan that has been in force.
    pub(super) fn newest(&self) -> i64 {
        self.terms.programs.keys().next_back().copied().unwrap_or(self.terms.version)
    }

    /// The volumes of every plan that is or was in force, by name.
    pub fn volumes(&self) -> Vec<String> {
        let plans = self.terms.programs.values();
        let names = plans.flat_map(|program| program.plan().volumes.list.iter().map(|one| one.id.clone()));
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Every plan that is or was in force.
    pub(super) fn programs(&self) -> BTreeMap<i64, Arc<Program>> {
        self.terms.programs.clone()
    }

    /// Another plan takes over; `true` if it asks for what nobody has kept, so that the history has to be read again.
    pub fn take_over(&mut self, version: i64, program: Arc<Program>) -> Result<bool, Refusal> {
        let terms = Arc::make_mut(&mut self.terms);
        terms.programs.insert(version, program.clone());
        terms.version = version;
        let incomplete = self.engine.set_program(program, &[]);
        self.names();
        incomplete.map_err(|reason| self.told(reason))
    }

    /// How many members hold each rank of the plan in force, by its number; at 0 those who hold none.
    pub fn holders(&self) -> Vec<u64> {
        self.engine.holders()
    }

    /// Whether there is such a member.
    pub fn knows(&self, member: i64) -> bool {
        self.numbers.contains_key(&member)
    }

    /// A member's rank.
    pub fn rank_of(&self, member: i64) -> Result<i64, Refusal> {
        Ok(self.engine.member(self.number(member)?).map_or(0, |(_, rank)| rank.into()))
    }

    /// A member's inviter and rank.
    pub fn standing(&self, member: i64) -> Result<(Option<i64>, i64), Refusal> {
        let found = self.engine.member(self.number(member)?);
        Ok(found.map_or((None, 0), |(inviter, rank)| (self.id(inviter), rank.into())))
    }

    /// Whether somebody is a promoter now.
    pub fn is_promoter(&self, member: i64) -> bool {
        self.rank_of(member).is_ok_and(|rank| rank > 0)
    }

    /// Who is credited with what somebody buys, by the plan's rule.
    pub fn seller_of(&self, buyer: i64) -> Option<i64> {
        self.id(self.engine.seller_of(self.number(buyer).ok()?))
    }

    /// How much of a condition's measure a member has at `now`, and how much the condition asks for.
    pub fn progress(&self, condition: &Condition, member: i64, now: Time) -> Result<(i64, i64), Refusal> {
        Ok(self.engine.progress(condition, self.number(member)?, now))
    }

    /// A rank's id; empty for none.
    pub fn rank_id(&self, rank: i64) -> String {
        let rank = RankNo::try_from(rank)
            .ok()
            .and_then(|no| self.engine.program().plan().rank(no).map(|rank| rank.id.clone()));
        rank.unwrap_or_default()
    }

    /// Whether a product's rate may be sold under the plan.
    pub fn check_rate(&self, rate: i64) -> Result<(), Refusal> {
        crate::plan_versions::check_rate(self.engine.program().plan(), rate)
    }

    fn number(&self, member: i64) -> Result<Member, Refusal> {
        self.numbers.get(&member).copied().ok_or_else(|| Refusal::not_found("会员", "member"))
    }

    fn numbered(&self, member: Option<i64>) -> Result<Member, Refusal> {
        member.map_or(Ok(NOBODY), |member| self.number(member))
    }

    fn id(&self, number: Member) -> Option<i64> {
        self.ids.get(number as usize).copied()
    }

    /// Gives a member their number.
    fn add(&mut self, member: i64) -> Member {
        let number = self.ids.len() as Member;
        self.ids.push(member);
        self.numbers.insert(member, number);
        number
    }

    /// Takes a member as they are now, without their history.
    pub(super) fn restore(&mut self, member: i64, inviter: Option<i64>, rank: i64) -> Result<(), Refusal> {
        let inviter = self.numbered(inviter)?;
        let number = self.add(member);
        let rank = rank_no(rank)?;
        self.engine.restore(number, inviter, rank).map_err(|reason| self.told(reason))
    }

    /// When a period closes or a month is reviewed next.
    pub fn next_due(&self) -> Option<Time> {
        self.engine.next_due()
    }

    /// Whether what the engine knows rests on the whole history.
    pub(super) fn needs_history(&self) -> bool {
        self.engine.needs_history()
    }

    /// What the engine refuses, which the shop should have refused before.
    fn told(&self, reason: Reason) -> Refusal {
        let text = reason.text(|member| self.id(member).unwrap_or(0).to_string());
        Refusal::new(Kind::Conflict, "engine", text.zh, text.en)
    }

    fn hear(
        &mut self,
        act: impl FnOnce(&mut Engine<i64>, &mut Ear) -> Result<(), Reason>,
    ) -> Result<Heard, Refusal> {
        let mut ear = Ear::default();
        act(&mut self.engine, &mut ear).map_err(|reason| self.told(reason))?;
        Ok(self.heard(&ear))
    }

    fn heard(&self, ear: &Ear) -> Heard {
        Heard {
            postings: ear.postings(&self.ids),
            ranks: ear.ranks(&self.ids, |rank| self.rank_id(rank.into())),
            sold: Vec::new(),
        }
    }

    /// Ends a moment: promotes whoever has earned it.
    pub fn promote(&mut self, at: i64) -> Result<Heard, Refusal> {
        self.hear(|engine, ear| {
            engine.promote(Time(at), ear);
            Ok(())
        })
    }

    /// Somebody joins.
    pub fn join(&mut self, member: i64, inviter: Option<i64>, rank: i64, at: i64) -> Result<Heard, Refusal> {
        let (inviter, rank) = (self.numbered(inviter)?, rank_no(rank)?);
        let number = self.add(member);
        self.hear(|engine, ear| {
            engine.join(number, inviter, rank, Time(at), ear)?;
            engine.promote(Time(at), ear);
            Ok(())
        })
    }

    /// A customer becomes a promoter.
    pub fn enrol(&mut self, member: i64, rank: i64, at: i64) -> Result<Heard, Refusal> {
        let (number, rank) = (self.number(member)?, rank_no(rank)?);
        self.hear(|engine, ear| {
            engine.enrol(number, rank, Time(at), ear)?;
            engine.promote(Time(at), ear);
            Ok(())
        })
    }

    /// A rank is given by hand.
    pub fn set_rank(&mut self, member: i64, rank: i64, at: i64) -> Result<Heard, Refusal> {
        let (number, rank) = (self.number(member)?, rank_no(rank)?);
        self.hear(|engine, ear| {
            engine.set_rank(number, rank, Time(at), ear)?;
            engine.promote(Time(at), ear);
            Ok(())
        })
    }

    /// Staff stops a member, or lets them go on: while they are stopped they are paid nothing.
    pub fn stop(&mut self, member: i64, is_stopped: bool, at: i64) -> Result<Heard, Refusal> {
        let number = self.number(member)?;
        self.hear(|engine, ear| {
            engine.stop(number, is_stopped, Time(at), ear)?;
            engine.promote(Time(at), ear);
            Ok(())
        })
    }

    /// Another inviter.
    pub fn transfer(&mut self, member: i64, inviter: Option<i64>, at: i64) -> Result<Heard, Refusal> {
        let (number, inviter) = (self.number(member)?, self.numbered(inviter)?);
        let mut ear = Ear::default();
        match self.engine.transfer(number, inviter, Time(at), &mut ear) {
            Err(Reason::Loop(_)) => {
                return Err(Refusal::conflict(
                    "inviter_below",
                    "新邀请人是会员本人或其下级，会形成环",
                    "the new inviter is the member or stands below them: that would be a loop",
                ));
            }
            Err(reason) => return Err(self.told(reason)),
            Ok(()) => self.engine.promote(Time(at), &mut ear),
        }
        Ok(self.heard(&ear))
    }

    /// An order is paid.
    pub fn pay(&mut self, named: Option<i64>, lines: &[LineRow], at: i64) -> Result<Heard, Refusal> {
        let program = self.program();
        let named = if named == Some(SHOP) { HOUSE } else { self.numbered(named)? };
        let given: Vec<Line<i64, LineName>> =
            lines.iter().map(|line| self.line(program.plan(), line, named)).collect::<Result<_, _>>()?;
        let mut sellers = Vec::new();
        let heard = self.hear(|engine, ear| {
            engine.pay(&given, Time(at), ear).map_err(|refusal| refusal.reason)?;
            engine.promote(Time(at), ear);
            sellers = std::mem::take(&mut ear.sellers);
            Ok(())
        });
        // The money has come and is half booked: an engine that refuses it is our fault, and nothing of it may stay.
        let mut heard = heard.map_err(|refusal| Refusal::broken(refusal.text.en))?;
        let sold = sellers.into_iter().zip(&given).map(|(seller, line)| SoldLine {
            seller: self.id(seller),
            rate: line.rate.map_or(0, |rate| rate.0.into()),
        });
        heard.sold = sold.collect();
        Ok(heard)
    }

    /// A refund of a line; `is_settled` if its refund window had closed before.
    pub fn refund(
        &mut self,
        line: &LineRow,
        originals: &[RewardRow],
        refund: &RefundOf,
        at: i64,
    ) -> Result<Heard, Refusal> {
        let program = self.program();
        let seller = self.numbered(line.seller)?;
        let facts = self.line(program.plan(), line, seller)?;
        let entries =
            originals.iter().map(|row| Ok(Original { entry: self.entry(row)?, refunded: row.born }));
        let entries: Vec<Original> = entries.collect::<Result<_, Refusal>>()?;
        let RefundOf { id, before, amount, is_settled } = *refund;
        let given = Refund {
            reference: facts.line,
            line: facts,
            part: amount,
            refunded: before,
            settled: line.settled_at.filter(|_| is_settled).map(Time),
            originals: &entries,
        };
        let mut heard = self.hear(|engine, ear| {
            engine.refund(&given, Time(at), ear);
            engine.promote(Time(at), ear);
            Ok(())
        })?;
        let changes =
            |row: &&RewardRow| row.kept(line.amount, before) != row.kept(line.amount, before + amount);
        let changed: Vec<RewardRow> = originals.iter().filter(changes).cloned().collect();
        for posting in heard.postings.iter_mut().filter(|posting| posting.kind == rewards::Kind::Refund) {
            posting.step = id;
            if posting.closed.is_some() {
                continue;
            }
            if posting.entries.len() != changed.len() {
                return Err(Refusal::broken("a refund changes other entries than were posted"));
            }
            posting.originals.clone_from(&changed);
        }
        Ok(heard)
    }

    /// A line settles when so much of it had been refunded. Promotions wait for the end of the moment.
    pub fn settle(
        &mut self,
        line: &LineRow,
        originals: &[RewardRow],
        refunded: i64,
        at: i64,
    ) -> Result<Heard, Refusal> {
        let program = self.program();
        let seller = self.numbered(line.seller)?;
        let facts = self.line(program.plan(), line, seller)?;
        let money = originals.iter().filter(|row| row.unit != rewards::Unit::Points);
        let spent = money.map(|row| row.kept(line.amount, refunded)).sum();
        let settling = Settling { line: facts, refunded, spent };
        let mut heard = self.hear(|engine, ear| {
            engine.settle(&settling, Time(at), ear);
            Ok(())
        })?;
        for posting in &mut heard.postings {
            posting.born = refunded;
        }
        Ok(heard)
    }

    /// Periods close and months are reviewed.
    pub fn close(&mut self, at: i64) -> Result<Heard, Refusal> {
        self.hear(|engine, ear| {
            engine.advance(Time(at), ear);
            Ok(())
        })
    }

    fn line(&self, plan: &Plan, line: &LineRow, seller: Member) -> Result<Line<i64, LineName>, Refusal> {
        let place = |names: &[String], name: &str| {
            names.iter().position(|known| known == name).map_or(0, |at| at as u16 + 1)
        };
        let (low, high) = plan.sale.product_rate;
        // A plan may have changed since the order was placed: a payment is never refused for it.
        let rate = Rate(line.rate as u32).clamp(low, high);
        Ok(Line {
            order: line.order,
            line: (line.order, line.line),
            buyer: self.number(line.buyer)?,
            seller,
            amount: line.amount,
            cost: Some(line.cost),
            rate: Some(rate),
            also: ALONE,
            volumes: line.volumes.told(plan, line.amount),
            quantity: u32::try_from(line.quantity.max(1)).unwrap_or(u32::MAX),
            category: place(&self.terms.categories, &line.category),
            product: place(&self.terms.products, &line.product),
        })
    }

    /// A stored reward as the engine's entry. Its reward is numbered by the plan under which it was paid.
    fn entry(&self, row: &RewardRow) -> Result<Entry, Refusal> {
        let program = self.program_of(row.plan)?;
        let place = program.plan().rewards.iter().position(|reward| reward.id == row.reward);
        let place = place
            .ok_or_else(|| Refusal::broken(format!("plan {} has no reward {}", row.plan, row.reward)))?;
        Ok(Entry {
            reward: place as u16,
            payee_rank: rank_no(row.payee_rank)?,
            cut: row.cut,
            payee: self.number(row.owner)?,
            distance: row.distance as u32,
            rate: Rate(row.rate as u32),
            base: row.base,
            amount: row.amount,
        })
    }
}

/// What is undone costs as much as was done, however long the history is.
impl Undo for EngineState {
    fn mark(&mut self) {
        let Self { engine, ids, numbers, seen, terms, before, epoch: _, replaced: _ } = self;
        engine.mark();
        ids.mark();
        numbers.mark();
        before.push((*seen, terms.clone()));
    }

    fn undo(&mut self) {
        let Self { engine, ids, numbers, seen, terms, before, epoch: _, replaced } = self;
        if let Some(was) = before.pop() {
            engine.undo();
            ids.undo();
            numbers.undo();
            (*seen, *terms) = was;
        } else if let Some(before) = replaced.take() {
            *self = *before;
            self.undo();
        }
    }

    fn keep(&mut self) {
        let Self { engine, ids, numbers, seen: _, terms: _, before, epoch: _, replaced } = self;
        if before.pop().is_some() {
            engine.keep();
            ids.keep();
            numbers.keep();
        } else if let Some(before) = replaced {
            before.keep();
            if !before.is_marked() {
                *replaced = None;
            }
        }
    }
}

fn rank_no(rank: i64) -> Result<RankNo, Refusal> {
    RankNo::try_from(rank).map_err(|_| {
        Refusal::new(Kind::Unacceptable, "rank_unknown", "没有这个等级", "there is no such rank")
    })
}
