//! The order lines.

use super::Progress;
use super::batches::{self, Lines};
use super::error::{Fault, FileError, Lowest, shown};
use super::joining::by_time;
use super::members::{check_count, read_name, read_time, unknown_member};
use super::moment::Clock;
use super::names::{Lookup, NOBODY, Names};
use super::numbers::{bad_amount, bad_rate, common_amount, pieces};
use super::records::{Chunks, Record, Records, Wanted};
use super::references::{MAX_PART, References};
use super::refunds::{Claims, Sales};
use super::shares::both;
use super::source::Source;
use crate::history::{ALONE, HOUSE, MAX_SHARERS};
use banyan_plan::model::MAX_VOLUMES;
use banyan_plan::money::{Currency, Minor, Rate};
use banyan_plan::time::Time;

/// What a plan asks of order lines. Columns that it does not ask for are checked but not kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Needs<'a> {
    /// The cost of each line.
    pub cost: bool,
    /// The rate of each line's product.
    pub rate: bool,
    /// How many pieces each line has.
    pub quantity: bool,
    /// The plan's volumes, each a column, at most [`MAX_VOLUMES`].
    pub volumes: &'a [String],
    /// Categories that the plan names, at most 65,534.
    pub categories: &'a [String],
    /// Products that the plan names, at most 65,534.
    pub products: &'a [String],
}

/// All order lines, as columns in the order of their file.
#[derive(Debug, Default)]
pub struct Orders {
    /// When the line was paid or refunded.
    pub at: Vec<Time>,
    /// The buyer's number.
    pub buyer: Vec<u32>,
    /// The seller's number; [`NOBODY`] if the file names none, [`HOUSE`] if it says that there is none (`-`).
    pub seller: Vec<u32>,
    /// The amount in minor units; negative when money goes back.
    pub amount: Vec<Minor>,
    /// One more than the place of the line's category in [`Needs::categories`], 0 for any other. Empty if the plan
    /// names none.
    pub category: Vec<u16>,
    /// One more than the place of the line's product in [`Needs::products`], 0 for any other. Empty if the plan
    /// names none.
    pub product: Vec<u16>,
    cost: Vec<Minor>,
    rate: Vec<u32>,
    /// Empty if the plan does not ask.
    quantity: Vec<u32>,
    /// Rows that several sellers share, by row.
    sharers: Vec<(u32, [(u32, Rate); MAX_SHARERS])>,
    /// For each line, if the plan names any.
    volumes: Vec<[Minor; MAX_VOLUMES]>,
    /// Empty if the file does not tell.
    settles_at: Vec<Time>,
    references: References,
    lines: Lines,
    refunds: Vec<(u32, u32)>,
    sequence: Option<Vec<u32>>,
}

/// An order line that is made, not read: the only one of its order, credited by the plan's own rule.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The order; the line is `1`.
    pub order: &'a [u8],
    /// When it is paid or refunded.
    pub at: Time,
    /// The buyer's number.
    pub buyer: u32,
    /// In minor units; negative for a refund.
    pub amount: Minor,
    /// What the supplier gets, with the sign of the amount.
    pub cost: Minor,
    /// The product's own rate.
    pub rate: Rate,
    /// As [`Orders::category`].
    pub category: u16,
    /// As [`Orders::product`].
    pub product: u16,
    /// The row of the line that it refunds.
    pub refund_of: Option<u32>,
}

/// Stands in `cost` for an empty field.
const NO_COST: Minor = Minor::MIN;
/// Stands in `rate` for an empty field.
const NO_RATE: u32 = u32::MAX;
/// Stands in `settles_at` for an empty field.
const NEVER: Time = Time(i64::MAX);

