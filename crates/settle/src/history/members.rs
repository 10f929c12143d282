//! People: they join, become promoters, and may get another inviter.

use std::hash::Hash;

use banyan_plan::kernel::{Member, NOBODY};
use banyan_plan::model::{Condition, On, RankNo};
use banyan_plan::time::Time;

use super::engine::{Engine, person};
use super::{By, Kind, Reason, Reference, Sink};

impl<K: Clone + Eq + Hash> Engine<K> {
    /// Somebody joins, invited by `inviter` ([`NOBODY`] for a root): as a plain customer (rank 0) or as a promoter. Numbers
    /// are the caller's; room grows with the highest, so they should be dense.
    pub fn join(
        &mut self,
        member: Member,
        inviter: Member,
        rank: RankNo,
        now: Time,
        sink: &mut impl Sink,
    ) -> Result<(), Reason> {
        self.check_new(member, inviter, rank)?;
        let now = self.pass(now, sink);
        self.make_room(member);
        self.live.people.join(member, inviter);
        self.live.arrivals.joined(member, inviter, now);
        self.live.standing.joined(member, &self.live.people, now, &mut self.touched);
        if rank > 0 {
            self.become_promoter(member, rank, By::Join, sink);
        }
        Ok(())
    }

    /// Once they become a promoter, a member takes a place under somebody of the placement tree: on a leg of theirs, from 0
    /// for the left one, or on whichever is free. If somebody stands on that leg, they take the first free place below. If
    /// `under` has no place by then, they are placed as if nothing had been said. To be said before they become a promoter;
    /// plans without a placement tree do not ask.
    pub fn place(&mut self, member: Member, under: Member, leg: Option<u8>) {
        self.make_room(member.max(under));
        if let Some(placement) = &mut self.live.placement {
            placement.wish(member, under, leg);
        }
    }

    /// A customer becomes a promoter otherwise than by joining as one or by a purchase: `join` happens to them. Whoever has
    /// a rank already keeps it, and nothing happens.
    pub fn enrol(
        &mut self,
        member: Member,
        rank: RankNo,
        now: Time,
        sink: &mut impl Sink,
    ) -> Result<(), Reason> {
        if rank == 0 {
            return Err(Reason::NoSuchRank(rank));
        }
        self.check_rank(member, rank)?;
        self.pass(now, sink);
        if self.live.people.rank(member) == 0 {
            self.become_promoter(member, rank, By::Join, sink);
        }
        Ok(())
    }

    /// Somebody gives a member a rank by hand, or takes it (0). A rank that they never had before is a promotion.
    pub fn set_rank(
        &mut self,
        member: Member,
        rank: RankNo,
        now: Time,
        sink: &mut impl Sink,
    ) -> Result<(), Reason> {
        self.check_rank(member, rank)?;
        self.pass(now, sink);
        self.change_rank(member, rank, By::Hand, sink);
        Ok(())
    }

    /// From now on a member has another inviter ([`NOBODY`]: none), and their whole branch moves with them.
    ///
    /// Team size, direct invites and legs follow them: whoever stands above them now gains what those lose who stood there
    /// before; over a window of time, what counts is who came within it less who left. Sales that settled before stay
    /// counted where they were, and their refunds are taken off there. The place in the tree of pairs stays. Rewards of
    /// lines paid before are not touched.
    pub fn transfer(
        &mut self,
        member: Member,
        inviter: Member,
        now: Time,
        sink: &mut impl Sink,
    ) -> Result<(), Reason> {
        let people = &self.live.people;
        for one in [member, inviter] {
            if one != NOBODY && !people.has_joined(one) {
                return Err(Reason::NotJoined(one));
            }
        }
        if member == NOBODY {
            return Err(Reason::NotJoined(member));
        }
        if people.chain(inviter).any(|above| above == member) {
            return Err(Reason::Loop(member));
        }
        let now = self.pass(now, sink);
        let people = &self.live.people;
        let from = people.inviter(member);
        if from == inviter {
            return Ok(());
        }
        let mut left: Vec<Member> = people.chain(from).collect();
        let mut reached: Vec<Member> = people.chain(inviter).collect();
        // Whoever stands above both has them in the team all the time.
        while !left.is_empty() && left.last() == reached.last() {
            left.pop();
            reached.pop();
        }
        self.live.people.transfer(member, inviter, now);
        self.live.arrivals.comes_to(member, inviter);
        let sides = (left.as_slice(), reached.as_slice());
        self.live.standing.moved(member, (from, inviter), sides, now, &mut self.touched);
        Ok(())
    }

