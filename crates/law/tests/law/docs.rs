//! What is written from the packs is current.

use banyan_law::page::page;
use banyan_law::report::{Page, render};
use banyan_law::shop::Shop;
use banyan_plan::words::Lang;

use super::{findings, ready};

/// `BANYAN_GOLDEN=write cargo test -p banyan-law docs` writes the pages anew.
#[test]
fn the_pages_are_what_the_packs_say() {
    for (lang, name) in [(Lang::En, "law.md"), (Lang::Zh, "law.zh-CN.md")] {
        let file = format!("{}/../../docs/{name}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("BANYAN_GOLDEN").is_some() {
            std::fs::write(&file, page(lang)).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), page(lang), "{file}");
    }
}

#[test]
fn the_report_holds_every_finding_in_both_languages_and_a_place_to_sign() {
    let (_, source) = ready().into_iter().find(|(name, _)| name == "wanwu").unwrap();
    let found = findings(&source, "cn", &Shop::default());
    let report = banyan_plan::check::check(&source);
    let html = render(Page {
        file: "wanwu.toml",
        source: &source,
        report: &report,
        packs: &[banyan_law::pack::pack("cn").unwrap()],
        findings: &found,
        date: "2026-12-01",
        lang: Lang::Zh,
    });
    for one in &found {
        assert!(html.contains(&one.rule.id), "{}", one.rule.id);
    }
    for words in ["审查人签字", "Reviewer", "refused", "不予启用", "禁止传销条例", "万物心选", "125.00%"]
    {
        assert!(html.contains(words), "{words}");
    }
    assert!(!html.contains("<script") && !html.contains("http-equiv"));
}
