//! What is refused, and by which error; and that nothing panics.

use banyan_wecom::{Callback, CallbackError, KeyError, Message};
use proptest::prelude::*;

use super::{CORP, KEY, NOW, TOKEN, body, callback, query, sent};

const MESSAGE: &str =
    "<xml><ToUserName><![CDATA[c]]></ToUserName><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>";

/// What becomes of a text that was encrypted by hand and signed as it should be.
fn signed(encrypted: &str) -> Result<String, CallbackError> {
    let callback = callback();
    let signature = callback.sign(&NOW.to_string(), "n", encrypted);
    callback.open(query(&signature, &NOW.to_string()), body(encrypted).as_bytes(), NOW)
}

#[test]
fn settings_that_cannot_be() {
    let not = |token: &str, key: &str, id: &str| Callback::new(token, key, id).unwrap_err();
    assert_eq!(not("", KEY, CORP), KeyError::NotAToken);
    assert_eq!(not("a b", KEY, CORP), KeyError::NotAToken);
    assert_eq!(not(&"t".repeat(33), KEY, CORP), KeyError::NotAToken);
    assert_eq!(not(TOKEN, &KEY[1..], CORP), KeyError::NotAKey);
    assert_eq!(not(TOKEN, &KEY.replace('j', "*"), CORP), KeyError::NotAKey);
    assert_eq!(not(TOKEN, &format!("{}a", "键".repeat(14)), CORP), KeyError::NotAKey);
    assert_eq!(not(TOKEN, KEY, ""), KeyError::NoReceiveId);
    for error in [KeyError::NotAKey, KeyError::NotAToken, KeyError::NoReceiveId] {
        assert!(!error.text().zh.is_empty() && !error.text().en.is_empty());
    }
    assert!(!format!("{:?}", callback()).contains(TOKEN), "the token is secret");
}

#[test]
fn a_wrong_signature_is_found_before_anything_else() {
    let callback = callback();
    let (body, signature) = sent(&callback, MESSAGE);
    let now = NOW.to_string();
    assert_eq!(callback.open(query(&signature, &now), body.as_bytes(), NOW).unwrap(), MESSAGE);
    let (upper, zeros) = (signature.to_uppercase(), "0".repeat(40));
    for wrong in ["", "0", &signature[1..], zeros.as_str(), upper.as_str(), "签名"] {
        let error = callback.open(query(wrong, "yesterday"), body.as_bytes(), NOW).unwrap_err();
        assert_eq!(error, CallbackError::WrongSignature, "{wrong}");
    }
    // The same text under another moment, nonce or token.
    let later = (NOW + 1).to_string();
    let error = callback.open(query(&signature, &later), body.as_bytes(), NOW).unwrap_err();
    assert_eq!(error, CallbackError::WrongSignature);
    let other = Callback::new("other", KEY, CORP).unwrap();
    let error = other.open(query(&signature, &now), body.as_bytes(), NOW).unwrap_err();
    assert_eq!(error, CallbackError::WrongSignature);
}

#[test]
fn old_timestamps_are_refused_on_both_sides_of_now() {
    let callback = callback();
    let (body, signature) = sent(&callback, MESSAGE);
    let at = |now: i64| callback.open(query(&signature, &NOW.to_string()), body.as_bytes(), now);
    assert!(at(NOW + 300).is_ok() && at(NOW - 300).is_ok());
    assert_eq!(at(NOW + 301), Err(CallbackError::OldTimestamp(301)));
    assert_eq!(at(NOW - 301), Err(CallbackError::OldTimestamp(-301)));
    assert!(matches!(at(i64::MIN), Err(CallbackError::OldTimestamp(_))));
    let patient = super::callback().within(3_600);
    assert!(patient.open(query(&signature, &NOW.to_string()), body.as_bytes(), NOW + 3_600).is_ok());
    for text in ["", "now", "+1", "-1", "1.0", "99999999999999999999"] {
        let encrypted = callback.encrypt(MESSAGE, [0; 16]);
        let signature = callback.sign(text, "n", &encrypted);
        let error = callback.decrypt(query(&signature, text), &encrypted, NOW).unwrap_err();
        assert_eq!(error, CallbackError::NotATimestamp, "{text}");
    }
}

#[test]
fn a_message_for_somebody_else_is_refused() {
    for id in ["wx5823bf96d3bd56c8", "wx5823bf96d3bd56c", "wx5823bf96d3bd56c77", "x"] {
        let other = Callback::new(TOKEN, KEY, id).unwrap();
        assert_eq!(signed(&other.encrypt(MESSAGE, [7; 16])), Err(CallbackError::WrongReceiveId), "{id}");
    }
}

