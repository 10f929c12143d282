//! Any bytes as a checkpoint, and any bytes as the content of one whose digest is right.
#![no_main]

use banyan_settle::timeline::{Checkpoint, VERSION, digest, sha256};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read(data);
    let head = format!(
        "banyan-checkpoint {VERSION}\nplan p 1\nuntil 2026-02-01 00:00:00\nlines 1\nbytes {}\n",
        data.len()
    );
    let sum = sha256(&[head.as_bytes(), data]);
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
