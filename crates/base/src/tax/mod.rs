//! Tax withheld from what people are paid.
//!
//! A [`Profile`] says how, as data; [`Profile::withhold`] computes it from the year's payments to the person, this
//! payment and a few [`Facts`], and shows the arithmetic. Integers only: amounts in minor units, rates in millionths.
//! Every product of an amount and a rate is rounded to the minor unit, half up, as tax offices do; nothing is rounded
//! twice. What is withheld is never negative (what was withheld too much comes back with the person's own tax return)
//! and never more than the payment (what is missing is withheld from the next one).
//!
//! This is arithmetic, not advice: whether a profile applies to a shop and its people is for the shop's accountant.

mod lines;
mod profile;
#[cfg(test)]
mod tests;

pub use profile::{Bracket, Cite, Method, Profile, Status, Threshold, profile, profiles};

use banyan_plan::money::{Currency, Minor, Rate};
use banyan_plan::words::Text;
use lines::Lines;

/// The largest amount of one payment: far beyond any, and small enough that sums never overflow.
pub const MAX_AMOUNT: Minor = 10_000_000_000_000_000;

/// Why no tax can be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaxError {
    /// No ready profile has this id.
    #[error("there is no tax profile `{0}`")]
    UnknownProfile(String),
    /// A profile's file is wrong.
    #[error("the tax profile cannot be used: {0}")]
    Profile(String),
    /// The payment is in another currency than the profile is for.
    #[error("this tax profile is for payments in {expected}, not {found}")]
    Currency {
        /// The profile's.
        expected: String,
        /// The payment's.
        found: String,
    },
    /// A payment below zero, or an amount beyond [`MAX_AMOUNT`].
    #[error("the amount is negative or too large")]
    Amount,
    /// Not 1 to 12, or a payment of the history is later than this one.
    #[error("months go from 1 to 12, and no earlier payment is in a later month")]
    Month,
}

impl TaxError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownProfile(_) => "tax_profile_unknown",
            Self::Profile(_) => "tax_profile_invalid",
            Self::Currency { .. } => "tax_currency",
            Self::Amount => "tax_amount",
            Self::Month => "tax_month",
        }
    }

    /// What to tell people.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::UnknownProfile(id) => format!("没有“{id}”这个税务方案"),
            Self::Profile(why) => format!("税务方案无法使用：{why}"),
            Self::Currency { expected, found } => format!("这个税务方案用于 {expected}，不能用于 {found}"),
            Self::Amount => "金额为负或过大".to_owned(),
            Self::Month => "月份是 1 到 12，以前的付款不能晚于这一次".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}

/// An earlier payment to the same person in the same calendar year. A payment that was taken back is one more, with
/// both amounts negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Before tax.
    pub income: Minor,
    /// Of which was withheld.
    pub withheld: Minor,
    /// 1 to 12, in the tax office's time zone.
    pub month: u8,
}

/// What else decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The payment's.
    pub currency: Currency,
    /// The year of the payment.
    pub year: i32,
    /// Its month, 1 to 12.
    pub month: u8,
    /// Whether the person gave a tax number.
    pub has_tax_number: bool,
    /// Further deductions that the law grants this year until this month, in minor units.
    pub other_deductions: Minor,
    /// Months of income in a row up to this one, if the shop knows better than its own payments tell.
    pub months: Option<u8>,
}

impl Facts {
    /// The facts of a person with a tax number and nothing further.
    pub fn new(currency: Currency, year: i32, month: u8) -> Self {
        Self { currency, year, month, has_tax_number: true, other_deductions: 0, months: None }
    }
}

/// What is withheld from a payment, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withholding {
    /// Income that is taxed: the year's, the month's or this payment's, as the profile counts.
    pub taxable: Minor,
    /// The rate that applies to it.
    pub rate: Rate,
    /// Subtracted from `taxable` × `rate`.
    pub quick_deduction: Minor,
    /// Withheld from this payment.
    pub withheld: Minor,
    /// Paid out.
    pub net: Minor,
    /// Whether the year's payments up to this one must be reported to the tax office.
    pub must_report: bool,
    /// The arithmetic, line by line.
    pub lines: Vec<Text>,
}

impl Profile {
    /// Computes what is withheld from `payment`, given the earlier payments of its year to the same person, in any
    /// order.
    pub fn withhold(&self, history: &[Paid], payment: Minor, facts: &Facts) -> Result<Withholding, TaxError> {
        self.check(history, payment, facts)?;
        let lines = Lines::new(facts.currency);
        Ok(match &self.method {
            Method::None {} => untaxed(payment, lines),
            Method::Cumulative { costs, monthly_allowance, bracket } => {
                cumulative(Rate(*costs), *monthly_allowance, bracket, history, payment, facts, lines)
            }
            Method::PerMonth { small_up_to, small_deduction, costs, bracket } => {
                let small = (*small_up_to, *small_deduction);
                per_month(small, Rate(*costs), bracket, history, payment, facts, lines)
            }
            Method::Backup { rate, report } => backup(Rate(*rate), report, history, payment, facts, lines),
        })
    }

