//! The pieces of a line that are vouchers: made when it is paid, and ended when they are refunded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use banyan_base::refusal::Refusal;
use banyan_base::tokens;
use banyan_base::vault::Vault;
use banyan_core::records::LineRow;
use banyan_core::work::Work;
use banyan_store::{Conn, Rows, row};

use super::store::{self, Piece};
use super::{State, Terms, code};

/// Vouchers of one order.
const MOST: i64 = 200;

/// Refuses to sell vouchers that have expired, and more of them than an order may have; gives until when they can be paid, if that ends.
/// Of each line, in the order of the cart, it is handed the terms if it is of vouchers, and the pieces.
pub(crate) fn sellable(
    lines: impl Iterator<Item = (Option<i64>, i64)>,
    terms: &BTreeMap<i64, Terms>,
    now: i64,
) -> Result<Option<i64>, Refusal> {
    let (mut pieces, mut until) = (0, None::<i64>);
    for (place, (found, quantity)) in lines.enumerate() {
        let Some(terms) = found.and_then(|id| terms.get(&id)) else { continue };
        pieces += quantity;
        if pieces > MOST {
            return Err(Refusal::unacceptable(
                "voucher_pieces",
                format!("一笔订单最多买 {MOST} 张券，请分几笔下单"),
                format!("an order has at most {MOST} vouchers; please order the others by themselves"),
            )
            .at(format!("/items/{place}/quantity")));
        }
        let Some(end) = terms.valid_until else { continue };
        if end <= now {
            let (zh, en) = ("这张券已过有效期，不能再购买", "this voucher has expired and is no longer sold");
            return Err(Refusal::conflict("voucher_over", zh, en).at(format!("/items/{place}/sku")));
        }
        until = Some(until.map_or(end, |before| before.min(end)));
    }
    Ok(until)
}

/// Makes the vouchers of an order that is paid.
pub(crate) fn issue(work: &mut Work<'_>, lines: &[LineRow], at: i64) -> Result<(), Refusal> {
    let ids: BTreeSet<i64> = lines.iter().filter_map(|line| line.voucher).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let terms = store::terms(work.conn, ids)?;
    let offset = work.live().program().plan().utc_offset;
    let mut rows = Rows::new(
        "voucher",
        &["buyer", "id", "order_id", "line", "piece", "terms", "hash", "code", "expires_at", "due_at"],
    );
    for line in lines {
        let Some(terms) = line.voucher.and_then(|id| terms.get(&id)) else { continue };
        let expires_at = terms.expires_at(at, offset);
        work.due_at(expires_at);
        for piece in 1..=line.quantity {
            let id = work.id();
            let (sealed, hash) = {
                let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
                let text = tokens::voucher(&mut **random)?;
                code::sealed_code(&work.facts.vault, (line.buyer, id), &text, &mut **random)?
            };
            rows.push(row![
                line.buyer, id, line.order, line.line, piece, terms.id, hash, sealed, expires_at, expires_at
            ]);
        }
    }
    Ok(work.conn.insert(&rows)?)
}

/// The voucher of a code as it was read.
pub(crate) fn find_by_code(conn: &mut Conn, vault: &Vault, code: &str) -> Result<Option<Piece>, Refusal> {
    Ok(store::find_by_hash(conn, code::hashes(vault, code))?)
}

/// As many vouchers of a line are refunded as pieces of it have come back: those that are unused first, the last ones of them before
/// the others, then those that have expired, then those that were redeemed.
pub(crate) fn give_back(work: &mut Work<'_>, line: &LineRow, returned: i64, at: i64) -> Result<(), Refusal> {
    if line.voucher.is_none() {
        return Ok(());
    }
    let mut pieces = store::of_order(work.conn, line.buyer, line.order)?;
    pieces.retain(|piece| piece.line == line.line);
    let refunded = pieces.iter().filter(|piece| piece.state() == State::Refunded).count() as i64;
    let turn = |piece: &Piece| match piece.state() {
        State::Unused => 0,
        State::Expired => 1,
        State::Redeemed => 2,
        State::Refunded => 3,
    };
    pieces.sort_by_key(|piece| (turn(piece), -piece.place));
    let missing = usize::try_from(returned - refunded).unwrap_or(0);
    for piece in pieces.iter().filter(|piece| piece.state() != State::Refunded).take(missing) {
        store::step(work.conn, piece, State::Refunded, (at, None))?;
    }
    Ok(())
}
