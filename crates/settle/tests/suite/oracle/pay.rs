//! What one event pays: whom each reward names, and what is left of it after `every`, caps and the limit.

use super::model::{Brackets, Cap, Most, Of, On, Pay, Per, Reward, To};
use super::walk::{Link, Named, at_levels, differential, first, peers};
use super::{Entry, ONE, Oracle, Sale, Window, clock, joins};

impl Oracle<'_> {
    /// What a sale, what a period has sold, or what happens to `seller` pays.
    pub(super) fn evaluate(
        &mut self,
        on: On,
        seller: Option<usize>,
        sale: Option<&Sale<'_>>,
        most: Option<i128>,
    ) -> Vec<Entry> {
        let sign = if sale.is_some_and(|sale| sale.amount < 0) { -1 } else { 1 };
        let mut limit = most.filter(|_| !self.plan.scales);
        let mut entries: Vec<Entry> = Vec::new();
        for (no, reward) in self.plan.rewards.iter().enumerate() {
            let is_of_shop = matches!(reward.to, To::Pool(_) | To::Pairing) || self.follows(no).is_some();
            if reward.on != on || is_of_shop || !self.applies(reward, seller, sale) {
                continue;
            }
            let base = reward.pay.of().map(|of| match (of, sale) {
                (Of::Amount, Some(sale)) => sale.amount.abs(),
                (Of::Profit, Some(sale)) => (sale.profit * sign).max(0),
                (Of::Reward(of), _) => {
                    entries.iter().filter(|entry| entry.reward == of).map(|entry| entry.amount).sum()
                }
                (Of::Volume(no), Some(sale)) => (sale.volumes[no] * sign).max(0),
                (Of::Amount | Of::Profit | Of::Volume(_), None) => unreachable!("nothing is sold"),
            });
            if base == Some(0) {
                continue;
            }
            let named = self.named(reward, seller, sale, &entries);
            self.pay(no, sign, (named, base), sale, &mut limit, &mut entries);
        }
        if let Some(most) = most.filter(|_| self.plan.scales) {
            self.scale(most, &mut entries);
        }
        for entry in &mut entries {
            entry.amount *= sign;
            entry.share = entry.share.map(|(base, rate)| (base * sign, rate));
        }
        entries
    }

    /// What one entry of a pool or of pairs pays as the share that another reward is of it.
    pub(super) fn evaluate_share(&mut self, no: usize, of: &Entry, limit: Option<i128>) -> Vec<Entry> {
        let reward = &self.plan.rewards[no];
        let (mut limit, mut entries) = (limit, Vec::new());
        if of.amount > 0 && self.applies(reward, Some(of.payee), None) {
            let named = self.named(reward, Some(of.payee), None, &[]);
            self.pay(no, 1, (named, Some(of.amount)), None, &mut limit, &mut entries);
        }
        entries
    }

    /// The pool or the pairs that a reward is a share of.
    pub(super) fn follows(&self, no: usize) -> Option<usize> {
        let Some(Of::Reward(of)) = self.plan.rewards[no].pay.of() else { return None };
        matches!(self.plan.rewards[of].to, To::Pool(_) | To::Pairing).then_some(of)
    }

    /// Brings what is due in money down to the most, each by the same proportion.
    fn scale(&self, most: i128, entries: &mut Vec<Entry>) {
        let money = entries.iter().filter(|entry| self.plan.is_money(entry.reward));
        let due: i128 = money.map(|entry| entry.amount).sum();
        for entry in entries.iter_mut().filter(|entry| due > most && self.plan.is_money(entry.reward)) {
            scale_one(entry, most, due);
        }
        entries.retain(|entry| entry.amount != 0);
    }

    /// The filters on the seller and the line.
    fn applies(&self, reward: &Reward, seller: Option<usize>, sale: Option<&Sale<'_>>) -> bool {
        let seller_rank = seller.map_or(0, |seller| self.rank(seller));
        reward.seller_rank.is_none_or(|(low, high)| (low..=high).contains(&seller_rank))
            && (reward.categories.is_empty()
                || sale.is_some_and(|sale| reward.categories.iter().any(|one| one == sale.category)))
            && reward.first_order.is_none_or(|first| sale.is_some_and(|sale| sale.first_order == first))
            && reward.line_amount.is_none_or(|(least, below)| {
                sale.is_some_and(|sale| {
                    sale.amount.abs() >= least && below.is_none_or(|below| sale.amount.abs() < below)
                })
            })
            && sale.is_none_or(|sale| {
                within(reward.line_quantity, || sale.quantity)
                    && sale.buyer.is_none_or(|buyer| below(reward.buyer_months, || self.months(buyer)))
            })
    }

    /// Whole months since somebody joined, by the calendar on the shop's wall.
    fn months(&self, member: usize) -> i64 {
        let wall = |moment: i64| clock::wall(moment, self.plan.utc_offset);
        let (from, to) = (wall(self.history.members[member].joined_at * clock::SECOND), wall(self.now));
        let of = |at: jiff::civil::DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
        let is_earlier = (to.day(), to.time()) < (from.day(), from.time());
        of(to) - of(from) - i64::from(is_earlier)
    }

    /// As which of those whom somebody invited the branch comes in which somebody else stands.
    fn branch(&self, payee: usize, mut below: usize) -> usize {
        while self.history.members[below].inviter != Some(payee) {
            below = self.history.members[below].inviter.expect("the payee stands above");
        }
        let joined = joins(self.history);
        let invited = joined.iter().filter(|one| self.history.members[**one].inviter == Some(payee));
        1 + invited.take_while(|one| **one != below).count()
    }

    /// Somebody above a seller (or themselves, at distance 0), and whether they pass the filters on the payee.
    pub(super) fn link(
        &self,
        reward: &Reward,
        seller: Option<usize>,
        (member, rank, distance): (usize, u8, usize),
    ) -> Link {
        let passes = reward.payee_rank.is_none_or(|(low, high)| (low..=high).contains(&rank))
            && within(reward.distance, || distance)
            && below(reward.payee_months, || self.months(member))
            && reward.active.as_ref().is_none_or(|asks| self.meets(asks, member))
            && seller.is_none_or(|seller| within(reward.recruit, || self.branch(member, seller)));
        Link { member, rank, distance, passes }
    }

    /// Whom a reward names, from near to far.
    fn named(
        &self,
        reward: &Reward,
        seller: Option<usize>,
        sale: Option<&Sale<'_>>,
        entries: &[Entry],
    ) -> Vec<Named> {
        let chain: Vec<Link> = seller.map_or_else(Vec::new, |seller| {
            let above = if reward.placed { self.placed_above(seller) } else { self.above(seller) };
            let above = above.into_iter().enumerate();
            let link = |(at, (member, rank))| self.link(reward, Some(seller), (member, rank, at + 1));
            above.map(link).collect()
        });
        // Whoever ends the way up is the last whom anybody sees.
        let end = reward.until.and_then(|until| chain.iter().position(|link| link.rank >= until));
        let chain = chain[..end.map_or(chain.len(), |end| end + 1)].to_vec();
        let here = |member: Option<usize>| {
            let link = member.map(|member| self.link(reward, None, (member, self.rank(member), 0)));
            link.filter(|link| link.passes).map(|link| link.named(None)).into_iter().collect()
        };
        match reward.to {
            To::Seller => here(seller.filter(|seller| self.rank(*seller) > 0)),
            To::Buyer => here(sale.and_then(|sale| sale.buyer)),
            To::Upline(from, to) => at_levels(reward, chain.into_iter(), (from, to)),
            To::Generation(from, to, of) => {
                at_levels(reward, chain.into_iter().filter(|link| link.rank >= of), (from, to))
            }
            To::Nearest(least) => {
                let candidates = chain.into_iter().filter(|link| link.rank >= least);
                first(reward, candidates).map(|link| link.named(None)).into_iter().collect()
            }
            To::Differential => {
                let rate = |member: usize| match &reward.pay {
                    Pay::Brackets(brackets, _) => brackets.rate(self.sold(brackets, member)),
                    Pay::PerRank(rates, _) => {
                        usize::from(self.rank(member)).checked_sub(1).map_or(0, |rank| rates[rank])
                    }
                    _ => unreachable!("a differential has rates"),
                };
                differential(reward, seller.map_or(0, rate), &chain, rate)
            }
            To::Pool(_) | To::Pairing => unreachable!("they are paid by the close"),
            To::Peer(of) => peers(reward, entries.iter().filter(|entry| entry.reward == of), seller, &chain),
        }
    }

    /// Turns those named into entries: `every`, then the cap, then the limit of the line.
    fn pay(
        &mut self,
        no: usize,
        sign: i128,
        (named, base): (Vec<Named>, Option<i128>),
        sale: Option<&Sale<'_>>,
        limit: &mut Option<i128>,
        entries: &mut Vec<Entry>,
    ) {
        let reward = &self.plan.rewards[no];
        let mut payees: Vec<usize> = named.iter().map(|named| named.payee).collect();
        payees.sort_unstable();
        payees.dedup();
        for payee in payees {
            *self.times.entry((no, payee)).or_default() += 1;
        }
        for named in named {
            let of_rank = |all: &[i128]| usize::from(named.rank).checked_sub(1).map_or(0, |rank| all[rank]);
            let rate = match &reward.pay {
                Pay::PerRank(rates, _) if reward.to != To::Differential => Some(of_rank(rates)),
                Pay::Rate(rate, _) => Some(*rate),
                Pay::Product(_) => sale.map(|sale| sale.rate),
                Pay::Brackets(brackets, _) if reward.to != To::Differential => {
                    Some(brackets.rate(self.sold(brackets, named.payee)))
                }
                Pay::PerLevel(..) | Pay::PerRank(..) | Pay::Table(..) | Pay::Brackets(..) => named.rate,
                Pay::Amount(_) | Pay::Amounts(_) | Pay::Coupon(_) | Pay::Points(_) => None,
            };
            let share = named.base.or(base).zip(rate);
            let pieces = if reward.per_piece { sale.map_or(1, |sale| i128::from(sale.quantity)) } else { 1 };
            let part = |fixed: i128| fixed * pieces * sale.map_or(ONE, |sale| sale.share) / ONE;
            let full = match (&reward.pay, share) {
                (Pay::Amount(fixed) | Pay::Coupon(fixed) | Pay::Points(fixed), _) => part(*fixed),
                (Pay::Amounts(amounts), _) => part(of_rank(amounts)),
                (Pay::Brackets(brackets, _), Some((base, _))) if brackets.marginal => {
                    let end = self.sold(brackets, named.payee);
                    self.plan.rounding.of(slices(brackets, (end - base).max(0), end), 1)
                }
                (_, Some((base, rate))) => self.plan.rounding.of(base, rate),
                (_, None) => unreachable!("a share has a base and a rate"),
            };
            if !self.times[&(no, named.payee)].is_multiple_of(reward.every) {
                continue;
            }
            let here = entries.iter().filter(|one| one.reward == no && one.payee == named.payee);
            let here: i128 = here.map(|one| one.amount).sum();
            let mut amount = full.min(self.room(no, named.payee, (sign, here)));
            if let (Some(limit), true) = (limit.as_mut(), self.plan.is_money(no)) {
                amount = amount.min(*limit);
                *limit -= amount;
            }
            if amount == 0 {
                continue;
            }
            self.grant(no, named.payee, sign * amount);
            entries.push(Entry {
                reward: no,
                payee: named.payee,
                payee_rank: named.rank,
                distance: named.distance,
                share,
                amount,
                cut: amount < full,
            });
        }
    }

    /// What all caps leave to a payee, of which so much has been had on this event.
    pub(super) fn room(&self, no: usize, payee: usize, (sign, here): (i128, i128)) -> i128 {
        let most = |cap: &Cap| match cap.most {
            Most::Amount(amount) => amount,
            Most::Times(times) => self.bought(payee).max(0) * times / ONE,
        };
        let own = self.plan.rewards[no].cap.iter().map(|cap| {
            let before = match self.cap_window(cap.per) {
                Some(window) => sign * self.had.get(&(no, payee, window)).copied().unwrap_or(0),
                None => here,
            };
            most(cap) - before
        });
        let together = self.caps_of(no).map(|(at, cap)| {
            let window = self.cap_window(cap.per).expect("never per line");
            most(cap) - sign * self.had_together.get(&(at, payee, window)).copied().unwrap_or(0)
        });
        own.chain(together).min().map_or(i128::MAX, |room| room.max(0))
    }

    /// The caps over several rewards that hold for one.
    fn caps_of(&self, no: usize) -> impl Iterator<Item = (usize, &Cap)> + '_ {
        let is_money = self.plan.is_money(no);
        let all = self.plan.together.iter().enumerate();
        all.filter(move |(_, (_, rewards))| rewards.contains(&no) || (rewards.is_empty() && is_money))
            .map(|(at, (cap, _))| (at, cap))
    }

    /// Writes down what counts for caps.
    pub(super) fn grant(&mut self, no: usize, payee: usize, amount: i128) {
        let own = self.plan.rewards[no].cap.as_ref().and_then(|cap| self.cap_window(cap.per));
        if let Some(window) = own {
            *self.had.entry((no, payee, window)).or_default() += amount;
        }
        let together: Vec<(usize, Window)> =
            self.caps_of(no).filter_map(|(at, cap)| Some((at, self.cap_window(cap.per)?))).collect();
        for (at, window) in together {
            *self.had_together.entry((at, payee, window)).or_default() += amount;
        }
    }

    /// The shop's time that is under way; `None` for a cap per line.
    fn cap_window(&self, per: Per) -> Option<Window> {
        match per {
            Per::Line => None,
            Per::Time(span) => Some((Some(span), self.index(span, self.now))),
            Per::Life => Some((None, 0)),
        }
    }
}

