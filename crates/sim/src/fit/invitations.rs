//! What a shop's own tree of members says of inviting: how many promoters invite how many, and how soon they tire.

use banyan_plan::kernel::NOBODY;

use super::search::minimum;

/// How invitations go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Invitations {
    /// Members who are promoters: who joined as such or invited somebody.
    pub promoters: u32,
    /// Of all members who were invited, the share who became promoters.
    pub promoter_share: f64,
    /// People whom a promoter has invited on average, over promoters known for at least three months (or over all, if there
    /// are none).
    pub invited: f64,
    /// Activity falls to 1/e in so many days; `None` without enough invitations to tell (fewer than ten).
    pub fatigue_days: Option<f64>,
}

/// Invitations that an estimate of fatigue needs at least.
const ENOUGH: usize = 10;
/// Days after which most of what a promoter will bring has come.
const KNOWN: f64 = 90.0;

impl Invitations {
    /// From each member's inviter, day of joining and whether they joined as a promoter, to the day `until`.
    pub fn of(inviter: &[u32], joined: &[f64], is_promoter: &[bool], until: f64) -> Self {
        let mut promoter = is_promoter.to_vec();
        let mut brought = vec![0_u32; inviter.len()];
        for above in inviter.iter().filter(|above| **above != NOBODY) {
            promoter[*above as usize] = true;
            brought[*above as usize] += 1;
        }
        let known = |least: f64| {
            let people =
                (0..inviter.len()).filter(|member| promoter[*member] && until - joined[*member] >= least);
            let numbers: Vec<f64> = people.map(|member| f64::from(brought[member])).collect();
            (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
        };
        let newcomers = || (0..inviter.len()).filter(|member| inviter[*member] != NOBODY);
        let new_promoters = newcomers().filter(|member| promoter[*member]).count();
        // Of each invitation: the promoter's age then, and for how long they could be watched.
        let ages: Vec<(f64, f64)> = newcomers()
            .map(|member| {
                let since = joined[inviter[member] as usize];
                ((joined[member] - since).max(0.0), until - since)
            })
            .filter(|(_, watched)| *watched > 0.0)
            .collect();
        Self {
            promoters: promoter.iter().filter(|is| **is).count() as u32,
            promoter_share: new_promoters as f64 / newcomers().count().max(1) as f64,
            invited: known(KNOWN).or_else(|| known(0.0)).unwrap_or(0.0),
            fatigue_days: (ages.len() >= ENOUGH).then(|| fatigue(&ages)),
        }
    }
}

/// The most likely scale of an exponential of which only what falls within each promoter's watched time is seen.
fn fatigue(ages: &[(f64, f64)]) -> f64 {
    let cost = |log: &[f64; 1]| {
        let tau = libm::exp(log[0].clamp(-1.0, 9.0));
        let likelihood: f64 = ages
            .iter()
            .map(|(age, watched)| -libm::log(tau) - age / tau - libm::log(-libm::expm1(-watched / tau)))
            .sum();
        -likelihood
    };
    let mean = ages.iter().map(|(age, _)| age).sum::<f64>() / ages.len() as f64;
    libm::exp(minimum([libm::log(mean.max(1.0))], cost).0[0].clamp(-1.0, 9.0))
}
