//! The protocol of WeCom, against known answers and against whatever a stranger may send.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod double;
mod events;
mod refusals;
mod vectors;

use banyan_wecom::{Callback, Query};

const TOKEN: &str = "QDG6eK";
const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const CORP: &str = "wx5823bf96d3bd56c7";
const NOW: i64 = 1_409_659_813;

fn callback() -> Callback {
    Callback::new(TOKEN, KEY, CORP).unwrap()
}

/// A message as WeCom would send it: its body, and its signature for `NOW` and the nonce `n`.
fn sent(callback: &Callback, message: &str) -> (String, String) {
    let encrypted = callback.encrypt(message, *b"0123456789abcdef");
    let signature = callback.sign(&NOW.to_string(), "n", &encrypted);
    (body(&encrypted), signature)
}

fn body(encrypted: &str) -> String {
    format!(
        "<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><AgentID><![CDATA[218]]></AgentID><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
}

/// The address of such a message.
fn query<'a>(signature: &'a str, timestamp: &'a str) -> Query<'a> {
    Query { signature, timestamp, nonce: "n" }
}
