//! Withholding profiles as data.

use super::TaxError;
use banyan_plan::money::{Currency, Minor, Rate};
use banyan_plan::words::Text;
use serde::Deserialize;
use std::sync::OnceLock;

/// A way to withhold tax from what people are paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Stable id, `cn-platform`.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// The only currency it applies to; `None` for any.
    pub currency: Option<Currency>,
    /// First day that it applies to, `YYYY-MM-DD`, if it replaced another.
    pub since: Option<String>,
    /// The day on which its contents were last checked, `YYYY-MM-DD`.
    pub as_of: String,
    /// How it withholds.
    pub method: Method,
    /// Where its rules come from.
    pub cites: Vec<Cite>,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// What is cited.
    pub what: Text,
    /// The law and article.
    pub article: String,
    /// Where its text was read.
    pub source: Option<String>,
    /// How well.
    pub status: Status,
}

/// How well the text of a rule is known. Show it with the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The primary text was read.
    Seen,
    /// Read in the press, a law firm's letter, notes.
    SeenSecondary,
    /// From memory: check before relying on it.
    Recalled,
}

/// How tax is withheld. Amounts are in the currency's minor unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Method {
    /// Not at all.
    None {},
    /// On the year's income so far, less what was withheld before.
    Cumulative {
        /// Share of income that counts as costs, in millionths.
        costs: u32,
        /// Deducted for each month of income in a row.
        monthly_allowance: Minor,
        /// By taxable income.
        bracket: Vec<Bracket>,
    },
    /// On each month's income.
    PerMonth {
        /// Up to this income `small_deduction` is deducted, above it `costs`.
        small_up_to: Minor,
        /// See `small_up_to`.
        small_deduction: Minor,
        /// Share of income, in millionths.
        costs: u32,
        /// By taxable income.
        bracket: Vec<Bracket>,
    },
    /// A flat share, of those only who gave no tax number.
    Backup {
        /// In millionths.
        rate: u32,
        /// From what yearly total on the payments are reported.
        report: Vec<Threshold>,
    },
}

/// One row of a table of rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    /// Taxable income up to and with this amount; absent in the last row.
    pub up_to: Option<Minor>,
    /// In millionths.
    pub rate: u32,
    /// Subtracted from taxable income × rate, so that the tax does not jump between rows.
    pub quick: Minor,
}

/// From what yearly total on payments are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// First year that it holds for.
    pub from_year: i32,
    /// Payments of this much in a year are reported.
    pub amount: Minor,
}

/// The files of the ready profiles.
const FILES: [&str; 5] = [
    include_str!("profiles/none.toml"),
    include_str!("profiles/cn-platform.toml"),
    include_str!("profiles/cn-labour.toml"),
    include_str!("profiles/us-1099.toml"),
    include_str!("profiles/gb-none.toml"),
];

/// The ready profiles, `none` first.
pub fn profiles() -> &'static [Profile] {
    static READY: OnceLock<Vec<Profile>> = OnceLock::new();
    // A test reads every file, so none is ever left out here.
    READY.get_or_init(|| FILES.iter().filter_map(|file| Profile::parse(file).ok()).collect())
}

/// The ready profile of an id.
pub fn profile(id: &str) -> Result<&'static Profile, TaxError> {
    let found = profiles().iter().find(|profile| profile.id == id);
    found.ok_or_else(|| TaxError::UnknownProfile(id.chars().take(40).collect()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: Words,
    currency: Option<String>,
    since: Option<String>,
    as_of: String,
    method: Method,
    #[serde(default)]
    cite: Vec<CiteFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CiteFile {
    what: Words,
    article: String,
    source: Option<String>,
    status: Status,
}

impl Profile {
    /// Reads a profile's TOML and checks that its numbers make a tax: rates up to 100 %, rows that rise, quick deductions
    /// with which the tax does not jump.
    pub fn parse(toml: &str) -> Result<Self, TaxError> {
        let file: File = toml::from_str(toml).map_err(|error| TaxError::Profile(error.to_string()))?;
        let currency = match &file.currency {
            None => None,
            Some(code) => Some(
                Currency::of_code(code)
                    .ok_or_else(|| TaxError::Profile(format!("`{code}` is no currency code")))?,
            ),
        };
        file.method.check()?;
        let text = |words: Words| Text::new(words.zh, words.en);
        let cites = file.cite.into_iter().map(|cite| Cite {
            what: text(cite.what),
            article: cite.article,
            source: cite.source,
            status: cite.status,
        });
        Ok(Self {
            id: file.id,
            title: text(file.title),
            currency,
            since: file.since,
            as_of: file.as_of,
            method: file.method,
            cites: cites.collect(),
        })
    }
}

impl Method {
    fn check(&self) -> Result<(), TaxError> {
        let wrong = |what: &str| Err(TaxError::Profile(what.to_owned()));
        let (shares, amounts, table) = match self {
            Self::None {} => return Ok(()),
            Self::Cumulative { costs, monthly_allowance, bracket } => {
                (vec![*costs], vec![*monthly_allowance], Some(bracket))
            }
            Self::PerMonth { small_up_to, small_deduction, costs, bracket } => {
                (vec![*costs], vec![*small_up_to, *small_deduction], Some(bracket))
            }
            Self::Backup { rate, report } => {
                if !report.is_sorted_by(|one, next| one.from_year < next.from_year) {
                    return wrong("the years of `report` must rise");
                }
                (vec![*rate], report.iter().map(|threshold| threshold.amount).collect(), None)
            }
        };
        if shares.iter().any(|share| *share > Rate::ONE.0) {
            return wrong("a rate is above 1_000_000, which is 100 %");
        }
        if amounts.iter().any(|amount| *amount < 0) {
            return wrong("an amount is negative");
        }
        table.map_or(Ok(()), |rows| check_rows(rows))
    }
}

fn check_rows(rows: &[Bracket]) -> Result<(), TaxError> {
    let wrong = |what: &str| Err(TaxError::Profile(what.to_owned()));
    let Some((last, bounded)) = rows.split_last() else { return wrong("the table of rates is empty") };
    if last.up_to.is_some() || bounded.iter().any(|row| row.up_to.is_none()) {
        return wrong("every row of the table but the last needs `up_to`");
    }
    if rows.iter().any(|row| row.rate > Rate::ONE.0) || rows[0].quick != 0 {
        return wrong("a rate is above 1_000_000, or the first row has a quick deduction");
    }
    let bounds: Vec<Minor> = bounded.iter().filter_map(|row| row.up_to).collect();
    if bounds.iter().any(|bound| *bound <= 0) || !bounds.is_sorted_by(|one, next| one < next) {
        return wrong("`up_to` must rise from row to row");
    }
    for (pair, bound) in rows.windows(2).zip(bounds) {
        let rise = i128::from(pair[1].rate) - i128::from(pair[0].rate);
        let step = i128::from(pair[1].quick) - i128::from(pair[0].quick);
        if rise < 0 || i128::from(bound) * rise != step * i128::from(Rate::ONE.0) {
            return wrong("rates must rise, and each quick deduction must make the tax continue at `up_to`");
        }
    }
    Ok(())
}
