//! The file that a bank pays from: RFC 4180, and safe to open in a spreadsheet.

use banyan_plan::money::Currency;

use super::Target;
use super::store::WithdrawalRow;
use crate::refusal::Refusal;
use crate::vault::Vault;

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

/// One cell: quoted where RFC 4180 asks for it; what a spreadsheet would take for a formula begins with an apostrophe.
pub(crate) fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula_or_breaks_out() {
        let table = [
            ("张小满", "张小满"),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("＝1", "'＝1"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("a\nb", "\"a\nb\""),
            ("", ""),
            ("6225880123456789", "6225880123456789"),
        ];
        for (text, expected) in table {
            assert_eq!(cell(text), expected, "{text}");
        }
    }
}
