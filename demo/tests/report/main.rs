//! The report holds what it must and asks for nothing from outside.

// A test fails by panicking.
#![allow(clippy::unwrap_used)]

mod sample;

use banyan_demo::report::render;
use banyan_plan::words::Text;

use sample::sample;

/// The part of the page in one language.
fn part<'a>(page: &'a str, class: &str) -> &'a str {
    let from = page.find(&format!("<main class=\"wide {class}\"")).unwrap();
    &page[from..from + page[from..].find("</main>").unwrap()]
}

#[test]
fn the_page_stands_alone_and_is_the_same_each_time() {
    let page = render(&sample());
    assert_eq!(page, render(&sample()));
    for outside in ["http:", "https:", "src=", "@import", "<link"] {
        let found = page.matches(outside).count();
        let name_space = page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count();
        assert_eq!(found, if outside == "http:" { name_space } else { 0 }, "{outside}");
    }
    // For looking at: this folder belongs to the build.
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/report.html"), page).unwrap();
}

#[test]
fn each_language_is_whole_and_unmixed() {
    let page = render(&sample());
    let is_han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    assert!(!part(&page, "en").chars().any(is_han));
    let zh = part(&page, "zh");
    for english in ["Net sales", ">promoters", ">Members", "Refund", "Payout", "Dec "] {
        assert!(!zh.contains(english), "{english}");
    }
    for (zh, en) in [("收入分布", "Who earns what"), ("2010年12月1日", "1 Dec 2010")] {
        assert!(part(&page, "zh").contains(zh) && part(&page, "en").contains(en));
    }
}

#[test]
fn what_comes_from_data_is_escaped() {
    let mut data = sample();
    data.plan.title = Text::same("<script>alert(1)</script>");
    data.top[0].member = "\"><img>".into();
    data.statement.rows[0].why = Text::same("</main>&");
    let page = render(&data);
    assert!(
        !page.contains("<script>alert") && !page.contains("<img>") && page.contains("&lt;/main&gt;&amp;")
    );
}

#[test]
fn amounts_are_written_exactly() {
    let page = render(&sample());
    let en = part(&page, "en");
    let total: i128 = sample().months.iter().map(|month| month.sales).sum();
    assert_eq!(total, 974_774_793);
    for text in ["£9,747,747.93", "−£9.18", "+£18.36", "Inside the plan’s limit of 60%"] {
        assert!(en.contains(text), "{text}");
    }
}

#[test]
fn an_empty_shop_has_a_report_too() {
    let mut data = sample();
    data.months.clear();
    data.depths.clear();
    data.distances.clear();
    data.rewards.clear();
    data.top.clear();
    data.statement.rows.clear();
    data.totals = banyan_demo::report::data::Totals::default();
    data.all_members = banyan_demo::report::data::Distribution::of(vec![]);
    data.promoters = data.all_members.clone();
    assert!(render(&data).contains("</html>"));
}
