//! A shop in which things happen at random, the same for the same seed: people join and rise, buy, send back, ask, withdraw.

use std::collections::{HashSet, VecDeque};
use std::task::Poll;

use banyan_base::refusal::Refusal;
use banyan_core::settings::{Binding, Settings, Withdrawals};
use banyan_core::work::Work;
use banyan_people::members::{self, NewMember};
use banyan_plan::time::{DAY, SECOND, Time};
use banyan_store::{Conn, DatabaseUrl, DbError, Value};
use banyan_trade::orders::after_sale::{self, Ask};
use banyan_trade::orders::{self, Destination, Item, Paid, Place, Refund, Shipment};
use serde_json::json;

use crate::freight::by_weight;
use crate::harness::House;
use crate::histories::LONG_ENOUGH;

/// Pseudo-random numbers: SplitMix64.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub(crate) fn from(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    /// One of a hundred, `percent` times.
    pub(crate) fn hits(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { Some(of[self.below(of.len())]) }
    }
}

/// An order that was paid.
#[derive(Debug, Clone)]
struct Sale {
    buyer: i64,
    order: i64,
    quantities: Vec<i64>,
}

/// One thing that somebody does, apart from buying.
#[derive(Debug, Clone)]
enum Deed {
    Join { inviter: Option<i64>, rank: i64 },
    Enrol(i64),
    Rank(i64, i64),
    Transfer(i64, Option<i64>),
    Stop(i64),
    Release(i64),
    Deliver(i64, i64),
    Refund(Refund),
    Ask(Ask),
}

/// The shop and what is remembered of it.
pub(crate) struct World {
    pub(crate) house: House,
    dice: Dice,
    ranks: i64,
    members: Vec<i64>,
    /// Whether staff stops members, and lets them go again.
    pub(crate) stops: bool,
    /// Members whom staff has stopped, at some time.
    stopped: Vec<i64>,
    skus: Vec<i64>,
    /// Campaigns that give out coupons.
    campaigns: Vec<String>,
    /// Paid, not delivered.
    waiting: VecDeque<Sale>,
    sales: Vec<Sale>,
    /// After-sale cases that wait for an answer.
    cases: Vec<(i64, i64)>,
    finance: String,
    refused: u32,
    withdrawals: u32,
}

/// Where orders go; not every template serves the last one.
const ADDRESSES: [&str; 5] =
    ["浙江省宁波市", "浙江省杭州市", "四川省成都市", "四川省绵阳市", "西藏自治区拉萨市"];
/// Orders placed at one tick.
const ORDERS: usize = 60;
/// Sales that may still be sent back.
const REMEMBERED: usize = 4_000;

impl World {
    pub(crate) fn new(house: House, seed: u64) -> Self {
        Self {
            house,
            dice: Dice(seed),
            ranks: 0,
            members: Vec::new(),
            stops: false,
            stopped: Vec::new(),
            skus: Vec::new(),
            campaigns: Vec::new(),
            waiting: VecDeque::new(),
            sales: Vec::new(),
            cases: Vec::new(),
            finance: String::new(),
            refused: 0,
            withdrawals: 0,
        }
    }

    /// What happened, in numbers.
    pub(crate) fn told(&self) -> String {
        format!(
            "{} members, {} deeds refused, {} withdrawals",
            self.members.len(),
            self.refused,
            self.withdrawals
        )
    }

    /// Where the shop's data are, and what its clock shows.
    pub(crate) fn place_and_time(&self) -> (DatabaseUrl, i64) {
        (self.house.place.clone(), self.house.now())
    }

    /// Events of the history so far.
    pub(crate) async fn events(&self) -> u64 {
        let count = |conn: &mut Conn| conn.one("SELECT COUNT(*) FROM event", &[])?.unwrap().int(0);
        let counted: Result<i64, DbError> = self.house.shop.reader.read(count).await;
        counted.unwrap() as u64
    }

