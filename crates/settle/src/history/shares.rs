//! Lines that several sellers share: each part is a sale of its seller's.

use banyan_plan::kernel::NOBODY;
use banyan_plan::money::{Minor, Rate, kept};

use super::facts::{ALONE, Line};

/// One seller's part of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<K, L> {
    /// As a line by itself.
    pub(super) line: Line<K, L>,
    /// Which part of the whole it is.
    pub(super) share: Rate,
    /// What of it has gone back.
    pub(super) refunded: Minor,
}

impl<K: Clone, L: Copy> Line<K, L> {
    /// The part of each seller when so much of the whole has gone back; the first has what the others leave. Parts that come
    /// to nothing are left out.
    pub(super) fn parts(&self, refunded: Minor) -> Vec<Part<K, L>> {
        let mut rest = Part { line: Self { also: ALONE, ..self.clone() }, share: Rate::ONE, refunded };
        let mut parts = Vec::new();
        for (seller, share) in self.also.into_iter().filter(|(seller, _)| *seller != NOBODY) {
            let of = |value: Minor| share.of(value);
            let amount = of(self.amount);
            let back = if self.amount == 0 { 0 } else { amount - kept(amount, self.amount, refunded) };
            let line = Self {
                seller,
                amount,
                cost: self.cost.map(of),
                volumes: self.volumes.map(|volume| volume.map(of)),
                also: ALONE,
                ..self.clone()
            };
            rest.line.amount -= amount;
            rest.line.cost = rest.line.cost.zip(line.cost).map(|(all, part)| all - part);
            for (all, part) in rest.line.volumes.iter_mut().zip(line.volumes) {
                *all = all.zip(part).map(|(all, part)| all - part);
            }
            rest.share.0 -= share.0;
            rest.refunded -= back;
            parts.push(Part { line, share, refunded: back });
        }
        parts.insert(0, rest);
        parts.retain(|part| part.line.amount != 0 || self.amount == 0);
        parts
    }
}
