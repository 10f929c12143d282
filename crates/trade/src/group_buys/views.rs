//! Group-buys as the API shows them. Of a member of a group others see a shortened name, and nothing else.

use std::collections::{BTreeMap, HashMap};

use banyan_api::http::{At, Id};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_people::members;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{self, Seat, Shown};
use super::{Group, GroupBuy, State, said};
use crate::catalog::{self, Looker, Offer};

/// A group-buy that customers can take part in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GroupBuyView {
    id: Id,
    sku: Id,
    product: Id,
    title: Words,
    /// The first of the product's pictures: `GET /pictures/{id}`.
    picture: Option<Id>,
    /// Buyers of one group.
    size: i64,
    /// What one piece costs the visitor in a group, in minor units.
    price: i64,
    /// What one piece costs the visitor alone, in minor units.
    alone: i64,
    /// For how long a group stays open.
    minutes: i64,
    /// Until when groups can be opened; nothing if that is open.
    closes_at: Option<At>,
    /// `everyone`; `joiners`: whoever joins has not ordered before; `newcomers`: whoever opens one hasn't either.
    audience: String,
    /// Pieces of one buyer; nothing for any number.
    per_member: Option<i64>,
    /// Pieces that can still be bought by it, of those that are in stock.
    left: i64,
    /// The fewest pieces that an order may have.
    least: i64,
    /// All that one has to know before one joins, a sentence each.
    terms: Vec<Words>,
    /// Why no group can be opened now.
    #[serde(skip_serializing_if = "Option::is_none")]
    hindrance: Option<Words>,
    /// What a promoter who is signed in earns with the sale of one piece in a group to a customer, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    earn: Option<i64>,
    /// Some groups that can be joined now: those that miss fewest come first.
    groups: Vec<GroupView>,
}

/// A group.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GroupView {
    pub(super) id: Id,
    /// The shortened name of whoever opened it.
    opener: String,
    /// Buyers that it takes.
    size: i64,
    /// Buyers who have paid.
    paid: i64,
    /// Buyers who are missing.
    missing: i64,
    /// `open`, `succeeded`, `failed`.
    state: String,
    /// When it fails if it is not complete.
    deadline: At,
    closed_at: Option<At>,
}

/// Somebody who is in a group and has paid.
#[derive(Debug, Serialize, ToSchema)]
struct MemberView {
    /// A shortened name.
    name: String,
    is_opener: bool,
    paid_at: At,
}

/// A group's page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GroupPage {
    group: GroupView,
    offer: GroupBuyView,
    /// Those who have paid, in the order in which they came.
    members: Vec<MemberView>,
    /// The visitor's own order in it.
    order: Option<Id>,
    /// Why the visitor cannot join it, and what can be done instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    hindrance: Option<Words>,
}

/// The group of an order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderGroup {
    id: Id,
    /// Buyers that it takes.
    size: i64,
    /// Buyers who are missing.
    missing: i64,
    /// `open`, `succeeded`, `failed`.
    state: String,
    /// When it fails if it is not complete.
    deadline: At,
}

impl OrderGroup {
    /// Whether it waits for others.
    pub(crate) fn is_open(&self) -> bool {
        self.state == State::Open.word()
    }

    /// A group as its orders show it.
    pub(crate) fn of(group: &Group) -> Self {
        Self {
            id: Id(group.id),
            size: group.size,
            missing: group.missing(),
            state: group.state.word().to_owned(),
            deadline: At(group.deadline),
        }
    }
}

/// A name of which others see no more than they need to know somebody again.
pub(super) fn shortened(name: &str) -> String {
    name.chars().next().map_or_else(|| "**".to_owned(), |first| format!("{first}**"))
}

impl GroupView {
    /// A group whose opener has this name.
    pub(super) fn of(group: &Group, names: &HashMap<i64, String>) -> Self {
        Self {
            id: Id(group.id),
            opener: shortened(names.get(&group.opener).map_or("", String::as_str)),
            size: group.size,
            paid: group.paid,
            missing: group.missing(),
            state: group.state.word().to_owned(),
            deadline: At(group.deadline),
            closed_at: group.closed_at.map(At),
        }
    }
}

/// What is read beside the offers themselves.
pub(super) struct Surroundings {
    goods: HashMap<i64, Offer>,
    shown: HashMap<i64, Shown>,
    names: HashMap<i64, String>,
    groups: BTreeMap<i64, Vec<Group>>,
}