#[test]
fn a_text_under_another_key_is_refused() {
    let other = Callback::new(TOKEN, &"k".repeat(43), CORP).unwrap();
    for byte in 0..50 {
        let error = signed(&other.encrypt(MESSAGE, [byte; 16])).unwrap_err();
        assert!(
            matches!(
                error,
                CallbackError::WrongPadding | CallbackError::ShortText | CallbackError::WrongReceiveId
            ),
            "{error}"
        );
    }
}

#[test]
fn a_text_that_is_cut_off_is_refused() {
    let whole = callback().encrypt(MESSAGE, [1; 16]);
    for end in 0..whole.len() {
        let error = signed(&whole[..end]).unwrap_err();
        let expected = matches!(
            error,
            CallbackError::NotCiphertext
                | CallbackError::WrongPadding
                | CallbackError::ShortText
                | CallbackError::WrongReceiveId
                | CallbackError::Missing("Encrypt")
        );
        assert!(expected, "{end}: {error}");
    }
}

#[test]
fn bodies_that_are_none() {
    let callback = callback();
    let open = |body: &[u8]| callback.open(query("0", "0"), body, NOW).unwrap_err();
    let deep = format!("<xml>{}{}</xml>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let wide = format!("<xml>{}</xml>", "<a/>".repeat(200_000));
    let laughs = "<!DOCTYPE xml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><xml><Encrypt>&b;</Encrypt></xml>";
    for text in
        ["", "hello", "{\"encrypt\":\"x\"}", "<xml>", "<html></html>", laughs, deep.as_str(), wide.as_str()]
    {
        assert_eq!(open(text.as_bytes()), CallbackError::NotXml, "{}", &text[..text.len().min(40)]);
    }
    assert_eq!(open(b"<xml>\xff</xml>"), CallbackError::NotXml);
    assert_eq!(open(b"<xml/>"), CallbackError::Missing("Encrypt"));
    assert_eq!(open(b"<xml><Encrypt></Encrypt></xml>"), CallbackError::Missing("Encrypt"));
    assert_eq!(open(&vec![b' '; (1 << 20) + 1]), CallbackError::TooLong((1 << 20) + 1));
}

#[test]
fn every_refusal_is_a_sentence_in_both_languages_and_has_a_name() {
    use CallbackError as Refusal;
    let all = [
        Refusal::TooLong(1),
        Refusal::WrongSignature,
        Refusal::NotATimestamp,
        Refusal::OldTimestamp(-5),
        Refusal::NotCiphertext,
        Refusal::WrongPadding,
        Refusal::ShortText,
        Refusal::WrongReceiveId,
        Refusal::NotText,
        Refusal::NotXml,
        Refusal::Missing("Id"),
        Refusal::Wrong("Id"),
    ];
    let names: std::collections::BTreeSet<&str> = all.iter().map(CallbackError::code).collect();
    assert_eq!(names.len(), all.len());
    for error in all {
        let text = error.text();
        assert!(text.zh.chars().any(|letter| letter > '\u{2e80}') && text.en.is_ascii(), "{text:?}");
    }
}

proptest! {
    #[test]
    fn what_is_sent_is_what_is_received(message in "\\PC{0,200}", id in "[a-z0-9]{1,40}", random in any::<[u8; 16]>(), nonce in "\\PC{0,20}") {
        let callback = Callback::new(TOKEN, KEY, &id).unwrap();
        let reply = callback.reply(&message, NOW, &nonce, random);
        let signature = field_of(&reply, "MsgSignature");
        let query = banyan_wecom::Query { signature: &signature, timestamp: &NOW.to_string(), nonce: &nonce };
        prop_assert_eq!(callback.open(query, reply.as_bytes(), NOW), Ok(message));
    }

    #[test]
    fn a_changed_byte_is_never_taken_for_another_message(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let callback = callback();
        let (body, signature) = sent(&callback, MESSAGE);
        let mut bytes = body.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(message) = callback.open(query(&signature, &NOW.to_string()), &bytes, NOW) {
            // Outside of the encrypted text a change may mean nothing.
            prop_assert_eq!(message, MESSAGE);
        }
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = callback().open(query("", ""), &bytes, NOW);
        let _ = Message::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_signed_text_is_too_strange(blocks in prop::collection::vec(any::<[u8; 32]>(), 0..6), rest in prop::collection::vec(any::<u8>(), 0..3)) {
        use base64::Engine as _;
        let bytes: Vec<u8> = blocks.into_iter().flatten().chain(rest).collect();
        let error = signed(&base64::engine::general_purpose::STANDARD.encode(bytes)).unwrap_err();
        prop_assert_ne!(error, CallbackError::WrongSignature);
    }
}

/// The text of a field of a reply, without the library that is tested.
fn field_of(reply: &str, field: &str) -> String {
    let from = reply.split(&format!("<{field}><![CDATA[")).nth(1).unwrap();
    from.split("]]>").next().unwrap().to_owned()
}
