//! Where vouchers are redeemed, refunded or expire. Whoever is first wins: what happens to a voucher is written down once, in the same
//! transaction as what follows for its order.

pub mod desk;
mod due;
pub mod http;
mod views;

use banyan_base::refusal::{Kind, Refusal};
use banyan_base::tokens::read_voucher;
use banyan_base::vault::Vault;
use banyan_core::records::{LineRow, lines_of};
use banyan_core::work::Work;
use banyan_people::staff;
use banyan_plan::time::SECOND;
use banyan_store::Conn;
use serde_json::json;

pub use self::due::{Lapse, Return};
use crate::orders::{self, Refund};
use crate::vouchers::{self, Piece, State, Terms, moment, weekday_name, weekdays};

/// How long whoever redeemed a voucher may take that back.
const UNDO_WITHIN: i64 = 10 * 60 * SECOND;

/// Why the money of an unused voucher goes back, as codes that pages have in words: its buyer asked, or it expired.
const ASKED: &str = "unused";
const EXPIRED: &str = "expired";

/// A voucher at the desk, with what it promises.
struct Shown {
    piece: Piece,
    terms: Terms,
}

/// Finds the voucher of a code that somebody typed or scanned. The refusals tell a code that was mistyped from one that is unknown.
fn find(conn: &mut Conn, vault: &Vault, code: &str) -> Result<Shown, Refusal> {
    let unknown = || {
        let (zh, en) =
            ("没有这个核销码，请核对是否为本店的券", "there is no such code; is the voucher of this shop?");
        Refusal::new(Kind::NotFound, "voucher_unknown", zh, en).at("/code")
    };
    let piece = vouchers::find_by_code(conn, vault, code)?.ok_or_else(unknown)?;
    shown(conn, piece)
}

fn shown(conn: &mut Conn, piece: Piece) -> Result<Shown, Refusal> {
    let terms = vouchers::terms(conn, [piece.terms].into())?.remove(&piece.terms);
    let terms = terms.ok_or_else(|| Refusal::broken("a voucher without its terms"))?;
    Ok(Shown { piece, terms })
}

/// A code as it was typed, if it can be one.
fn read(text: &str) -> Result<String, Refusal> {
    read_voucher(text).map_err(|error| {
        let text = error.text();
        Refusal::unacceptable(error.code(), text.zh, text.en).at("/code")
    })
}

/// Refuses to redeem a voucher that cannot be redeemed at `now`, and says why.
fn check(conn: &mut Conn, Shown { piece, terms }: &Shown, now: i64, offset: i64) -> Result<(), Refusal> {
    let refused = |code, zh: String, en: String| Err(Refusal::conflict(code, zh, en).at("/code"));
    let at = piece.last.map(|step| moment(step.at, offset)).unwrap_or_default();
    match piece.state() {
        State::Redeemed => {
            let who = piece.last.and_then(|step| step.staff).unwrap_or_default();
            let who = staff::names(conn, vec![who])?.remove(&who).unwrap_or_default();
            let (zh, en) = &terms.place;
            return refused(
                "voucher_redeemed",
                format!("这张券已核销：{at}，由 {who} 在“{zh}”核销"),
                format!("this voucher was redeemed already: at {at}, by {who}, at “{en}”"),
            );
        }
        State::Refunded => {
            return refused(
                "voucher_refunded",
                format!("这张券已于 {at} 退款，不能再用"),
                format!("this voucher was refunded at {at} and can no longer be used"),
            );
        }
        State::Unused if now < piece.expires_at => {}
        State::Unused | State::Expired => {
            let at = moment(piece.expires_at, offset);
            return refused(
                "voucher_expired",
                format!("这张券已于 {at} 过期"),
                format!("this voucher expired at {at}"),
            );
        }
    }
    if let Some(from) = terms.valid_from.filter(|from| now < *from) {
        let from = moment(from, offset);
        return refused(
            "voucher_early",
            format!("这张券 {from} 起才能使用"),
            format!("this voucher can be used from {from} on"),
        );
    }
    if let Some(days) = weekdays(terms).filter(|_| !terms.is_for(now, offset)) {
        let today = weekday_name(now, offset);
        return refused(
            "voucher_weekday",
            format!("今天是{}，这张券仅限{}使用", today.zh, days.zh),
            format!("today is {}, and this voucher can be used on {} only", today.en, days.en),
        );
    }
    not_waiting(conn, piece)
}

fn not_waiting(conn: &mut Conn, piece: &Piece) -> Result<(), Refusal> {
    if !vouchers::is_waiting(conn, piece)? {
        return Ok(());
    }
    Err(Refusal::conflict(
        "voucher_group",
        "这张券所在的拼团还没成团，成团后才能使用",
        "the group of this voucher is not complete yet; it can be used once it is",
    ))
}