    /// A member is stopped, or goes on. While they are stopped they are paid nothing: what would be theirs goes to nobody, and what
    /// others are paid is as if they were not stopped. They keep their place, their rank and what they were paid before, of which
    /// refunds take back their share.
    pub fn stop(
        &mut self,
        member: Member,
        is_stopped: bool,
        now: Time,
        sink: &mut impl Sink,
    ) -> Result<(), Reason> {
        if !self.live.people.has_joined(member) {
            return Err(Reason::NotJoined(member));
        }
        self.pass(now, sink);
        self.live.people.stop(member, is_stopped);
        Ok(())
    }

    /// Puts a member where they stand, without anything happening: to go on with a plan that asks for no more of the past,
    /// see [`Engine::needs_history`]. Members may come in any order, but every inviter has to come.
    pub fn restore(&mut self, member: Member, inviter: Member, rank: RankNo) -> Result<(), Reason> {
        self.check_number(rank)?;
        for one in [member, inviter].into_iter().filter(|one| *one != NOBODY) {
            self.make_room(one);
        }
        self.live.people.join(member, inviter);
        self.live.people.set_rank(member, rank);
        Ok(())
    }

    /// How much of a condition's measure a member has now, and how much the condition asks for: people, orders, branches, or
    /// minor units.
    pub fn progress(&self, condition: &Condition, member: Member, now: Time) -> (i64, i64) {
        self.live.standing.progress(condition, member, now)
    }

    /// How many members hold each rank of the plan in force, by its number; at 0 those who hold none.
    pub fn holders(&self) -> Vec<u64> {
        let mut holders = vec![0; self.program.plan().ranks.len() + 1];
        for member in
            (0..self.live.people.count() as Member).filter(|member| self.live.people.has_joined(*member))
        {
            holders[usize::from(self.live.people.rank(member))] += 1;
        }
        holders
    }

    /// Their inviter ([`NOBODY`] for a root) and their rank at the moment; `None` if they have not joined.
    pub fn member(&self, member: Member) -> Option<(Member, RankNo)> {
        let people = &self.live.people;
        people.has_joined(member).then(|| (people.inviter(member), people.rank(member)))
    }

    /// Somebody becomes a promoter by joining, by enrolment or by a purchase.
    pub(super) fn become_promoter(&mut self, member: Member, rank: RankNo, by: By, sink: &mut impl Sink) {
        sink.joined(member, self.live.now);
        self.ranks.starts_at(member, rank);
        self.change_rank(member, rank, by, sink);
        if !self.program.rewards_on(On::Join).is_empty() {
            self.evaluate(&person(On::Join, member), Kind::Join, Reference::Member(member), sink);
        }
    }

    fn make_room(&mut self, member: Member) {
        let count = member as usize + 1;
        if count > self.live.people.count() {
            self.reserve(count);
        }
    }

    fn check_new(&self, member: Member, inviter: Member, rank: RankNo) -> Result<(), Reason> {
        let people = &self.live.people;
        if member == NOBODY {
            return Err(Reason::NotJoined(member));
        }
        if people.has_joined(member) {
            return Err(Reason::JoinedBefore(member));
        }
        if inviter != NOBODY && !people.has_joined(inviter) {
            return Err(Reason::NotJoined(inviter));
        }
        self.check_number(rank)
    }

    fn check_rank(&self, member: Member, rank: RankNo) -> Result<(), Reason> {
        if !self.live.people.has_joined(member) {
            return Err(Reason::NotJoined(member));
        }
        self.check_number(rank)
    }

    fn check_number(&self, rank: RankNo) -> Result<(), Reason> {
        let is_known = usize::from(rank) <= self.program.plan().ranks.len();
        if is_known { Ok(()) } else { Err(Reason::NoSuchRank(rank)) }
    }
}
