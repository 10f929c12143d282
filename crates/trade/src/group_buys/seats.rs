//! Seats in groups: who may have one, put aside with an order, paid with it, and given back.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_store::Conn;
use serde_json::json;

use super::store::{self, Seat};
use super::{Group, GroupBuy, Joining, MINUTE, State, unknown};
use crate::campaigns;

/// A seat that somebody may have, if nothing else speaks against their order.
pub(crate) struct Ticket {
    offer: GroupBuy,
    /// The group; nothing if it is yet to be opened.
    group: Option<Group>,
    seat: i64,
    pieces: i64,
}

/// Who asks for a seat.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking {
    /// The buyer, if they are signed in.
    pub(crate) buyer: Option<i64>,
    /// The SKU that they buy, and how many pieces.
    pub(crate) goods: (i64, i64),
    /// Whether they have just placed another order, which is not in the database yet.
    pub(crate) has_placed: bool,
    /// The moment, in nanoseconds.
    pub(crate) now: i64,
}

impl Ticket {
    /// What each piece costs in the group, in minor units.
    pub(crate) fn price(&self) -> i64 {
        self.offer.price
    }

    /// The offer.
    pub(crate) fn offer(&self) -> i64 {
        self.offer.id
    }

    /// When the group ends, if it is opened at `at` or has been opened already.
    pub(crate) fn deadline(&self, at: i64) -> i64 {
        self.group.as_ref().map_or_else(|| self.offer.deadline(at), |group| group.deadline)
    }
}

/// Finds a seat, or says why there is none and what can be done instead.
pub(crate) fn ticket(conn: &mut Conn, wanted: Joining, asking: &Asking) -> Result<Ticket, Refusal> {
    let (offer, group) = match wanted {
        Joining::Open(offer) => {
            let offer = store::find(conn, offer)?.ok_or_else(unknown)?;
            offer.is_open(asking.now)?;
            (offer, None)
        }
        Joining::Join(group) => {
            let group = store::group(conn, group)?.ok_or_else(no_group)?;
            let offer = store::find(conn, group.offer)?.ok_or_else(unknown)?;
            (offer, Some(group))
        }
    };
    let (sku, pieces) = asking.goods;
    if offer.sku != sku {
        let (zh, en) = (
            "这个拼团卖的是另一种规格，请回到拼团页重新下单",
            "this group-buy sells another option; please go back to it and order again",
        );
        return Err(Refusal::unacceptable("group_goods", zh, en).at("/items/0/sku"));
    }
    let seat = match &group {
        None => 1,
        Some(group) => free_seat(conn, group, asking)?,
    };
    offer.has(pieces)?;
    if let Some(buyer) = asking.buyer {
        may_buy(conn, &offer, buyer, group.is_none(), asking)?;
    }
    Ok(Ticket { offer, group, seat, pieces })
}

/// A free seat of a group that somebody may join.
fn free_seat(conn: &mut Conn, group: &Group, asking: &Asking) -> Result<i64, Refusal> {
    let seats = store::seats(conn, vec![group.id])?.remove(&group.id).unwrap_or_default();
    if seats.iter().any(|seat| Some(seat.buyer) == asking.buyer) {
        let (zh, en) = (
            "您已经在这个团里了，可以把链接发给朋友，请他们来参团",
            "you are in this group already; send its link to friends, so that they join",
        );
        return Err(Refusal::conflict("group_own", zh, en));
    }
    may_be_joined(group, asking.now)?;
    let taken: Vec<i64> = seats.iter().map(|seat| seat.place).collect();
    (1..=group.size).find(|seat| !taken.contains(seat)).ok_or_else(|| all_put_aside(group))
}

/// Refuses to join a group that is complete or over.
fn may_be_joined(group: &Group, now: i64) -> Result<(), Refusal> {
    let (code, zh, en) = match group.state {
        State::Succeeded => (
            "group_full",
            "这个团已经拼成，可以自己开一个新团，或单独购买",
            "this group is complete; open one of your own, or buy at the price for one",
        ),
        _ if !group.is_open(now) => (
            "group_over",
            "这个团已经到期，可以自己开一个新团，或单独购买",
            "this group’s time is over; open one of your own, or buy at the price for one",
        ),
        _ => return Ok(()),
    };
    Err(Refusal::conflict(code, zh, en))
}

