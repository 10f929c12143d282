//! The promoters above somebody, looked up once per event and only as far as anybody asks.

use super::Member;
use super::world::{NOBODY, World};
use crate::model::RankNo;

/// Along the inviters.
pub type Chain = Way<false>;
/// Along the placement tree.
pub type Placed = Way<true>;

/// The seller and the promoters above them, nearest first. Plain customers on the way are not counted.
#[derive(Debug, Clone, Default)]
pub struct Way<const PLACED: bool> {
    links: Vec<(Member, RankNo)>,
    next: Member,
}

impl<const PLACED: bool> Way<PLACED> {
    #[inline]
    fn above<W: World>(world: &W, member: Member) -> Member {
        if PLACED { world.placed_under(member) } else { world.inviter(member) }
    }

    /// Starts anew at somebody, who is distance 0.
    #[inline]
    pub fn restart<W: World>(&mut self, world: &W, origin: Member) {
        self.links.clear();
        self.next = NOBODY;
        if origin != NOBODY {
            self.links.push((origin, world.rank(origin)));
            self.next = Self::above(world, origin);
        }
    }

    /// Who stands at a distance, with their rank.
    #[inline]
    pub fn at<W: World>(&mut self, world: &W, distance: usize) -> Option<(Member, RankNo)> {
        while self.links.len() <= distance {
            let mut member = self.next;
            loop {
                if member == NOBODY {
                    self.next = NOBODY;
                    return None;
                }
                let rank = world.rank(member);
                let above = Self::above(world, member);
                if rank > 0 {
                    self.links.push((member, rank));
                    self.next = above;
                    break;
                }
                member = above;
            }
        }
        Some(self.links[distance])
    }

    /// The part that has been looked up.
    pub fn seen(&self) -> &[(Member, RankNo)] {
        &self.links
    }
}