    fn check(&self, history: &[Paid], payment: Minor, facts: &Facts) -> Result<(), TaxError> {
        if let Some(expected) = self.currency.filter(|currency| *currency != facts.currency) {
            let (expected, found) = (expected.to_string(), facts.currency.to_string());
            return Err(TaxError::Currency { expected, found });
        }
        let fits = |amount: Minor| amount.unsigned_abs() <= MAX_AMOUNT.unsigned_abs();
        let all_fit = history.iter().all(|paid| fits(paid.income) && fits(paid.withheld));
        if payment < 0
            || !fits(payment)
            || facts.other_deductions < 0
            || !fits(facts.other_deductions)
            || !all_fit
        {
            return Err(TaxError::Amount);
        }
        let months_fit = (1..=12).contains(&facts.month)
            && facts.months.is_none_or(|months| (1..=facts.month).contains(&months))
            && history.iter().all(|paid| (1..=facts.month).contains(&paid.month));
        if months_fit { Ok(()) } else { Err(TaxError::Month) }
    }
}

fn untaxed(payment: Minor, mut lines: Lines) -> Withholding {
    lines.not_withheld(payment);
    Withholding {
        taxable: 0,
        rate: Rate(0),
        quick_deduction: 0,
        withheld: 0,
        net: payment,
        must_report: false,
        lines: lines.done(),
    }
}

/// Income and tax withheld so far, of the payments that count. Clamped so that a history of any length fits.
fn sums(history: &[Paid], counts: impl Fn(&Paid) -> bool) -> (Minor, Minor) {
    let (income, withheld) =
        history.iter().filter(|paid| counts(paid)).fold((0_i128, 0_i128), |(income, withheld), paid| {
            (income + i128::from(paid.income), withheld + i128::from(paid.withheld))
        });
    let clamp = |sum: i128| sum.clamp(0, i128::from(Minor::MAX / 4)) as Minor;
    (clamp(income), clamp(withheld))
}

/// Months with income in a row, up to and with this one.
fn months_in_a_row(history: &[Paid], month: u8) -> u8 {
    let earlier = (1..month).rev();
    let in_a_row = earlier.take_while(|earlier| sums(history, |paid| paid.month == *earlier).0 > 0);
    1 + in_a_row.count() as u8
}

/// `amount` × `rate`, rounded half up to the minor unit; neither is negative.
fn share(amount: Minor, rate: Rate) -> Minor {
    let millionths = i128::from(Rate::ONE.0);
    ((i128::from(amount) * i128::from(rate.0) + millionths / 2) / millionths) as Minor
}

/// The row for a taxable income; a checked table always has one.
fn row(rows: &[Bracket], taxable: Minor) -> Bracket {
    let found = rows.iter().find(|row| row.up_to.is_none_or(|bound| taxable <= bound));
    found.copied().unwrap_or(Bracket { up_to: None, rate: 0, quick: 0 })
}

/// Applies the table and subtracts what was withheld already.
fn settle(rows: &[Bracket], taxable: Minor, before: Minor, payment: Minor, mut lines: Lines) -> Withholding {
    let row = row(rows, taxable);
    let tax = (share(taxable, Rate(row.rate)) - row.quick).max(0);
    let withheld = (tax - before).clamp(0, payment);
    lines.tax(taxable, row, tax);
    lines.withheld(tax, before, withheld, payment);
    Withholding {
        taxable,
        rate: Rate(row.rate),
        quick_deduction: row.quick,
        withheld,
        net: payment - withheld,
        must_report: false,
        lines: lines.done(),
    }
}

fn cumulative(
    costs: Rate,
    monthly_allowance: Minor,
    rows: &[Bracket],
    history: &[Paid],
    payment: Minor,
    facts: &Facts,
    mut lines: Lines,
) -> Withholding {
    let (earlier, before) = sums(history, |_| true);
    let income = earlier + payment;
    let spent = share(income, costs);
    let months = facts.months.unwrap_or_else(|| months_in_a_row(history, facts.month));
    let allowance = monthly_allowance.saturating_mul(Minor::from(months));
    let left = (income - spent).saturating_sub(allowance).saturating_sub(facts.other_deductions);
    lines.income(earlier, payment, true);
    lines.costs(income, costs, spent);
    lines.allowance(monthly_allowance, months, allowance);
    lines.other_deductions(facts.other_deductions);
    settle(rows, left.max(0), before, payment, lines)
}

fn per_month(
    (small_up_to, small_deduction): (Minor, Minor),
    costs: Rate,
    rows: &[Bracket],
    history: &[Paid],
    payment: Minor,
    facts: &Facts,
    mut lines: Lines,
) -> Withholding {
    let (earlier, before) = sums(history, |paid| paid.month == facts.month);
    let income = earlier + payment;
    lines.income(earlier, payment, false);
    let deduction = if income <= small_up_to {
        lines.deduction(small_deduction);
        small_deduction
    } else {
        let spent = share(income, costs);
        lines.costs(income, costs, spent);
        spent
    };
    settle(rows, (income - deduction).max(0), before, payment, lines)
}

fn backup(
    rate: Rate,
    report: &[Threshold],
    history: &[Paid],
    payment: Minor,
    facts: &Facts,
    mut lines: Lines,
) -> Withholding {
    let (earlier, before) = sums(history, |_| true);
    let withheld = if facts.has_tax_number { 0 } else { share(payment, rate).min(payment) };
    let threshold = report.iter().rev().find(|threshold| threshold.from_year <= facts.year);
    // What was withheld is reported whatever the amount.
    let must_report =
        before + withheld > 0 || threshold.is_some_and(|threshold| earlier + payment >= threshold.amount);
    if let Some(threshold) = threshold {
        lines.report(earlier + payment, threshold.amount, must_report);
    }
    if facts.has_tax_number {
        return Withholding { must_report, ..untaxed(payment, lines) };
    }
    lines.backup(payment, rate, withheld);
    Withholding {
        taxable: payment,
        rate,
        quick_deduction: 0,
        withheld,
        net: payment - withheld,
        must_report,
        lines: lines.done(),
    }
}