    /// Sets the shop up: settings, shelves, the first people.
    pub(crate) async fn open(&mut self) {
        let (low, high, ranks, named) = {
            let program = self.house.shop.writer.run(|work| Ok(work.live().program())).await.unwrap();
            let plan = program.plan();
            let (low, high) = plan.sale.product_rate;
            (i64::from(low.0), i64::from(high.0), plan.ranks.len() as i64, plan.packages())
        };
        self.ranks = ranks;
        let settings = Settings {
            binding: if self.dice.hits(50) { Binding::Latest } else { Binding::Days { days: 20 } },
            withdrawals: Withdrawals { tax_profile: "cn-platform".to_owned(), ..Withdrawals::default() },
            providers: vec!["test".to_owned(), "offline".to_owned()],
            ..Settings::default()
        };
        self.house
            .shop
            .writer
            .run(move |work| banyan_core::work::change_settings(work, &settings))
            .await
            .unwrap();
        for number in 0..12 {
            let price = self.dice.from(300, 60_000);
            let rate = self.dice.from(low, high.min(300_000).max(low));
            let code = named.get(number).cloned().unwrap_or_else(|| format!("p{number}"));
            let sku = self.house.product(&code, price, price * 6 / 10, rate, 100_000_000).await;
            self.skus.push(sku);
            // A third of them say what they count for, sometimes more than is paid for them at a lower price.
            if number % 3 == 0 {
                let volumes = json!({ "bv": price * 55 / 100, "pv": price * 90 / 100 }).to_string();
                let set = "UPDATE sku SET volumes = $2 WHERE id = $1";
                let values = vec![Value::Int(sku), Value::Text(volumes)];
                let write = move |work: &mut Work<'_>| Ok(work.conn.execute(set, &values).map(drop)?);
                self.house.shop.writer.run(write).await.unwrap();
            }
            // Half of the shelves have prices for members, for a rank and for whoever takes more.
            if number % 2 == 0 {
                let rank = self.house.first_rank().await;
                let of = |percent: i64| price * percent / 100;
                let prices = json!([
                    { "list": "member", "from": 1, "price": of(95) },
                    { "list": "member", "from": 3, "price": of(85) },
                    { "list": "rank", "rank": rank, "from": 2, "price": of(80) },
                ]);
                let limits = json!({ "most": 9_000, "per_member": 900_000, "period": "month" });
                self.house.sell_at(sku, prices, limits).await;
            }
        }
        let template = self.house.template(by_weight("快递")).await;
        for sku in self.skus.iter().skip(1).step_by(3) {
            self.house.carry(*sku, &template, 400).await;
        }
        self.house.shop.writer.run(shelve).await.unwrap();
        let first = named.first().cloned().unwrap_or_else(|| "p0".to_owned());
        for rules in [
            json!({ "amount": 900, "least": 2_000 }),
            json!({ "amount": 5_000, "rate": 125_000, "products": [first] }),
        ] {
            let body = json!({
                "title": "券", "way": "collect", "bearer": "shop", "rules": rules, "valid_days": 20, "per_member": 50, "pieces": 100_000,
            });
            self.campaigns.push(self.house.campaign(body).await);
        }
        self.finance = self.house.staff("finance").await;
        for place in 0..30_usize {
            let inviter = self.dice.one(&self.members).filter(|_| place > 3);
            let member = self.house.member(inviter, i64::from(place < 10)).await;
            self.members.push(member);
        }
    }

    /// Some hours pass, and a lot happens.
    pub(crate) async fn tick(&mut self) {
        // Now and then exactly a week, so that things fall on the very moment at which others are due.
        let step = if self.dice.hits(3) { 7 * DAY } else { self.dice.from(1, 5 * 3_600) * SECOND };
        let hours = if self.dice.hits(70) { step } else { step / 3_600 / SECOND * 3_600 * SECOND };
        self.house.clock.set(Time(self.house.now() + hours.max(1)));
        let deeds = self.deeds();
        self.act(deeds).await;
        self.collect().await;
        self.buy().await;
        self.answer().await;
        if self.dice.hits(20) {
            self.withdraw().await;
        }
        self.sales.drain(..self.sales.len().saturating_sub(REMEMBERED));
    }

    /// Everything is delivered, settles, and its months close.
    pub(crate) async fn close(&mut self) {
        let left: Vec<Deed> =
            self.waiting.drain(..).map(|sale| Deed::Deliver(sale.buyer, sale.order)).collect();
        self.act(left).await;
        while !self.cases.is_empty() {
            self.answer().await;
        }
        for _ in 0..2 {
            self.house.clock.set(Time(self.house.now() + LONG_ENOUGH));
            self.house.settled_books().await;
        }
    }

