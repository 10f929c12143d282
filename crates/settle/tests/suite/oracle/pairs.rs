//! The legs of the placement tree: what waits on each, by the period in which it settled, what is lost, what was paired.

use super::model::{Carry, Pairing};

/// One leg.
#[derive(Debug, Clone, Default)]
pub(super) struct Leg {
    /// What waits, by the number of the period, the oldest first.
    waits: Vec<(i64, i128)>,
    /// What has come since the last close, less what has gone.
    fresh: i128,
    lost: i128,
}

impl Leg {
    pub(super) fn come(&mut self, amount: i128) {
        self.fresh += amount;
    }

    fn all(&self) -> i128 {
        self.waits.iter().map(|(_, amount)| amount).sum::<i128>() + self.fresh
    }

    /// Takes the oldest first; gives what there was too little of.
    fn take(&mut self, mut amount: i128) -> i128 {
        for (_, waits) in &mut self.waits {
            let part = amount.min(*waits);
            *waits -= part;
            amount -= part;
        }
        self.waits.retain(|(_, waits)| *waits > 0);
        amount
    }

    fn lose(&mut self, amount: i128) {
        self.take(amount);
        self.lost += amount;
    }

    /// A period closes: what came in it waits from now on.
    fn begin(&mut self, index: i64) {
        let fresh = std::mem::take(&mut self.fresh);
        if fresh > 0 {
            self.waits.push((index, fresh));
        } else {
            self.fresh = -self.take(-fresh);
        }
    }

    /// What has waited for so many closes is lost.
    fn expire(&mut self, closes: Option<i64>, next: i64) {
        let Some(closes) = closes else { return };
        let late = self.waits.iter().filter(|(index, _)| index + closes <= next);
        self.lose(late.map(|(_, amount)| amount).sum());
    }
}

/// What has been paired at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made {
    pub(super) base: i128,
    pub(super) units: i128,
    /// From each leg.
    pub(super) took: [i128; 2],
}

/// Both legs of somebody.
#[derive(Debug, Clone, Default)]
pub(super) struct Legs(pub(super) [Leg; 2]);

impl Legs {
    pub(super) fn begin(&mut self, index: i64, closes: Option<i64>) {
        for leg in &mut self.0 {
            leg.begin(index);
            leg.expire(closes, index);
        }
    }

    pub(super) fn end(&mut self, index: i64, closes: Option<i64>) {
        for leg in &mut self.0 {
            leg.expire(closes, index + 1);
        }
    }

    pub(super) fn pair(&mut self, terms: &Pairing) -> Made {
        let [left, right] = [self.0[0].all().max(0), self.0[1].all().max(0)];
        let (weaker, weak, strong) = if right < left { (1, right, left) } else { (0, left, right) };
        let parts = terms.more + 1;
        let mut base = weak.min(strong / parts);
        let mut units = 1;
        if let Some(unit) = terms.unit {
            units = base / unit;
            base = units * unit;
        } else if !terms.steps.is_empty() {
            base = terms.steps.iter().copied().filter(|step| *step <= base).max().unwrap_or(0);
        }
        let mut took = [base * parts; 2];
        took[weaker] = base;
        for (leg, took) in self.0.iter_mut().zip(took) {
            leg.take(took);
        }
        Made { base, units, took }
    }

    pub(super) fn carry(&mut self, carry: Carry) {
        let rests = [self.0[0].all(), self.0[1].all()];
        let stronger = rests[0].max(rests[1]);
        for (leg, rest) in self.0.iter_mut().zip(rests) {
            let keeps = match carry {
                Carry::All => rest,
                Carry::Stronger if rest == stronger => rest,
                Carry::None | Carry::Stronger => 0,
                Carry::Most(most) => most,
            };
            // Of less than nothing, nothing is lost.
            if rest > keeps {
                leg.lose(rest - keeps);
            }
        }
    }

    /// A sale on one leg goes back: first of what waits, then of what was lost. Gives what is missing then.
    pub(super) fn go_back(&mut self, side: usize, amount: i128) -> i128 {
        let leg = &mut self.0[side];
        let waits = leg.all().clamp(0, amount);
        leg.fresh -= waits;
        let lost = leg.lost.min(amount - waits);
        leg.lost -= lost;
        amount - waits - lost
    }
}