/// From the first to the last, if a range is asked for; without a last, to no end.
fn within<T: PartialOrd>(range: Option<(T, Option<T>)>, count: impl FnOnce() -> T) -> bool {
    let Some((low, high)) = range else { return true };
    let count = count();
    count >= low && high.is_none_or(|high| count <= high)
}

/// From the first on, and below the end if there is one.
fn below<T: PartialOrd>(range: Option<(T, Option<T>)>, count: impl FnOnce() -> T) -> bool {
    let Some((low, end)) = range else { return true };
    let count = count();
    count >= low && end.is_none_or(|end| count < end)
}

/// Brings one entry down in the proportion of what there is to what is due.
pub(super) fn scale_one(entry: &mut Entry, most: i128, due: i128) {
    let scaled = entry.amount * most / due;
    entry.cut |= scaled < entry.amount;
    entry.amount = scaled;
}

/// What the sales from here to there come to, each bracket's rate taken of what lies in it; in millionths.
fn slices(brackets: &Brackets, start: i128, end: i128) -> i128 {
    let ends = brackets.from.iter().skip(1).map(|(from, _)| *from).chain([i128::MAX]);
    let all = brackets.from.iter().zip(ends);
    all.map(|((from, rate), to)| (end.min(to) - start.max(*from)).max(0) * rate).sum()
}
