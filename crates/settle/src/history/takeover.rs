//! A new plan, or a new version of one, takes over.

use std::hash::Hash;
use std::sync::Arc;

use banyan_plan::kernel::{Member, Program, nearest_promoter};
use banyan_plan::model::RankNo;

use super::Reason;
use super::arrivals::Arrivals;
use super::engine::Engine;
use super::firsts::Firsts;
use super::people::NOT_YET;
use super::periods::Periods;
use super::placement::Placement;
use super::ranks::Ranks;
use super::standing::Standing;
use super::terms::Asks;

impl<K: Clone + Eq + Hash> Engine<K> {
    /// Another plan is in force from now on. Ranks are matched by id, or as `renamed` says (old id, new id). If somebody holds
    /// a rank of the old plan that has no counterpart, the plan is refused with the rank's old number, and nothing changes.
    ///
    /// What both plans ask for goes on: measures; caps over time and `every` of rewards with the same id; first orders and
    /// sales; periods under way, which close under the new plan; unpaired amounts and places in the tree of pairs. What
    /// only the new plan asks for starts from nothing, as if nothing had happened before: `true` says that there is
    /// such a thing, so that a caller who cares feeds the history to an engine of the new plan instead. Until then windows of
    /// time begin empty, everybody's rank counts as their highest and as theirs since now, and promoters take their places in
    /// a tree of pairs in the order of their numbers. Legs are counted from where people stand, always in full.
    pub fn set_program(&mut self, program: Arc<Program>, renamed: &[(&str, &str)]) -> Result<bool, Reason> {
        let numbers = rank_numbers((&self.program, &program), renamed, &self.holders())?;
        self.copy_for_mark();
        let (old, now) = (std::mem::replace(&mut self.program, program), self.live.now);
        let (old, new) = (old.as_ref(), &self.program);
        let count = self.live.people.count();
        self.live.people.renumber(&numbers);
        let rank = |member| Some(self.live.people.rank(member)).filter(|rank| *rank != NOT_YET).unwrap_or(0);
        let ranks: Vec<RankNo> = (0..count as Member).map(rank).collect();
        let before = std::mem::replace(&mut self.ranks, Ranks::new(new));
        let mut missing = self.ranks.take_over(before, &numbers, &ranks, now);
        let before = std::mem::replace(&mut self.live.standing, Standing::new(new.plan()));
        missing |= self.live.standing.take_over(before, &self.live.people, (&numbers, now));
        missing |= self.live.book.take_over(old, new);
        let before = std::mem::replace(&mut self.live.arrivals, Arrivals::new(new.plan()));
        missing |= self.live.arrivals.take_over(before, count);
        let before = std::mem::replace(&mut self.firsts, Firsts::new(new));
        missing |= self.firsts.take_over(before, count);
        let before = std::mem::replace(&mut self.periods, Periods::new(new));
        missing |= self.periods.take_over(before, (old, new), count);
        self.asks = Asks::new(new.plan());
        let (plan, was) = (new.plan(), old.plan());
        // What was counted in one volume tells nothing of another.
        missing |= plan.volumes != was.volumes;
        missing |= plan.needs_placement() && (!was.needs_placement() || was.width != plan.width);
        self.place_promoters(count);
        self.look_ahead();
        Ok(missing)
    }

    /// Keeps the placement tree as long as the plan needs one of its width; begins it with those who are promoters already.
    fn place_promoters(&mut self, count: usize) {
        let plan = self.program.plan();
        if !plan.needs_placement() {
            self.live.placement = None;
            return;
        }
        if self.live.placement.as_ref().is_some_and(|placement| placement.is_wide(plan.width)) {
            return;
        }
        let mut placement = Placement::new(plan.width);
        placement.grow(count);
        for member in (0..count as Member).filter(|member| self.live.people.has_joined(*member)) {
            if self.live.people.rank(member) > 0 {
                placement.place(member, nearest_promoter(&self.live, self.live.people.inviter(member)));
            }
        }
        self.live.placement = Some(placement);
    }
}

/// The new number of each of the old plan's ranks, 0 (none) included. A rank that nobody holds may be missing.
fn rank_numbers(
    (old, new): (&Program, &Program),
    renamed: &[(&str, &str)],
    holders: &[u64],
) -> Result<Vec<RankNo>, Reason> {
    let mut numbers = vec![0];
    for (rank, no) in old.plan().ranks.iter().zip(1..) {
        let id = renamed.iter().find(|(before, _)| *before == rank.id).map_or(rank.id.as_str(), |(_, id)| id);
        let is_held = holders.get(usize::from(no)).is_some_and(|count| *count > 0);
        match new.plan().rank_of(id) {
            None if is_held => return Err(Reason::NoSuchRank(no)),
            number => numbers.push(number.unwrap_or(0)),
        }
    }
    Ok(numbers)
}
