//! Any text as a plan: it is checked, every diagnostic shown, and what can run is run.
#![no_main]

use banyan_plan::check::check;
use banyan_plan::words::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let report = check(text);
    for diagnostic in &report.diagnostics {
        for lang in [Lang::Zh, Lang::En] {
            let shown = diagnostic.render("plan.toml", text, lang);
            assert!(shown.starts_with("plan.toml:"));
            assert!(!diagnostic.message.get(lang).is_empty());
        }
        let (line, column) = diagnostic.position(text);
        assert!(line >= 1 && column >= 1 && line <= text.lines().count() + 1);
    }
    assert!(report.plan.is_some() || !report.is_ok());
    if let Some(worst) = report.worst_case {
        assert!(!worst.rate_text().is_empty());
    }
});
