//! Known answers: published samples, each with its source.

use banyan_wecom::{Callback, Query};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    wecom: Vec<Received>,
    wecom_encrypt: Vec<Sent>,
}

#[derive(Deserialize)]
struct Received {
    name: String,
    token: String,
    encoding_aes_key: String,
    receive_id: String,
    timestamp: String,
    nonce: String,
    encrypt: String,
    msg_signature: String,
    random16: String,
    plaintext: String,
}

#[derive(Deserialize)]
struct Sent {
    encoding_aes_key: String,
    receive_id: String,
    random16: String,
    plaintext: String,
    encrypt: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

fn sixteen(text: &str) -> [u8; 16] {
    text.as_bytes().try_into().unwrap()
}

#[test]
fn published_callbacks_are_decrypted() {
    for one in vectors().wecom {
        let callback = Callback::new(&one.token, &one.encoding_aes_key, &one.receive_id).unwrap();
        let query = Query { signature: &one.msg_signature, timestamp: &one.timestamp, nonce: &one.nonce };
        let now = one.timestamp.parse().unwrap();
        assert_eq!(callback.decrypt(query, &one.encrypt, now).unwrap(), one.plaintext, "{}", one.name);
        let body = format!(
            "<xml><ToUserName><![CDATA[x]]></ToUserName><Encrypt><![CDATA[{}]]></Encrypt></xml>",
            one.encrypt
        );
        assert_eq!(callback.open(query, body.as_bytes(), now).unwrap(), one.plaintext, "{}", one.name);
    }
}

#[test]
fn what_is_encrypted_is_what_others_encrypt() {
    let vectors = vectors();
    for one in vectors.wecom {
        let callback = Callback::new(&one.token, &one.encoding_aes_key, &one.receive_id).unwrap();
        assert_eq!(callback.encrypt(&one.plaintext, sixteen(&one.random16)), one.encrypt, "{}", one.name);
        assert_eq!(callback.sign(&one.timestamp, &one.nonce, &one.encrypt), one.msg_signature);
    }
    for one in vectors.wecom_encrypt {
        let callback = Callback::new("token", &one.encoding_aes_key, &one.receive_id).unwrap();
        assert_eq!(
            callback.encrypt(&one.plaintext, sixteen(&one.random16)),
            one.encrypt,
            "{}",
            one.plaintext
        );
    }
}

#[test]
fn the_signature_sorts_its_parts() {
    // xen0n/go-workwx, test of the signature of a callback.
    let key = "a".repeat(43);
    let callback = Callback::new("kjr2TKI8umCBfVF3wAHk8JiPwma5VBme", &key, "corp").unwrap();
    let echo = "6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==";
    let signature = callback.sign("1583940690", "VHh7ymSeb0jc4lSb", echo);
    assert_eq!(signature, "1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011");
}
