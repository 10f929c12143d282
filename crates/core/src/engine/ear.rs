//! Listens to the engine, and says what it hears in the shop's own terms: members by their ids, lines by order and number.

use banyan_plan::kernel::{Entry, Member, NOBODY};
use banyan_plan::model::RankNo;
use banyan_settle::history::{By, Cause, Event, Kind, RankChanged, Reference, Sink, Taken};

use super::heard::RankChange;
use crate::records as rewards;
use crate::records::{Closed, Posting};

/// An order line: order and number.
pub(super) type LineName = (i64, i64);

/// What the engine said of one event, members still by their numbers.
#[derive(Debug, Default)]
pub(super) struct Ear {
    posted: Vec<Posted>,
    ranked: Vec<RankChanged>,
    /// The seller of each line, in the order of the lines.
    pub(super) sellers: Vec<Member>,
}

#[derive(Debug)]
struct Posted {
    kind: Kind,
    reference: Reference<LineName>,
    at: i64,
    chain: Vec<(Member, RankNo)>,
    entries: Vec<Entry>,
    taken: Option<Taken>,
}

impl Sink for Ear {
    type Line = LineName;

    fn post(&mut self, event: &Event<'_, LineName>, entries: &[Entry]) {
        let chain = match event.cause {
            Cause::Evaluated(_, chain) => chain.to_vec(),
            Cause::Refunded(_) | Cause::TakenBack(_) | Cause::Closed => Vec::new(),
        };
        let taken = match event.cause {
            Cause::TakenBack(taken) => Some(taken.clone()),
            _ => None,
        };
        let (kind, reference, at) = (event.kind, event.reference.clone(), event.at.0);
        self.posted.push(Posted { kind, reference, at, chain, entries: entries.to_vec(), taken });
    }

    fn sold(&mut self, _line: LineName, seller: Member) {
        self.sellers.push(seller);
    }

    fn ranked(&mut self, change: &RankChanged) {
        self.ranked.push(*change);
    }
}

impl Ear {
    /// What was posted. `ids` are the members' ids by number.
    pub(super) fn postings(&self, ids: &[i64]) -> Vec<Posting> {
        let mut out: Vec<Posting> = Vec::with_capacity(self.posted.len());
        for posted in &self.posted {
            let mut posting = posted.posting(ids);
            if let Some(closed) = &mut posting.closed {
                let before = out.iter().filter(|other| other.closed.is_some());
                closed.first = before.map(|other| other.entries.len() as i64).sum();
            }
            // They may be given a rank and rise from it at one moment: two promotions, told apart by their steps.
            if posting.kind == rewards::Kind::Period {
                let same = |other: &&Posting| {
                    (other.kind, other.id, other.line, other.step)
                        == (posting.kind, posting.id, posting.line, posting.step)
                };
                posting.first = out.iter().filter(same).map(|other| other.entries.len() as i64).sum();
            }
            let same =
                |other: &&Posting| (other.kind, other.id, other.at) == (posting.kind, posting.id, posting.at);
            if posting.kind == rewards::Kind::Promotion {
                posting.step += out.iter().filter(same).count() as i64;
            }
            out.push(posting);
        }
        out
    }

    /// Ranks that changed. `name` gives a rank's id.
    pub(super) fn ranks(&self, ids: &[i64], name: impl Fn(RankNo) -> String) -> Vec<RankChange> {
        let change = |change: &RankChanged| RankChange {
            member: id(ids, change.member),
            at: change.at.0,
            rank: change.new.into(),
            rank_id: name(change.new),
            how: change.by,
        };
        self.ranked.iter().map(change).collect()
    }
}

impl Posted {
    fn posting(&self, ids: &[i64]) -> Posting {
        let (id_of_event, line, step) = match (&self.reference, self.kind) {
            (Reference::Line((order, line)), _) => (*order, *line, 0),
            // They may reach a rank, lose it, and join again: the moment tells one time from another.
            (Reference::Member(member), _) => (id(ids, *member), 0, self.at),
            (Reference::Period(name, seller), _) => {
                (self.at, seller.map_or(0, |seller| id(ids, seller)), length(name))
            }
        };
        let chain: Vec<String> =
            self.chain.iter().map(|(member, rank)| format!("{}:{rank}", id(ids, *member))).collect();
        Posting {
            kind: match self.kind {
                Kind::Sale => rewards::Kind::Sale,
                Kind::Refund => rewards::Kind::Refund,
                Kind::Join => rewards::Kind::Join,
                Kind::Promotion => rewards::Kind::Promotion,
                Kind::FirstSale => rewards::Kind::FirstSale,
                Kind::Period => rewards::Kind::Period,
            },
            id: id_of_event,
            line,
            step,
            at: self.at,
            first: 0,
            chain: chain.join(","),
            entries: self.entries.iter().map(|entry| (id(ids, entry.payee), *entry)).collect(),
            originals: Vec::new(),
            born: 0,
            closed: self.taken.as_ref().map(|taken| closed(taken, ids)),
            period: match &self.reference {
                Reference::Period(name, _) => Some(name.clone()),
                Reference::Line(_) | Reference::Member(_) => None,
            },
        }
    }
}

fn closed(taken: &Taken, ids: &[i64]) -> Closed {
    Closed {
        at: taken.closed.0,
        seller: taken.seller.map_or(0, |seller| id(ids, seller)),
        step: length(&taken.period),
        places: taken.originals.iter().map(|(place, _)| i64::from(*place)).collect(),
        first: 0,
        share: (taken.amount, taken.after),
    }
}

/// Days, weeks, months, quarters and years may close at one moment: 1 to 5 tells them apart.
fn length(period: &str) -> i64 {
    match (period.contains('W'), period.contains('Q'), period.len()) {
        (true, ..) => 2,
        (_, true, _) => 4,
        (.., 4) => 5,
        (.., 7) => 3,
        _ => 1,
    }
}

fn id(ids: &[i64], member: Member) -> i64 {
    if member == NOBODY { 0 } else { ids.get(member as usize).copied().unwrap_or(0) }
}

/// The stable word of what made a rank change.
pub fn word(by: By) -> &'static str {
    match by {
        By::Join => "join",
        By::Purchase => "purchase",
        By::Rule => "rule",
        By::Review => "review",
        By::Hand => "hand",
    }
}
