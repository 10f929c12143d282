//! Any bytes as a file of stops.
#![no_main]

use banyan_fuzz::{members, shown, source};
use banyan_settle::files::read_stops;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(source) = source("stops", data) else { return };
    let Some(source) = shown(source) else { return };
    let members = members();
    let Some(stops) = shown(read_stops(source, &members)) else { return };
    assert!(stops.is_sorted_by_key(|stop| stop.at));
});
