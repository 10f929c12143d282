//! The report of a settlement: one HTML file that opens offline, in Chinese and in English.
//!
//! [`render`] is pure: the same [`data::ReportData`] gives the same bytes. Everything that comes from data is escaped.

pub mod data;
mod sections;
mod tables;

use banyan_report::{Reader, page};

use data::ReportData;

/// The whole report as one HTML page that asks the network for nothing.
pub fn render(data: &ReportData) -> String {
    page(data.plan.currency, |reader| title(reader, data), |reader| sections::all(reader, data))
}

fn title(reader: Reader, data: &ReportData) -> String {
    let plan = reader.text(&data.plan.title);
    reader.tell(|| format!("{plan}：结算报告 · 榕"), || format!("{plan}: settlement report · Banyan"))
}
