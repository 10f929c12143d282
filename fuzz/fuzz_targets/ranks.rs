//! Any bytes as a file of rank changes.
#![no_main]

use banyan_fuzz::{RANKS, members, shown, source};
use banyan_settle::files::read_rank_changes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(source) = source("ranks", data) else { return };
    let Some(source) = shown(source) else { return };
    let members = members();
    let Some(changes) = shown(read_rank_changes(source, &members, RANKS)) else { return };
    assert!(changes.is_sorted_by_key(|change| change.at));
    assert!(changes.iter().all(|change| usize::from(change.rank) <= RANKS.len()));
});