impl Orders {
    /// Appends a line that was made, not read. The caller sees to it that references differ, that times do not go back
    /// and that what is refunded comes earlier and is not refunded beyond its amount.
    pub fn push(&mut self, made: &Line<'_>) {
        let row = self.at.len();
        self.at.push(made.at);
        self.buyer.push(made.buyer);
        self.seller.push(NOBODY);
        self.amount.push(made.amount);
        self.category.push(made.category);
        self.product.push(made.product);
        self.cost.push(made.cost);
        self.rate.push(made.rate.0);
        self.references.push(made.order, b"1");
        // The header is line 1.
        self.lines.push(row, row as u64 + 2);
        if let Some(target) = made.refund_of {
            self.refunds.push((row as u32, target));
        }
    }

    /// Reads and checks the order lines.
    pub fn read(
        source: Source,
        names: &Names,
        currency: Currency,
        needs: &Needs<'_>,
        progress: Progress<'_>,
    ) -> Result<Self, FileError> {
        let (file, threads) = (source.name().to_owned(), source.threads);
        let mut chunks = Chunks::new(source);
        let header = chunks.header(COLUMNS)?;
        let reader = Reader {
            names,
            currency,
            needs,
            categories: needs.categories.iter().map(String::as_bytes).collect(),
            products: needs.products.iter().map(String::as_bytes).collect(),
            places: header.wanted(),
            volumes: needs.volumes.iter().map(|volume| header.place(volume)).collect(),
        };
        let mut orders = Self::default();
        let mut claims = Claims::default();
        batches::read(
            chunks,
            &header,
            progress,
            |batch: &mut Batch, records| reader.parse(batch, records),
            |batch| orders.append(batch, &mut claims),
        )?;
        orders.sequence = by_time(&orders.at, threads);
        let mut lowest = Lowest::default();
        let sales = Sales {
            at: &orders.at,
            amount: &orders.amount,
            lines: &orders.lines,
            index: orders.references.index(&orders.lines, threads, &mut lowest),
            currency,
        };
        let refunds = sales.settle(&claims, threads, &mut lowest);
        lowest.into_result(&file)?;
        orders.refunds = refunds;
        Ok(orders)
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// The cost of line `row` in minor units; `None` if the field is empty or the plan asks for no cost.
    #[inline]
    pub fn cost(&self, row: usize) -> Option<Minor> {
        self.cost.get(row).copied().filter(|cost| *cost != NO_COST)
    }

    /// The rate of line `row`; `None` if the field is empty or the plan asks for no rate.
    #[inline]
    pub fn rate(&self, row: usize) -> Option<Rate> {
        self.rate.get(row).copied().filter(|rate| *rate != NO_RATE).map(Rate)
    }

    /// How many pieces line `row` has; 1 if the field is empty or the plan does not ask.
    #[inline]
    pub fn quantity(&self, row: usize) -> u32 {
        self.quantity.get(row).copied().unwrap_or(1)
    }

    /// Who shares line `row` with its seller, each with a part.
    #[inline]
    pub fn sharers(&self, row: usize) -> [(u32, Rate); MAX_SHARERS] {
        if self.sharers.is_empty() {
            return ALONE;
        }
        let found = self.sharers.binary_search_by_key(&row, |(shared, _)| *shared as usize);
        found.map_or(ALONE, |place| self.sharers[place].1)
    }

    /// What line `row` has of the plan's volumes; `None` for an empty field.
    #[inline]
    pub fn volumes(&self, row: usize) -> [Option<Minor>; MAX_VOLUMES] {
        let Some(volumes) = self.volumes.get(row) else { return [None; MAX_VOLUMES] };
        volumes.map(|volume| Some(volume).filter(|volume| *volume != NO_COST))
    }

    /// Whether the file tells when lines settle; if not, they all wait as long as the plan says.
    pub fn tells_settlement(&self) -> bool {
        !self.settles_at.is_empty()
    }

    /// The moment at which line `row` settles, no earlier than it was paid; `None` if it never does in this file. Only for
    /// files that tell.
    pub fn settles_at(&self, row: usize) -> Option<Time> {
        self.settles_at.get(row).copied().filter(|at| *at != NEVER)
    }

    /// The line at a place in the order of events.
    #[inline]
    pub fn row_at(&self, place: usize) -> Option<u32> {
        match &self.sequence {
            Some(sequence) => sequence.get(place).copied(),
            None => (place < self.at.len()).then_some(place as u32),
        }
    }

    /// Brings every line's rate into a plan's own range; for data whose rates are made up anyway.
    pub fn clamp_rates(&mut self, low: Rate, high: Rate) {
        for rate in self.rate.iter_mut().filter(|rate| **rate != NO_RATE) {
            *rate = (*rate).clamp(low.0, high.0);
        }
    }

    /// `ORDER/LINE` of line `row`.
    #[inline]
    pub fn reference(&self, row: usize) -> &[u8] {
        self.references.get(row)
    }

    /// The order of line `row`.
    #[inline]
    pub fn order(&self, row: usize) -> &[u8] {
        self.references.order(row)
    }

    /// The line that a reference names. Looks through all lines: for a question now and then.
    pub fn find(&self, reference: &[u8]) -> Option<u32> {
        self.references.scan(reference).map(|row| row as u32)
    }

    /// The line that line `row` refunds.
    pub fn refund_of(&self, row: usize) -> Option<u32> {
        let found = self.refunds.binary_search_by_key(&row, |(refund, _)| *refund as usize);
        found.ok().map(|place| self.refunds[place].1)
    }

    /// All refunds: (the line that refunds, the line that it refunds), by the former.
    pub fn refunds(&self) -> &[(u32, u32)] {
        &self.refunds
    }

    /// The line of the file that line `row` begins on; the header is line 1.
    pub fn line_number(&self, row: usize) -> u64 {
        self.lines.get(row)
    }

    /// The lines in the order of events: by time, those of one time in the order of the file. `None` if that is the
    /// order of the file.
    pub fn sequence(&self) -> Option<&[u32]> {
        self.sequence.as_deref()
    }

    fn append(&mut self, batch: &mut Batch, claims: &mut Claims) -> Result<(), Fault> {
        let row = self.at.len();
        self.lines.append(row, &mut batch.lines);
        claims.append(row, &mut batch.claims);
        self.references.append(&mut batch.references);
        self.at.append(&mut batch.at);
        self.amount.append(&mut batch.amount);
        self.cost.append(&mut batch.cost);
        self.rate.append(&mut batch.rate);
        self.quantity.append(&mut batch.quantity);
        self.volumes.append(&mut batch.volumes);
        self.sharers.extend(batch.sharers.drain(..).map(|(first, others)| (row as u32 + first, others)));
        self.settles_at.append(&mut batch.settles_at);
        self.buyer.append(&mut batch.buyer);
        self.seller.append(&mut batch.seller);
        self.category.append(&mut batch.category);
        self.product.append(&mut batch.product);
        for lookup in [&mut batch.buyers, &mut batch.sellers, &mut batch.categories, &mut batch.products] {
            lookup.clear();
        }
        check_count(self.at.len(), &self.lines)
    }
}

const COLUMNS: Wanted = Wanted {
    required: &["order", "line", "at", "buyer", "amount"],
    optional: &[
        "cost",
        "rate",
        "seller",
        "product",
        "category",
        "refund_of",
        "settles_at",
        "quantity",
        "sellers",
    ],
};

/// The lines of a chunk.
#[derive(Default)]
struct Batch {
    at: Vec<Time>,
    amount: Vec<Minor>,
    cost: Vec<Minor>,
    rate: Vec<u32>,
    quantity: Vec<u32>,
    volumes: Vec<[Minor; MAX_VOLUMES]>,
    sharers: Vec<(u32, [(u32, Rate); MAX_SHARERS])>,
    settles_at: Vec<Time>,
    references: References,
    claims: Claims,
    lines: Lines,
    buyers: Lookup,
    sellers: Lookup,
    /// Rows of the house's own sales.
    unsold: Vec<usize>,
    categories: Lookup,
    products: Lookup,
    buyer: Vec<u32>,
    seller: Vec<u32>,
    category: Vec<u16>,
    product: Vec<u16>,
    clock: Clock,
}

/// What is needed to read a chunk.
struct Reader<'a> {
    names: &'a Names,
    currency: Currency,
    needs: &'a Needs<'a>,
    categories: Names,
    products: Names,
    /// The places of the columns, in the order of [`COLUMNS`].
    places: [usize; 14],
    /// Those of the plan's volumes.
    volumes: Vec<usize>,
}

