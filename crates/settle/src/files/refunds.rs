//! Refunds: which line each gives back, and that no line gives back more than it took.

use super::batches::Lines;
use super::error::{Fault, Lowest, shown};
use super::parallel::{each, ranges};
use super::references::Index;
use banyan_plan::money::{Currency, Minor};
use banyan_plan::time::Time;

/// A line that names another as the one that it refunds.
#[derive(Debug, Clone, Copy)]
struct Refund {
    row: u32,
    target: u32,
}

/// What refunds are checked against.
pub(crate) struct Sales<'o> {
    pub(crate) at: &'o [Time],
    pub(crate) amount: &'o [Minor],
    pub(crate) lines: &'o Lines,
    pub(crate) index: Index<'o>,
    pub(crate) currency: Currency,
}

/// The refunds of a file as it names them: row, and text of `refund_of`.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    rows: Vec<(u32, u64)>,
    text: Vec<u8>,
}

impl Claims {
    #[inline]
    pub(crate) fn push(&mut self, row: usize, target: &[u8]) {
        self.rows.push((row as u32, self.text.len() as u64));
        self.text.extend_from_slice(target);
    }

    /// Takes the claims of `batch`, whose first row has number `row` here, and leaves it empty.
    pub(crate) fn append(&mut self, row: usize, batch: &mut Self) {
        let base = self.text.len() as u64;
        self.rows.extend(batch.rows.drain(..).map(|(first, begin)| (row as u32 + first, base + begin)));
        self.text.append(&mut batch.text);
    }

    fn get(&self, place: usize) -> (u32, &[u8]) {
        let (row, begin) = self.rows[place];
        let end = self.rows.get(place + 1).map_or(self.text.len() as u64, |(_, next)| *next);
        (row, &self.text[begin as usize..end as usize])
    }
}

impl Sales<'_> {
    /// Finds the line that each refund refunds: (row of the refund, row of that line), by the former.
    pub(crate) fn settle(&self, claims: &Claims, threads: usize, lowest: &mut Lowest) -> Vec<(u32, u32)> {
        let parts = each(ranges(claims.rows.len(), threads * 4), threads, |places| {
            let found = places.map(|place| claims.get(place)).map(|(row, text)| self.check(row, text));
            // The first fault of a part is its lowest.
            found.collect::<Result<Vec<_>, Fault>>()
        });
        let mut refunds = Vec::with_capacity(claims.rows.len());
        for part in parts {
            match part {
                Ok(part) => refunds.extend(part),
                Err(fault) => lowest.add(fault),
            }
        }
        self.check_totals(&refunds, lowest);
        refunds.into_iter().map(|refund| (refund.row, refund.target)).collect()
    }

    /// One refund on its own.
    fn check(&self, row: u32, text: &[u8]) -> Result<Refund, Fault> {
        let line = self.lines.get(row as usize);
        let Some(target) = self.index.find(text) else { return Err(of_nothing(line, text)) };
        let target_line = self.lines.get(target);
        let target = target as u32;
        // Refunds are negative, so this finds refunds and reversals alike.
        if self.amount[target as usize] < 0 {
            let name = shown(text);
            return Err(Fault::new(
                line,
                format!("refund_of {name} 指向第 {target_line} 行，该行本身是退款；应指向销售行"),
                format!(
                    "refund_of {name} is itself money going back, on line {target_line}; expected a sale"
                ),
            ));
        }
        let (at, sold_at) = (self.at[row as usize], self.at[target as usize]);
        if (at, row) < (sold_at, target) {
            let name = shown(text);
            return Err(Fault::new(
                line,
                format!(
                    "退款于 {at}，早于其订单行 {name}（第 {target_line} 行，{sold_at}）；退款应在销售之后"
                ),
                format!(
                    "refund before its line: it is at {at}, and {name} (line {target_line}) comes after it, at {sold_at}; expected a later time"
                ),
            ));
        }
        Ok(Refund { row, target })
    }

    /// Adds up the refunds of each line in the order of events.
    fn check_totals(&self, refunds: &[Refund], lowest: &mut Lowest) {
        let mut by_target = refunds.to_vec();
        by_target.sort_unstable_by_key(|refund| (refund.target, self.at[refund.row as usize], refund.row));
        for refunds in by_target.chunk_by(|a, b| a.target == b.target) {
            let mut left = self.amount[refunds[0].target as usize];
            for refund in refunds {
                // Amounts are at most 10^16: no overflow before the first refusal.
                let back = -self.amount[refund.row as usize];
                if back > left {
                    let line = self.lines.get(refund.row as usize);
                    if lowest.beats(line) {
                        lowest.add(self.beyond(line, refund.target, back, left));
                    }
                    break;
                }
                left -= back;
            }
        }
    }

    #[cold]
    fn beyond(&self, line: u64, target: u32, back: Minor, left: Minor) -> Fault {
        let target_line = self.lines.get(target as usize);
        let text = |amount: Minor| self.currency.text(i128::from(amount));
        let (back, left, amount) = (text(back), text(left), text(self.amount[target as usize]));
        Fault::new(
            line,
            format!("退款 {back} 超出第 {target_line} 行的余额；该行金额 {amount}，还可退 {left}"),
            format!(
                "refund beyond the line: {back} is to go back of line {target_line}, of whose {amount} only {left} is left; expected at most {left}"
            ),
        )
    }
}

#[cold]
fn of_nothing(line: u64, text: &[u8]) -> Fault {
    let text = shown(text);
    Fault::new(
        line,
        format!("refund_of {text} 不存在；应为本文件中某订单行的 订单/行号"),
        format!("refund of nothing: there is no line {text}; expected ORDER/LINE of a line of this file"),
    )
}
