//! What carrying an order costs, and that it goes back with the last of the goods that it was for. It is no part of any line: nobody
//! earns from it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use banyan_base::refusal::{Kind, Refusal};
use banyan_base::shapes::Words;
use banyan_core::ledger::{self, Account, Reason, SHOP};
use banyan_core::work::Work;
use banyan_plan::money::Currency;
use banyan_sale::freight::{self, Destination, Line, Template};
use banyan_store::{Conn, DbError, Row, Rows, row};
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalog::Offer;

/// The reason of a refund by which freight goes back; pages know it in words.
const REASON: &str = "freight";

/// What some lines of an order pay for being carried.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChargeView {
    /// The lines' numbers.
    lines: Vec<i64>,
    /// In minor units.
    amount: i64,
    /// How it comes about.
    why: Words,
    /// Whether it has gone back, with the last of those lines.
    is_refunded: bool,
}

/// Goods of one line of an order.
pub(super) struct Goods<'a> {
    pub(super) offer: &'a Offer,
    pub(super) pieces: i64,
    /// To be paid for them, discounts off, in minor units.
    pub(super) amount: i64,
}

/// What some lines of an order pay, as it is decided when it is placed, or as another system tells.
#[derive(Debug, Clone)]
pub struct Charge {
    /// The freight template; 0 if it is not known.
    pub template: i64,
    /// The lines' numbers, from 1.
    pub lines: Vec<i64>,
    /// In minor units.
    pub amount: i64,
    /// How it comes about.
    pub why: Words,
}

/// A charge by the order that it belongs to.
#[derive(Debug)]
pub struct Kept {
    /// The member who bought.
    pub buyer: i64,
    /// The order.
    pub order: i64,
    /// What some of its lines pay.
    pub charge: Charge,
}

/// What all paid orders pay for being carried.
pub fn all(conn: &mut Conn) -> Result<Vec<Kept>, Refusal> {
    let sql = "SELECT c.buyer, c.order_id, c.template, c.lines, c.amount, c.why FROM carriage c \
               JOIN orders o ON o.buyer = c.buyer AND o.id = c.order_id WHERE o.paid_at IS NOT NULL ORDER BY c.order_id, c.place";
    let read = |row: &Row| {
        let lines = serde_json::from_str(row.text(3)?)?;
        let why = serde_json::from_str(row.text(5)?)?;
        let charge = Charge { template: row.int(2)?, lines, amount: row.int(4)?, why };
        Ok(Kept { buyer: row.int(0)?, order: row.int(1)?, charge })
    };
    conn.query(sql, &[])?.iter().map(read).collect()
}

impl ChargeView {
    /// The view of a charge of an order that is not placed yet.
    pub(super) fn of(charge: Charge) -> Self {
        let Charge { lines, amount, why, .. } = charge;
        Self { lines, amount, why, is_refunded: false }
    }
}

/// The templates by which some goods go; reads nothing if all of them are carried free.
pub(super) fn templates(
    conn: &mut Conn,
    offers: &HashMap<i64, Offer>,
) -> Result<BTreeMap<i64, Template>, DbError> {
    let ids: BTreeSet<i64> = offers.values().filter_map(|offer| offer.freight).collect();
    crate::freight::of(conn, ids.into_iter().collect())
}

