//! What the orders of an import are of: products from their file, or from what the orders name.

use std::collections::{BTreeMap, HashMap};

use banyan_base::refusal::Refusal;
use banyan_core::records::Volumes;
use banyan_core::work::Work;
use banyan_plan::model::Plan;
use banyan_plan::money::{NumberError, Rate};
use banyan_plan::words::Text;
use banyan_settle::files::{read_rows, read_rows_with};
use banyan_trade::catalog::{self, Row, Selling, SkuRow, Title};
use banyan_trade::freight;

use super::files::{Files, refused};
use crate::past;

/// What a line without a product is of.
const NAMELESS: &str = "import";

/// Columns that a file of products may have beside the plan's volumes. Those from `least` to `prices` say how a SKU is sold: [`Selling::COLUMNS`].
const OPTIONAL: [&str; 18] = [
    "sku",
    "title",
    "variant",
    "category",
    "cost",
    "rate",
    "stock",
    "state",
    "least",
    "step",
    "most",
    "per_member",
    "period",
    "prices",
    "freight",
    "weight",
    "title_en",
    "variant_en",
];

/// Products, and which each order line is of.
pub(super) struct Goods {
    products: Vec<Product>,
    /// Whether a file says which there are.
    is_closed: bool,
    numbers: HashMap<String, u32>,
    categories: Vec<String>,
    /// By row of the orders: product, category.
    rows: Vec<(u32, u32)>,
    templates: freight::Told,
}

struct Product {
    row: Row,
    /// The name of its freight template; empty if it is carried free.
    freight: String,
    /// Grams of one piece.
    weight: i64,
    /// The codes of those of its SKUs that are not sold.
    off: Vec<String>,
    /// Pieces of it that the orders tell of.
    sold: i64,
}

impl Product {
    /// Whether none of it is sold.
    fn is_off(&self) -> bool {
        self.off.len() == self.row.skus.len()
    }
}

/// The products as they stand in the shop.
pub(crate) struct Shelf {
    skus: Vec<i64>,
    categories: Vec<String>,
}

impl Shelf {
    /// SKU and category of a line.
    pub(super) fn sold(&self, (product, category): (u32, u32)) -> (i64, String) {
        (self.skus[product as usize], self.categories[category as usize].clone())
    }
}

/// An amount of the plan's currency, or what is wrong with it.
pub(super) fn amount(plan: &Plan, column: &str, field: &[u8]) -> Result<i64, Text> {
    plan.currency.parse(field).map_err(|error| no_number(column, field, error))
}

fn no_number(column: &str, field: &[u8], error: NumberError) -> Text {
    let value = String::from_utf8_lossy(field);
    Text::new(
        format!("{column} “{value}” 读不懂（{error}）；应为 12.50 这样的数"),
        format!("{column} “{value}”: {error}; expected a number such as 12.50"),
    )
}

/// Whether something is sold, as a file says it: a word that is not known puts nothing on sale.
fn is_on(state: &str) -> Result<bool, Text> {
    match state.to_ascii_lowercase().as_str() {
        "" | "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(Text::new(
            format!("state “{state}” 读不懂；应为 on（在售）或 off（下架）"),
            format!("state “{state}”: expected on (it is sold) or off"),
        )),
    }
}

impl Goods {
    pub(super) fn read(files: &Files, plan: &Plan) -> Result<Self, Refusal> {
        let mut goods = Self {
            products: Vec::new(),
            is_closed: files.products.is_some(),
            numbers: HashMap::new(),
            categories: Vec::new(),
            rows: Vec::new(),
            templates: read_templates(files, plan)?,
        };
        if let Some(path) = &files.products {
            let volumes: Vec<String> = plan.volumes.list.iter().map(|volume| volume.id.clone()).collect();
            let columns: (&[&str], &[&str]) = (&["product", "price"], &OPTIONAL);
            let read = read_rows_with(files.source(path)?, columns, &volumes, |_, fields| {
                goods.product(plan, fields)
            });
            read.map_err(|error| refused(&error))?;
        }
        let mut categories = HashMap::new();
        let optional = &["product", "category", "refund_of", "rate", "quantity"];
        let read = read_rows(files.source(&files.orders)?, &["amount"], optional, |_, fields| {
            goods.line(plan, fields, &mut categories)
        });
        read.map_err(|error| refused(&error))?;
        Ok(goods)
    }

