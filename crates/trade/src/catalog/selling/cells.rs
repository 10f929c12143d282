//! How a SKU is sold as cells of a file of products: written by an export, read by an import.

use banyan_plan::model::Plan;
use banyan_plan::words::Text;
use banyan_sale::price::{Limits, PerMember, Window};

use super::{Row, Selling, Whom};

impl Selling {
    /// The columns of a file of products that say how a SKU is sold. All of them are empty for a SKU that everybody buys at its
    /// price, any number of pieces.
    pub const COLUMNS: [&'static str; 6] = ["least", "step", "most", "per_member", "period", "prices"];

    /// The cells of [`Self::COLUMNS`]. Prices of ranks that the plan does not know are left out: nobody has them.
    pub fn cells(&self, plan: &Plan) -> [String; 6] {
        let Limits { least, step, most, per_member } = self.limits;
        let above_one = |number: i64| Some(number).filter(|number| *number != 1);
        let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        let known = self.rows.iter().filter(|row| row.whom.list(plan).is_some());
        let prices: Vec<String> = known.map(|row| row.cell(plan)).collect();
        [
            number(above_one(least)),
            number(above_one(step)),
            number(most),
            number(per_member.map(|rule| rule.pieces)),
            per_member.map_or_else(String::new, |rule| rule.window.word().to_owned()),
            prices.join("; "),
        ]
    }

    /// Reads the cells of [`Self::COLUMNS`]; nothing if all of them are empty.
    pub fn of_cells(cells: [&str; 6], plan: &Plan) -> Result<Option<Self>, Text> {
        let cells = cells.map(str::trim);
        if cells.iter().all(|cell| cell.is_empty()) {
            return Ok(None);
        }
        let [least, step, most, pieces, period, prices] = cells;
        let [.., column, _, _] = Self::COLUMNS;
        let per_member = match (whole(column, pieces)?, Window::of(period)) {
            (None, _) if period.is_empty() => None,
            (Some(pieces), Some(window)) => Some(PerMember { pieces, window }),
            _ => {
                return Err(Text::new(
                    "per_member 和 period 要一起填写；period 应为 ever、day、week、month、quarter 或 year",
                    "per_member and period go together; expected a period of ever, day, week, month, quarter or year",
                ));
            }
        };
        let limits = Limits {
            least: whole("least", least)?.unwrap_or(1),
            step: whole("step", step)?.unwrap_or(1),
            most: whole("most", most)?,
            per_member,
        };
        let rows = prices.split(';').map(str::trim).filter(|price| !price.is_empty());
        Ok(Some(Self { rows: rows.map(|row| Row::of_cell(row, plan)).collect::<Result<_, _>>()?, limits }))
    }
}

impl Row {
    /// `member 95.00`, `everyone@3 90.00`, `rank:owner 87.65`, `rank:owner@2 80.00`.
    fn cell(&self, plan: &Plan) -> String {
        let (list, rank) = self.whom.words();
        let rank = if rank.is_empty() { String::new() } else { format!(":{rank}") };
        let from = if self.from == 1 { String::new() } else { format!("@{}", self.from) };
        format!("{list}{rank}{from} {}", plan.currency.text(self.price.into()))
    }

    fn of_cell(cell: &str, plan: &Plan) -> Result<Self, Text> {
        let read = || {
            let (whose, price) = cell.rsplit_once(' ')?;
            let (whose, from) = whose.trim().split_once('@').unwrap_or((whose.trim(), "1"));
            let (list, rank) = whose.split_once(':').unwrap_or((whose, ""));
            let price = plan.currency.parse(price.as_bytes()).ok()?;
            Some(Self { whom: Whom::of(list, rank)?, from: from.parse().ok()?, price })
        };
        read().ok_or_else(|| {
            Text::new(
                format!("价目“{cell}”读不懂；应为“member 95.00”、“everyone@3 90.00”或“rank:等级 80.00”，用分号隔开"),
                format!(
                    "the price “{cell}” cannot be read; expected “member 95.00”, “everyone@3 90.00” or “rank:ID 80.00”, with semicolons between them"
                ),
            )
        })
    }
}

fn whole(column: &str, cell: &str) -> Result<Option<i64>, Text> {
    if cell.is_empty() {
        return Ok(None);
    }
    let wrong = |_| {
        Text::new(format!("{column}“{cell}”应为整数"), format!("{column} “{cell}”: expected a whole number"))
    };
    cell.parse().map(Some).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use banyan_plan::time::Period;

    use super::super::tests::PLAN;
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let program = banyan_core::plan_versions::program(PLAN).unwrap();
        let plan = program.plan();
        let row = |whom, from, price| Row { whom, from, price };
        let selling = Selling {
            rows: vec![
                row(Whom::Everyone, 3, 9_000),
                row(Whom::Member, 1, 9_500),
                row(Whom::Rank("owner".to_owned()), 1, 8_765),
                row(Whom::Rank("owner".to_owned()), 2, 8_000),
            ],
            limits: Limits {
                least: 2,
                per_member: Some(PerMember { pieces: 8, window: Window::Each(Period::Week) }),
                ..Limits::default()
            },
        };
        let cells = selling.cells(plan);
        let prices = "everyone@3 90.00; member 95.00; rank:owner 87.65; rank:owner@2 80.00";
        assert_eq!(cells.each_ref().map(String::as_str), ["2", "", "", "8", "week", prices]);
        assert_eq!(Selling::of_cells(cells.each_ref().map(String::as_str), plan), Ok(Some(selling)));
        assert_eq!(Selling::default().cells(plan), [const { String::new() }; 6]);
        assert_eq!(Selling::of_cells([""; 6], plan), Ok(None));
    }

    #[test]
    fn a_rank_that_is_gone_is_not_written_and_what_cannot_be_read_is_named() {
        let program = banyan_core::plan_versions::program(PLAN).unwrap();
        let plan = program.plan();
        let gone = Row { whom: Whom::Rank("chief".to_owned()), from: 1, price: 100 };
        let selling = Selling { rows: vec![gone], ..Selling::default() };
        assert_eq!(selling.cells(plan)[5], "");
        let table = [
            (["x", "", "", "", "", ""], "least “x”"),
            (["", "", "", "3", "", ""], "per_member and period"),
            (["", "", "", "", "day", ""], "per_member and period"),
            (["", "", "", "3", "decade", ""], "per_member and period"),
            (["", "", "", "", "", "member"], "“member” cannot"),
            (["", "", "", "", "", "guests 1.00"], "“guests 1.00” cannot"),
            (["", "", "", "", "", "member 1.00, rank:owner 0.50"], "“member 1.00, rank:owner 0.50” cannot"),
        ];
        for (cells, said) in table {
            let wrong = Selling::of_cells(cells, plan).unwrap_err().en;
            assert!(wrong.contains(said), "{wrong}");
        }
    }
}
