//! Who is paid what on the bundled demo orders, before a plan was mended and after.

use banyan_demo::gather::Demo;
use banyan_demo::report::data::ReportData;
use banyan_plan::check::compile;
use banyan_plan::words::{Lang, Text};

/// A Markdown table of both plans settled on the same history.
pub(super) fn table(before: &str, after: &str, lang: Lang) -> Result<String, String> {
    let (before, after) = (settle(before, lang)?, settle(after, lang)?);
    let said = |text: Text| text.get(lang).to_owned();
    let money = |data: &ReportData, sum: i128| data.plan.currency.pretty(sum);
    let mut out = format!(
        "| {} | {} | {} |\n|---|---:|---:|\n",
        said(Text::new("演示订单", "demo orders")),
        said(Text::new("改前", "before")),
        said(Text::new("改后", "after"))
    );
    let mut row = |label: Text, value: &dyn Fn(&ReportData) -> String| {
        out += &format!("| {} | {} | {} |\n", label.get(lang), value(&before), value(&after));
    };
    row(Text::new("奖励合计", "rewards, all"), &|data| money(data, data.totals.rewards));
    row(Text::new("付给卖家或买家", "to the seller or buyer"), &|data| {
        money(data, at(data, |level| level == 0))
    });
    row(Text::new("付给上一层", "one level above"), &|data| money(data, at(data, |level| level == 1)));
    row(Text::new("付给更上层", "further above"), &|data| money(data, at(data, |level| level > 1)));
    row(Text::new("有收入的推广者", "promoters who earn"), &|data| {
        format!("{} / {}", data.promoters.people - data.promoters.without, data.promoters.people)
    });
    row(Text::new("收入中位数", "median of all promoters"), &|data| money(data, data.promoters.median));
    row(Text::new("最高收入", "highest income"), &|data| money(data, data.promoters.max));
    Ok(out)
}

fn at(data: &ReportData, wanted: impl Fn(u32) -> bool) -> i128 {
    data.distances.iter().filter(|one| wanted(one.distance)).map(|one| one.amount).sum()
}

fn settle(source: &str, lang: Lang) -> Result<ReportData, String> {
    let program = compile(source)
        .map_err(|wrong| wrong.iter().map(|one| one.message.get(lang)).collect::<Vec<_>>().join("; "))?;
    let told = |error: banyan_settle::files::FileError| error.show(lang);
    Demo::load(program.plan().clone(), &|_| ()).map_err(told)?.report(&|_| ()).map_err(told)
}