    fn deeds(&mut self) -> Vec<Deed> {
        let mut deeds = Vec::new();
        for _ in 0..self.dice.below(18) {
            let inviter = self.dice.one(&self.members).filter(|_| !self.dice.hits(3));
            deeds.push(Deed::Join { inviter, rank: i64::from(self.dice.hits(25)) });
        }
        for _ in 0..self.dice.below(4) {
            deeds.extend(self.dice.one(&self.members).map(Deed::Enrol));
        }
        for _ in 0..self.dice.below(3) {
            let rank = self.dice.from(0, self.ranks);
            deeds.extend(self.dice.one(&self.members).map(|member| Deed::Rank(member, rank)));
            let inviter = self.dice.one(&self.members).filter(|_| !self.dice.hits(10));
            deeds.extend(self.dice.one(&self.members).map(|member| Deed::Transfer(member, inviter)));
        }
        if self.stops {
            // Most are let go again sooner or later.
            if self.dice.hits(30) {
                deeds.extend(self.dice.one(&self.members).map(Deed::Stop));
            }
            for _ in 0..self.dice.below(3) {
                deeds.extend(self.dice.one(&self.stopped).map(Deed::Release));
            }
        }
        while self.waiting.len() > 2 * ORDERS {
            let at = self.dice.below(ORDERS);
            if let Some(sale) = self.waiting.swap_remove_back(at) {
                deeds.push(Deed::Deliver(sale.buyer, sale.order));
            }
        }
        for _ in 0..self.dice.below(14) {
            deeds.extend(self.sends_back());
        }
        // In any order.
        for place in (1..deeds.len()).rev() {
            let other = self.dice.below(place + 1);
            deeds.swap(place, other);
        }
        deeds
    }

    /// Part of a line goes back, or is asked for.
    fn sends_back(&mut self) -> Option<Deed> {
        if self.sales.is_empty() {
            return None;
        }
        let at = self.dice.below(self.sales.len());
        let Sale { buyer, order, quantities } = self.sales[at].clone();
        let line = self.dice.below(quantities.len());
        let quantity = self.dice.from(0, quantities[line]);
        let line = line as i64 + 1;
        if quantity > 0 && self.dice.hits(25) {
            return Some(Deed::Ask(Ask { buyer, order, line, quantity, reason: "broken".to_owned() }));
        }
        let amount = (quantity == 0 || self.dice.hits(30)).then(|| self.dice.from(1, 5_000));
        let restock = self.dice.hits(50);
        Some(Deed::Refund(Refund {
            buyer,
            order,
            line,
            quantity,
            amount,
            restock,
            reason: "test".to_owned(),
        }))
    }

    async fn act(&mut self, deeds: Vec<Deed>) {
        let done = self.house.shop.writer.run(move |work| {
            let mut out = (Vec::new(), Vec::new(), 0, Vec::new());
            for deed in deeds {
                match one(work, deed) {
                    Ok(Done::Member(member)) => out.0.push(member),
                    Ok(Done::Case(buyer, case)) => out.1.push((buyer, case)),
                    Ok(Done::Stopped(member)) => out.3.push(member),
                    Ok(Done::Other) => {}
                    Err(refusal) if refusal.internal.is_empty() => out.2 += 1,
                    Err(refusal) => return Err(refusal),
                }
            }
            Ok(out)
        });
        let (members, cases, refused, stopped) = done.await.unwrap_or_else(|no| panic!("{no:?}"));
        self.members.extend(members);
        self.cases.extend(cases);
        self.refused += refused;
        self.stopped.extend(stopped);
    }

    /// Some collect coupons.
    async fn collect(&mut self) {
        for _ in 0..self.dice.below(4) {
            let Some(member) = self.dice.one(&self.members) else { continue };
            let Some(campaign) = self.dice.one(&[0_usize, 1]) else { continue };
            let token = self.house.signed_in(member).await;
            let path = format!("/campaigns/{}/collect", self.campaigns[campaign]);
            let (status, answer) = self.house.ask(&token, "POST", &path, None).await;
            assert!(!status.is_server_error(), "{answer}");
            self.refused += u32::from(!status.is_success());
        }
    }

