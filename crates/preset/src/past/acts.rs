//! What happens in a past.

use banyan_plan::time::DAY;
use serde_json::{Value, json};

use super::{HOUR, MINUTE, Teller};
use crate::apply::send;
use crate::client::{Failed, id};

/// Refusals that are part of life: somebody was faster, or what was bought has gone back by itself.
const EXPECTED: [&str; 8] = [
    "stock_short",
    "order_state",
    "group_full",
    "group_over",
    "group_own",
    "group_limit",
    "group_newcomers",
    "after_sale_closed",
];

/// What people say of what they bought, and how many stars they give.
const REVIEWS: [(i64, &str); 8] = [
    (5, "很新鲜，和图上写的一样，已经回购。"),
    (5, "团长推荐的，家里老人也爱吃。"),
    (4, "味道不错，就是到得比预计晚一天。"),
    (5, "拼下来很划算，包装也仔细。"),
    (3, "有一个压坏了，客服按重量退了款。"),
    (4, "分量足，下次还来。"),
    (2, "这次偏生，放了三天才能吃。"),
    (5, "第三次买了，品质稳定。"),
];

/// One thing that happens.
#[derive(Debug)]
pub(crate) enum Act {
    /// Somebody becomes a leader.
    Lead,
    /// Somebody comes and buys something, alone or in a new group.
    Shop,
    /// Somebody joins a group of the product at `good`, brought by `inviter` if they are new.
    Join { group: String, good: usize, inviter: Option<i64> },
    /// An order is paid. `good` is what it opened a group of.
    Pay { buyer: i64, order: String, payment: String, good: Option<usize> },
    /// It is sent.
    Ship { buyer: i64, order: String },
    /// It is there.
    Receive { buyer: i64, order: String },
    /// Its buyer says what it was like.
    Review { buyer: i64, order: String },
    /// A piece of it was not right.
    Ask { buyer: i64, order: String },
    /// Staff gives the money back.
    Approve { case: String },
    /// A dated request of `setup.json`.
    Call(usize),
}

/// An answer, or nothing if it was one of the refusals of everyday life.
fn unless_expected(done: Result<Value, Failed>) -> Result<Option<Value>, Failed> {
    match done {
        Ok(answer) => Ok(Some(answer)),
        Err(failed) if EXPECTED.contains(&failed.code.as_str()) => Ok(None),
        Err(failed) => Err(failed),
    }
}

