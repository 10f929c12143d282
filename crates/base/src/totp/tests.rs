use super::*;
use crate::random::{Dry, Seeded};
use proptest::prelude::*;

/// The secret of the RFCs' examples.
fn of_the_rfc() -> Secret {
    Secret(*b"12345678901234567890")
}

fn at(seconds: i64) -> Time {
    Time(seconds * SECOND)
}

#[test]
fn codes_are_those_of_rfc_4226() {
    // Appendix D.
    let expected =
        ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    for (step, code) in (0..).zip(expected) {
        assert_eq!(of_the_rfc().code_of(step), code, "step {step}");
    }
}

#[test]
fn codes_are_those_of_rfc_6238() {
    // Appendix B, SHA-1, of whose eight digits the last six are ours.
    let table = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
    ];
    for (seconds, code) in table {
        assert_eq!(of_the_rfc().code_of(step(at(seconds))), code, "{seconds}");
        assert_eq!(of_the_rfc().verify(code, at(seconds), None), Ok(step(at(seconds))));
    }
    // The last of them, 20,000,000,000 s, is in the year 2603, beyond what a `Time` holds.
    assert_eq!(of_the_rfc().code_of(20_000_000_000 / PERIOD), "353130");
}

#[test]
fn a_code_holds_from_one_step_before_to_one_after() {
    let code = of_the_rfc().code_of(100);
    let table = [
        (98, Err(TotpError::Wrong)),
        (99, Ok(100)),
        (100, Ok(100)),
        (101, Ok(100)),
        (102, Err(TotpError::Wrong)),
    ];
    for (now, expected) in table {
        assert_eq!(of_the_rfc().verify(&code, at(now * 30 + 29), None), expected, "step {now}");
    }
}

#[test]
fn a_used_code_and_any_older_one_are_refused() {
    let secret = of_the_rfc();
    let used = secret.verify(&secret.code_of(100), at(3_000), None).unwrap();
    assert_eq!(secret.verify(&secret.code_of(100), at(3_000), Some(used)), Err(TotpError::Used));
    assert_eq!(secret.verify(&secret.code_of(99), at(3_000), Some(used)), Err(TotpError::Used));
    assert_eq!(secret.verify(&secret.code_of(101), at(3_000), Some(used)), Ok(101));
}

#[test]
fn codes_are_read_as_people_type_them() {
    let secret = of_the_rfc();
    for code in ["287082", "287 082", " 287082\n", "２８７０８２"] {
        assert_eq!(secret.verify(code, at(59), None), Ok(1), "{code}");
    }
    for code in ["", "28708", "2870822", "28708x", "二八七〇八二", &"2".repeat(100)] {
        assert_eq!(secret.verify(code, at(59), None), Err(TotpError::Malformed), "{code}");
    }
    assert_eq!(secret.verify("000000", at(-5), None), Err(TotpError::Wrong));
    assert_eq!(TotpError::Wrong.code(), "totp_wrong");
    assert_eq!(TotpError::Malformed.text().zh, "验证码是六位数字");
}

#[test]
fn the_address_is_what_apps_read() {
    assert_eq!(
        of_the_rfc().uri("榕 & Co", "alice@example.com"),
        "otpauth://totp/%E6%A6%95%20%26%20Co:alice%40example.com\
         ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%A6%95%20%26%20Co&algorithm=SHA1&digits=6&period=30"
    );
}

#[test]
fn a_secret_is_read_as_it_is_written() {
    let secret = Secret::new(&mut Seeded::new(1)).unwrap();
    assert_eq!(secret.base32().len(), 32);
    assert_eq!(Secret::from_base32(&secret.base32()), Ok(secret.clone()));
    assert_eq!(Secret::from_base32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq"), Ok(of_the_rfc()));
    for garbage in ["", "GEZDGNBV", "1", "张三", &"A".repeat(100)] {
        assert_eq!(Secret::from_base32(garbage), Err(TotpError::Secret), "{garbage}");
    }
    assert_eq!(format!("{secret:?}"), "Secret(…)");
    assert_eq!(Secret::new(&mut Dry), Err(NoRandomness));
}

#[test]
fn recovery_codes_are_ten_different_ones_and_found_however_they_are_typed() {
    let codes = recovery_codes(&mut Seeded::new(1)).unwrap();
    assert_eq!(codes.len(), 10);
    for (place, code) in codes.iter().enumerate() {
        assert_eq!(code.reveal().len(), 19);
        assert!(codes[..place].iter().all(|other| other != code));
        let typed = code.reveal().to_uppercase().replace('-', " ").replace('O', "0");
        assert_eq!(read_recovery_code(&typed).map(|read| read.hash()), Some(code.hash()));
    }
    for garbage in ["", "abcd", "abcd-efgh-2345-678x", "张三", &"a".repeat(300)] {
        assert_eq!(read_recovery_code(garbage), None, "{garbage}");
    }
}

proptest! {
    #[test]
    fn a_code_of_now_is_accepted_once(seed: u64, seconds in 0_i64..8_000_000_000) {
        let secret = Secret::new(&mut Seeded::new(seed)).unwrap();
        let code = secret.code_of(step(at(seconds)));
        let used = secret.verify(&code, at(seconds), None);
        prop_assert!(used.is_ok());
        prop_assert_eq!(secret.verify(&code, at(seconds), used.ok()), Err(TotpError::Used));
    }

    #[test]
    fn garbage_is_refused_without_panic(text in ".*", now: i64, used: Option<u64>) {
        let _ = of_the_rfc().verify(&text, Time(now), used);
        let _ = Secret::from_base32(&text);
        let _ = read_recovery_code(&text);
    }
}