impl Reader<'_> {
    fn parse(&self, batch: &mut Batch, records: &mut Records<'_>) -> Result<(), Fault> {
        let parsed = loop {
            match records.next() {
                Ok(Some(record)) => {
                    if let Err(fault) = self.parse_line(batch, &record) {
                        break Err(fault);
                    }
                }
                Ok(None) => break Ok(()),
                Err(fault) => break Err(fault),
            }
        };
        // Names are looked up together; an unknown one comes before a fault of a later line.
        self.names.find_many(&batch.buyers, &mut batch.buyer);
        self.names.find_many(&batch.sellers, &mut batch.seller);
        check_known(batch).and(parsed)?;
        for row in batch.unsold.drain(..) {
            batch.seller[row] = HOUSE;
        }
        place_many(&self.categories, &batch.categories, &mut batch.category);
        place_many(&self.products, &batch.products, &mut batch.product);
        Ok(())
    }

    #[inline]
    fn parse_line(&self, batch: &mut Batch, record: &Record<'_>) -> Result<(), Fault> {
        let [order, line, at, buyer, amount, cost, rate, seller, product, category, refund_of, rest @ ..] =
            self.places;
        let [settles_at, quantity, sellers] = rest;
        let number = record.line;
        let time = read_time(&mut batch.clock, record, at, "at")?;
        let paid = self.amount(number, "amount", record.field(amount))?;
        let cost = match record.field(cost) {
            [] => NO_COST,
            field => self.amount(number, "cost", field)?,
        };
        let rate = match record.field(rate) {
            [] => NO_RATE,
            field => Rate::parse(field).map_err(|error| bad_rate(number, field, error))?.0,
        };
        let order = read_name(number, "order", record.field(order), MAX_PART)?;
        let line = read_name(number, "line", record.field(line), MAX_PART)?;
        let buyer = record.field(buyer);
        if buyer.is_empty() {
            return Err(super::members::empty(number, "buyer"));
        }
        let refund_of = record.field(refund_of);
        let row = batch.at.len();
        if !refund_of.is_empty() {
            if paid >= 0 {
                return Err(refund_not_negative(number, record.field(amount)));
            }
            batch.claims.push(row, refund_of);
        }
        if settles_at != Record::ABSENT {
            let settles = settlement(batch, record, settles_at)?;
            if settles < time && refund_of.is_empty() {
                return Err(settles_too_early(number, settles, time));
            }
            batch.settles_at.push(settles);
        }
        if self.needs.quantity {
            batch.quantity.push(pieces(number, record.field(quantity))?);
        }
        if !self.volumes.is_empty() {
            batch.volumes.push(self.volumes(record)?);
        }
        batch.lines.push(row, number);
        batch.references.push(order, line);
        batch.at.push(time);
        batch.amount.push(paid);
        if self.needs.cost {
            batch.cost.push(cost);
        }
        if self.needs.rate {
            batch.rate.push(rate);
        }
        batch.buyers.push(buyer);
        self.sold_by(batch, number, (record.field(seller), record.field(sellers)))?;
        if !self.categories.is_empty() {
            batch.categories.push(record.field(category));
        }
        if !self.products.is_empty() {
            batch.products.push(record.field(product));
        }
        Ok(())
    }

    /// Who is credited with a line: somebody, several who share it, nobody, or whomever the plan's rule finds.
    #[inline]
    fn sold_by<'r>(
        &self,
        batch: &mut Batch,
        line: u64,
        (seller, sellers): (&'r [u8], &'r [u8]),
    ) -> Result<(), Fault> {
        let row = batch.at.len() - 1;
        match seller {
            [] if !sellers.is_empty() => {
                let (first, others) = super::shares::sharers(self.names, line, sellers)?;
                batch.sellers.push(self.names.get(first));
                batch.sharers.push((row as u32, others));
            }
            _ if !sellers.is_empty() => return Err(both(line)),
            b"-" => {
                batch.sellers.push(b"");
                batch.unsold.push(row);
            }
            named => batch.sellers.push(named),
        }
        Ok(())
    }

    /// What a line has of the plan's volumes; those that the file does not have, or leaves empty, are not told.
    fn volumes(&self, record: &Record<'_>) -> Result<[Minor; MAX_VOLUMES], Fault> {
        let mut all = [NO_COST; MAX_VOLUMES];
        for (one, (place, name)) in all.iter_mut().zip(self.volumes.iter().zip(self.needs.volumes)) {
            match record.field(*place) {
                [] => {}
                field => *one = self.amount(record.line, name, field)?,
            }
        }
        Ok(all)
    }

    #[inline]
    fn amount(&self, line: u64, column: &str, field: &[u8]) -> Result<Minor, Fault> {
        match common_amount(field, usize::from(self.currency.digits())) {
            Some(minor) => Ok(minor),
            None => self
                .currency
                .parse(field)
                .map_err(|error| bad_amount(line, column, field, error, self.currency)),
        }
    }
}

