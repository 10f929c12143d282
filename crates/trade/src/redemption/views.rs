//! Vouchers as whoever redeems them and the shop's staff see them. Of a buyer the desk sees a shortened name, and nothing else.

use std::collections::HashMap;

use banyan_api::http::{At, Id};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_base::vault::mask_name;
use banyan_people::{members, staff};
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shown, UNDO_WITHIN, check, shown};
use crate::vouchers::{Piece, State, TermsView};

/// A voucher at the desk where it is redeemed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FoundVoucher {
    id: Id,
    /// What was bought.
    title: Words,
    /// `unused`, `redeemed`, `refunded`, `expired`.
    state: String,
    /// The buyer's nickname, shortened.
    buyer_name: String,
    expires_at: At,
    terms: TermsView,
    /// Why it cannot be redeemed now.
    hindrance: Option<Words>,
    /// The stable code of that.
    hindrance_code: Option<String>,
}

/// A voucher at the desk.
pub(super) fn found(conn: &mut Conn, found: &Shown, now: i64, offset: i64) -> Result<FoundVoucher, Refusal> {
    let hindrance = check(conn, found, now, offset).err();
    let Shown { piece, terms } = found;
    let name = members::nicknames(conn, vec![piece.buyer])?.remove(&piece.buyer).unwrap_or_default();
    Ok(FoundVoucher {
        id: Id(piece.id),
        title: (&piece.title).into(),
        state: piece.state().word().to_owned(),
        buyer_name: mask_name(&name),
        expires_at: At(piece.expires_at),
        terms: TermsView::of(terms, offset),
        hindrance_code: hindrance.as_ref().map(|refusal| refusal.code.to_owned()),
        hindrance: hindrance.map(|refusal| refusal.text.into()),
    })
}

/// A voucher that somebody has redeemed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RedeemedVoucher {
    id: Id,
    title: Words,
    /// The buyer's nickname, shortened.
    buyer_name: String,
    redeemed_at: At,
    /// Until when whoever redeemed it may take that back; nothing if that time is over.
    undo_until: Option<At>,
}

/// Vouchers that somebody has redeemed.
pub(super) fn redeemed(conn: &mut Conn, pieces: &[Piece], now: i64) -> Result<Vec<RedeemedVoucher>, Refusal> {
    let names = members::nicknames(conn, pieces.iter().map(|piece| piece.buyer).collect())?;
    let view = |piece: &Piece| {
        let at = piece.last.map_or(piece.id, |step| step.at);
        RedeemedVoucher {
            id: Id(piece.id),
            title: (&piece.title).into(),
            buyer_name: mask_name(names.get(&piece.buyer).map_or("", String::as_str)),
            redeemed_at: At(at),
            undo_until: Some(at + UNDO_WITHIN).filter(|until| now <= *until).map(At),
        }
    };
    Ok(pieces.iter().map(view).collect())
}

/// A voucher in a list of staff's.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeskVoucher {
    pub(super) id: Id,
    order: Id,
    line: i64,
    piece: i64,
    title: Words,
    /// The product's name in plans.
    product_code: String,
    buyer: Id,
    /// The buyer's nickname; empty if they have left.
    buyer_name: String,
    /// `unused`, `redeemed`, `refunded`, `expired`.
    state: String,
    expires_at: At,
    /// When it was redeemed, refunded, or expired.
    ended_at: Option<At>,
    /// Who redeemed it.
    redeemed_by: Option<String>,
    /// Where it is redeemed.
    place: Words,
}

/// Vouchers as the shop's staff sees them.
pub(super) fn list(conn: &mut Conn, pieces: Vec<Piece>) -> Result<Vec<DeskVoucher>, Refusal> {
    let names = members::nicknames(conn, pieces.iter().map(|piece| piece.buyer).collect())?;
    let people: Vec<i64> = pieces.iter().filter_map(|piece| piece.last.and_then(|step| step.staff)).collect();
    let people: HashMap<i64, String> =
        if people.is_empty() { HashMap::new() } else { staff::names(conn, people)? };
    let mut views = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let Shown { piece, terms } = shown(conn, piece)?;
        let (state, last) = (piece.state(), piece.last);
        let by = last.filter(|_| state == State::Redeemed).and_then(|step| step.staff);
        views.push(DeskVoucher {
            id: Id(piece.id),
            order: Id(piece.order),
            line: piece.line,
            piece: piece.place,
            buyer: Id(piece.buyer),
            buyer_name: names.get(&piece.buyer).cloned().unwrap_or_default(),
            state: state.word().to_owned(),
            expires_at: At(piece.expires_at),
            ended_at: last.filter(|_| state != State::Unused).map(|step| At(step.at)),
            redeemed_by: by.and_then(|by| people.get(&by).cloned()),
            place: Words { zh: terms.place.0, en: terms.place.1 },
            title: (&piece.title).into(),
            product_code: piece.product,
        });
    }
    Ok(views)
}