impl Surroundings {
    /// Reads what belongs to some offers; groups to join at `now`, if that is said.
    pub(super) fn read(
        conn: &mut Conn,
        offers: &[GroupBuy],
        to_join_at: Option<i64>,
    ) -> Result<Self, Refusal> {
        let skus: Vec<i64> = offers.iter().map(|offer| offer.sku).collect();
        let mut groups = BTreeMap::new();
        for offer in offers.iter().filter(|_| to_join_at.is_some()) {
            groups.insert(offer.id, store::to_join(conn, offer.id, to_join_at.unwrap_or(0))?);
        }
        let openers = groups.values().flatten().map(|group| group.opener).collect();
        Ok(Self {
            goods: catalog::offers(conn, skus.clone())?,
            shown: store::shown(conn, skus)?,
            names: members::nicknames(conn, openers)?,
            groups,
        })
    }

    /// What is sold by an offer.
    pub(super) fn title(&self, offer: &GroupBuy) -> Words {
        (&self.goods.get(&offer.sku).map(Offer::full_title).unwrap_or_default()).into()
    }

    /// The product that is sold.
    pub(super) fn product(&self, offer: &GroupBuy) -> Option<Id> {
        self.shown.get(&offer.sku).map(|shown| Id(shown.product))
    }

    /// Who of staff looks after the product that is sold.
    pub(super) fn keeper(&self, offer: &GroupBuy) -> Option<i64> {
        self.shown.get(&offer.sku).and_then(|shown| shown.keeper)
    }

    /// What one piece costs without any list, in minor units.
    pub(super) fn base(&self, offer: &GroupBuy) -> i64 {
        self.goods.get(&offer.sku).map_or(0, |goods| goods.price)
    }

    /// An offer as somebody sees it at `now`; nothing if what it sells is gone.
    pub(super) fn view(&self, offer: &GroupBuy, looker: &Looker, now: i64) -> Option<GroupBuyView> {
        let (goods, shown) = (self.goods.get(&offer.sku)?, self.shown.get(&offer.sku)?);
        let pictures: Vec<Id> = serde_json::from_str(&shown.pictures).unwrap_or_default();
        let plan = looker.program.plan();
        let least = goods.selling.limits.fewest();
        let decide = |asker| goods.selling.decide(goods.price, plan, asker, least).price;
        let in_group = |asker: banyan_sale::price::Asker| decide(asker.in_group(offer.price));
        let customer = banyan_sale::price::Asker { is_member: true, ..Default::default() };
        let earn = looker.promoter.as_ref().map(|one| one.selling(goods, 1, in_group(customer)));
        let left = offer.left().map_or(goods.stock, |left| left.min(goods.stock)).max(0);
        let open = offer.is_open(now).and_then(|()| offer.has(least)).err();
        Some(GroupBuyView {
            id: Id(offer.id),
            sku: Id(offer.sku),
            product: Id(shown.product),
            title: (&goods.full_title()).into(),
            picture: pictures.into_iter().next(),
            size: offer.size,
            price: in_group(looker.asker),
            alone: decide(looker.asker),
            minutes: offer.minutes,
            closes_at: offer.closes_at.map(At),
            audience: offer.audience.word().to_owned(),
            per_member: offer.per_member,
            left: if goods.is_on { left } else { 0 },
            least,
            terms: said::sentences(offer),
            hindrance: open.map(|refusal| refusal.text.into()),
            earn,
            groups: self.groups.get(&offer.id).map_or_else(Vec::new, |groups| {
                groups.iter().map(|one| GroupView::of(one, &self.names)).collect()
            }),
        })
    }
}

/// A group's page, as somebody sees it.
pub(super) fn page(
    (group, hindrance): (&Group, Option<Refusal>),
    offer: GroupBuyView,
    seats: &[Seat],
    names: &HashMap<i64, String>,
    visitor: Option<i64>,
) -> GroupPage {
    let mut paid: Vec<(&Seat, i64)> = seats.iter().filter_map(|seat| Some((seat, seat.paid_at?))).collect();
    paid.sort_by_key(|(_, at)| *at);
    let view = |(seat, at): (&Seat, i64)| MemberView {
        name: shortened(names.get(&seat.buyer).map_or("", String::as_str)),
        is_opener: seat.buyer == group.opener,
        paid_at: At(at),
    };
    let mine = seats.iter().find(|seat| Some(seat.buyer) == visitor);
    GroupPage {
        group: GroupView::of(group, names),
        offer,
        members: paid.into_iter().map(view).collect(),
        order: mine.map(|seat| Id(seat.order)),
        hindrance: hindrance.map(|refusal| refusal.text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_others_see_the_first_character() {
        assert_eq!([shortened("张小满"), shortened("A"), shortened("")], ["张**", "A**", "**"]);
    }
}