    /// A row of the products' file: a SKU, of a product that is there already or not.
    fn product(&mut self, plan: &Plan, fields: &[&[u8]]) -> Result<(), Text> {
        let text = |place: usize| String::from_utf8_lossy(fields[place]).trim().to_owned();
        let or =
            |place: usize, other: &str| if text(place).is_empty() { other.to_owned() } else { text(place) };
        let money = |column: &str, place: usize| match fields[place] {
            [] => Ok(0),
            field => amount(plan, column, field),
        };
        let code = text(0);
        let rate = match fields[7] {
            [] => i64::from(plan.sale.product_rate.0.0),
            field => Rate::parse(field).map_err(|error| no_number("rate", field, error))?.0.into(),
        };
        let whole = |column: &str, place: usize| match text(place).as_str() {
            "" => Ok(0),
            number => number.parse().map_err(|_| {
                Text::new(
                    format!("{column} “{number}” 应为整数"),
                    format!("{column} “{number}”: expected a whole number"),
                )
            }),
        };
        let stock = whole("stock", 8)?;
        let (freight, weight) = (text(16), whole("weight", 17)?);
        if !freight.is_empty() && !self.templates.has(&freight) {
            return Err(Text::new(
                format!("freight “{freight}” 不在运费模板文件里"),
                format!("freight “{freight}” is not in the file of freight templates"),
            ));
        }
        let cells: [String; 6] = std::array::from_fn(|at| text(10 + at));
        let number = self.numbers.get(&code).map(|number| *number as usize);
        let sku = SkuRow {
            code: or(2, &code),
            title: Title { text: text(4), en: text(19) },
            price: money("price", 1)?,
            cost: money("cost", 6)?,
            stock,
            volumes: volumes(plan, &fields[20..])?,
            selling: Selling::of_cells(std::array::from_fn(|at| cells[at].as_str()), plan)?,
        };
        let off = (!is_on(&text(9))?).then(|| sku.code.clone());
        if let Some(known) = number {
            let known = &mut self.products[known];
            known.row.skus.push(sku);
            known.off.extend(off);
            return Ok(());
        }
        let category = text(5);
        let row = Row {
            title: Title { text: or(3, &code), en: text(18) },
            category: (!category.is_empty()).then(|| (category.clone(), category.clone(), category)),
            rate,
            skus: vec![sku],
            code,
            ..Row::default()
        };
        let number = self.add(row, off);
        let product = &mut self.products[number as usize];
        (product.freight, product.weight) = (freight, weight);
        Ok(())
    }

    fn add(&mut self, row: Row, off: Option<String>) -> u32 {
        let number = self.products.len() as u32;
        self.numbers.insert(row.code.clone(), number);
        self.products.push(Product {
            row,
            freight: String::new(),
            weight: 0,
            off: off.into_iter().collect(),
            sold: 0,
        });
        number
    }

    fn line(
        &mut self,
        plan: &Plan,
        fields: &[&[u8]],
        categories: &mut HashMap<String, u32>,
    ) -> Result<(), Text> {
        let text = |place: usize| String::from_utf8_lossy(fields[place]).trim().to_owned();
        let category = text(2);
        let next = categories.len() as u32;
        let category = *categories.entry(category.clone()).or_insert_with(|| {
            self.categories.push(category);
            next
        });
        let is_refund = !fields[3].is_empty();
        // The reader of the orders says what is wrong with a number.
        let pieces = text(5).parse().unwrap_or(1).max(1);
        let code = if text(1).is_empty() { NAMELESS.to_owned() } else { text(1) };
        let number = match self.numbers.get(&code).copied() {
            Some(number) => number,
            None if is_refund => 0,
            None if self.is_closed && code != NAMELESS => {
                return Err(Text::new(
                    format!("product “{code}” 不在商品文件里"),
                    format!("product “{code}” is not in the products' file"),
                ));
            }
            None => {
                let rate = Rate::parse(fields[4]).unwrap_or(plan.sale.product_rate.0);
                let price = amount(plan, "amount", fields[0])? / pieces;
                let sku = SkuRow { code: code.clone(), price, ..SkuRow::default() };
                let (title, off) = (Title::only(code.as_str()), Some(code.clone()));
                self.add(Row { code, title, rate: rate.0.into(), skus: vec![sku], ..Row::default() }, off)
            }
        };
        if !is_refund {
            self.products[number as usize].sold += pieces;
        }
        self.rows.push((number, category));
        Ok(())
    }

