//! Freight templates as rows of a file: one row for each group of regions, and one without regions for everywhere else.

use std::collections::BTreeMap;

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::money::Currency;
use banyan_plan::words::Text;
use banyan_sale::freight::{Rate, Template, Zone};
use banyan_store::Conn;

use super::{store, views};

/// Columns of the file. Regions stand in one cell with semicolons between them; a row without a rate says where nothing is sent.
pub const COLUMNS: [&str; 9] = [
    "template",
    "unit",
    "regions",
    "first",
    "first_price",
    "next",
    "next_price",
    "free_amount",
    "free_pieces",
];

/// All templates of the shop as rows of [`COLUMNS`].
pub fn written(conn: &mut Conn, currency: Currency) -> Result<Vec<[String; 9]>, Refusal> {
    let mut rows = Vec::new();
    for row in store::all(conn)? {
        let Template { unit, zones, elsewhere } = &row.template;
        let groups = zones.iter().map(|zone| (zone.regions.join("; "), zone.rate.as_ref()));
        let rest = elsewhere.iter().map(|rate| (String::new(), Some(rate)));
        for (regions, rate) in groups.chain(rest) {
            let [first, first_price, next, next_price, free_amount, free_pieces] = rate_cells(rate, currency);
            let (title, unit) = (row.title.clone(), views::unit_word(*unit).to_owned());
            rows.push([title, unit, regions, first, first_price, next, next_price, free_amount, free_pieces]);
        }
    }
    Ok(rows)
}

fn rate_cells(rate: Option<&Rate>, currency: Currency) -> [String; 6] {
    let Some(rate) = rate else { return Default::default() };
    let money = |amount: i64| currency.text(amount.into());
    [
        rate.first.to_string(),
        money(rate.first_price),
        rate.next.to_string(),
        money(rate.next_price),
        rate.free_amount.map(money).unwrap_or_default(),
        rate.free_pieces.map(|pieces| pieces.to_string()).unwrap_or_default(),
    ]
}

/// Templates as a file tells of them.
#[derive(Debug, Default)]
pub struct Told(Vec<(String, Template)>);

impl Told {
    /// Reads a row of [`COLUMNS`]; says what is wrong with it.
    pub fn row(&mut self, cells: [&str; 9], currency: Currency) -> Result<(), Text> {
        let [title, unit, regions, rate @ ..] = cells;
        let unit = views::unit_of(unit).ok_or_else(|| {
            Text::new(
                format!("unit“{unit}”应为 weight 或 pieces"),
                format!("unit “{unit}”: expected weight or pieces"),
            )
        })?;
        let rate = rate_of(rate, currency)?;
        if !self.has(title) {
            self.0.push((title.to_owned(), Template { unit, zones: Vec::new(), elsewhere: None }));
        }
        let Some((_, template)) = self.0.iter_mut().find(|(known, _)| known == title) else { return Ok(()) };
        let regions: Vec<String> = regions
            .split(';')
            .map(|region| region.trim().to_owned())
            .filter(|region| !region.is_empty())
            .collect();
        if regions.is_empty() {
            template.elsewhere = rate;
        } else {
            template.zones.push(Zone { regions, rate });
        }
        Ok(())
    }

    /// Whether the file has a template of a name.
    pub fn has(&self, title: &str) -> bool {
        self.0.iter().any(|(known, _)| known == title)
    }

    /// Adds the templates to the shop; their ids by name.
    pub fn set_out(&self, work: &mut Work<'_>) -> Result<BTreeMap<String, i64>, Refusal> {
        let add = |(title, template): &(String, Template)| {
            Ok((title.clone(), super::put(work, None, title, template)?))
        };
        self.0.iter().map(add).collect()
    }
}

fn rate_of(cells: [&str; 6], currency: Currency) -> Result<Option<Rate>, Text> {
    if cells.iter().all(|cell| cell.is_empty()) {
        return Ok(None);
    }
    let wrong = |at: usize| {
        let (column, cell) = (COLUMNS[at + 3], cells[at]);
        Text::new(
            format!("{column}“{cell}”读不懂；应为 12 或 12.50 这样的数"),
            format!("{column} “{cell}” cannot be read; expected a number such as 12 or 12.50"),
        )
    };
    let whole = |at: usize| cells[at].parse::<i64>().map_err(|_| wrong(at));
    let money = |at: usize| currency.parse(cells[at].as_bytes()).map_err(|_| wrong(at));
    let free_amount = if cells[4].is_empty() { None } else { Some(money(4)?) };
    let free_pieces = if cells[5].is_empty() { None } else { Some(whole(5)?) };
    let (first, first_price, next, next_price) = (whole(0)?, money(1)?, whole(2)?, money(3)?);
    Ok(Some(Rate { first, first_price, next, next_price, free_amount, free_pieces }))
}
