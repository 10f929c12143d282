//! What carrying an order costs: by template and region, first and continued weight or pieces, free from an amount or a number of
//! pieces; some regions are not served, and whoever collects at a pick-up point pays nothing.
//!
//! Each supplier sends a parcel of its own. Within a parcel, pieces of one template are weighed together, and each template is
//! charged by itself: nobody has to guess which of two templates counts.

use std::collections::BTreeMap;

use banyan_plan::money::Minor;
use banyan_plan::words::Text;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Grams.
    Weight,
    /// Pieces.
    Pieces,
}

/// What a region pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// So many units are in the first price.
    pub first: i64,
    /// The first price, in minor units.
    pub first_price: Minor,
    /// Each further so many units, begun or whole.
    pub next: i64,
    /// The price of each further step, in minor units.
    pub next_price: Minor,
    /// Free from this amount of the template's goods, in minor units.
    pub free_amount: Option<Minor>,
    /// Free from so many pieces.
    pub free_pieces: Option<i64>,
}

/// Some regions, and what they pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// How addresses there begin: `浙江省`, `浙江省杭州市`.
    pub regions: Vec<String>,
    /// What they pay; nothing where the template does not send.
    pub rate: Option<Rate>,
}

/// A freight template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// What is counted.
    pub unit: Unit,
    /// Regions with rates of their own. Of several that an address begins with, the longest counts.
    pub zones: Vec<Zone>,
    /// What all other regions pay; nothing where the template does not send.
    pub elsewhere: Option<Rate>,
}

/// Goods of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Who sends it; nothing for the shop itself.
    pub supplier: Option<i64>,
    /// Its template, by its place.
    pub template: usize,
    /// Pieces.
    pub pieces: i64,
    /// Grams of one piece.
    pub weight: i64,
    /// What all of it costs, discounts off, in minor units.
    pub amount: Minor,
}

/// Where an order goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// An address, from the province on.
    Address(String),
    /// Collected at a pick-up point of this name.
    PickUp(String),
}

/// What carrying the goods of one template in one parcel costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Who sends it.
    pub supplier: Option<i64>,
    /// The template, by its place.
    pub template: usize,
    /// Places of the lines.
    pub lines: Vec<usize>,
    /// In minor units.
    pub amount: Minor,
    /// Why.
    pub why: Text,
}

/// A line cannot be sent to the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotServed {
    /// The place of the line.
    pub line: usize,
    /// What is wrong, and what would do.
    pub why: Text,
}

impl Template {
    /// What an address pays; nothing if it is not served.
    pub fn rate(&self, address: &str) -> Option<&Rate> {
        let matches = |zone: &Zone| {
            zone.regions.iter().filter(|region| address.starts_with(*region)).map(String::len).max()
        };
        let zones = self.zones.iter().filter_map(|zone| Some((matches(zone)?, zone)));
        // Of two zones that name the same region, the first counts.
        let zone = zones.reduce(|best, other| if other.0 > best.0 { other } else { best });
        zone.map_or(self.elsewhere.as_ref(), |(_, zone)| zone.rate.as_ref())
    }
}

impl Rate {
    /// What so many units cost.
    pub fn of(&self, units: i64) -> Minor {
        let over = (units - self.first).max(0);
        let steps = if self.next > 0 { (over + self.next - 1) / self.next } else { 0 };
        self.first_price + steps * self.next_price
    }

    fn is_free(&self, amount: Minor, pieces: i64) -> bool {
        self.free_amount.is_some_and(|least| amount >= least)
            || self.free_pieces.is_some_and(|least| pieces >= least)
    }
}

/// What carrying an order costs: one charge for each supplier and template, in the order of their first lines' suppliers and
/// templates. `money` writes an amount.
pub fn charges(
    lines: &[Line],
    templates: &[Template],
    to: &To,
    money: impl Fn(Minor) -> String,
) -> Result<Vec<Charge>, NotServed> {
    let mut parcels: BTreeMap<(Option<i64>, usize), Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        parcels.entry((line.supplier, line.template)).or_default().push(place);
    }
    let mut charges = Vec::new();
    for ((supplier, template), places) in parcels {
        let goods: Vec<&Line> = places.iter().filter_map(|place| lines.get(*place)).collect();
        let (amount, why) = match (to, templates.get(template)) {
            (To::PickUp(point), _) => {
                (0, Text::new(format!("到“{point}”自提，免运费"), format!("Collected at “{point}”: free")))
            }
            (To::Address(address), Some(known)) => match known.rate(address) {
                Some(rate) => charge(known.unit, rate, &goods, &money),
                None => return Err(not_served(places.first().copied().unwrap_or(0))),
            },
            (To::Address(_), None) => return Err(not_served(places.first().copied().unwrap_or(0))),
        };
        charges.push(Charge { supplier, template, lines: places, amount, why });
    }
    Ok(charges)
}

fn not_served(line: usize) -> NotServed {
    let why = Text::new(
        "这件商品不发往该地区，请更换地址或选择自提",
        "this item is not sent to that region; please choose another address, or collect it",
    );
    NotServed { line, why }
}

fn charge(unit: Unit, rate: &Rate, goods: &[&Line], money: impl Fn(Minor) -> String) -> (Minor, Text) {
    let pieces: i64 = goods.iter().map(|line| line.pieces).sum();
    let amount: Minor = goods.iter().map(|line| line.amount).sum();
    if rate.is_free(amount, pieces) {
        let reached = rate.free_amount.filter(|least| amount >= *least);
        let (zh, en) = if let Some(least) = reached {
            (format!("满 {} 包邮", money(least)), format!("Free from {}", money(least)))
        } else {
            let least = rate.free_pieces.unwrap_or(0);
            (format!("满 {least} 件包邮"), format!("Free from {least} pieces"))
        };
        return (0, Text::new(zh, en));
    }
    let units = match unit {
        Unit::Weight => goods.iter().map(|line| line.weight * line.pieces).sum(),
        Unit::Pieces => pieces,
    };
    let (zh_unit, en_unit) = match unit {
        Unit::Weight => (" 克", "g"),
        Unit::Pieces => (" 件", " pieces"),
    };
    let (first, price) = (rate.first, money(rate.first_price));
    let (mut zh, mut en) =
        (format!("首 {first}{zh_unit} {price}"), format!("First {first}{en_unit} {price}"));
    if units > rate.first && rate.next > 0 {
        let (next, price) = (rate.next, money(rate.next_price));
        zh.push_str(&format!("，每续 {next}{zh_unit} {price}；共 {units}{zh_unit}"));
        en.push_str(&format!(", each further {next}{en_unit} {price}; {units}{en_unit} in all"));
    }
    (rate.of(units), Text::new(zh, en))
}

#[cfg(test)]
mod tests;
