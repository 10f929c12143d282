//! From one event to its entries.

use super::program::{Payees, Pays, Program, RateOf, Rule, holds, lies};
use super::walk::Path;
use super::{Chain, Member, NOBODY, Placed, Way, World};
use crate::model::{Along, Base, Caps, LineVolumes, On, Per, RankNo, RewardNo, SelfPurchase};
use crate::money::{Minor, Rate};
use serde::{Deserialize, Serialize};

/// What has happened: the facts of one event that rewards are computed from.
#[derive(Debug, Clone, Copy)]
pub struct Occasion {
    /// What it is.
    pub on: On,
    /// The seller; on a join or a promotion, who joined or rose. [`NOBODY`] if nobody is credited.
    pub seller: Member,
    /// The buyer; [`NOBODY`] outside sales.
    pub buyer: Member,
    /// The line's amount; negative for a free-standing reversal.
    pub amount: Minor,
    /// Amount less cost.
    pub profit: Minor,
    /// What it comes to in the plan's volumes, with the sign of the amount.
    pub volumes: LineVolumes,
    /// The product's own rate.
    pub rate: Rate,
    /// Place in the plan's categories, from 1; 0 = another one.
    pub category: u16,
    /// Whether the line belongs to the buyer's first order.
    pub first_order: bool,
    /// How many pieces the line has; 1 where nothing is sold.
    pub quantity: u32,
    /// Which part of the line it is: 100 % unless several sellers share it. Fixed amounts are paid in proportion.
    pub share: Rate,
    /// What its rewards in money may come to together, in magnitude; see [`Program::limit_of`] and [`Program::scale`].
    pub limit: Minor,
}

/// One reward owed to one payee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which reward.
    pub reward: RewardNo,
    /// Their rank at the moment; 0 for a plain customer.
    pub payee_rank: RankNo,
    /// Whether the payout limit or a cap has cut it.
    pub cut: bool,
    /// Who is owed.
    pub payee: Member,
    /// How many promoters above the seller they stand.
    pub distance: u32,
    /// The rate; meaningless for a fixed amount.
    pub rate: Rate,
    /// What the rate was taken of; 0 for a fixed amount.
    pub base: Minor,
    /// Minor units, or points. Zero only for an event that `every` counts without paying it.
    pub amount: Minor,
}

/// Room for one evaluation, used again for the next.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    /// The seller and those above them, as far as anybody asked.
    pub chain: Chain,
    /// Likewise along the placement tree, for rewards that follow it.
    pub placed: Placed,
    /// What the event pays.
    pub entries: Vec<Entry>,
}

/// The seller of a line whose `seller` field is empty: for a promoter's own purchase whom the plan says, else the nearest
/// promoter above the buyer; [`NOBODY`] if there is none.
#[inline]
pub fn seller_of<W: World>(program: &Program, world: &W, buyer: Member) -> Member {
    if world.rank(buyer) > 0 {
        match program.plan().sale.self_purchase {
            SelfPurchase::Seller => return buyer,
            SelfPurchase::Nobody => return NOBODY,
            SelfPurchase::Inviter => {}
        }
    }
    nearest_promoter(world, world.inviter(buyer))
}

/// The nearest promoter from somebody upward, themselves included; [`NOBODY`] if there is none.
#[inline]
pub fn nearest_promoter<W: World>(world: &W, mut member: Member) -> Member {
    while member != NOBODY && world.rank(member) == 0 {
        member = world.inviter(member);
    }
    member
}

