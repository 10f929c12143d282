//! Any bytes as a file of changes of inviters.
#![no_main]

use banyan_fuzz::{members, shown, source};
use banyan_settle::files::{NOBODY, read_transfers};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(source) = source("transfers", data) else { return };
    let Some(source) = shown(source) else { return };
    let members = members();
    let Some(transfers) = shown(read_transfers(source, &members)) else { return };
    assert!(transfers.is_sorted_by_key(|transfer| transfer.at));
    let mut inviters = members.inviter.clone();
    for transfer in transfers {
        inviters[transfer.member as usize] = transfer.inviter;
        let mut above = transfer.inviter;
        for _ in 0..inviters.len() {
            above = if above == NOBODY { NOBODY } else { inviters[above as usize] };
        }
        assert_eq!(above, NOBODY, "somebody stands below herself");
    }
});
