//! An order's money has come: many at a time, each exactly once however often a provider says so.

use std::collections::{BTreeMap, HashMap, HashSet};

use banyan_base::refusal::{Refusal, answer};
use banyan_books::{coupons, rewards};
use banyan_core::event::{Event, Kind};
use banyan_core::ledger::{self, Account, Reason, SHOP};
use banyan_core::work::{Batch, Work};
use banyan_people::members;
use banyan_store::{Rows, Value, row};
use serde::{Deserialize, Serialize};

use super::steps::{give_up, state_of};
use super::store::{LineRow, lines_of};
use super::{State, Step};
use crate::catalog;
use crate::{group_buys, vouchers};

/// What a payment provider says.
#[derive(Debug, Clone)]
pub struct Paid {
    /// Which of our payments.
    pub payment: i64,
    /// The provider that reports the payment.
    pub provider: String,
    /// The provider's own number for it.
    pub reference: String,
    /// What came, in minor units.
    pub amount: i64,
    /// When the buyer paid, as the provider says; `None` if nobody says, so that it counts when it is heard of.
    pub paid_at: Option<i64>,
}

/// What the shop made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The order.
    pub order: i64,
    /// Its buyer.
    pub buyer: i64,
    /// `paid`; `already` if it had been said before; `late` if the order had been given up or paid otherwise, so that the
    /// money goes back.
    pub outcome: String,
}

struct Open {
    buyer: i64,
    order: i64,
    provider: String,
    amount: i64,
    state: String,
    reference: Option<String>,
}

struct OrderRow {
    buyer: i64,
    id: i64,
    state: State,
    seller: Option<i64>,
    discount: i64,
    pay_by: Option<i64>,
    coupon: Option<i64>,
    /// What carrying it costs, in minor units, as part of its amount.
    freight: i64,
    /// The group that it is for.
    group: Option<i64>,
}

impl OrderRow {
    /// Whether it was given up before the shop heard of money that had come in time.
    fn was_paid_in_time(&self, paid: &Paid) -> bool {
        let in_time = paid.paid_at.zip(self.pay_by).is_some_and(|(at, by)| at <= by);
        self.state == State::Cancelled && in_time
    }
}

struct Facts {
    payments: HashMap<i64, Open>,
    orders: HashMap<i64, OrderRow>,
    lines: HashMap<i64, Vec<LineRow>>,
    first: HashSet<i64>,
    /// Members whom staff has stopped: they are credited with nothing.
    stopped: HashSet<i64>,
}

struct Out {
    payments: Rows,
    orders: Rows,
    lines: Rows,
    firsts: Rows,
    /// Pieces sold, by SKU.
    sold: BTreeMap<i64, i64>,
}

impl Batch for Paid {
    type Done = Receipt;

    const TURN: u8 = 1;

    fn run(work: &mut Work<'_>, commands: &[Self]) -> Result<Vec<Result<Receipt, Refusal>>, Refusal> {
        pay(work, commands)
    }
}

/// Books many payments. Each is answered by itself.
pub fn pay(work: &mut Work<'_>, batch: &[Paid]) -> Result<Vec<Result<Receipt, Refusal>>, Refusal> {
    let mut facts = read(work, batch)?;
    let mut out = Out {
        payments: Rows::new("payment", &["buyer", "id", "state", "reference", "paid_at"]),
        orders: Rows::new(
            "orders",
            &["buyer", "id", "state", "paid_at", "seller", "expires_at", "placed_from"],
        ),
        lines: Rows::new(
            "line",
            &["buyer", "order_id", "line", "paid_at", "seller", "plan", "first_order", "rate"],
        ),
        firsts: Rows::new("member", &["id", "first_order"]),
        sold: BTreeMap::new(),
    };
    let mut answers = Vec::with_capacity(batch.len());
    for paid in batch {
        answers.push(answer(one(work, paid, &mut facts, &mut out))?);
    }
    work.conn.update(&out.payments, 2)?;
    work.conn.update(&out.orders, 2)?;
    work.conn.update(&out.lines, 3)?;
    work.conn.update(&out.firsts, 1)?;
    catalog::count_sold(work.conn, &out.sold)?;
    Ok(answers)
}

fn read(work: &mut Work<'_>, batch: &[Paid]) -> Result<Facts, Refusal> {
    let ids: Vec<i64> = batch.iter().map(|paid| paid.payment).collect();
    let sql =
        "SELECT id, buyer, order_id, provider, amount, state, reference FROM payment WHERE id IN MANY($1)";
    let mut payments = HashMap::new();
    for row in work.conn.query(sql, &row![ids])? {
        let open = Open {
            buyer: row.int(1)?,
            order: row.int(2)?,
            provider: row.text(3)?.to_owned(),
            amount: row.int(4)?,
            state: row.text(5)?.to_owned(),
            reference: row.maybe_text(6)?.map(str::to_owned),
        };
        payments.insert(row.int(0)?, open);
    }
    let orders: Vec<(i64, i64)> = payments.values().map(|open| (open.buyer, open.order)).collect();
    let buyers = orders.iter().map(|(buyer, _)| *buyer).collect();
    let sql = "SELECT id, state, seller, discount, buyer, pay_by, coupon, freight, buy_group FROM orders WHERE (buyer, id) IN PAIRS($1)";
    let mut found = HashMap::new();
    for row in work.conn.query(sql, &row![orders.clone()])? {
        let state = State::of(row.text(1)?).ok_or_else(|| Refusal::broken("an order of an unknown state"))?;
        let (id, buyer) = (row.int(0)?, row.int(4)?);
        let (seller, discount) = (row.maybe_int(2)?, row.int(3)?);
        let (pay_by, coupon, freight) = (row.maybe_int(5)?, row.maybe_int(6)?, row.int(7)?);
        let group = row.maybe_int(8)?;
        found.insert(id, OrderRow { buyer, id, state, seller, discount, pay_by, coupon, freight, group });
    }
    let first = members::without_order(work.conn, buyers)?;
    let lines = lines_of(work.conn, orders)?;
    let stopped = members::stopped(work.conn)?;
    Ok(Facts { payments, orders: found, lines, first, stopped })
}

