//! Moving from another system by its tables: they become rows of the files that `banyan import` reads, and a report says what
//! came, what did not and why. Each reader is pure: tables in, rows out.

mod cells;
mod crmeb;
mod folder;
mod rows;
mod sql;
mod tables;
mod yudao;

use std::path::Path;

use banyan_base::refusal::Refusal;
use banyan_core::work::writer::Writer;
use banyan_plan::model::Plan;
use banyan_plan::money::Minor;

pub use self::cells::offset;
use self::folder::Tables;
use self::rows::Rows;
pub use self::rows::{Report, Tally};
use crate::history::Files;

/// A system whose tables are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// CRMEB (PHP), tables `eb_*`: amounts in yuan, moments in Unix seconds.
    Crmeb,
    /// yudao (ruoyi-vue-pro), its mall: amounts in fen, moments as local times.
    Yudao,
}

/// What a folder of tables brings.
pub struct Moved {
    rows: Rows,
    rank: String,
    currency: banyan_plan::money::Currency,
}

/// Sums of what a move brings, and of what stands in the shop: they are to be the same. In minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// What was paid for orders, carrying included.
    pub paid: Minor,
    /// What of it went back.
    pub refunded: Minor,
    /// What members may withdraw.
    pub balances: Minor,
}

/// Reads the tables of a folder. Promoters of the other system get the first rank of the plan. `offset`: how far the clock of local
/// times is ahead of UTC, in nanoseconds.
pub fn read(system: System, folder: &Path, plan: &Plan, offset: i64) -> Result<Moved, Refusal> {
    if plan.currency.digits() != 2 {
        let (zh, en) = (
            "原系统以元和分记账；请用两位小数货币的方案",
            "the tables count in yuan and fen: expected a plan with a currency of two digits",
        );
        return Err(Refusal::unacceptable("currency", zh, en));
    }
    let rank = plan.ranks.first().map(|rank| rank.id.clone()).unwrap_or_default();
    let mut rows = match system {
        System::Crmeb => crmeb::read(&Tables::read(folder, &crmeb::TABLES)?, plan.currency)?,
        System::Yudao => yudao::read(&Tables::read(folder, &yudao::TABLES)?, offset)?,
    };
    rows.check()?;
    Ok(Moved { rows, rank, currency: plan.currency })
}

impl Moved {
    /// What comes, what does not and why.
    pub fn report(&self) -> &Report {
        &self.rows.report
    }

    /// What it comes to.
    pub fn sums(&self) -> Sums {
        let orders = &self.rows.orders;
        Sums {
            paid: orders.iter().map(|order| order.paid).sum(),
            refunded: orders.iter().flat_map(|order| &order.refunds).map(|(_, amount)| amount).sum(),
            balances: self.rows.members.iter().map(|member| member.balance).sum(),
        }
    }

    /// Writes the files of `banyan import` into a folder that is not there yet, and that only its owner may read.
    pub fn write(&self, dir: &Path) -> Result<Files, Refusal> {
        self.rows.write(dir, &self.rank, self.currency)
    }
}

/// What a shop has of orders, refunds and balances.
pub fn sums(writer: &Writer) -> Result<Sums, Refusal> {
    writer.run_now(|work| {
        let mut one = |sql: &str| work.conn.one(sql, &[])?.map_or(Ok(0), |row| row.int(0));
        Ok(Sums {
            paid: one("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM orders WHERE paid_at IS NOT NULL")?,
            refunded: one("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM refund")?,
            balances: one("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM balance WHERE account = 2 AND owner <> 0")?,
        })
    })
}
