//! What the orders of an import paid for being carried.

use std::collections::HashMap;

use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_plan::model::Plan;
use banyan_plan::words::Text;
use banyan_settle::files::read_rows;

use super::files::{Files, refused};
use crate::past::Charge;

/// What orders paid, by what they are called in the files.
pub(super) fn read(files: &Files, plan: &Plan) -> Result<HashMap<String, Vec<Charge>>, Refusal> {
    let mut charges: HashMap<String, Vec<Charge>> = HashMap::new();
    let Some(path) = &files.carriage else { return Ok(charges) };
    let read = read_rows(files.source(path)?, &["order", "lines", "amount"], &["zh", "en"], |_, fields| {
        let text = |place: usize| String::from_utf8_lossy(fields[place]).trim().to_owned();
        let amount = super::goods::amount(plan, "amount", fields[2])?;
        if amount < 0 {
            let (zh, en) = ("amount 不能为负", "amount: expected zero or more");
            return Err(Text::new(zh, en));
        }
        let (zh, en) = (text(3), text(4));
        let why = if zh.is_empty() || en.is_empty() {
            Text::new("沿用原系统的运费", "As the system charged it that the order comes from").into()
        } else {
            Words { zh, en }
        };
        let lines = numbers(&text(1))?;
        charges.entry(text(0)).or_default().push(Charge { template: 0, lines, amount, why });
        Ok(())
    });
    read.map_err(|error| refused(&error))?;
    Ok(charges)
}

/// The numbers of lines in a cell, with spaces between them.
fn numbers(cell: &str) -> Result<Vec<i64>, Text> {
    let numbers: Option<Vec<i64>> =
        cell.split_whitespace().map(|number| number.parse().ok().filter(|number| *number > 0)).collect();
    numbers.ok_or_else(|| {
        Text::new(
            format!("lines “{cell}” 读不懂；应为以空格隔开的行号，如 1 3"),
            format!("lines “{cell}” cannot be read; expected numbers of lines with spaces between them, such as 1 3"),
        )
    })
}

/// What an order of so many lines paid. A charge that names no line is for all of them.
pub(super) fn of(
    charges: &HashMap<String, Vec<Charge>>,
    order: &str,
    lines: i64,
) -> Result<Vec<Charge>, Refusal> {
    let mut found = charges.get(order).cloned().unwrap_or_default();
    for charge in &mut found {
        if charge.lines.is_empty() {
            charge.lines = (1..=lines).collect();
        }
        if let Some(line) = charge.lines.iter().find(|line| **line > lines) {
            return Err(Refusal::unacceptable(
                "file_bad",
                format!("运费文件里，订单 {order} 没有第 {line} 行"),
                format!("the file of freight names line {line} of order {order}, which has {lines}"),
            ));
        }
    }
    Ok(found)
}
