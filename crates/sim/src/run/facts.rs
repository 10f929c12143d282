//! What a run shows of what laws ask about. Facts only: which rule they meet is for the rule packs to say.

use banyan_plan::kernel::NOBODY;
use banyan_plan::money::Rate;
use banyan_report::share;
use serde::{Deserialize, Serialize};

use super::books::Books;
use super::past::Past;

/// Facts that a run produced, for a reader of the law and for the rule packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The farthest distance above the seller (or above who joined) to which money was paid; 0: only to themselves.
    pub levels_paid: u32,
    /// The longest chain of promoters, each invited by the next, the first included.
    pub live_depth: u32,
    /// Of what buyers paid, the share of buyers who were no promoters, entry packs left out.
    pub retail_share: Rate,
    /// Of what came in, the share paid for entry: fees, deposits, packs.
    pub entry_share: Rate,
    /// Of rewards, the share paid on joins and promotions instead of on sales.
    pub head_share: Rate,
    /// Rewards, in millionths of net sales; may pass 1,000,000.
    pub payout: u64,
    /// The share of promoters who earned nothing.
    pub nothing_share: Rate,
    /// The share of promoters who did not earn back what they paid to join; 0 if joining is free.
    pub loss_share: Rate,
    /// The most people below one promoter.
    pub largest_team: u32,
}

impl Facts {
    pub(super) fn of(past: &Past, books: &Books<'_>) -> Self {
        let total = books.total();
        let (live_depth, largest_team) = depths(past, books);
        let packs: i128 = books.entry.iter().map(|paid| i128::from(*paid)).sum();
        let promoters = || (0..books.earned.len()).filter(|member| books.was_promoter[*member]);
        let people = promoters().count() as i128;
        let of_people = |number: usize| share(number as i128, people);
        let net = total.sales - total.refunds;
        let levels = books.by_distance.iter().rposition(|(_, money)| *money > 0);
        Self {
            levels_paid: levels.unwrap_or(0) as u32,
            live_depth,
            retail_share: share(books.retail, total.sales),
            entry_share: share(packs, total.sales + total.fees),
            head_share: share(books.for_heads, total.granted),
            payout: if net > 0 { u64::try_from(total.granted * 1_000_000 / net).unwrap_or(0) } else { 0 },
            nothing_share: of_people(promoters().filter(|member| books.earned[*member] <= 0).count()),
            loss_share: of_people(
                promoters().filter(|member| books.earned[*member] < books.entry[*member]).count(),
            ),
            largest_team,
        }
    }
}

/// The longest chain of promoters, and the most members below one of them. An inviter's number is always lower.
fn depths(past: &Past, books: &Books<'_>) -> (u32, u32) {
    let inviter = &past.input.members.inviter;
    let mut depth = vec![0_u32; inviter.len()];
    let mut team = vec![0_u32; inviter.len()];
    for member in 0..inviter.len() {
        let above = if inviter[member] == NOBODY { 0 } else { depth[inviter[member] as usize] };
        depth[member] = above + u32::from(books.was_promoter[member]);
    }
    for member in (0..inviter.len()).rev() {
        if inviter[member] != NOBODY {
            team[inviter[member] as usize] += team[member] + 1;
        }
    }
    let largest =
        team.iter().zip(&books.was_promoter).filter(|(_, promoter)| **promoter).map(|(team, _)| *team).max();
    (depth.into_iter().max().unwrap_or(0), largest.unwrap_or(0))
}
