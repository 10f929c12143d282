//! Any bytes as a checkpoint, and any bytes as the content of one whose digest is right.
#![no_main]

use banyan_settle::timeline::{Checkpoint, VERSION, digest};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};

fuzz_target!(|data: &[u8]| {
    read(data);
    let head = format!(
        "banyan-checkpoint {VERSION}\nplan p 1\nuntil 2026-02-01 00:00:00\nlines 1\nbytes {}\n",
        data.len()
    );
    let sum = Sha256::new().chain_update(&head).chain_update(data).finalize();
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    let whole = [head.as_bytes(), format!("sha256 {sum}\n").as_bytes(), data].concat();
    assert_eq!(digest(&whole), Some(sum.as_str()));
    read(&whole);
});

fn read(bytes: &[u8]) {
    match Checkpoint::from_bytes(bytes) {
        // What has been read is written as it was understood, and understood as it was written.
        Ok(checkpoint) => {
            let again = checkpoint.to_bytes();
            let read = Checkpoint::from_bytes(&again).expect("what was written is read");
            assert!(read.to_bytes() == again);
        }
        Err(text) => assert!(!text.zh.is_empty() && !text.en.is_empty()),
    }
}
