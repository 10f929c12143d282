//! A few small worlds, settled under a plan: a chain, people who join and buy nothing, newcomers who buy once, somebody
//! who buys for themselves only. What is paid there has to agree with what the plan was read to do; where it does not, the
//! reading has missed something, and that is a finding under the rule concerned.

mod world;

use std::sync::Arc;

use banyan_plan::describe::Levels;
use banyan_plan::kernel::{NOBODY, Program};
use banyan_plan::model::{Plan, RankNo, Reward, RewardNo, SelfPurchase};
use banyan_plan::money::Minor;

use self::world::World;
use crate::reading::{GateOf, Goes, RankAsks, Reading};

/// People in the chain.
const CHAIN: u32 = 10;
/// Newcomers, in the worlds with newcomers.
const NEWCOMERS: u32 = 6;
/// An ordinary order, in minor units.
const ORDER: Minor = 10_000;
/// What somebody who buys only for themselves buys in a month.
const STOCK: Minor = 100_000_000;

/// What was paid against the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disagreement {
    /// A reward reached a level above the buyer that it was not read to reach.
    Level(RewardNo, u32),
    /// A reward was paid for people that was not read as one.
    Head(RewardNo),
    /// Their own purchases alone gave somebody a rank that nothing was read to sell.
    Rank(RankNo),
    /// Their own purchases alone opened a reward on others' purchases that was not read to ask for them.
    Opened(RewardNo),
}

