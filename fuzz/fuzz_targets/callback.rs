//! Any bytes as a callback of WeCom: as a body, as an encrypted text under a right signature, as a message.
#![no_main]

use banyan_wecom::{Callback, CallbackError, Message, Query};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;

const NOW: i64 = 1_409_659_813;

fn callback() -> Callback {
    Callback::new("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7").expect("settings")
}

/// What becomes of an encrypted text that is signed as it should be.
fn signed(encrypted: &str) -> Result<String, CallbackError> {
    let (callback, now) = (callback(), NOW.to_string());
    let signature = callback.sign(&now, "n", encrypted);
    callback.decrypt(Query { signature: &signature, timestamp: &now, nonce: "n" }, encrypted, NOW)
}

/// Whatever is wrong can be said in both languages.
fn told<T>(read: Result<T, CallbackError>) -> Option<T> {
    let error = match read {
        Ok(read) => return Some(read),
        Err(error) => error,
    };
    let text = error.text();
    assert!(!text.zh.is_empty() && !text.en.is_empty() && !error.code().is_empty());
    None
}

fuzz_target!(|data: &[u8]| {
    let Some((how, bytes)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    match how % 4 {
        0 => {
            let query = Query { signature: "", timestamp: "0", nonce: "" };
            assert!(told(callback().open(query, bytes, NOW)).is_none(), "no signature was right");
        }
        1 => {
            let decrypted = told(signed(&STANDARD.encode(bytes)));
            assert!(decrypted.is_none_or(|text| text.len() < bytes.len()));
        }
        2 => {
            told(signed(&text));
        }
        _ => {
            let encrypted = callback().encrypt(&text, [0; 16]);
            assert_eq!(signed(&encrypted).as_deref(), Ok(&*text));
            told(Message::parse(&text));
        }
    }
});
