//! The placement tree: everybody's legs in a list, looked through from the top whenever a place is sought.

use std::collections::{HashMap, VecDeque};

/// Who stands where.
#[derive(Default)]
pub(super) struct Tree {
    legs: HashMap<usize, Vec<Option<usize>>>,
    above: HashMap<usize, usize>,
}

impl Tree {
    /// Gives somebody a place under their sponsor, or where the file says; nothing happens if they have one.
    pub(super) fn place(
        &mut self,
        member: usize,
        sponsor: Option<usize>,
        wish: Option<(usize, Option<usize>)>,
        width: usize,
    ) {
        if self.legs.contains_key(&member) {
            return;
        }
        self.legs.insert(member, vec![None; width]);
        let wish = wish.filter(|(under, _)| *under != member && self.legs.contains_key(under));
        let (top, leg) = match wish {
            Some((under, leg)) => (under, leg.filter(|leg| *leg < width)),
            None => match sponsor {
                Some(sponsor) => (sponsor, None),
                None => return,
            },
        };
        let (under, leg) = match leg.map(|leg| (leg, self.legs[&top][leg])) {
            Some((leg, None)) => (top, leg),
            Some((_, Some(head))) => self.free_below(head),
            None => self.free_below(top),
        };
        self.legs.get_mut(&under).expect("it has a place")[leg] = Some(member);
        self.above.insert(member, under);
    }

    /// The first free place, level by level, left to right.
    fn free_below(&self, top: usize) -> (usize, usize) {
        let mut level = VecDeque::from([top]);
        loop {
            let member = level.pop_front().expect("a tree ends somewhere");
            let legs = &self.legs[&member];
            if let Some(leg) = legs.iter().position(Option::is_none) {
                return (member, leg);
            }
            level.extend(legs.iter().flatten());
        }
    }

    pub(super) fn above(&self, member: usize) -> Option<usize> {
        self.above.get(&member).copied()
    }

    /// Everybody above somebody, nearest first, each with the leg on which they stand.
    pub(super) fn way(&self, member: usize) -> Vec<(usize, usize)> {
        let step = |member: usize| {
            let above = self.above(member)?;
            let leg = self.legs[&above].iter().position(|one| *one == Some(member));
            Some((above, leg.expect("she stands there")))
        };
        std::iter::successors(step(member), |(above, _)| step(*above)).collect()
    }
}
