//! Rules on the shop's settings and on data.

use banyan_plan::time::DAY;
use banyan_plan::words::Text;

use super::{Answer, Case, bad, found, good};
use crate::pack::day;
use crate::shop::{Custody, IncomeTax, Vat};

/// The day on which VAT withholding for natural persons changed in China.
const VAT_CHANGED: &str = "2026-11-01";
/// Days of notice before a plan changes, 电子商务法 art. 34.
const NOTICE_DAYS: u32 = 7;
/// The window that every market here has at least; a plan that releases earlier does so everywhere.
const SHORTEST_WINDOW: u32 = 7;

impl Case<'_> {
    pub(super) fn settings(&self, id: &str) -> Option<Answer> {
        let settings = &self.subject.shop.settings;
        Some(match id {
            "SET-01" => self.release(),
            // The plan language always takes rewards back; only a shop can switch that off.
            "SET-02" => good(Some(settings.clawback.unwrap_or(true))),
            "SET-03" => good(settings.online_withdrawal),
            "SET-04" => bad(settings.income_tax.map(|method| method == IncomeTax::None)),
            "SET-05" => bad(settings.vat.map(|vat| match vat {
                Vat::Missing => true,
                Vat::CheckedOn(checked) => day(VAT_CHANGED).is_some_and(|changed| checked < changed),
            })),
            "SET-06" => bad(settings.custody.map(|custody| custody == Custody::Pooled)),
            "SET-07" => bad(settings.notice.map(|notice| notice.days < NOTICE_DAYS || !notice.comments)),
            _ => return None,
        })
    }

    /// Release may come at the end of the refund window at the earliest. The plan alone decides it where it is shorter than
    /// any window; a shop may hold longer than its plan says.
    fn release(&self) -> Answer {
        let window = self.pack.refund_window;
        if let Some(days) = self.subject.shop.settings.release_days {
            return if days == 0 || window.is_some_and(|window| days < window) {
                found()
            } else {
                Answer::Nothing
            };
        }
        let sale = &self.subject.plan.sale;
        let planned = sale.release_after / DAY;
        let says = Text::new(
            format!("方案在 {planned} 天后放款。"),
            format!("The plan releases after {planned} days."),
        );
        let too_early = sale.release_after <= 0
            || window.is_some_and(|window| planned < i64::from(window.min(SHORTEST_WINDOW)));
        if too_early {
            return Answer::Found(vec![self.subject.plan.sale_span.clone()], vec![says]);
        }
        match window {
            Some(window) if planned >= i64::from(window) => Answer::Nothing,
            Some(window) => Answer::Needs(vec![Text::new(
                format!("方案写的是 {planned} 天，退货期是 {window} 天，店铺要等到期满。"),
                format!(
                    "The plan says {planned} days, the refund window is {window}: the shop has to hold until then."
                ),
            )]),
            None => Answer::Nothing,
        }
    }

    pub(super) fn data(&self, id: &str) -> Option<Answer> {
        let data = &self.subject.shop.data;
        Some(match id {
            "DAT-01" => good(data.human_appeal),
            "DAT-02" => bad(data.upline_sees_downline),
            "DAT-03" => good(data.profiling_optional),
            "DAT-04" => bad(data.retention.map(|kept| kept.years < 3 || !kept.pseudonymises)),
            "DAT-05" => bad(data.pre_ticked),
            _ => return None,
        })
    }
}
