//! The two-leg placement tree of dual-track plans.

use banyan_plan::kernel::{Legs, Member, NOBODY};

use crate::undo::{List, Queues, undo};

/// Where everybody stands. A new promoter takes the first free place below her sponsor, level by level, left to right.
#[derive(Debug, Clone, Default)]
pub(super) struct Placement {
    above: List<Member>,
    right: List<bool>,
    legs: List<[Member; 2]>,
    /// Per sponsor: the places of her tree, level by level, from the first that may still be free.
    open: Queues<Member>,
    placed: List<bool>,
}

undo!([] Placement: parts [above, right, legs, open, placed], fixed []);

impl Placement {
    pub(super) fn grow(&mut self, count: usize) {
        self.above.grow(count, NOBODY);
        self.right.grow(count, false);
        self.legs.grow(count, [NOBODY; 2]);
        self.open.grow(count);
        self.placed.grow(count, false);
    }

    /// Gives a member her place; nothing happens if she has one.
    pub(super) fn place(&mut self, member: Member, sponsor: Member) {
        if std::mem::replace(self.placed.at(member as usize), true) {
            return;
        }
        self.open.push_back(member as usize, member);
        if sponsor == NOBODY {
            return;
        }
        loop {
            let Some(&candidate) = self.open[sponsor as usize].front() else { return };
            let legs = self.legs[candidate as usize];
            if let Some(free) = legs.iter().position(|leg| *leg == NOBODY) {
                self.legs.at(candidate as usize)[free] = member;
                *self.above.at(member as usize) = candidate;
                *self.right.at(member as usize) = free == 1;
                return;
            }
            self.open.pop_front(sponsor as usize);
            for below in legs {
                self.open.push_back(sponsor as usize, below);
            }
        }
    }

    /// Adds a sale to the leg of everybody above its seller.
    pub(super) fn credit(&self, seller: Member, amount: i64, legs: &mut List<Legs>) {
        for (above, side) in self.above(seller) {
            let leg = &mut legs.at(above as usize).amounts[side];
            *leg = leg.saturating_add(amount);
        }
    }

    /// Everybody above somebody, nearest first, and on which leg she stands: 0 for the left one, 1 for the right one.
    pub(super) fn above(&self, member: Member) -> impl Iterator<Item = (Member, usize)> + '_ {
        let next = |at: Member| {
            let above = self.above[at as usize];
            (above != NOBODY).then(|| (above, usize::from(self.right[at as usize])))
        };
        std::iter::successors(next(member), move |(at, _)| next(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_fill_level_by_level() {
        let mut tree = Placement::default();
        tree.grow(8);
        tree.place(0, NOBODY);
        for member in 1..8 {
            tree.place(member, u32::from(member == 7));
        }
        assert_eq!(tree.legs[0], [1, 2]);
        assert_eq!((tree.legs[1], tree.legs[2]), ([3, 4], [5, 6]));
        // Sponsored by 1, whose own two legs are full: below 3.
        assert_eq!(tree.legs[3], [7, NOBODY]);
        let mut legs = List::from(vec![Legs::default(); 8]);
        tree.credit(7, 100, &mut legs);
        assert_eq!((legs[3].amounts, legs[1].amounts, legs[0].amounts), ([100, 0], [100, 0], [100, 0]));
    }
}
