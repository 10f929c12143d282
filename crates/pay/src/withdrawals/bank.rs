//! The file that a bank pays from: RFC 4180, and safe to open in a spreadsheet.

use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_plan::money::Currency;

use super::Target;
use super::store::WithdrawalRow;
use banyan_base::sheet::cell;

/// The header row. 编号、户名、开户行、账号、金额、币种、附言
const HEADER: &str = "id,name,bank,account,amount,currency,remark\r\n";

/// Writes the file.
pub(super) fn write(vault: &Vault, currency: Currency, rows: &[WithdrawalRow]) -> Result<String, Refusal> {
    // A mark by which spreadsheets see that this is UTF-8.
    let mut out = format!("\u{feff}{HEADER}");
    for row in rows {
        let secret = row.target.as_ref();
        let secret = secret.ok_or_else(|| Refusal::broken("a withdrawal without an account"))?;
        let target = Target::open(vault, row.owner, row.id, secret)?;
        let amount = currency.text(i128::from(row.amount - row.tax));
        let (id, remark) = (row.id.to_string(), format!("W{}", row.id));
        let cells = [&*id, target.name(), target.bank(), target.account(), &amount, currency.code(), &remark];
        let cells: Vec<String> = cells.into_iter().map(cell).collect();
        out += &cells.join(",");
        out += "\r\n";
    }
    Ok(out)
}
