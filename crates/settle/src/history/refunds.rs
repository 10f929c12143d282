//! Refunds: what part of a line has paid is taken back.

use std::hash::Hash;

use banyan_plan::time::Time;

use super::engine::Engine;
use super::{Cause, Event, Kind, Reference, Refund, Refunded, Sink};

impl<K: Clone + Eq + Hash> Engine<K> {
    /// Part of a line goes back: each of its entries shrinks to what its payee keeps. A refund after settlement also lowers
    /// the measures that the line had raised, and the period in which it settled: one that is under way sells so much less,
    /// and of one that has closed the rewards give back their share.
    ///
    /// What the line has paid, and what has gone back before, is the caller's to know. Nothing beyond the line goes back.
    pub fn refund<S: Sink>(&mut self, refund: &Refund<'_, K, S::Line>, now: Time, sink: &mut S) {
        let now = self.pass(now, sink);
        self.promote_touched(sink);
        let (line, amount, before) = (refund.line.line, refund.line.amount, refund.refunded);
        let after = before.saturating_add(refund.part).min(amount);
        let mut taken = Vec::new();
        if let Some(settled) = refund.settled {
            self.unsettle(&refund.line, settled, (before, after), &mut taken);
        }
        let [mut differences, mut originals] = std::mem::take(&mut self.refund_buffers);
        differences.clear();
        originals.clear();
        for original in refund.originals {
            let difference = original.difference(amount, before, after);
            if difference.amount != 0 {
                differences.push(difference);
                originals.push(original.entry);
            }
        }
        if !differences.is_empty() {
            let cause = Cause::Refunded(Refunded { line, amount, before, after, originals: &originals });
            let reference = Reference::Line(refund.reference);
            sink.post(&Event { kind: Kind::Refund, reference, at: now, cause }, &differences);
        }
        self.refund_buffers = [differences, originals];
        for taken in &taken {
            let (reference, cause) = (Reference::Line(refund.reference), Cause::TakenBack(taken));
            sink.post(&Event { kind: Kind::Refund, reference, at: now, cause }, &taken.differences);
        }
    }
}