/// Settles the worlds and compares; in the order of the rules, each once.
pub fn probe(plan: &Plan, reading: &Reading) -> Vec<Disagreement> {
    let program = Arc::new(Program::new(plan.clone()));
    let ranks: Vec<RankNo> = (1..=plan.ranks.len() as RankNo).collect();
    let mut found = Vec::new();
    for rank in &ranks {
        chain(&program, reading, *rank, &mut found);
    }
    for rank in ends(&ranks) {
        joins(&program, reading, rank, &mut found);
        newcomers(&program, reading, rank, &mut found);
    }
    own_purchases(&program, reading, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

/// The lowest and the highest rank.
fn ends(ranks: &[RankNo]) -> Vec<RankNo> {
    let mut both: Vec<RankNo> = ranks.first().into_iter().chain(ranks.last()).copied().collect();
    both.dedup();
    both
}

/// Everybody in the chain has sold to a customer; then the last buys themselves, twice.
fn chain(program: &Arc<Program>, reading: &Reading, rank: RankNo, found: &mut Vec<Disagreement>) {
    let mut world = World::new(program);
    for member in 0..CHAIN {
        world.join(member, member.checked_sub(1).unwrap_or(NOBODY), rank);
    }
    for member in 0..CHAIN {
        world.join(CHAIN + member, member, 0);
        world.buy(CHAIN + member, ORDER);
    }
    let last = CHAIN - 1;
    let lines = [world.buy(last, ORDER), world.buy(last, ORDER)];
    world.close();
    let shift = match program.plan().sale.self_purchase {
        SelfPurchase::Seller | SelfPurchase::Nobody => 0,
        SelfPurchase::Inviter => 1,
    };
    for paid in world.paid().iter().filter(|paid| paid.amount != 0) {
        let Some(effect) = reading.effects.get(usize::from(paid.reward)) else { continue };
        if matches!(effect.goes, Goes::Buyer | Goes::Holders) {
            continue;
        }
        let level = match paid.line {
            Some(line) if lines.contains(&line) && paid.payee <= last => last - paid.payee,
            None if paid.at_close => paid.distance + shift,
            _ => continue,
        };
        if effect.reach < Levels::To(level) {
            found.push(Disagreement::Level(paid.reward, level));
        }
    }
}

fn is_head(reading: &Reading, reward: RewardNo) -> bool {
    reading.heads.iter().any(|head| head.reward == reward)
}

/// People join below somebody and buy nothing.
fn joins(program: &Arc<Program>, reading: &Reading, rank: RankNo, found: &mut Vec<Disagreement>) {
    let mut world = World::new(program);
    world.join(0, NOBODY, rank);
    for newcomer in 1..=NEWCOMERS {
        world.join(newcomer, 0, 1);
    }
    world.close();
    // What their own rank gave the one above is theirs, and other rules ask how they got it.
    let for_people = |paid: &&world::Paid| paid.amount != 0 && paid.payee == 0 && paid.distance > 0;
    let heads = world.paid().iter().filter(for_people).filter(|paid| !is_head(reading, paid.reward));
    found.extend(heads.map(|paid| Disagreement::Head(paid.reward)));
}

/// As many orders come from many newcomers, one each, or from one. What the former pay more is paid for them, and not for
/// what was bought; unless it stays a share, under one half, of what was bought.
fn newcomers(program: &Arc<Program>, reading: &Reading, rank: RankNo, found: &mut Vec<Disagreement>) {
    let run = |amount: Minor, buyers: u32| {
        let mut world = World::new(program);
        world.join(0, NOBODY, rank);
        let joins = RankNo::from(program.plan().join.purchase.is_none());
        for newcomer in 1..=buyers {
            world.join(newcomer, 0, joins);
        }
        for order in 0..NEWCOMERS {
            world.buy(1 + order % buyers, amount);
        }
        world.close();
        world
    };
    let extra = |amount: Minor, reward: RewardNo| {
        let (many, one) = (run(amount, NEWCOMERS), run(amount, 1));
        let same_rank = many.rank(0) == one.rank(0);
        same_rank.then(|| (many.had(0, reward) - one.had(0, reward)) / Minor::from(NEWCOMERS))
    };
    for (reward, effect) in reading.effects.iter().enumerate() {
        let reward = reward as RewardNo;
        let of_people = matches!(effect.goes, Goes::Above | Goes::Herself);
        if is_head(reading, reward) || !of_people || !effect.of_sales() {
            continue;
        }
        let together = in_parts(program.plan(), reward);
        let sum = |amount: Minor| together.iter().map(|reward| extra(amount, *reward)).sum::<Option<Minor>>();
        let (Some(small), Some(large)) = (sum(ORDER), sum(ORDER * 10)) else { continue };
        if small > 0 && (large < small * 5 || small * 2 >= ORDER) {
            found.push(Disagreement::Head(reward));
        }
    }
}

/// A reward with those of the same payee that are paid on lines of other amounts: what is one reward by itself may stand in
/// parts.
fn in_parts(plan: &Plan, reward: RewardNo) -> Vec<RewardNo> {
    let whole = plan.reward(reward);
    if whole.filters.line_amount.is_none() {
        return vec![reward];
    }
    let is_part = |(_, one): &(usize, &Reward)| one.to == whole.to && one.filters.line_amount.is_some();
    plan.rewards.iter().enumerate().filter(is_part).map(|(no, _)| no as RewardNo).collect()
}

/// Somebody has one below who sells, and buys nothing; or a great deal, all for themselves.
fn own_purchases(program: &Arc<Program>, reading: &Reading, found: &mut Vec<Disagreement>) {
    let run = |buys: bool| {
        let mut world = World::new(program);
        world.join(0, NOBODY, 1);
        world.join(1, 0, 1);
        world.join(2, 1, 1);
        let mut lines = Vec::new();
        for month in 0..3 {
            if buys {
                world.buy(1, STOCK);
            }
            let customer = 3 + month;
            world.join(customer, 2, 0);
            lines.push(world.buy(customer, ORDER));
            world.close();
        }
        (world, lines)
    };
    let ((without, lines), (with, _)) = (run(false), run(true));
    // The lines of customers have other numbers where they buy as well: every second one.
    let with_lines: Vec<u32> = lines.iter().map(|line| line * 2 + 1).collect();
    let (low, high) = (without.rank(1), with.rank(1));
    let is_known = |rank: RankNo| {
        reading.discounts.contains(&rank)
            || reading
                .gates
                .iter()
                .any(|gate| gate.of == GateOf::Promote(rank) && gate.asks != RankAsks::Heads)
    };
    if high > low && !is_known(high) {
        found.push(Disagreement::Rank(high));
    }
    if high > low {
        return;
    }
    for (reward, effect) in reading.effects.iter().enumerate() {
        let reward = reward as RewardNo;
        let more = with.had_on(1, reward, &with_lines) > without.had_on(1, reward, &lines);
        let asked = reading.gates.iter().any(|gate| gate.of == GateOf::Paid(reward));
        if more && effect.goes == Goes::Above && !asked {
            found.push(Disagreement::Opened(reward));
        }
    }
}

/// What each person gets in each of the worlds, money and points alike: two plans of which this is the same pay alike
/// there.
pub fn outcome(plan: &Plan) -> Vec<Minor> {
    let program = Arc::new(Program::new(plan.clone()));
    let ranks: Vec<RankNo> = (1..=plan.ranks.len() as RankNo).collect();
    let mut all = Vec::new();
    for rank in ends(&ranks) {
        let mut world = World::new(&program);
        for member in 0..CHAIN {
            world.join(member, member.checked_sub(1).unwrap_or(NOBODY), rank);
        }
        for member in 0..CHAIN {
            world.join(CHAIN + member, member, RankNo::from(member % 2 == 0));
            world.buy(CHAIN + member, ORDER);
            world.buy(member, ORDER * 2);
        }
        world.close();
        all.extend((0..2 * CHAIN).map(|member| {
            world.paid().iter().filter(|paid| paid.payee == member).map(|paid| paid.amount).sum::<Minor>()
        }));
    }
    all
}
