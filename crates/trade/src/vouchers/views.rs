//! Vouchers as the API shows them.

use std::collections::BTreeSet;

use banyan_api::http::{At, Id};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_base::tokens::grouped_voucher;
use banyan_base::vault::Vault;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{self, Piece};
use super::{State, Terms, code, said};

/// What the vouchers of a product promise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TermsView {
    /// Redeemed from then; at once for nothing.
    valid_from: Option<At>,
    /// And before then.
    valid_until: Option<At>,
    /// Until the end of so many days after the day of purchase; if `valid_until` is said as well, what comes first counts.
    days: Option<i64>,
    /// The days of the week on which it is redeemed: 1 is Monday, 7 is Sunday.
    weekdays: Vec<i64>,
    /// Where it is redeemed.
    place: Words,
    address: Words,
    /// Opening hours, in words; may be empty.
    hours: Words,
    /// `refunded`: the buyer has the money of an unused one back whenever they ask, and by itself when it expires. `kept`: they have not.
    unused: String,
    /// The same in a sentence, to be read before one pays.
    refund: Words,
    /// What else one has to know before one buys, a sentence each.
    said: Vec<Words>,
}

fn words((zh, en): &(String, String)) -> Words {
    Words { zh: zh.clone(), en: en.clone() }
}

impl TermsView {
    /// The view of terms, at the shop's distance from UTC in nanoseconds.
    pub(crate) fn of(terms: &Terms, offset: i64) -> Self {
        Self {
            valid_from: terms.valid_from.map(At),
            valid_until: terms.valid_until.map(At),
            days: terms.days,
            weekdays: (1..=7).filter(|day| terms.weekdays & (1 << (day - 1)) != 0).collect(),
            place: words(&terms.place),
            address: words(&terms.address),
            hours: words(&terms.hours),
            unused: terms.unused.word().to_owned(),
            refund: said::refund(terms),
            said: said::sentences(terms, offset),
        }
    }
}

/// A voucher as its buyer sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VoucherView {
    pub(crate) id: Id,
    order: Id,
    line: i64,
    /// The first, second, … of its line.
    piece: i64,
    /// What was bought.
    title: Words,
    /// `unused`, `redeemed`, `refunded`, `expired`.
    state: String,
    /// What is shown to have it redeemed, in groups; only as long as it is unused.
    code: Option<String>,
    expires_at: At,
    /// When it was redeemed, refunded, or expired.
    ended_at: Option<At>,
    /// Whether its buyer can have their money back now.
    can_be_refunded: bool,
    terms: TermsView,
}

/// Some vouchers as their buyer sees them.
pub(crate) fn views(
    conn: &mut Conn,
    vault: &Vault,
    pieces: &[Piece],
    offset: i64,
) -> Result<Vec<VoucherView>, Refusal> {
    let ids: BTreeSet<i64> = pieces.iter().map(|piece| piece.terms).collect();
    let terms = store::terms(conn, ids)?;
    let view = |piece: &Piece| {
        let terms = terms.get(&piece.terms).ok_or_else(|| Refusal::broken("a voucher without its terms"))?;
        let is_unused = piece.state() == State::Unused;
        let sealed = piece.code.as_deref().filter(|_| is_unused);
        let code = sealed.map(|sealed| code::open(vault, (piece.buyer, piece.id), sealed)).transpose()?;
        Ok(VoucherView {
            id: Id(piece.id),
            order: Id(piece.order),
            line: piece.line,
            piece: piece.place,
            title: (&piece.title).into(),
            state: piece.state().word().to_owned(),
            code: code.map(|code| grouped_voucher(&code)),
            expires_at: At(piece.expires_at),
            ended_at: piece.last.filter(|_| !is_unused).map(|step| At(step.at)),
            can_be_refunded: is_unused && terms.is_refunded(),
            terms: TermsView::of(terms, offset),
        })
    };
    pieces.iter().map(view).collect()
}
