//! History told after the fact: what another system has seen is brought in through the same code as live traffic, at the
//! moments at which it happened.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_people::members::{self, Identity};
use banyan_plan::time::SECOND;
use banyan_store::{Rows, row};
pub use banyan_trade::catalog::Title;
use banyan_trade::catalog::{self, CategoryText};
use banyan_trade::orders::{self, Item, Paid, Place};
pub use banyan_trade::orders::{Charge, Sold};

/// A product of the other system, with one SKU.
#[derive(Debug, Clone)]
pub struct Product {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: Title,
    /// What is said of it.
    pub description: String,
    /// The id of its picture, which [`keep_picture`] gave.
    pub picture: Option<i64>,
    /// The id of its category; 0 for none.
    pub category: i64,
    /// Price of one piece, in minor units.
    pub price: i64,
    /// Cost of one piece, in minor units.
    pub cost: i64,
    /// Its own rate, in millionths.
    pub rate: i64,
    /// Pieces.
    pub stock: i64,
    /// Whether it is sold.
    pub is_on: bool,
    /// Whether it is shown before others.
    pub is_hot: bool,
}

/// An order of the other system.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The member who bought.
    pub buyer: i64,
    /// What.
    pub lines: Vec<Sold>,
    /// What carrying it cost.
    pub charges: Vec<Charge>,
    /// Who is credited; `None` leaves it to the plan's rule.
    pub seller: Option<i64>,
    /// Its id and its payment's, from [`Ids`].
    pub ids: (i64, i64),
}

/// Ids of orders and payments that are told, beside the moments that the work itself gives out, so that every payment keeps its
/// own: each is a moment of the half second before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ids(i64);

impl Ids {
    /// The next one, of something that happens now.
    pub fn take(&mut self, work: &Work<'_>) -> i64 {
        self.0 = (self.0 + 1).max(work.now() - SECOND / 2);
        self.0
    }
}

/// Adds categories, each a code with its titles in Chinese and English; their ids, in the same order.
pub fn put_up_shelves(work: &mut Work<'_>, shelves: &[(&str, &str, &str)]) -> Result<Vec<i64>, Refusal> {
    let texts = shelves.iter().enumerate().map(|(place, (code, zh, en))| CategoryText {
        code: (*code).to_owned(),
        parent: None,
        title_zh: (*zh).to_owned(),
        title_en: (*en).to_owned(),
        position: place as i64,
    });
    texts.map(|text| catalog::put_category(work, None, &text)).collect()
}

/// Keeps a picture of products; gives its id.
pub fn keep_picture(work: &mut Work<'_>, bytes: &[u8]) -> Result<i64, Refusal> {
    catalog::keep_picture(work, bytes)
}

/// Takes products off the shelves, by their codes; unknown ones are none.
pub fn take_off(work: &mut Work<'_>, codes: &[String]) -> Result<(), Refusal> {
    codes.iter().try_for_each(|code| catalog::take_off(work, code))
}

/// Sets out products; the ids of their SKUs, in the same order.
pub fn set_out(work: &mut Work<'_>, products: &[Product]) -> Result<Vec<i64>, Refusal> {
    let mut rows = Rows::new(
        "product",
        &[
            "id",
            "code",
            "category",
            "title",
            "title_en",
            "description",
            "rate",
            "pictures",
            "state",
            "hot",
            "price",
            "changed_at",
            "touched_at",
        ],
    );
    let mut skus = Rows::new("sku", &["id", "product", "code", "title", "price", "cost", "stock", "state"]);
    let mut ids = Vec::with_capacity(products.len());
    for product in products {
        let (id, sku) = (work.id(), work.id());
        let category = (product.category != 0).then_some(product.category);
        let (code, title) = (product.code.as_str(), &product.title);
        let pictures = serde_json::to_string(&product.picture.map(|id| id.to_string()).as_slice())?;
        rows.push(row![
            id,
            code,
            category,
            title.text.as_str(),
            title.en.as_str(),
            product.description.as_str(),
            product.rate,
            pictures,
            if product.is_on { "on" } else { "off" },
            product.is_hot,
            product.price,
            id,
            id
        ]);
        skus.push(row![sku, id, code, "", product.price, product.cost, product.stock, "on"]);
        ids.push(sku);
    }
    for rows in [&rows, &skus] {
        work.conn.insert(rows)?;
    }
    Ok(ids)
}

/// An order that was placed and paid at this moment.
pub fn sold(work: &mut Work<'_>, order: Order, provider: &str) -> Result<(), Refusal> {
    let Order { buyer, lines, charges, seller, ids } = order;
    let order = Place {
        buyer,
        items: lines.iter().map(|line| Item { sku: line.sku, quantity: line.quantity }).collect(),
        recipient: None,
        to: None,
        via: None,
        coupon: None,
        note: String::new(),
        provider: provider.to_owned(),
        seen: None,
        key: None,
        from: None,
        group: None,
    };
    let placed = orders::place_told(work, &order, &orders::Told { lines, charges, seller, ids })?;
    let paid = Paid {
        payment: placed.payment,
        provider: provider.to_owned(),
        reference: format!("past-{}", placed.payment),
        amount: placed.amount,
        paid_at: None,
    };
    match orders::pay(work, std::slice::from_ref(&paid))?.pop() {
        Some(Ok(_)) => Ok(()),
        Some(Err(refusal)) => Err(refusal),
        None => Err(Refusal::broken("a payment without an answer")),
    }
}

/// The buyer of a paid order has it; each line settles at the moment that the other system gives, if it does.
pub fn received(
    work: &mut Work<'_>,
    (buyer, order): (i64, i64),
    settles_at: &[Option<i64>],
) -> Result<(), Refusal> {
    let Some(first) = settles_at.iter().flatten().min() else { return Ok(()) };
    work.due_at(*first);
    let sql = "UPDATE orders SET state = 'received', received_at = paid_at WHERE buyer = $1 AND id = $2 AND state = 'paid'";
    work.conn.execute(sql, &row![buyer, order])?;
    let mut rows = Rows::new("line", &["buyer", "order_id", "line", "settles_at"]);
    for (place, at) in settles_at.iter().enumerate() {
        rows.push(row![buyer, order, place as i64 + 1, *at]);
    }
    Ok(work.conn.update(&rows, 3)?)
}

/// What a member or an order is called in the other system.
pub fn called(work: &mut Work<'_>, names: &[(i64, i64, String)]) -> Result<(), Refusal> {
    let mut rows = Rows::new("origin", &["owner", "id", "name"]);
    for (owner, id, name) in names {
        rows.push(row![*owner, *id, name.as_str()]);
    }
    Ok(work.conn.insert(&rows)?)
}

/// Refunds that the other system has sent already: none waits to be sent.
pub fn refunds_are_sent(work: &mut Work<'_>) -> Result<(), Refusal> {
    work.conn.execute("UPDATE refund SET state = 'done' WHERE state = 'open'", &[])?;
    Ok(())
}

/// Lets a member sign in by their phone. `password` is hashed.
pub fn let_sign_in(work: &mut Work<'_>, member: i64, phone: &str, password: &str) -> Result<(), Refusal> {
    let identity = Identity::read(phone, &work.settings().phones());
    let identity =
        identity.ok_or_else(|| Refusal::unacceptable("phone", "这不是手机号", "this is no phone number"))?;
    members::identify(work, member, &identity, None)?;
    work.conn.execute("UPDATE member SET password = $2 WHERE id = $1", &row![member, password])?;
    Ok(())
}