    /// Many buy at once.
    async fn buy(&mut self) {
        let coupons = self.coupons().await;
        let mut buyers = HashSet::new();
        let mut waiting = Vec::new();
        for number in 0..self.dice.below(ORDERS) {
            // Those who came lately buy more.
            let newest = self.dice.hits(30);
            let from = if newest { self.members.len().saturating_sub(40) } else { 0 };
            let Some(mut buyer) = self.dice.one(&self.members[from..]) else { continue };
            let coupon = coupons.get(number).copied().filter(|_| self.dice.hits(60));
            if let Some((owner, _)) = coupon {
                buyer = owner;
            }
            // How many go into one transaction is chance: what one order does to another of their own would be, too.
            if !buyers.insert(buyer) {
                continue;
            }
            let mut items: Vec<Item> = Vec::new();
            for _ in 0..=self.dice.below(3) {
                let Some(sku) = self.dice.one(&self.skus) else { continue };
                items.push(Item { sku, quantity: self.dice.from(1, 3) });
            }
            let via = self.dice.one(&self.members).filter(|_| self.dice.hits(20));
            let order = Place {
                buyer,
                items,
                recipient: None,
                to: Some(Destination::of(self.dice.one(&ADDRESSES).unwrap_or_default())),
                via: via.map(|member| format!("W{member}")),
                coupon: coupon.map(|(_, coupon)| coupon),
                note: String::new(),
                provider: "test".to_owned(),
                seen: None,
                key: None,
                from: None,
                group: None,
            };
            waiting.push(order);
        }
        let mut placed = Vec::new();
        let writer = &self.house.shop.writer;
        let answers = together(waiting.iter().map(|order| writer.together(order.clone()))).await;
        for (order, answer) in waiting.into_iter().zip(answers) {
            match answer {
                Ok(done) => placed.push((order, done)),
                Err(refusal) if refusal.internal.is_empty() => self.refused += 1,
                Err(refusal) => panic!("{refusal:?}"),
            }
        }
        // A few are never paid.
        placed.retain(|_| !self.dice.hits(5));
        let mut paying = Vec::new();
        for (order, done) in placed {
            let paid = Paid {
                payment: done.payment,
                provider: "test".to_owned(),
                reference: format!("T{}", done.payment),
                amount: done.amount,
                paid_at: None,
            };
            paying.push((order, done.order, paid));
        }
        let writer = &self.house.shop.writer;
        let answers = together(paying.iter().map(|(.., paid)| writer.together(paid.clone()))).await;
        for ((order, id, _), answer) in paying.into_iter().zip(answers) {
            let receipt = answer.unwrap_or_else(|no| panic!("{no:?}"));
            assert_eq!(receipt.outcome, "paid");
            let quantities = order.items.iter().map(|item| item.quantity).collect();
            let sale = Sale { buyer: order.buyer, order: id, quantities };
            self.waiting.push_back(sale.clone());
            self.sales.push(sale);
        }
    }

    /// Some coupons that can be spent: owner and coupon.
    async fn coupons(&self) -> Vec<(i64, i64)> {
        let read = |conn: &mut Conn| -> Result<Vec<(i64, i64)>, DbError> {
            let sql = "SELECT owner, id FROM coupon WHERE state = 'open' ORDER BY id DESC LIMIT 8";
            conn.query(sql, &[])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
        };
        let mut found = self.house.shop.reader.read(read).await.unwrap();
        // Nobody buys twice at once with two coupons; whose they are is enough.
        found.dedup_by_key(|(owner, _)| *owner);
        found
    }

    /// Staff answers some of the cases.
    async fn answer(&mut self) {
        let take = self.cases.len().min(1 + self.dice.below(6));
        let cases: Vec<(i64, i64)> = self.cases.drain(..take).collect();
        let approve: Vec<bool> = cases.iter().map(|_| self.dice.hits(60)).collect();
        let done = self.house.shop.writer.run(move |work| {
            for ((buyer, case), yes) in cases.into_iter().zip(approve) {
                let done = if yes {
                    after_sale::approve(work, buyer, case, true, "yes").map(drop)
                } else {
                    after_sale::refuse(work, buyer, case, "no")
                };
                if let Err(refusal) = done
                    && !refusal.internal.is_empty()
                {
                    return Err(refusal);
                }
            }
            Ok(())
        });
        done.await.unwrap_or_else(|no| panic!("{no:?}"));
    }

