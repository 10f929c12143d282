//! What a freight template may not be.

use std::collections::BTreeSet;

use banyan_base::refusal::Refusal;

use super::{Destination, Rate, Template};

/// Zones of a template.
const MOST_ZONES: usize = 50;
/// Regions of a zone.
const MOST_REGIONS: usize = 100;
/// Units of a step: grams or pieces.
const MOST_UNITS: i64 = 1_000_000;
/// The highest price of a step, in minor units.
const MOST_PRICE: i64 = 10_000_000;
/// The highest amount from which it is free, in minor units.
const MOST_AMOUNT: i64 = 10_000_000_000;

/// Refuses a template that could not be meant: one that sends nowhere, a region that stands twice, numbers out of their range.
pub fn check(template: &Template) -> Result<(), Refusal> {
    let refused =
        |code, field: String, zh: &str, en: &str| Err(Refusal::unacceptable(code, zh, en).at(field));
    if template.zones.len() > MOST_ZONES {
        return refused(
            "zones_many",
            "/zones".to_owned(),
            "最多 50 组地区",
            "expected at most 50 groups of regions",
        );
    }
    let mut known = BTreeSet::new();
    for (place, zone) in template.zones.iter().enumerate() {
        let field = format!("/zones/{place}");
        if zone.regions.is_empty() || zone.regions.len() > MOST_REGIONS {
            let (zh, en) = ("每组应有 1 到 100 个地区", "expected 1 to 100 regions in a group");
            return refused("regions_number", format!("{field}/regions"), zh, en);
        }
        for (at, region) in zone.regions.iter().enumerate() {
            let field = format!("{field}/regions/{at}");
            if !Destination::is_region(region) {
                let (zh, en) = (
                    "地区名应为 1 到 24 个字，写到省或市即可",
                    "expected the name of a region of 1 to 24 letters",
                );
                return refused("region_invalid", field, zh, en);
            }
            if !known.insert(region.trim()) {
                let (zh, en) = ("这个地区出现了两次", "this region stands in the template twice");
                return refused("region_twice", field, zh, en);
            }
        }
        zone.rate.as_ref().map_or(Ok(()), |rate| check_rate(rate, &format!("{field}/rate")))?;
    }
    template.elsewhere.as_ref().map_or(Ok(()), |rate| check_rate(rate, "/elsewhere"))?;
    if template.elsewhere.is_none() && template.zones.iter().all(|zone| zone.rate.is_none()) {
        let (zh, en) = ("至少要有一个可以配送的地区", "the template has to send to some region at least");
        return refused("sends_nowhere", "/elsewhere".to_owned(), zh, en);
    }
    Ok(())
}

fn check_rate(rate: &Rate, field: &str) -> Result<(), Refusal> {
    let Rate { first, first_price, next, next_price, free_amount, free_pieces } = *rate;
    let table = [
        ("first", Some(first), 1, MOST_UNITS),
        ("next", Some(next), 1, MOST_UNITS),
        ("first_price", Some(first_price), 0, MOST_PRICE),
        ("next_price", Some(next_price), 0, MOST_PRICE),
        ("free_amount", free_amount, 1, MOST_AMOUNT),
        ("free_pieces", free_pieces, 1, MOST_UNITS),
    ];
    for (name, value, least, most) in table {
        if value.is_some_and(|value| !(least..=most).contains(&value)) {
            let zh = format!("应为 {least} 到 {most}");
            let en = format!("expected {least} to {most}");
            return Err(Refusal::unacceptable("rate_invalid", zh, en).at(format!("{field}/{name}")));
        }
    }
    Ok(())
}