impl Program {
    /// Fills `scratch.entries` with what an event pays: rewards in the order of the file, payees from near to far.
    /// Allocates nothing once the scratch has grown.
    pub fn evaluate<W: World>(&self, world: &W, occasion: &Occasion, scratch: &mut Scratch) {
        scratch.entries.clear();
        scratch.chain.restart(world, occasion.seller);
        if occasion.on == On::Sale && self.pays_nobody(world, occasion.buyer) {
            return;
        }
        let seller_rank = scratch.chain.seen().first().map_or(0, |(_, rank)| *rank);
        let mut limit = self.limit_at_once(occasion);
        for &reward in self.rewards_on(occasion.on) {
            let rule = self.rule(reward);
            if !applies(rule, world, occasion, seller_rank) {
                continue;
            }
            let start = scratch.entries.len();
            let base = base_of(rule, occasion, &scratch.entries);
            if matches!(rule.pays, Pays::Share(..)) && base == 0 {
                continue;
            }
            let mut round = Round { rule, program: self, world, occasion, base, start, limit };
            round.collect(seller_rank, scratch);
            limit = round.limit;
        }
        if occasion.amount < 0 {
            for entry in &mut scratch.entries {
                entry.amount = -entry.amount;
                entry.base = -entry.base;
            }
        }
    }

    /// Fills `scratch.entries` with what one reward pays as a share of an entry of a pool or of pairs: up the line of that
    /// entry's payee, who is the occasion's seller.
    pub fn evaluate_share<W: World>(
        &self,
        world: &W,
        (reward, base): (RewardNo, Minor),
        occasion: &Occasion,
        scratch: &mut Scratch,
    ) {
        scratch.entries.clear();
        scratch.chain.restart(world, occasion.seller);
        let seller_rank = scratch.chain.seen().first().map_or(0, |(_, rank)| *rank);
        let rule = self.rule(reward);
        if base <= 0 || !applies(rule, world, occasion, seller_rank) {
            return;
        }
        let limit = self.limit_at_once(occasion);
        let mut round = Round { rule, program: self, world, occasion, base, start: 0, limit };
        round.collect(seller_rank, scratch);
    }

    /// The limit that cuts entries as they come; none if all are scaled down afterwards, see [`Program::scale`].
    #[inline]
    fn limit_at_once(&self, occasion: &Occasion) -> Minor {
        if self.plan().scales_to_limit { Minor::MAX } else { occasion.limit }
    }

    /// Whether somebody's purchases pay nobody: a promoter's, if the plan says so.
    #[inline]
    pub fn pays_nobody<W: World>(&self, world: &W, buyer: Member) -> bool {
        self.plan().sale.self_purchase == SelfPurchase::Nobody && buyer != NOBODY && world.rank(buyer) > 0
    }

    /// What the rewards of a line (or of a period's lines) of `amount` may still come to when `spent` is paid already.
    pub fn limit_of(&self, amount: Minor, spent: Minor) -> Minor {
        self.plan().payout_limit.of(amount.abs()).saturating_sub(spent).max(0)
    }
}

/// The filters on the line and its seller.
#[inline]
fn applies<W: World>(rule: &Rule, world: &W, occasion: &Occasion, seller_rank: RankNo) -> bool {
    holds(rule.seller_ranks, seller_rank) && (!rule.asks_line || takes(rule, world, occasion))
}

/// The filters on the line.
#[inline(never)]
fn takes<W: World>(rule: &Rule, world: &W, occasion: &Occasion) -> bool {
    (rule.categories.is_empty() || rule.categories.contains(&occasion.category))
        && rule.first_order.is_none_or(|first| first == occasion.first_order)
        && (rule.line_amount.0..=rule.line_amount.1).contains(&occasion.amount.abs())
        && lies(rule.line_quantity, || Some(occasion.quantity))
        && lies(rule.buyer_months, || world.months(occasion.buyer))
}

