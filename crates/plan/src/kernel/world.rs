//! What the kernel asks of whoever keeps the members.

use super::Member;
use crate::model::{Brackets, Cap, Conditions, RankNo, RewardNo};
use crate::money::Minor;

/// No member: the end of a chain, an empty field.
pub const NOBODY: Member = u32::MAX;

/// What the kernel asks about members, at the moment of the event.
pub trait World {
    /// Who invited them; [`NOBODY`] for a root.
    fn inviter(&self, member: Member) -> Member;
    /// Their rank at the moment; 0 for a plain customer.
    fn rank(&self, member: Member) -> RankNo;
    /// Whether they meet what a filter asks for.
    fn is_active(&self, member: Member, active: &Conditions) -> bool;
    /// What they have had of a reward in the cap's time that is under way.
    fn had(&self, reward: RewardNo, payee: Member, cap: &Cap) -> Minor;
    /// How often an event of this reward has come to them before.
    fn times(&self, reward: RewardNo, payee: Member) -> u32;
    /// What they have had of the rewards that share the so-many-th of the plan's caps, in the time that is under way.
    fn had_together(&self, _caps: u16, _payee: Member, _cap: &Cap) -> Minor {
        0
    }
    /// What their own settled purchases come to, for caps that are a multiple of them.
    fn bought(&self, _member: Member) -> Minor {
        0
    }
    /// Whole months since they joined; `None` if that is not known, and then any number will do.
    fn months(&self, _member: Member) -> Option<u32> {
        None
    }
    /// As which of those whom their inviter invited they came, counted from 1; `None` as for [`World::months`].
    fn recruit(&self, _member: Member) -> Option<u32> {
        None
    }
    /// Who stands above them in the placement tree; [`NOBODY`] for a root, and where there is no tree.
    fn placed_under(&self, _member: Member) -> Member {
        NOBODY
    }
    /// What counts for their brackets at a close.
    fn sold(&self, _member: Member, _brackets: &Brackets) -> Minor {
        0
    }
}
