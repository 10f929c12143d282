//! What carrying an order costs: by template and region, first and further weight or pieces, free from an amount or a number of
//! pieces; some regions are not served.
//!
//! Each supplier sends a parcel of its own. Within a parcel, pieces of one template are counted together, and each template is
//! charged by itself: nobody has to guess which of two templates counts.

mod check;
mod region;

use std::collections::BTreeMap;

use banyan_plan::money::Minor;
use banyan_plan::words::Text;

pub use self::check::check;
pub use self::region::Destination;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Grams.
    Weight,
    /// Pieces.
    Pieces,
}

impl Unit {
    /// So much of it: `500 克`, `2 items`.
    fn said(self, count: i64) -> Text {
        match self {
            Self::Weight => Text::new(format!("{count} 克"), format!("{count} g")),
            Self::Pieces => Text::new(
                format!("{count} 件"),
                format!("{count} {}", if count == 1 { "item" } else { "items" }),
            ),
        }
    }
}

/// What a region pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// So many units are in the first price; 1 or more.
    pub first: i64,
    /// The first price, in minor units.
    pub first_price: Minor,
    /// Each further so many units, begun or whole; 1 or more.
    pub next: i64,
    /// The price of each further step, in minor units.
    pub next_price: Minor,
    /// Free from this amount of the template's goods, discounts off, in minor units.
    pub free_amount: Option<Minor>,
    /// Free from so many pieces.
    pub free_pieces: Option<i64>,
}

/// Some regions, and what they pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// How addresses there begin, or end: `浙江省`, `浙江省杭州市`, `Germany`.
    pub regions: Vec<String>,
    /// What they pay; nothing where the template does not send.
    pub rate: Option<Rate>,
}

/// A freight template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// What is counted.
    pub unit: Unit,
    /// Regions with rates of their own. Of several in which an address lies, the one with the longest name counts.
    pub zones: Vec<Zone>,
    /// What all other regions pay; nothing where the template does not send.
    pub elsewhere: Option<Rate>,
}

/// Goods of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Who sends it; nothing for the shop itself.
    pub supplier: Option<i64>,
    /// Its template.
    pub template: i64,
    /// Pieces.
    pub pieces: i64,
    /// Grams of one piece.
    pub weight: i64,
    /// What all of it costs, discounts off, in minor units.
    pub amount: Minor,
}

/// What carrying the goods of one template in one parcel costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The template.
    pub template: i64,
    /// Places of the lines among those that were asked about.
    pub lines: Vec<usize>,
    /// In minor units.
    pub amount: Minor,
    /// How it comes about.
    pub why: Text,
}

impl Template {
    /// What a destination pays; nothing if it is not served.
    pub fn rate(&self, to: &Destination) -> Option<&Rate> {
        let longest = |zone: &Zone| zone.regions.iter().filter_map(|region| to.lies_in(region)).max();
        let zones = self.zones.iter().filter_map(|zone| Some((longest(zone)?, zone)));
        // Of two zones that name the same region, the first counts.
        let zone = zones.reduce(|best, other| if other.0 > best.0 { other } else { best });
        zone.map_or(self.elsewhere.as_ref(), |(_, zone)| zone.rate.as_ref())
    }
}

impl Rate {
    /// What so many units cost.
    pub fn of(&self, units: i64) -> Minor {
        let over = (units - self.first).max(0);
        self.first_price + (over + self.next - 1) / self.next * self.next_price
    }

    fn is_free(&self, amount: Minor, pieces: i64) -> bool {
        self.free_amount.is_some_and(|least| amount >= least)
            || self.free_pieces.is_some_and(|least| pieces >= least)
    }
}

/// What carrying an order costs: one charge for each supplier and template, in that order. The error is the place of the first line
/// that is not sent there: its template is unknown, or does not serve the destination. `money` writes an amount.
pub fn charges(
    lines: &[Line],
    templates: &BTreeMap<i64, Template>,
    to: &Destination,
    money: impl Fn(Minor) -> String,
) -> Result<Vec<Charge>, usize> {
    let mut parcels: BTreeMap<(Option<i64>, i64), Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        parcels.entry((line.supplier, line.template)).or_default().push(place);
        if templates.get(&line.template).and_then(|template| template.rate(to)).is_none() {
            return Err(place);
        }
    }
    let charge = |((_, template), places): ((Option<i64>, i64), Vec<usize>)| {
        let goods: Vec<&Line> = places.iter().filter_map(|place| lines.get(*place)).collect();
        let known = templates.get(&template)?;
        let (amount, why) = charge(known.unit, known.rate(to)?, &goods, &money);
        Some(Charge { template, lines: places, amount, why })
    };
    Ok(parcels.into_iter().filter_map(charge).collect())
}

fn charge(unit: Unit, rate: &Rate, goods: &[&Line], money: impl Fn(Minor) -> String) -> (Minor, Text) {
    let pieces: i64 = goods.iter().map(|line| line.pieces).sum();
    let amount: Minor = goods.iter().map(|line| line.amount).sum();
    if rate.is_free(amount, pieces) {
        let reached = rate.free_amount.filter(|least| amount >= *least);
        let (zh, en) = if let Some(least) = reached {
            (format!("满 {} 包邮", money(least)), format!("Free shipping from {}", money(least)))
        } else {
            let least = rate.free_pieces.unwrap_or(0);
            (format!("满 {least} 件包邮"), format!("Free shipping from {}", Unit::Pieces.said(least).en))
        };
        return (0, Text::new(zh, en));
    }
    let units = match unit {
        Unit::Weight => goods.iter().map(|line| line.weight * line.pieces).sum(),
        Unit::Pieces => pieces,
    };
    let total = rate.of(units);
    if total == 0 {
        return (0, Text::new("包邮", "Free shipping"));
    }
    // English counts no single item: the first item, per item.
    let measure = |count: i64| {
        let Text { zh, en } = unit.said(count);
        if en == "1 item" { Text::new(zh, "item") } else { Text::new(zh, en) }
    };
    let (first, price) = (measure(rate.first), money(rate.first_price));
    let (mut zh, mut en) =
        (format!("首 {} {price}", first.zh), format!("{price} for the first {}", first.en));
    if units > rate.first {
        let (next, price, all) = (measure(rate.next), money(rate.next_price), unit.said(units));
        zh.push_str(&format!("，每续 {} {price}；共 {}", next.zh, all.zh));
        en.push_str(&format!(", then {price} per {}; {} in all", next.en, all.en));
    }
    (total, Text::new(zh, en))
}

#[cfg(test)]
mod tests;
