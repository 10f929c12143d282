//! The placement tree of dual-track and matrix plans.

use banyan_plan::kernel::{Legs, Member, NOBODY};
use serde::{Deserialize, Serialize};

use crate::undo::{List, Map, Queues, undo};

/// Where everybody stands. A new promoter takes the first free place below their sponsor, level by level, left to right, or
/// where somebody has asked for them to stand.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Placement {
    width: usize,
    above: List<Member>,
    /// On which leg of whom they stand under.
    side: List<u8>,
    /// As many for each member as the tree is wide.
    legs: List<Member>,
    /// Per sponsor: the places of their tree, level by level, from the first that may still be free.
    open: Queues<Member>,
    placed: List<bool>,
    /// Of those who are to stand under somebody else than their sponsor: under whom, on which leg.
    wishes: Map<Member, (Member, Option<u8>)>,
}

undo!([] Placement: parts [above, side, legs, open, placed, wishes], fixed [width]);

impl Placement {
    pub(super) fn new(width: u8) -> Self {
        Self { width: usize::from(width), ..Self::default() }
    }

    pub(super) fn is_wide(&self, width: u8) -> bool {
        self.width == usize::from(width)
    }

    pub(super) fn grow(&mut self, count: usize) {
        self.above.grow(count, NOBODY);
        self.side.grow(count, 0);
        self.legs.grow(count * self.width, NOBODY);
        self.open.grow(count);
        self.placed.grow(count, false);
    }

    /// Somebody who has no place yet is to stand under somebody, on a leg of theirs if one is named.
    pub(super) fn wish(&mut self, member: Member, under: Member, leg: Option<u8>) {
        self.wishes.insert(member, (under, leg));
    }

    /// Gives a member their place; nothing happens if they have one.
    pub(super) fn place(&mut self, member: Member, sponsor: Member) {
        if std::mem::replace(self.placed.at(member as usize), true) {
            return;
        }
        self.open.push_back(member as usize, member);
        let wish = self.wishes.get(&member).copied();
        match wish.filter(|(under, _)| *under != member && self.placed[*under as usize]) {
            Some((under, Some(leg))) if usize::from(leg) < self.width => match self.leg(under, leg) {
                NOBODY => self.put(member, under, usize::from(leg)),
                // Whoever stands there already heads the leg: they come below.
                head => self.below(member, head),
            },
            Some((under, _)) => self.below(member, under),
            None if sponsor == NOBODY => {}
            None => self.below(member, sponsor),
        }
    }

    /// The first free place below somebody.
    fn below(&mut self, member: Member, top: Member) {
        loop {
            let Some(&candidate) = self.open[top as usize].front() else { return };
            let row = candidate as usize * self.width;
            let legs = self.legs[row..row + self.width].to_vec();
            if let Some(free) = legs.iter().position(|leg| *leg == NOBODY) {
                return self.put(member, candidate, free);
            }
            self.open.pop_front(top as usize);
            for below in legs {
                self.open.push_back(top as usize, below);
            }
        }
    }

    fn put(&mut self, member: Member, under: Member, leg: usize) {
        *self.legs.at(under as usize * self.width + leg) = member;
        *self.above.at(member as usize) = under;
        *self.side.at(member as usize) = leg as u8;
    }

    fn leg(&self, member: Member, leg: u8) -> Member {
        self.legs[member as usize * self.width + usize::from(leg)]
    }

    /// Who stands directly above somebody; [`NOBODY`] for a root.
    pub(super) fn under(&self, member: Member) -> Member {
        self.above.get(member as usize).copied().unwrap_or(NOBODY)
    }

    /// Adds a sale to the leg of everybody above its seller. Pairs have two legs.
    pub(super) fn credit(&self, seller: Member, amount: i64, legs: &mut List<Legs>) {
        for (above, side) in self.above(seller) {
            let leg = &mut legs.at(above as usize).amounts[side];
            *leg = leg.saturating_add(amount);
        }
    }

    /// Everybody above somebody, nearest first, and on which leg they stand, from 0 for the left one.
    pub(super) fn above(&self, member: Member) -> impl Iterator<Item = (Member, usize)> + '_ {
        let next = |at: Member| {
            let above = self.above[at as usize];
            (above != NOBODY).then(|| (above, usize::from(self.side[at as usize])))
        };
        std::iter::successors(next(member), move |(at, _)| next(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(width: u8) -> Placement {
        let mut tree = Placement::new(width);
        tree.grow(9);
        tree.place(0, NOBODY);
        tree
    }

    fn legs(tree: &Placement, member: usize) -> &[Member] {
        &tree.legs[member * tree.width..(member + 1) * tree.width]
    }

    #[test]
    fn places_fill_level_by_level() {
        let mut tree = tree(2);
        for member in 1..8 {
            tree.place(member, u32::from(member == 7));
        }
        assert_eq!(legs(&tree, 0), [1, 2]);
        assert_eq!((legs(&tree, 1), legs(&tree, 2)), (&[3, 4][..], &[5, 6][..]));
        // Sponsored by 1, whose own two legs are full: below 3.
        assert_eq!(legs(&tree, 3), [7, NOBODY]);
        let mut legs = List::from(vec![Legs::default(); 8]);
        tree.credit(7, 100, &mut legs);
        assert_eq!((legs[3].amounts, legs[1].amounts, legs[0].amounts), ([100, 0], [100, 0], [100, 0]));
    }

    #[test]
    fn somebody_stands_where_she_is_asked_to() {
        let mut tree = tree(3);
        tree.wish(1, 0, Some(2));
        tree.wish(2, 0, Some(2));
        tree.wish(3, 1, None);
        // Nobody has given 8 a place: 4 comes below their sponsor.
        tree.wish(4, 8, Some(0));
        for member in 1..5 {
            tree.place(member, 0);
        }
        assert_eq!(legs(&tree, 0), [4, NOBODY, 1]);
        assert_eq!(legs(&tree, 1), [2, 3, NOBODY]);
    }
}
