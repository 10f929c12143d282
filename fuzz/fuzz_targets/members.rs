//! Any bytes as a members file.
#![no_main]

use banyan_fuzz::{RANKS, shown, source};
use banyan_settle::files::{Members, NOBODY};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(source) = source("members", data) else { return };
    let Some(source) = shown(source) else { return };
    let Some(members) = shown(Members::read(source, RANKS, &|_| ())) else { return };
    let count = members.names.len();
    assert_eq!([members.inviter.len(), members.joined_at.len(), members.join_order.len()], [count; 3]);
    for (member, inviter) in members.inviter.iter().enumerate() {
        assert_eq!(members.names.find(members.names.get(member as u32)), Some(member as u32));
        if *inviter != NOBODY {
            assert!(members.joined_at[*inviter as usize] <= members.joined_at[member]);
        }
    }
});
