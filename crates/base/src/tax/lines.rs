//! The arithmetic in words.

use super::Bracket;
use banyan_plan::money::{Currency, Minor, Rate};
use banyan_plan::words::Text;

pub(super) struct Lines {
    currency: Currency,
    lines: Vec<Text>,
}

impl Lines {
    pub(super) fn new(currency: Currency) -> Self {
        Self { currency, lines: Vec::new() }
    }

    pub(super) fn done(self) -> Vec<Text> {
        self.lines
    }

    fn show(&self, amount: Minor) -> String {
        self.currency.pretty(i128::from(amount))
    }

    fn push(&mut self, zh: String, en: String) {
        self.lines.push(Text::new(zh, en));
    }

    pub(super) fn not_withheld(&mut self, payment: Minor) {
        let paid = self.show(payment);
        self.push(format!("不预扣，实付 {paid}"), format!("nothing is withheld; {paid} is paid out"));
    }

    pub(super) fn income(&mut self, earlier: Minor, payment: Minor, whole_year: bool) {
        let (sum, earlier, payment) = (self.show(earlier + payment), self.show(earlier), self.show(payment));
        let (zh, en) = if whole_year { ("本年", "year") } else { ("本月", "month") };
        self.push(
            format!("{zh}累计收入：{earlier} + 本次 {payment} = {sum}"),
            format!("income of the {en}: {earlier} + {payment} now = {sum}"),
        );
    }

    pub(super) fn costs(&mut self, income: Minor, rate: Rate, costs: Minor) {
        let (income, percent, costs) = (self.show(income), rate.percent(), self.show(costs));
        self.push(
            format!("减除费用：{income} × {percent} = {costs}"),
            format!("less costs: {income} × {percent} = {costs}"),
        );
    }

    pub(super) fn deduction(&mut self, amount: Minor) {
        let amount = self.show(amount);
        self.push(format!("减除费用：{amount}"), format!("less costs: {amount}"));
    }

    pub(super) fn allowance(&mut self, monthly: Minor, months: u8, sum: Minor) {
        let (monthly, sum) = (self.show(monthly), self.show(sum));
        self.push(
            format!("减除：{monthly} × 连续 {months} 个月 = {sum}"),
            format!("less allowance: {monthly} × {months} months in a row = {sum}"),
        );
    }

    pub(super) fn other_deductions(&mut self, amount: Minor) {
        if amount > 0 {
            let amount = self.show(amount);
            self.push(format!("其他扣除：{amount}"), format!("less other deductions: {amount}"));
        }
    }

    pub(super) fn tax(&mut self, taxable: Minor, row: Bracket, tax: Minor) {
        let (taxable, percent) = (self.show(taxable), Rate(row.rate).percent());
        let (quick, tax) = (self.show(row.quick), self.show(tax));
        self.push(
            format!("应纳税所得额 {taxable} × {percent} − 速算扣除数 {quick} = {tax}"),
            format!("taxable {taxable} × {percent} − quick deduction {quick} = {tax}"),
        );
    }

    pub(super) fn withheld(&mut self, tax: Minor, before: Minor, withheld: Minor, payment: Minor) {
        let (owed, net) = (tax - before, self.show(payment - withheld));
        let (tax, before, now) = (self.show(tax), self.show(before), self.show(withheld));
        let (zh, en) = if owed < 0 {
            ("（多扣的由本人汇算时退回）", " (what is too much comes back with the person's own tax return)")
        } else if owed > withheld {
            ("（不超过本次付款，差额下次扣）", " (no more than the payment; the rest from the next one)")
        } else {
            ("", "")
        };
        self.push(
            format!("{tax} − 已预扣 {before}，本次预扣 {now}{zh}，实付 {net}"),
            format!("{tax} − {before} withheld before: {now} withheld now{en}, {net} paid out"),
        );
    }

    pub(super) fn report(&mut self, total: Minor, threshold: Minor, must_report: bool) {
        let (total, threshold) = (self.show(total), self.show(threshold));
        if must_report {
            self.push(
                format!("本年共付 {total}，达到申报门槛 {threshold} 或有预扣，需要申报"),
                format!(
                    "{total} paid this year: from {threshold} on, or with tax withheld, it must be reported"
                ),
            );
        } else {
            self.push(
                format!("本年共付 {total}，未到申报门槛 {threshold}"),
                format!("{total} paid this year, below {threshold} it need not be reported"),
            );
        }
    }

    pub(super) fn backup(&mut self, payment: Minor, rate: Rate, withheld: Minor) {
        let (gross, percent) = (self.show(payment), rate.percent());
        let (now, net) = (self.show(withheld), self.show(payment - withheld));
        self.push(
            format!("没有税号：{gross} × {percent} = 预扣 {now}，实付 {net}"),
            format!("no tax number: {gross} × {percent} = {now} withheld, {net} paid out"),
        );
    }
}
