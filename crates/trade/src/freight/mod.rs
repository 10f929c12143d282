//! Freight templates: what carrying goods costs, as staff sets it. What an order pays is decided by [`banyan_sale::freight`] alone.

pub mod desk;
mod rows;
mod store;
mod views;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::work::Work;
use banyan_sale::freight::{self, Template};

pub use self::rows::{COLUMNS, Told, written};
pub use self::store::of;

/// Grams of one piece.
const MOST_WEIGHT: i64 = 1_000_000;

/// Writes a template, a new one for `None`; gives its id. Orders that were placed keep what they pay.
fn put(work: &mut Work<'_>, id: Option<i64>, title: &str, template: &Template) -> Result<i64, Refusal> {
    let title = text::name(title, "/title", 1, 60)?;
    freight::check(template)?;
    let known = store::all(work.conn)?;
    if id.is_some_and(|id| !known.iter().any(|other| other.id == id)) {
        return Err(unknown());
    }
    if known.iter().any(|other| other.title == title && Some(other.id) != id) {
        let (zh, en) = ("已有同名运费模板", "there is a freight template of this name");
        return Err(Refusal::conflict("name_taken", zh, en).at("/title"));
    }
    let id = id.unwrap_or_else(|| work.id());
    store::put(work.conn, id, &title, template)?;
    Ok(id)
}

/// Removes a template by which no product goes.
fn remove(work: &mut Work<'_>, id: i64) -> Result<(), Refusal> {
    let known = store::all(work.conn)?;
    let template = known.iter().find(|other| other.id == id).ok_or_else(unknown)?;
    if template.products > 0 {
        let zh = format!("还有 {} 件商品在用这个运费模板", template.products);
        let en = format!("{} products still go by this freight template", template.products);
        return Err(Refusal::conflict("freight_used", zh, en));
    }
    Ok(store::remove(work.conn, id)?)
}

/// Says by which template a product is carried, nothing for free, and how many grams one piece weighs.
pub fn assign(work: &mut Work<'_>, product: i64, template: Option<i64>, weight: i64) -> Result<(), Refusal> {
    if !(0..=MOST_WEIGHT).contains(&weight) {
        let zh = format!("重量应为 0 到 {MOST_WEIGHT} 克");
        let en = format!("expected a weight of 0 to {MOST_WEIGHT} g");
        return Err(Refusal::unacceptable("weight_invalid", zh, en).at("/weight"));
    }
    if let Some(id) = template
        && !store::all(work.conn)?.iter().any(|other| other.id == id)
    {
        return Err(unknown().at("/template"));
    }
    let at = work.id();
    if !store::assign(work.conn, product, template, weight, at)? {
        return Err(Refusal::not_found("商品", "product"));
    }
    Ok(())
}

fn unknown() -> Refusal {
    Refusal::not_found("运费模板", "freight template")
}