fn all_put_aside(group: &Group) -> Refusal {
    let unpaid = group.missing();
    Refusal::conflict(
        "group_reserved",
        format!(
            "这个团的名额都有人占着，其中 {unpaid} 人还没付款。名额空出来后可以再来，也可以自己开一个新团"
        ),
        format!(
            "every seat of this group is taken, {unpaid} of them by somebody who has not paid yet; come back when one is free, or open a group of your own"
        ),
    )
}

/// Whether somebody may buy by an offer: those that are for new buyers, and not more pieces than one may have.
fn may_buy(
    conn: &mut Conn,
    offer: &GroupBuy,
    buyer: i64,
    opens: bool,
    asking: &Asking,
) -> Result<(), Refusal> {
    if offer.audience.is_for_new(opens) && (asking.has_placed || campaigns::has_ordered(conn, buyer)?) {
        return Err(only_for_new(opens, offer));
    }
    let Some(most) = offer.per_member else { return Ok(()) };
    let has = store::pieces_of(conn, buyer, offer.id)?;
    if has + asking.goods.1 <= most {
        return Ok(());
    }
    let left = (most - has).max(0);
    Err(Refusal::conflict(
        "group_limit",
        format!("这个拼团活动每人限购 {most} 件，您还可购买 {left} 件"),
        format!("this group-buy is limited to {most} for each buyer; you may buy {left} more"),
    )
    .at("/items/0/quantity"))
}

fn only_for_new(opens: bool, offer: &GroupBuy) -> Refusal {
    let can_open = !offer.audience.is_for_new(true);
    let (zh, en) = match (opens, can_open) {
        (false, true) => (
            "这个团请的是新人：还没有下过单的顾客才能参团。您可以自己开团邀请新人，或单独购买",
            "this group is for new customers who have not ordered yet; open one of your own and invite some, or buy at the price for one",
        ),
        _ => (
            "这个拼团只限还没有下过单的新客，您可以单独购买",
            "this group-buy is for customers who have not ordered yet; you can buy at the price for one",
        ),
    };
    Refusal::conflict("group_newcomers", zh, en)
}

fn no_group() -> Refusal {
    Refusal::not_found("这个团", "group")
}

/// Puts a seat aside for an order; gives its group, which is opened if there is none yet.
pub(crate) fn take(work: &mut Work<'_>, ticket: &Ticket, (buyer, order): (i64, i64)) -> Result<i64, Refusal> {
    let Ticket { offer, group, seat, pieces } = ticket;
    let group = if let Some(group) = group {
        group.id
    } else {
        let deadline = offer.deadline(order);
        let (id, closed_at) = (work.id(), None);
        let (offer, size, state) = (offer.id, offer.size, State::Open);
        store::open_group(
            work.conn,
            &Group { id, offer, size, opener: buyer, deadline, paid: 0, state, closed_at },
        )?;
        work.due_at(deadline);
        id
    };
    let (offer, pieces) = (offer.id, *pieces);
    sit(work, &Seat { group, place: *seat, buyer, order, offer, pieces, paid_at: None })?;
    Ok(group)
}

/// Puts a seat aside.
pub(crate) fn sit(work: &mut Work<'_>, seat: &Seat) -> Result<(), Refusal> {
    store::keep_seat(work.conn, seat)?;
    Ok(store::take_pieces(work.conn, seat.offer, seat.pieces)?)
}

/// An order that is not paid is given up: its seat is free again.
pub(crate) fn release(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    let Some(seat) = store::seat_of(work.conn, buyer, order)?.filter(|seat| seat.paid_at.is_none()) else {
        return Ok(());
    };
    store::free(work.conn, &seat)?;
    answered(work, seat.group)
}

/// All of an order has gone back: if its group still waits for others, its seat is free again.
pub(crate) fn free_if_open(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    let Some(seat) = store::seat_of(work.conn, buyer, order)? else { return Ok(()) };
    let group = store::group(work.conn, seat.group)?;
    if group.is_some_and(|group| group.state == State::Open) {
        store::free(work.conn, &seat)?;
    }
    Ok(())
}

/// A group that waited for what a payment provider says of an order has its answer.
fn answered(work: &mut Work<'_>, group: i64) -> Result<(), Refusal> {
    let at = work.id();
    if store::fail_if_answered(work.conn, group, at)? {
        work.due_at(at);
    }
    Ok(())
}