impl Teller<'_> {
    /// Lets one thing happen.
    pub(crate) async fn act(&mut self, act: Act) -> Result<(), Failed> {
        match act {
            Act::Lead => self.join(None, true).await.map(drop),
            Act::Shop => self.shop().await,
            Act::Join { group, good, inviter } => self.join_group(&group, good, inviter).await,
            Act::Pay { buyer, order, payment, good } => self.pay(buyer, order, &payment, good).await,
            Act::Ship { buyer, order } => self.ship(buyer, order).await,
            Act::Receive { buyer, order } => self.receive(buyer, order).await,
            Act::Review { buyer, order } => self.review(buyer, &order).await,
            Act::Ask { buyer, order } => self.ask(buyer, &order).await,
            Act::Approve { case } => self.approve(&case).await,
            Act::Call(place) => self.call(place).await,
        }
    }

    /// What is bought: what stands first in the files is bought most.
    fn some_good(&mut self) -> Result<usize, Failed> {
        let goods = self.preset.goods.len() as i64;
        let (one, other) = (self.dice.below(goods)?, self.dice.below(goods)?);
        Ok(one.min(other) as usize)
    }

    async fn shop(&mut self) -> Result<(), Failed> {
        let good = self.some_good()?;
        let offer = self.preset.goods[good].offer.clone().zip(self.stock.offers[good].clone());
        let together = if self.dice.percent(self.preset.head.in_groups)? { offer } else { None };
        let is_for_new = together.as_ref().is_some_and(|(offer, _)| offer.audience == "newcomers");
        let buyer = self.somebody(is_for_new).await?;
        let opens = together.map(|(_, id)| ("open_group", id));
        let pieces = if opens.is_none() && self.dice.percent(20)? { 2 } else { 1 };
        let opened = opens.is_some().then_some(good);
        self.place(buyer, good, pieces, opens, opened).await
    }

    async fn join_group(&mut self, group: &str, good: usize, inviter: Option<i64>) -> Result<(), Failed> {
        let audience = self.preset.goods[good].offer.as_ref().map(|offer| offer.audience.clone());
        let has_to_be_new = audience.is_some_and(|audience| audience != "everyone");
        // Whoever opened it sends it to friends, who come by the same leader; others see it on the product's page.
        let buyer = if has_to_be_new || self.dice.percent(40)? {
            self.join(inviter, false).await?
        } else {
            self.somebody(false).await?
        };
        self.place(buyer, good, 1, Some(("join_group", group.to_owned())), None).await
    }

    async fn place(
        &mut self,
        buyer: i64,
        good: usize,
        pieces: i64,
        group: Option<(&str, String)>,
        opened: Option<usize>,
    ) -> Result<(), Failed> {
        let mut body = json!({
            "items": [{ "sku": self.stock.skus[good], "quantity": pieces }],
            "recipient": {
                "name": "样例收件人",
                "phone": "138 0013 8000",
                "address": format!("杭州市西湖区文三路 {} 号（样例地址）", self.dice.between(1, 480)?),
            },
            "provider": "test",
        });
        if let Some((key, id)) = group {
            body[key] = json!(id);
        }
        let token = self.member(buyer).await?;
        let Some(placed) = unless_expected(self.client.post(&token, "/orders", &body).await)? else {
            return Ok(());
        };
        let (order, payment) = (id(&placed, "order")?, id(&placed, "payment")?);
        // Four in a hundred think better of it: their orders expire.
        if !self.dice.percent(4)? {
            self.soon(1, 6, Act::Pay { buyer, order, payment, good: opened })?;
        }
        Ok(())
    }

    async fn pay(
        &mut self,
        buyer: i64,
        order: String,
        payment: &str,
        opened: Option<usize>,
    ) -> Result<(), Failed> {
        let token = self.member(buyer).await?;
        let till = format!("/payments/{payment}/test");
        let paid = self.client.post(&token, &till, &json!({ "outcome": "paid" })).await;
        if unless_expected(paid)?.is_none() {
            return Ok(());
        }
        self.people.bought(buyer);
        let seen = self.client.get(&token, &format!("/orders/{order}")).await?;
        let group = seen["group"]["id"].as_str().map(str::to_owned);
        if let (Some(good), Some(group)) = (opened, &group) {
            self.gather(buyer, good, group)?;
        }
        // In the morning; those of a group once its time is over, when it is complete or its money has gone back.
        let wait = if group.is_some() { DAY } else { 0 };
        let morning = (self.now + wait).div_euclid(DAY) * DAY + DAY + HOUR;
        let moment = morning + self.dice.below(120)? * MINUTE;
        self.at(moment, Act::Ship { buyer, order });
        Ok(())
    }

    /// Those who will join a group that was just opened; sometimes too few.
    fn gather(&mut self, opener: i64, good: usize, group: &str) -> Result<(), Failed> {
        let Some(offer) = self.preset.goods[good].offer.clone() else { return Ok(()) };
        let missing = offer.size - 1;
        let is_incomplete = self.dice.percent(self.preset.head.incomplete)?;
        let joiners = if is_incomplete { self.dice.below(missing)? } else { missing };
        let inviter = self.people.inviter(opener).or(self.some_leader()?);
        for _ in 0..joiners {
            let act = Act::Join { group: group.to_owned(), good, inviter };
            // Not at the last minute, so that whoever pays slowly is in time.
            self.soon(3, offer.hours * 60 * 7 / 10, act)?;
        }
        Ok(())
    }

    async fn ship(&mut self, buyer: i64, order: String) -> Result<(), Failed> {
        let token = self.staff().await?;
        let parcel = json!({ "carrier": "样例快递", "number": format!("YL{}", order.chars().rev().take(10).collect::<String>()) });
        let sent = self.client.post(&token, &format!("/staff/orders/{order}/ship"), &parcel).await;
        if unless_expected(sent)?.is_some() {
            self.soon(26 * 60, 70 * 60, Act::Receive { buyer, order })?;
        }
        Ok(())
    }

    async fn receive(&mut self, buyer: i64, order: String) -> Result<(), Failed> {
        // A third leave it to the shop, which takes it as received after ten days.
        if self.dice.percent(33)? {
            return Ok(());
        }
        let token = self.member(buyer).await?;
        let received = self.client.post(&token, &format!("/orders/{order}/receive"), &json!({})).await;
        if unless_expected(received)?.is_none() {
            return Ok(());
        }
        if self.dice.percent(self.preset.head.returns)? {
            return self.soon(60, 20 * 60, Act::Ask { buyer, order });
        }
        if self.dice.percent(18)? {
            self.soon(30, 30 * 60, Act::Review { buyer, order })?;
        }
        Ok(())
    }

    async fn review(&mut self, buyer: i64, order: &str) -> Result<(), Failed> {
        let (stars, text) = REVIEWS[self.dice.below(REVIEWS.len() as i64)? as usize];
        let token = self.member(buyer).await?;
        let body = json!({ "line": 1, "stars": stars, "text": text });
        unless_expected(self.client.post(&token, &format!("/orders/{order}/reviews"), &body).await).map(drop)
    }

    async fn ask(&mut self, buyer: i64, order: &str) -> Result<(), Failed> {
        let token = self.member(buyer).await?;
        let body = json!({ "line": 1, "quantity": 1, "reason": "收到时有破损，已拍照" });
        let asked = self.client.post(&token, &format!("/orders/{order}/after-sales"), &body).await;
        if let Some(asked) = unless_expected(asked)? {
            self.soon(60, 24 * 60, Act::Approve { case: id(&asked, "id")? })?;
        }
        Ok(())
    }

    async fn approve(&mut self, case: &str) -> Result<(), Failed> {
        let token = self.staff().await?;
        let body = json!({ "answer": "已核对照片，款项原路退回。", "restock": false });
        let path = format!("/staff/after-sales/{case}/approve");
        unless_expected(self.client.post(&token, &path, &body).await).map(drop)
    }

    async fn call(&mut self, place: usize) -> Result<(), Failed> {
        let token = self.staff().await?;
        send(self.client, &token, &self.preset.calls[place], &mut self.stock.named).await
    }
}
