//! Tells the story to the shop: each thing at its moment, many in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use banyan_api::App;
use banyan_base::clock::HandClock;
use banyan_base::refusal::Refusal;
use banyan_core::settings::{Settings, Withdrawals};
use banyan_core::work::Work;
use banyan_demo::GUEST;
use banyan_demo::looks::{self, Looks};
use banyan_ops::past::{self, Ids, Product, Sold, Title};
use banyan_people::members::{self, NewMember};
use banyan_plan::time::Time;
use banyan_plan::words::Lang;
use banyan_trade::orders::{self, Refund, Shipment};

use super::logins::{self, Login};
use super::shelves::{self, SHELVES};
use super::story::{Happening, Story};
use crate::open::told;

/// Things in one transaction.
const CHUNK: usize = 10_000;
/// Things between two moves of the progress bar.
const STEP: usize = 200;
/// Products that are shown first.
const HOT: usize = 12;
/// A price that nobody asks for one piece of anything on these shelves: such lines were bookings. In minor units.
const NO_PRICE: i64 = 50_000;
/// What is said of every product: nobody takes a drawing for the thing.
const DRAWN: &str = "图片为插画，仅供示意。\nThe picture is an illustration.";
/// Pieces of everything that are left to sell.
const LEFT: i64 = 500;

/// What the story's people, things and orders are called in the shop.
pub(super) struct Loaded {
    pub(super) logins: Vec<Login>,
}

/// Hears how far the story is.
pub(super) type Told = Arc<dyn Fn(u64) + Send + Sync>;

struct Teller {
    story: Story,
    rates: (i64, i64),
    members: Vec<i64>,
    skus: Vec<i64>,
    orders: Vec<Order>,
    sold: HashMap<i64, i64>,
    ids: Ids,
}

#[derive(Clone, Default)]
struct Order {
    id: i64,
    /// The number in the shop of each line of the invoice; 0 for one that was left out.
    lines: Vec<i64>,
}

/// Loads the whole story.
pub(super) fn load(
    shop: &App,
    clock: &HandClock,
    story: Story,
    progress: &Told,
    lang: Lang,
) -> Result<Loaded, String> {
    let shown = |refusal: Refusal| told(&refusal, lang);
    let moments: Vec<Time> = story.happenings.iter().map(|(at, _)| *at).collect();
    let (members, orders) = (story.bundle.members.len(), story.bundle.invoices.len());
    let mut teller = Teller {
        story,
        rates: (0, 1_000_000),
        members: vec![0; members],
        skus: Vec::new(),
        orders: vec![Order::default(); orders],
        sold: HashMap::new(),
        ids: Ids::default(),
    };
    // A demo that is broken off is replaced by the next one.
    shop.writer.set_durability(false).map_err(shown)?;
    teller = shop.writer.run_now(move |work| teller.begin(work)).map_err(shown)?;
    for (chunk, at) in moments.chunks(CHUNK).enumerate() {
        clock.set(at[0]);
        let range = chunk * CHUNK..chunk * CHUNK + at.len();
        let told = progress.clone();
        teller = shop.writer.run_now(move |work| teller.go_on(work, range, &told)).map_err(shown)?;
    }
    // Their lines had to be loaded; nobody buys postage, or a booking at no price for one piece, from now on.
    let products = teller.story.bundle.products.iter().zip(&teller.story.prices);
    let no_goods = products.filter(|(one, price)| !shelves::is_goods(&one.code) || **price >= NO_PRICE);
    let no_goods: Vec<String> = no_goods.map(|(one, _)| one.code.clone()).collect();
    shop.writer.run_now(move |work| past::take_off(work, &no_goods)).map_err(shown)?;
    let mut logins = logins::staff(shop, lang)?;
    // Numbers that the United Kingdom's regulator keeps for plays.
    logins.extend(logins::members(shop, "+44770090000", &teller.people(), lang)?);
    shop.writer.set_durability(true).map_err(shown)?;
    Ok(Loaded { logins })
}

/// The id of a scene, which is kept once.
fn picture(
    work: &mut Work<'_>,
    kept: &mut HashMap<String, i64>,
    scene: String,
) -> Result<Option<i64>, Refusal> {
    if let Some(id) = kept.get(&scene) {
        return Ok(Some(*id));
    }
    let Some(bytes) = looks::picture(&scene) else { return Ok(None) };
    let id = past::keep_picture(work, &bytes)?;
    kept.insert(scene, id);
    Ok(Some(id))
}

/// An order of which everything went back before it was sent is closed: there is nothing to send or to receive.
fn unless_closed(done: Result<(), Refusal>) -> Result<(), Refusal> {
    match done {
        Err(refusal) if refusal.code == "order_state" => Ok(()),
        done => done,
    }
}