    /// Somebody withdraws what they have, and staff pays it or not.
    pub(crate) async fn withdraw(&mut self) {
        let read = |conn: &mut Conn| -> Result<Option<(i64, i64)>, DbError> {
            let sql = "SELECT owner, amount FROM balance WHERE account = 2 AND amount > $1 ORDER BY amount DESC LIMIT 1";
            conn.one(sql, &[Value::Int(2_000)])?.map(|row| Ok((row.int(0)?, row.int(1)?))).transpose()
        };
        let Some((owner, amount)) = self.house.shop.reader.read(read).await.unwrap() else { return };
        let token = self.house.token_of(owner).await;
        let target = json!({ "method": "bank", "name": "张小满", "bank": "招商银行", "account": "6225 8801 2345 6789" });
        let wish = json!({ "amount": amount / 2, "target": target });
        let (status, asked) = self.house.ask(&token, "POST", "/me/withdrawals", Some(wish)).await;
        assert!(!status.is_server_error(), "{status} {asked}");
        if !status.is_success() {
            return;
        }
        self.withdrawals += 1;
        let ids = json!({ "ids": [asked["id"]] });
        let (path, mut body) = ("/staff/withdrawals/approve", ids.clone());
        if self.dice.hits(30) {
            body["reason"] = json!("户名与实名不符");
            self.house.done(&self.finance, "POST", "/staff/withdrawals/refuse", Some(body)).await;
            return;
        }
        self.house.done(&self.finance, "POST", path, Some(body)).await;
    }
}

/// Lets many wait at once, begun in their order.
async fn together<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = all.map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(|context| {
        let mut is_open = false;
        for (one, done) in waiting.iter_mut().filter(|(_, done)| done.is_none()) {
            match one.as_mut().poll(context) {
                Poll::Ready(answer) => *done = Some(answer),
                Poll::Pending => is_open = true,
            }
        }
        if is_open { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}

enum Done {
    Member(i64),
    Case(i64, i64),
    Stopped(i64),
    Other,
}

fn one(work: &mut Work<'_>, deed: Deed) -> Result<Done, Refusal> {
    match deed {
        Deed::Join { inviter, rank } => {
            let code = format!("X{}", work.id());
            let new = NewMember {
                inviter,
                nickname: "someone".to_owned(),
                password: None,
                rank,
                code,
                consent: "{}".to_owned(),
            };
            let member = members::join(work, &new)?.id;
            // By their id, others can come through their link.
            let sql = "INSERT INTO invitation(code, member) VALUES($1, $2)";
            work.conn.execute(sql, &[Value::Text(format!("W{member}")), Value::Int(member)])?;
            return Ok(Done::Member(member));
        }
        Deed::Enrol(member) => members::enrol(work, member)?,
        Deed::Rank(member, rank) => members::set_rank(work, member, rank, "test", "system")?,
        Deed::Transfer(member, inviter) => members::transfer(work, member, inviter, "test", "system")?,
        Deed::Stop(member) => {
            members::freeze(work, member, "test", "system")?;
            return Ok(Done::Stopped(member));
        }
        Deed::Release(member) => members::release(work, member, "test", "system")?,
        Deed::Deliver(buyer, order) => {
            let shipment = Shipment { carrier: "SF".to_owned(), number: "1".to_owned() };
            orders::ship(work, buyer, order, &shipment, true)?;
            orders::receive(work, buyer, order)?;
        }
        Deed::Refund(refund) => {
            orders::refund(work, &refund)?;
        }
        Deed::Ask(ask) => {
            let case = after_sale::ask(work, &ask)?;
            return Ok(Done::Case(ask.buyer, case));
        }
    }
    Ok(Done::Other)
}

/// Every other product is food; one comes from a supplier.
fn shelve(work: &mut Work<'_>) -> Result<(), Refusal> {
    let id = work.id();
    let sql = "INSERT INTO category(id, code, parent, title_zh, title_en, position) VALUES($1, 'food', NULL, '食品', 'Food', 1)";
    work.conn.execute(sql, &[Value::Int(id)])?;
    work.conn.execute("UPDATE product SET category = $1 WHERE id % 2 = 0", &[Value::Int(id)])?;
    let supplier = work.id();
    work.conn.execute("INSERT INTO supplier(id, name) VALUES($1, 'Farm')", &[Value::Int(supplier)])?;
    work.conn.execute(
        "UPDATE product SET supplier = $1 WHERE id IN (SELECT MIN(id) FROM product)",
        &[Value::Int(supplier)],
    )?;
    Ok(())
}