/// Whether money that somebody paid at `at` came too late for its group.
pub(crate) fn is_missed(work: &mut Work<'_>, group: i64, at: i64) -> Result<bool, Refusal> {
    let group = store::group(work.conn, group)?.ok_or_else(no_group)?;
    Ok(!group.is_open(at))
}

/// A seat for an order that was given up and whose money came in time after all: in its group, if that has one left.
pub(crate) fn seat_again(
    conn: &mut Conn,
    group: i64,
    (buyer, order): (i64, i64),
    goods: (i64, i64),
) -> Result<Option<Seat>, Refusal> {
    // Its buyer may have seats like anybody else: that they have ordered is this very order.
    let Some(group) = store::group(conn, group)? else { return Ok(None) };
    let Some(offer) = store::find(conn, group.offer)? else { return Ok(None) };
    let seats = store::seats(conn, vec![group.id])?.remove(&group.id).unwrap_or_default();
    let is_free = |seat: &i64| seats.iter().all(|taken| taken.place != *seat);
    let seat = (1..=group.size).find(is_free);
    let is_in = seats.iter().any(|seat| seat.buyer == buyer);
    let has = store::pieces_of(conn, buyer, offer.id)?;
    let may = offer.per_member.is_none_or(|most| has + goods.1 <= most);
    let Some(seat) = seat.filter(|_| may && !is_in && offer.has(goods.1).is_ok()) else { return Ok(None) };
    let (group, offer, pieces) = (group.id, offer.id, goods.1);
    Ok(Some(Seat { group, place: seat, buyer, order, offer, pieces, paid_at: None }))
}

/// An order of a group is paid. With the last one the group has succeeded, and everybody in it is told.
pub(crate) fn paid(work: &mut Work<'_>, (buyer, order): (i64, i64), at: i64) -> Result<(), Refusal> {
    let seat = store::seat_of(work.conn, buyer, order)?;
    let seat = seat.ok_or_else(|| Refusal::broken("an order of a group without its seat"))?;
    store::pay(work.conn, &seat, at)?;
    let group = store::group(work.conn, seat.group)?.ok_or_else(no_group)?;
    if group.state == State::Succeeded {
        let seats = store::seats(work.conn, vec![group.id])?.remove(&group.id).unwrap_or_default();
        for seat in seats {
            let told = json!({ "group": group.id.to_string(), "order": seat.order.to_string() });
            work.tell(seat.buyer, "group_buy.succeeded", &told);
        }
        return Ok(());
    }
    answered(work, group.id)
}

/// Refuses to go on with an order whose group still waits for others.
pub(crate) fn waits_for(work: &mut Work<'_>, buyer: i64, order: i64) -> Result<(), Refusal> {
    let Some(seat) = store::seat_of(work.conn, buyer, order)? else { return Ok(()) };
    let Some(group) = store::group(work.conn, seat.group)?.filter(|group| group.state == State::Open) else {
        return Ok(());
    };
    let (missing, minutes) = (group.missing(), ((group.deadline - work.now()) / MINUTE).max(0));
    Err(Refusal::conflict(
        "group_open",
        format!("这一单还在拼团：差 {missing} 人，最多再等 {minutes} 分钟。成团后才能发货，没拼成会自动退款"),
        format!(
            "this order waits for its group: {missing} more needed, for {minutes} minutes at most. It can be shipped once the group is complete, and is refunded by itself if it is not"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(state: State, paid: i64) -> Group {
        Group { id: 1, offer: 1, size: 3, opener: 1, deadline: 100, paid, state, closed_at: None }
    }

    #[test]
    fn a_group_is_joined_until_its_deadline() {
        let code = |group: Group, now| may_be_joined(&group, now).err().map(|refusal| refusal.code);
        assert_eq!(code(group(State::Open, 1), 99), None);
        assert_eq!(code(group(State::Open, 1), 100), Some("group_over"));
        assert_eq!(code(group(State::Failed, 1), 101), Some("group_over"));
        assert_eq!(code(group(State::Succeeded, 3), 50), Some("group_full"));
    }

    #[test]
    fn what_is_missing_is_what_is_not_paid() {
        assert_eq!(group(State::Open, 1).missing(), 2);
        assert!(all_put_aside(&group(State::Open, 1)).text.zh.contains("2 人还没付款"));
    }
}