impl Teller {
    /// Settings and shelves.
    fn begin(mut self, work: &mut Work<'_>) -> Result<Self, Refusal> {
        let settings = Settings {
            name: "Banyan Demo".to_owned(),
            country_code: "44".to_owned(),
            private_webhooks: true,
            withdrawals: Withdrawals { tax_profile: "gb-none".to_owned(), ..Withdrawals::default() },
            is_set_up: true,
            ..work.settings().clone()
        };
        banyan_core::work::change_settings(work, &settings)?;
        let (low, high) = work.live().program().plan().sale.product_rate;
        self.rates = (low.0.into(), high.0.into());
        let shelves: Vec<(&str, &str, &str)> = SHELVES.iter().map(|one| (one.code, one.zh, one.en)).collect();
        let shelves = past::put_up_shelves(work, &shelves)?;
        let best = self.story.best(HOT, NO_PRICE);
        let looks = Looks::read()?;
        let mut pictures: HashMap<String, i64> = HashMap::new();
        let mut products = Vec::new();
        for (place, product) in self.story.bundle.products.iter().enumerate() {
            let price = self.story.prices[place];
            let english = shelves::title(Story::title(product));
            let title = match looks.chinese(&product.code) {
                Some(chinese) => Title { text: chinese.to_owned(), en: english },
                None => Title::only(english),
            };
            let picture = picture(work, &mut pictures, looks.scene(&product.code, Story::title(product)))?;
            products.push(Product {
                code: product.code.clone(),
                title,
                description: DRAWN.to_owned(),
                picture,
                category: shelves[shelves::shelf(Story::title(product))],
                price,
                cost: price * 60 / 100,
                rate: i64::from(product.rate.0).clamp(self.rates.0, self.rates.1),
                stock: self.story.pieces[place] + LEFT,
                is_on: price > 0,
                is_hot: best.contains(&place),
            });
        }
        self.skus = past::set_out(work, &products)?;
        Ok(self)
    }

    fn go_on(
        mut self,
        work: &mut Work<'_>,
        range: std::ops::Range<usize>,
        progress: &Told,
    ) -> Result<Self, Refusal> {
        for place in range {
            let (at, what) = self.story.happenings[place];
            if place % STEP == 0 {
                progress(place as u64);
            }
            work.tell_time(at.0);
            match what {
                Happening::Join(member) => self.join(work, member)?,
                Happening::Buy(invoice) => self.buy(work, invoice)?,
                Happening::Ship(invoice) => {
                    let (buyer, order) = self.named(invoice);
                    let shipment =
                        Shipment { carrier: "Royal Mail".to_owned(), number: format!("RM{order}GB") };
                    unless_closed(orders::ship(work, buyer, order, &shipment, false).map(drop))?;
                }
                Happening::Receive(invoice) => {
                    let (buyer, order) = self.named(invoice);
                    unless_closed(orders::receive(work, buyer, order).map(drop))?;
                }
                Happening::Refund(invoice, line) => self.refund(work, invoice, line)?,
            }
        }
        past::refunds_are_sent(work)?;
        Ok(self)
    }

    fn named(&self, invoice: usize) -> (i64, i64) {
        (self.members[self.story.bundle.invoices[invoice].buyer], self.orders[invoice].id)
    }

    fn join(&mut self, work: &mut Work<'_>, place: usize) -> Result<(), Refusal> {
        let member = &self.story.bundle.members[place];
        let new = NewMember {
            inviter: member.inviter.map(|inviter| self.members[inviter]),
            nickname: if member.name == GUEST { "Guest".to_owned() } else { looks::person(place) },
            password: None,
            rank: member.is_promoter.into(),
            code: format!("D{}", member.name.to_uppercase()),
            consent: "{}".to_owned(),
        };
        self.members[place] = members::join(work, &new)?.id;
        Ok(())
    }

    fn buy(&mut self, work: &mut Work<'_>, place: usize) -> Result<(), Refusal> {
        let invoice = &self.story.bundle.invoices[place];
        let mut numbers = vec![0; invoice.lines.len()];
        let mut sold = Vec::with_capacity(invoice.lines.len());
        for (number, line) in numbers.iter_mut().zip(&invoice.lines) {
            if line.amount > 0 {
                let quantity = self.story.quantity(line.product, line.amount);
                let sku = self.skus[line.product];
                sold.push(Sold { sku, quantity, amount: line.amount, cost: line.cost, ..Sold::default() });
                *number = sold.len() as i64;
            }
        }
        let buyer = self.members[invoice.buyer];
        let ids = (self.ids.take(work), self.ids.take(work));
        past::sold(
            work,
            past::Order { buyer, lines: sold, charges: Vec::new(), seller: None, ids },
            "offline",
        )?;
        let id = ids.0;
        *self.sold.entry(buyer).or_default() += 1;
        self.orders[place] = Order { id, lines: numbers };
        Ok(())
    }

    fn refund(&mut self, work: &mut Work<'_>, place: usize, number: usize) -> Result<(), Refusal> {
        let invoice = &self.story.bundle.invoices[place];
        let line = invoice.lines[number];
        let Some((of, of_line)) = line.refund_of else { return Ok(()) };
        let refund = Refund {
            buyer: self.members[invoice.buyer],
            order: self.orders[of].id,
            line: self.orders[of].lines[of_line],
            quantity: 0,
            amount: Some(-line.amount),
            restock: false,
            reason: invoice.number.clone(),
        };
        orders::refund(work, &refund).map(drop)
    }

    /// Two promoters who brought many customers, and a plain customer who bought often; each with whether they are a promoter.
    fn people(&self) -> Vec<(i64, bool)> {
        let people = &self.story.bundle.members;
        let mut brought = vec![0_usize; people.len()];
        for inviter in people.iter().filter_map(|member| member.inviter) {
            brought[inviter] += 1;
        }
        let mut promoters: Vec<usize> = (0..people.len()).filter(|at| people[*at].is_promoter).collect();
        promoters.sort_by_key(|at| std::cmp::Reverse(brought[*at]));
        let bought = |at: &usize| self.sold.get(&self.members[*at]).copied().unwrap_or_default();
        let plain = |at: &usize| !people[*at].is_promoter && people[*at].inviter.is_some();
        let customer = (0..people.len()).filter(plain).max_by_key(bought);
        let mut out = Vec::new();
        for at in promoters.into_iter().take(2) {
            out.push((self.members[at], true));
        }
        out.extend(customer.map(|at| (self.members[at], false)));
        out
    }
}