    /// How many products there are.
    pub(super) fn count(&self) -> usize {
        self.products.len()
    }

    /// Product and category of a row of the orders.
    pub(super) fn of_row(&self, row: usize) -> (u32, u32) {
        self.rows[row]
    }

    /// Sets the products out, with as many pieces more as were ever sold.
    pub(super) fn set_out(&self, work: &mut Work<'_>) -> Result<Shelf, Refusal> {
        let rows = self.products.iter().map(|product| {
            let mut row = product.row.clone();
            if let Some(first) = row.skus.first_mut() {
                first.stock += product.sold;
            }
            row
        });
        let out = catalog::import(work, &rows.collect::<Vec<_>>())?;
        let templates = self.templates.set_out(work)?;
        for (product, one) in self.products.iter().zip(&out) {
            if !product.freight.is_empty() || product.weight > 0 {
                freight::assign(work, one.product, templates.get(&product.freight).copied(), product.weight)?;
            }
        }
        let skus = out.iter().map(|one| one.skus.first().copied().unwrap_or_default()).collect();
        Ok(Shelf { skus, categories: self.categories.clone() })
    }

    /// Takes off the shelves what is no longer sold.
    pub(super) fn put_away(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let (whole, parts): (Vec<&Product>, Vec<&Product>) =
            self.products.iter().partition(|product| product.is_off());
        let codes: Vec<String> = whole.into_iter().map(|product| product.row.code.clone()).collect();
        past::take_off(work, &codes)?;
        parts
            .into_iter()
            .flat_map(|product| &product.off)
            .try_for_each(|code| catalog::take_sku_off(work, code))
    }
}

/// What a SKU counts for beside its price; nothing if the file does not say.
fn volumes(plan: &Plan, fields: &[&[u8]]) -> Result<Option<Volumes>, Text> {
    let mut named = BTreeMap::new();
    for (volume, field) in plan.volumes.list.iter().zip(fields).filter(|(_, field)| !field.is_empty()) {
        named.insert(volume.id.clone(), amount(plan, &volume.id, field)?);
    }
    Ok((!named.is_empty()).then(|| Volumes::new(named)))
}

fn read_templates(files: &Files, plan: &Plan) -> Result<freight::Told, Refusal> {
    let mut told = freight::Told::default();
    let Some(path) = &files.freight else { return Ok(told) };
    let read = read_rows(files.source(path)?, &freight::COLUMNS, &[], |_, fields| {
        let cells: [String; 9] =
            std::array::from_fn(|at| String::from_utf8_lossy(fields[at]).trim().to_owned());
        told.row(cells.each_ref().map(String::as_str), plan.currency)
    });
    read.map_err(|error| refused(&error))?;
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a plan may name a volume so.
    fn is_free(name: &str) -> bool {
        let plan = format!(
            "[plan]\nid = \"p\"\ncurrency = \"CNY\"\n[sale]\nrelease_after = \"7d\"\n[volumes]\n{name} = \"100%\"\n\
             [[rank]]\nid = \"owner\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"\n"
        );
        banyan_plan::check::compile(&plan).is_ok()
    }

    /// Otherwise nobody could tell a column of a volume from one that says how a SKU is sold.
    #[test]
    fn no_volume_is_named_like_a_column_of_products() {
        assert!(is_free("pv"));
        for column in OPTIONAL.into_iter().chain(["product", "price"]) {
            assert!(!is_free(column), "{column}");
        }
    }
}