fn offset(work: &Work<'_>) -> i64 {
    work.live().program().plan().utc_offset
}

/// The lines of a voucher's order, with everything in them that this transaction has done.
fn lines(work: &mut Work<'_>, piece: &Piece) -> Result<Vec<LineRow>, Refusal> {
    work.flush()?;
    let key = (piece.buyer, piece.order);
    Ok(lines_of(work.conn, vec![key])?.remove(&piece.order).unwrap_or_default())
}

/// Redeems the voucher of a code: its piece is received. Gives its id.
fn redeem(work: &mut Work<'_>, code: &str, staff: i64) -> Result<i64, Refusal> {
    let at = work.moment()?;
    let offset = offset(work);
    let shop = work.facts;
    let found = find(work.conn, &shop.vault, code)?;
    check(work.conn, &found, at, offset)?;
    let piece = found.piece;
    vouchers::step(work.conn, &piece, State::Redeemed, (at, Some(staff)))?;
    let lines = lines(work, &piece)?;
    orders::follow(work, (piece.buyer, piece.order), &lines, at)?;
    let told = json!({ "voucher": piece.id.to_string(), "order": piece.order.to_string() });
    work.tell(piece.buyer, "voucher.redeemed", &told);
    Ok(piece.id)
}

/// Takes a redemption back that somebody has just made.
fn undo(work: &mut Work<'_>, voucher: i64, staff: i64) -> Result<(), Refusal> {
    let at = work.moment()?;
    let piece = vouchers::find(work.conn, voucher)?.ok_or_else(unknown)?;
    let own = piece.last.filter(|step| step.state == State::Redeemed && step.staff == Some(staff));
    let Some(step) = own else {
        let (zh, en) = ("只能撤销自己核销的券", "only who redeemed a voucher can take that back");
        return Err(Refusal::conflict("voucher_not_yours", zh, en));
    };
    if at - step.at > UNDO_WITHIN {
        let (zh, en) = (
            "核销超过 10 分钟，不能撤销；需要退款请由客服办理",
            "it was redeemed more than 10 minutes ago and stands; support can still refund it",
        );
        return Err(Refusal::conflict("voucher_undo_late", zh, en));
    }
    let lines = lines(work, &piece)?;
    orders::take_back(work, (piece.buyer, piece.order), &lines, piece.line)?;
    vouchers::step(work.conn, &piece, State::Unused, (at, Some(staff)))?;
    work.due_at(piece.expires_at);
    let told = json!({ "voucher": piece.id.to_string(), "order": piece.order.to_string() });
    work.tell(piece.buyer, "voucher.undone", &told);
    Ok(())
}

/// The buyer has the money of an unused voucher back.
fn refund(work: &mut Work<'_>, buyer: i64, voucher: i64) -> Result<(), Refusal> {
    let at = work.moment()?;
    work.flush()?;
    let piece = vouchers::find(work.conn, voucher)?.filter(|piece| piece.buyer == buyer);
    let Shown { piece, terms } = shown(work.conn, piece.ok_or_else(unknown)?)?;
    let refused = |code, zh: &str, en: &str| Err(Refusal::conflict(code, zh, en));
    match piece.state() {
        State::Unused => {}
        State::Redeemed => {
            let (zh, en) = (
                "这张券已核销，不能自助退款；如有问题请联系客服",
                "this voucher was redeemed; if something is wrong with it, please contact support",
            );
            return refused("voucher_redeemed", zh, en);
        }
        State::Refunded => {
            return refused("voucher_refunded", "这张券已退款", "this voucher was refunded already");
        }
        State::Expired => return refused("voucher_expired", "这张券已过期", "this voucher has expired"),
    }
    if !terms.is_refunded() {
        let (zh, en) = (
            "这张券购买时已说明不可退款；如有特殊情况请联系客服",
            "this voucher was sold without refunds; please contact support if something has come up",
        );
        return refused("voucher_kept", zh, en);
    }
    not_waiting(work.conn, &piece)?;
    vouchers::step(work.conn, &piece, State::Refunded, (at, None))?;
    give_back(work, &piece, 1, ASKED, at)
}

/// The money of vouchers that were written down as refunded goes back by the ordinary way.
fn give_back(
    work: &mut Work<'_>,
    piece: &Piece,
    quantity: i64,
    reason: &str,
    at: i64,
) -> Result<(), Refusal> {
    let (buyer, order, line, reason) = (piece.buyer, piece.order, piece.line, reason.to_owned());
    orders::refund_at(
        work,
        &Refund { buyer, order, line, quantity, amount: None, restock: true, reason },
        at,
    )?;
    Ok(())
}

fn unknown() -> Refusal {
    Refusal::not_found("券", "voucher")
}