/// What the rule's rate is taken of, in magnitude; a loss counts as nothing.
#[inline]
fn base_of(rule: &Rule, occasion: &Occasion, entries: &[Entry]) -> Minor {
    let sign = if occasion.amount < 0 { -1 } else { 1 };
    match rule.pays {
        Pays::Fixed(_) | Pays::FixedByRank => 0,
        Pays::Share(_, Base::Amount) => occasion.amount.abs(),
        Pays::Share(_, Base::Profit) => (occasion.profit * sign).max(0),
        Pays::Share(_, Base::Volume(place)) => (occasion.volumes[usize::from(place)] * sign).max(0),
        Pays::Share(_, Base::Reward(of)) => {
            let entries = entries.iter().filter(|entry| entry.reward == of);
            entries.fold(0, |sum, entry| sum.saturating_add(entry.amount))
        }
    }
}

/// One reward on one event.
struct Round<'a, W> {
    rule: &'a Rule,
    program: &'a Program,
    world: &'a W,
    occasion: &'a Occasion,
    base: Minor,
    /// Where its entries begin among those of the event.
    start: usize,
    /// What rewards in money may still come to.
    limit: Minor,
}

impl<W: World> Round<'_, W> {
    /// Everybody whom the reward pays.
    #[inline]
    fn collect(&mut self, seller_rank: RankNo, scratch: &mut Scratch) {
        let rule = self.rule;
        match &rule.payees {
            Payees::Seller => {
                let seller = self.occasion.seller;
                if seller != NOBODY && self.passes(seller, seller_rank, 0) {
                    self.push(&mut scratch.entries, (seller, seller_rank), 0, Rate(0));
                }
            }
            Payees::Buyer => {
                let buyer = self.occasion.buyer;
                let rank = if buyer == NOBODY { 0 } else { self.world.rank(buyer) };
                if buyer != NOBODY && self.passes(buyer, rank, 0) {
                    self.push(&mut scratch.entries, (buyer, rank), 0, Rate(0));
                }
            }
            Payees::Above(path) if rule.along == Along::Placement => {
                self.climb_tree(path, seller_rank, scratch);
            }
            Payees::Above(path) => {
                let Scratch { chain, entries, .. } = scratch;
                self.climb(path, seller_rank, chain, entries);
            }
            Payees::Peers(of) => self.peers(*of, scratch),
            Payees::Close => {}
        }
    }

    /// Everybody on the way up the placement tree whom a path pays.
    #[inline(never)]
    fn climb_tree(&mut self, path: &Path, seller_rank: RankNo, scratch: &mut Scratch) {
        let Scratch { placed, entries, .. } = scratch;
        placed.restart(self.world, self.occasion.seller);
        self.climb(path, seller_rank, placed, entries);
    }

    /// Everybody on the way up whom a path pays.
    #[inline]
    fn climb<const PLACED: bool>(
        &mut self,
        path: &Path,
        seller_rank: RankNo,
        way: &mut Way<PLACED>,
        entries: &mut Vec<Entry>,
    ) {
        let rule = self.rule;
        let class =
            |member: Member, rank: RankNo| rule.class_of(rank, |brackets| self.world.sold(member, brackets));
        let mut walk = path.start(class(self.occasion.seller, seller_rank));
        let mut below = self.occasion.seller;
        let mut distance = 1;
        while !walk.done && distance <= rule.distance.1 {
            let Some((member, rank)) = way.at(self.world, distance as usize) else { break };
            let passes = self.passes(member, rank, distance) && self.recruited(below, member);
            if let Some(rate) = rule.step(path, &mut walk, (rank, class(member, rank)), passes) {
                self.push(entries, (member, rank), distance, rate);
            }
            below = member;
            distance += 1;
        }
    }

    /// For each entry of another reward, the nearest above its payee with the payee's own rank. What they are due is cut
    /// from near to far, once all of them are known.
    #[inline(never)]
    fn peers(&mut self, of: RewardNo, scratch: &mut Scratch) {
        for at in 0..self.start {
            let entry = scratch.entries[at];
            // What `every` only counts is no entry; a buyer who is not the seller stands on no chain.
            if entry.reward != of
                || entry.amount == 0
                || (entry.distance == 0 && entry.payee != self.occasion.seller)
            {
                continue;
            }
            let mut distance = entry.distance + 1;
            while distance <= self.rule.distance.1 {
                let Some((member, rank)) = scratch.chain.at(self.world, distance as usize) else { break };
                if rank == entry.payee_rank {
                    let below = scratch.chain.seen()[distance as usize - 1].0;
                    let passes = self.passes(member, rank, distance) && self.recruited(below, member);
                    if passes {
                        let due = self.due((member, rank), distance, Rate(0), entry.amount);
                        scratch.entries.push(due);
                    }
                    if passes || !self.rule.compress {
                        break;
                    }
                }
                distance += 1;
            }
        }
        let entries = &mut scratch.entries;
        entries[self.start..].sort_by_key(|entry| entry.distance);
        let mut kept = self.start;
        for at in self.start..entries.len() {
            let mut entry = entries[at];
            if self.grant(&entries[..kept], &mut entry) {
                entries[kept] = entry;
                kept += 1;
            }
        }
        entries.truncate(kept);
    }

    /// The filters on the payee.
    #[inline]
    fn passes(&self, member: Member, rank: RankNo, distance: u32) -> bool {
        holds(self.rule.payee_ranks, rank) && (!self.rule.asks_payee || self.takes(member, distance))
    }

    /// The filters on the payee beside their rank.
    #[inline(never)]
    fn takes(&self, member: Member, distance: u32) -> bool {
        (self.rule.distance.0..=self.rule.distance.1).contains(&distance)
            && self.rule.active.as_ref().is_none_or(|active| self.world.is_active(member, active))
            && lies(self.rule.payee_months, || self.world.months(member))
    }

    /// Whether the branch in which somebody stands is among those of the payee's recruits that count.
    #[inline]
    fn recruited(&self, below: Member, payee: Member) -> bool {
        self.rule.recruit.is_none() || self.is_recruit(below, payee)
    }

    #[inline(never)]
    fn is_recruit(&self, below: Member, payee: Member) -> bool {
        let mut branch = below;
        while self.world.inviter(branch) != payee {
            branch = self.world.inviter(branch);
            if branch == NOBODY {
                return false;
            }
        }
        lies(self.rule.recruit, || self.world.recruit(branch))
    }

    /// Pays somebody what caps and limits leave of what they are due.
    #[inline]
    fn push(&mut self, entries: &mut Vec<Entry>, payee: (Member, RankNo), distance: u32, path: Rate) {
        let mut entry = self.due(payee, distance, path, self.base);
        if self.grant(entries, &mut entry) {
            entries.push(entry);
        }
    }

    /// What somebody is due, before caps and limits.
    #[inline]
    fn due(&self, payee: (Member, RankNo), distance: u32, path: Rate, base: Minor) -> Entry {
        let rule = self.rule;
        let (rate, base, amount) = match rule.pays {
            Pays::Fixed(amount) => (Rate(0), 0, self.pieces(amount)),
            Pays::FixedByRank => (Rate(0), 0, self.pieces(rule.amount_of(payee.1))),
            Pays::Share(RateOf::Volume, _) => {
                let (rate, amount) = self.by_volume(payee.0, base);
                (rate, base, amount)
            }
            Pays::Share(rate, _) => {
                let rate = match rate {
                    RateOf::One(rate) => rate,
                    RateOf::Product => self.occasion.rate,
                    RateOf::Path | RateOf::Volume => path,
                    RateOf::Rank => rule.rate_of(payee.1),
                };
                (rate, base, rate.share(base, rule.rounding))
            }
        };
        Entry {
            reward: rule.reward,
            payee_rank: payee.1,
            cut: false,
            payee: payee.0,
            distance,
            rate,
            base,
            amount,
        }
    }

    /// A fixed amount for the line, or for each of its pieces; of a part of the line, its part.
    #[inline]
    fn pieces(&self, amount: Minor) -> Minor {
        let amount = if self.rule.per_piece {
            amount.saturating_mul(Minor::from(self.occasion.quantity))
        } else {
            amount
        };
        if self.occasion.share == Rate::ONE { amount } else { self.occasion.share.of(amount) }
    }

    /// The rate of the bracket that somebody has reached, and what it comes to; each bracket's rate may be taken of what lies
    /// in it.
    #[inline(never)]
    fn by_volume(&self, member: Member, base: Minor) -> (Rate, Minor) {
        let Some(brackets) = &self.rule.brackets else { return (Rate(0), 0) };
        let sold = self.world.sold(member, brackets);
        let (rate, rounding) = (brackets.rate(sold), self.rule.rounding);
        if brackets.marginal {
            return (rate, rounding.millionths(brackets.slices(sold, base)));
        }
        (rate, rate.share(base, rounding))
    }

    /// Cuts an entry to what `every`, caps and the line's limit leave after `earlier` entries of the event; `false` if nothing
    /// is to be written down.
    #[inline]
    fn grant(&mut self, earlier: &[Entry], entry: &mut Entry) -> bool {
        let rule = self.rule;
        let mut room = if rule.money { self.limit } else { Minor::MAX };
        if rule.is_limited {
            room = room.min(self.room(earlier, entry));
        }
        if entry.amount > room {
            entry.amount = room;
            entry.cut = true;
        }
        // What `every` counts is kept as a zero, so that the caller can count the event.
        if entry.amount == 0 && rule.every == 1 {
            return false;
        }
        if rule.money && self.limit != Minor::MAX {
            self.limit -= entry.amount;
        }
        true
    }

    /// What `every` and the caps leave for an entry.
    #[inline(never)]
    fn room(&self, earlier: &[Entry], entry: &mut Entry) -> Minor {
        let rule = self.rule;
        if rule.every > 1 && !(self.world.times(entry.reward, entry.payee) + 1).is_multiple_of(rule.every) {
            // Nothing has been cut: it was not its turn.
            entry.amount = 0;
            return Minor::MAX;
        }
        let room = self.room_of_cap(entry, &earlier[self.start..]);
        if rule.caps.is_empty() { room } else { room.min(self.room_together(entry, earlier)) }
    }

    /// What the caps leave that several rewards share.
    fn room_together(&self, entry: &Entry, earlier: &[Entry]) -> Minor {
        let all = self.program.plan().caps.iter();
        let mine = (0_u16..).zip(all).filter(|(at, _)| self.rule.caps.contains(at));
        let room = |(at, caps): (u16, &Caps)| {
            let together = |one: &&Entry| one.payee == entry.payee && caps.rewards.contains(&one.reward);
            let here: Minor = earlier.iter().filter(together).map(|one| one.amount).sum();
            let before = self.world.had_together(at, entry.payee, &caps.cap);
            let before = if self.occasion.amount < 0 { -before } else { before };
            let most = caps.cap.most.of(|| self.world.bought(entry.payee));
            most.saturating_sub(before).saturating_sub(here).max(0)
        };
        mine.map(room).min().unwrap_or(Minor::MAX)
    }

    /// What the cap leaves after this event's `earlier` entries of the reward. A reversal takes back as much as had been
    /// given.
    fn room_of_cap(&self, entry: &Entry, earlier: &[Entry]) -> Minor {
        let Some(cap) = &self.rule.cap else { return Minor::MAX };
        // Compressed peers of several entries may be one person.
        let here: Minor = earlier.iter().filter(|one| one.payee == entry.payee).map(|one| one.amount).sum();
        let is_of_time = cap.per != Per::Line;
        let before = if is_of_time { self.world.had(entry.reward, entry.payee, cap) } else { 0 };
        let before = if self.occasion.amount < 0 { -before } else { before };
        let most = cap.most.of(|| self.world.bought(entry.payee));
        most.saturating_sub(before).saturating_sub(here).max(0)
    }
}
