//! Rules on what the public sees.

use super::{Answer, Case, bad, good};
use crate::reading::HeadKind;
use crate::shop::Draw;
use banyan_plan::model::On;

/// 50,000 yuan in fen, 反不正当竞争法 (2025) art. 11.
const TOP_PRIZE: i64 = 5_000_000;

impl Case<'_> {
    pub(super) fn content(&self, id: &str) -> Option<Answer> {
        let content = &self.subject.shop.content;
        let draws =
            |wrong: fn(&Draw) -> bool| bad(content.draws.as_ref().map(|draws| draws.iter().any(wrong)));
        Some(match id {
            "CON-01" => good(content.shares_marked),
            "CON-02" => bad(content.pays_for_praise),
            "CON-03" => good(content.reviews_bound),
            "CON-04" => good(content.counts_true),
            "CON-05" => bad(content.reviews_deletable),
            "CON-06" => draws(|draw| draw.top_prize > TOP_PRIZE),
            "CON-07" => draws(|draw| !draw.published || draw.changed || draw.insiders),
            "CON-08" => draws(|draw| draw.paid_entry),
            "CON-09" => bad(content.ages.map(|ages| ages.promoter < 18 || ages.host < 16 || !ages.guardian)),
            "CON-10" => bad(content.earnings.map(|claims| {
                let china = self.pack.id.starts_with("cn");
                (claims.shown && !claims.typical_beside) || (china && claims.in_recruiting)
            })),
            "CON-11" => self.share_for_benefit(),
            "CON-12" => self.multi_level(),
            _ => return None,
        })
    }

    fn share_for_benefit(&self) -> Answer {
        let brings = |on: On| matches!(on, On::Sale | On::FirstSale | On::Promotion);
        let heads: Vec<_> = self
            .reading
            .paid_heads()
            .filter(|head| {
                matches!(head.kind, HeadKind::Bring(_)) && brings(self.subject.plan.reward(head.reward).on)
            })
            .collect();
        if heads.is_empty() {
            return bad(self.subject.shop.content.share_to_unlock);
        }
        Answer::Found(heads.iter().map(|head| self.span(head.reward)).collect(), Vec::new())
    }

    /// `WeChat` counts every pay on a downline's sales or head count, and every price of the right to invite.
    fn multi_level(&self) -> Answer {
        let reading = self.reading;
        let mut places: Vec<_> = reading.entries.iter().map(|entry| entry.span.clone()).collect();
        places.extend(reading.above.iter().map(|one| self.to_span(one.reward)));
        places.extend(reading.team.iter().map(|no| self.to_span(*no)));
        let of_people = |head: &&crate::reading::Head| match head.kind {
            HeadKind::Promotion | HeadKind::First | HeadKind::Count | HeadKind::Salary => true,
            // Joins that pay somebody above are among `above`; who joined is welcomed themselves. `CON-11` has the last.
            HeadKind::Join | HeadKind::Bring(_) => false,
        };
        let heads = reading.paid_heads().filter(of_people);
        places.extend(heads.map(|head| self.span(head.reward)));
        places.sort_by_key(|span| span.start);
        places.dedup();
        if places.is_empty() { Answer::Nothing } else { Answer::Found(places, Vec::new()) }
    }
}