/// What carrying an order costs, by supplier and template. Refuses one that has no address although something of it has to be carried,
/// and one whose address is not served.
pub(super) fn charges(
    goods: &[Goods<'_>],
    templates: &BTreeMap<i64, Template>,
    to: Option<&Destination>,
    currency: Currency,
) -> Result<Vec<Charge>, Refusal> {
    let (mut places, mut lines) = (Vec::new(), Vec::new());
    for (place, Goods { offer, pieces, amount }) in goods.iter().enumerate() {
        let Some(template) = offer.freight else { continue };
        let Offer { supplier, weight, .. } = **offer;
        places.push(place);
        lines.push(Line { supplier, template, pieces: *pieces, weight, amount: *amount });
    }
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let to = to.ok_or_else(|| {
        let (zh, en) = (
            "请填写收货地址，以便计算运费",
            "please give an address: what carrying it costs depends on that",
        );
        Refusal::unacceptable("address_needed", zh, en).at("/address")
    })?;
    let money = |amount: i64| currency.priced(amount);
    let found = freight::charges(&lines, templates, to, money).map_err(|at| not_served(goods, places[at]))?;
    let charge = |charge: freight::Charge| Charge {
        template: charge.template,
        lines: charge.lines.iter().map(|at| places[*at] as i64 + 1).collect(),
        amount: charge.amount,
        why: charge.why.into(),
    };
    Ok(found.into_iter().map(charge).collect())
}

fn not_served(goods: &[Goods<'_>], place: usize) -> Refusal {
    let title = goods.get(place).map(|goods| goods.offer.full_title()).unwrap_or_default().said();
    let zh = format!("“{}”不发往这个地区，请更换收货地址，或从订单中去掉它", title.zh);
    let en = format!(
        "“{}” is not sent to that region; please choose another address, or order without it",
        title.en
    );
    Refusal::new(Kind::Conflict, "not_served", zh, en).at(format!("/items/{place}"))
}

/// What all charges come to, in minor units.
pub(super) fn total(charges: &[Charge]) -> i64 {
    charges.iter().map(|charge| charge.amount).sum()
}

/// Rows of charges that are kept.
pub(super) fn rows() -> Rows {
    Rows::new("carriage", &["buyer", "order_id", "place", "template", "lines", "amount", "why"])
}

/// Keeps what an order pays for being carried.
pub(super) fn keep(rows: &mut Rows, (buyer, order): (i64, i64), charges: &[Charge]) -> Result<(), Refusal> {
    for (place, charge) in charges.iter().enumerate() {
        let Charge { template, lines, amount, why } = charge;
        let (lines, why) = (serde_json::to_string(lines)?, serde_json::to_string(why)?);
        rows.push(row![buyer, order, place as i64 + 1, *template, lines, *amount, why]);
    }
    Ok(())
}

/// What an order pays for being carried.
pub(super) fn of(conn: &mut Conn, buyer: i64, order: i64) -> Result<Vec<ChargeView>, Refusal> {
    let sql =
        "SELECT lines, amount, why, refund FROM carriage WHERE buyer = $1 AND order_id = $2 ORDER BY place";
    let read = |row: &Row| {
        Ok(ChargeView {
            lines: serde_json::from_str(row.text(0)?)?,
            amount: row.int(1)?,
            why: serde_json::from_str(row.text(2)?)?,
            is_refunded: row.maybe_int(3)?.is_some(),
        })
    };
    conn.query(sql, &row![buyer, order])?.iter().map(read).collect()
}

/// The charges of an order that go back when all of some lines are over, and have not gone back yet: place and amount.
pub(super) fn due(conn: &mut Conn, buyer: i64, order: i64, over: &[i64]) -> Result<Vec<(i64, i64)>, Refusal> {
    let sql = "SELECT place, lines, amount FROM carriage \
               WHERE buyer = $1 AND order_id = $2 AND refund IS NULL AND amount > 0 ORDER BY place";
    let mut due = Vec::new();
    for row in conn.query(sql, &row![buyer, order])? {
        let lines: Vec<i64> = serde_json::from_str(row.text(1)?)?;
        if lines.iter().all(|line| over.contains(line)) {
            due.push((row.int(0)?, row.int(2)?));
        }
    }
    Ok(due)
}

/// What carrying some lines of a paid order had cost goes back once all of them are `over`: nothing of them is sent any more, or all
/// of it has come back. A part of it never goes back, since a parcel that is sent costs what it costs.
pub(super) fn give_back(work: &mut Work<'_>, buyer: i64, order: i64, over: &[i64]) -> Result<(), Refusal> {
    for (place, amount) in due(work.conn, buyer, order, over)? {
        let id = work.id();
        let sql = "SELECT id FROM payment WHERE buyer = $1 AND order_id = $2 AND state = 'paid'";
        let payment = work.conn.one(sql, &row![buyer, order])?.map_or(Ok(0), |row| row.int(0))?;
        // Line 0: of no line of the order.
        work.conn.execute(
            "INSERT INTO refund(buyer, order_id, line, id, amount, quantity, before, payment, state, reason) \
             VALUES($1, $2, 0, $3, $4, 0, 0, $5, 'open', $6)",
            &row![buyer, order, id, amount, payment, REASON],
        )?;
        work.conn.execute(
            "UPDATE carriage SET refund = $4 WHERE buyer = $1 AND order_id = $2 AND place = $3",
            &row![buyer, order, place, id],
        )?;
        let reason = Reason { kind: ledger::Kind::Repayment, id: order, line: 0, step: id, place: 0 };
        work.book().transfer((SHOP, Account::Freight), (SHOP, Account::Cash), amount, &reason, id);
        let told = serde_json::json!({ "order": order.to_string(), "line": 0, "amount": amount });
        work.tell(buyer, "order.refunded", &told);
    }
    Ok(())
}
