//! Any bytes as a file of what people do in groups; what can be read is measured.
#![no_main]

use banyan_community::{Measures, Value, measure};
use banyan_fuzz::{shown, source};
use banyan_settle::files::{Activity, NOBODY};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(source) = source("activity", data) else { return };
    let Some(source) = shown(source) else { return };
    let Some(activity) = shown(Activity::read(source, &|_| ())) else { return };
    let rows = activity.len();
    assert_eq!([activity.group.len(), activity.member.len(), activity.to.len(), activity.act.len()], [rows; 4]);
    assert!(activity.at.is_sorted());
    assert!(activity.member.iter().all(|member| *member != NOBODY));
    let measured = measure(&activity);
    assert!(measured.groups.is_sorted_by(|(a, _), (b, _)| a < b));
    for (key, per_group) in [("messages", true), ("joins", true), ("leaves", true), ("members", false)] {
        let of = |measures: &Measures| match measures.figures().iter().find(|figure| figure.key == key) {
            Some(figure) => figure.value.json().parse::<u64>().expect("a count"),
            None => panic!("no {key}"),
        };
        let sum: u64 = measured.groups.iter().map(|(_, measures)| of(measures)).sum();
        assert!(if per_group { sum == of(&measured.all) } else { sum >= of(&measured.all) }, "{key}");
    }
    for figure in measured.all.figures() {
        if let Value::Share(Some(share)) | Value::Index(Some(share), _) = figure.value {
            assert!(share.rounded(6) <= 1_000_000, "{}: {}", figure.key, share.text(6));
        }
    }
});