fn one(work: &mut Work<'_>, paid: &Paid, facts: &mut Facts, out: &mut Out) -> Result<Receipt, Refusal> {
    let open = facts.payments.get_mut(&paid.payment).filter(|open| open.provider == paid.provider);
    let open = open.ok_or_else(|| Refusal::not_found("支付单", "payment"))?;
    let receipt = |open: &Open, outcome: &str| Receipt {
        order: open.order,
        buyer: open.buyer,
        outcome: outcome.to_owned(),
    };
    if open.amount != paid.amount {
        let currency = work.live().program().plan().currency;
        let (due, came) = (currency.priced(open.amount), currency.priced(paid.amount));
        return Err(Refusal::conflict(
            "amount_mismatch",
            format!("金额不符：应付 {due}，收到 {came}"),
            format!("the amount differs: {due} was due, {came} came"),
        ));
    }
    match open.state.as_str() {
        // Of nothing there are no two payments.
        "paid" | "late" if open.amount == 0 || open.reference.as_deref() == Some(&paid.reference) => {
            return Ok(receipt(open, "already"));
        }
        "paid" | "late" => {
            return Err(Refusal::conflict(
                "paid_twice",
                "这笔支付已入账，交易号却不同",
                "this payment was booked under another transaction number",
            ));
        }
        _ => {}
    }
    let order =
        facts.orders.get_mut(&open.order).ok_or_else(|| Refusal::broken("a payment without its order"))?;
    let lines = facts.lines.get(&open.order).map_or(&[][..], Vec::as_slice);
    let at = work.moment()?;
    if has_missed(work, order, paid.paid_at.unwrap_or(at))? {
        order.state = State::Cancelled;
    } else if order.was_paid_in_time(paid)
        && super::late::revive(work, (order.buyer, order.id), (order.coupon, order.group), lines)?
    {
        order.state = State::Placed;
    }
    let is_late = order.state.after(Step::Pay).is_err();
    if is_late { "late" } else { "paid" }.clone_into(&mut open.state);
    open.reference = Some(paid.reference.clone());
    out.payments.push(row![open.buyer, paid.payment, open.state.as_str(), paid.reference.as_str(), at]);
    let reason =
        Reason { kind: ledger::Kind::Payment, id: open.order, line: 0, step: paid.payment, place: 0 };
    work.book().transfer((SHOP, Account::Cash), (SHOP, Account::Sales), paid.amount, &reason, at);
    if is_late {
        super::late::give_back(work, open.buyer, open.order, paid.payment, paid.amount, at)?;
        return Ok(receipt(open, "late"));
    }
    order.state = State::Paid;
    if order.freight > 0 {
        let (sales, freight) = ((SHOP, Account::Sales), (SHOP, Account::Freight));
        work.book().transfer(sales, freight, order.freight, &Reason { place: 1, ..reason }, at);
    }
    let is_first = lines.iter().any(|line| line.amount > 0) && facts.first.remove(&open.buyer);
    if is_first {
        out.firsts.push(row![open.buyer, open.order]);
    }
    order.seller = rewards::credited(work, open.buyer, order.seller, &facts.stopped);
    sell(work, order, lines, is_first, out, at)?;
    if order.group.is_some() {
        group_buys::paid(work, (order.buyer, order.id), at)?;
    }
    vouchers::issue(work, lines, at)?;
    work.record(&Event { ref_id: open.order, ..Event::new(at, at, Kind::Pay, open.buyer) });
    let told = serde_json::json!({ "order": open.order.to_string(), "amount": paid.amount });
    work.tell(open.buyer, "order.paid", &told);
    Ok(receipt(open, "paid"))
}

/// Whether the money of an unpaid order, sent at `at`, came too late for its group; then the order is given up.
fn has_missed(work: &mut Work<'_>, order: &OrderRow, at: i64) -> Result<bool, Refusal> {
    let Some(group) = order.group.filter(|_| matches!(order.state, State::Placed | State::Cancelled)) else {
        return Ok(false);
    };
    let has_missed = group_buys::is_missed(work, group, at)?;
    if has_missed && state_of(work, order.buyer, order.id)? == State::Placed {
        give_up(work, order.buyer, order.id)?;
    }
    Ok(has_missed)
}

/// The lines of an order are sold: what they pay, and what becomes of them and of the order's coupon.
fn sell(
    work: &mut Work<'_>,
    order: &OrderRow,
    lines: &[LineRow],
    is_first: bool,
    out: &mut Out,
    at: i64,
) -> Result<(), Refusal> {
    let sold = rewards::sold(work, order.seller, lines, at)?;
    for (line, sold) in lines.iter().zip(&sold.lines) {
        let version = work.live().version();
        *out.sold.entry(line.sku).or_default() += line.quantity;
        out.lines.push(row![
            line.buyer,
            line.order,
            line.line,
            at,
            sold.seller,
            version,
            is_first,
            sold.rate
        ]);
    }
    out.orders.push([
        Value::from(order.buyer),
        Value::from(order.id),
        State::Paid.word().into(),
        at.into(),
        sold.named.into(),
        Value::Null,
        Value::Null,
    ]);
    if order.discount > 0 {
        coupons::spend(work, (order.buyer, order.id), order.discount, lines, at)?;
    }
    Ok(())
}