/// When a line settles. Apart from the other columns, as few files have it.
#[inline(never)]
fn settlement(batch: &mut Batch, record: &Record<'_>, place: usize) -> Result<Time, Fault> {
    if record.field(place).is_empty() {
        return Ok(NEVER);
    }
    read_time(&mut batch.clock, record, place, "settles_at")
}

#[cold]
fn settles_too_early(line: u64, settles: Time, paid: Time) -> Fault {
    Fault::new(
        line,
        format!("settles_at {settles} 早于该行的付款时间 {paid}；应不早于付款时间，尚未结算则留空"),
        format!(
            "settles_at {settles} is before the line was paid, {paid}; expected a time no earlier, or nothing if it has not settled"
        ),
    )
}

fn check_known(batch: &Batch) -> Result<(), Fault> {
    let unknown = |numbers: &[u32], lookup: &Lookup| {
        (0..numbers.len()).find(|row| numbers[*row] == NOBODY && !lookup.is_nobody(*row))
    };
    let fault = |row: usize, column, lookup: &Lookup| {
        Err(unknown_member(batch.lines.get(row), column, &lookup.name(row)))
    };
    match (unknown(&batch.buyer, &batch.buyers), unknown(&batch.seller, &batch.sellers)) {
        (None, None) => Ok(()),
        (Some(row), seller) if seller.is_none_or(|seller| row <= seller) => {
            fault(row, "buyer", &batch.buyers)
        }
        (_, Some(row)) => fault(row, "seller", &batch.sellers),
        (Some(row), None) => fault(row, "buyer", &batch.buyers),
    }
}

/// Appends one more than the place of each name in its list, 0 for names that are not in it.
fn place_many(list: &Names, lookup: &Lookup, places: &mut Vec<u16>) {
    let mut numbers = Vec::new();
    list.find_many(lookup, &mut numbers);
    places.extend(numbers.into_iter().map(|number| number.wrapping_add(1) as u16));
}

#[cold]
fn refund_not_negative(line: u64, field: &[u8]) -> Fault {
    let value = shown(field);
    Fault::new(
        line,
        format!("退款行的金额 {value} 不是负数；填了 refund_of 时金额应为负"),
        format!("amount {value} of a refund is not negative; expected a negative amount with refund_of"),
    )
}
