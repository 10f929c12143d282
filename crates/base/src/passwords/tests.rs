use super::*;
use crate::random::{Dry, Seeded};
use proptest::prelude::*;

fn cheap() -> Passwords {
    Passwords::new(Strength::CHEAP_FOR_TESTS).unwrap()
}

#[test]
fn the_right_password_fits_and_others_do_not() {
    let passwords = cheap();
    let stored = passwords.hash("correct horse", &mut Seeded::new(1)).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
    assert_eq!(passwords.verify("correct horse", &stored), Ok(true));
    assert_eq!(passwords.verify("Correct horse", &stored), Ok(false));
    assert_eq!(passwords.verify("", &stored), Ok(false));
    assert_eq!(passwords.verify(&"x".repeat(10_000), &stored), Ok(false));
    passwords.verify_nobody("correct horse");
}

#[test]
fn the_same_password_of_two_people_is_stored_differently() {
    let (passwords, mut random) = (cheap(), Seeded::new(1));
    let mut hash = || passwords.hash("correct horse", &mut random).unwrap();
    assert_ne!(hash(), hash());
}

#[test]
fn real_hashes_cost_what_owasp_asks_for_and_cheap_ones_are_to_be_replaced() {
    let owasp = Passwords::new(Strength::OWASP).unwrap();
    let stored = owasp.hash("correct horse", &mut Seeded::new(1)).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert!(!owasp.needs_rehash(&stored));
    let cheap_one = cheap().hash("correct horse", &mut Seeded::new(1)).unwrap();
    assert!(owasp.needs_rehash(&cheap_one));
    assert_eq!(owasp.verify("correct horse", &cheap_one), Ok(true));
    assert!(owasp.needs_rehash("garbage"));
}

#[test]
fn one_password_typed_on_two_keyboards_is_one() {
    let passwords = cheap();
    let stored = passwords.hash("José ｐａｓｓ", &mut Seeded::new(1)).unwrap();
    assert_eq!(passwords.verify("Jose\u{301} pass", &stored), Ok(true));
}

#[test]
fn stored_garbage_other_algorithms_and_ruinous_costs_are_refused() {
    let passwords = cheap();
    let salt_and_hash = "c29tZXNhbHRzb21lc2FsdA$MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI";
    let table = [
        String::new(),
        "x".to_owned(),
        "$argon2id$".to_owned(),
        "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA".to_owned(),
        format!("$argon2i$v=19$m=8,t=1,p=1${salt_and_hash}"),
        format!("$argon2id$v=19$m=4000000000,t=1,p=1${salt_and_hash}"),
        format!("$argon2id$v=19$m=8,t=4000000000,p=1${salt_and_hash}"),
        format!("$scrypt$ln=1,r=1,p=1${salt_and_hash}"),
    ];
    for stored in table {
        assert_eq!(passwords.verify("correct horse", &stored), Err(PasswordError::StoredHash), "{stored}");
        assert!(passwords.needs_rehash(&stored));
    }
    let long = "x".repeat(257);
    assert_eq!(passwords.hash(&long, &mut Seeded::new(1)), Err(PasswordError::TooLong));
    let refused = passwords.hash("x", &mut Dry);
    assert_eq!(refused, Err(PasswordError::NoRandomness(NoRandomness)));
}

#[test]
fn passwords_that_are_refused_and_why() {
    let long = "长".repeat(256);
    let table = [
        ("", "", Err(PasswordError::TooShort)),
        ("1234567", "", Err(PasswordError::TooShort)),
        ("一二三四五六七", "", Err(PasswordError::TooShort)),
        ("春眠不觉晓处处闻", "", Ok(())),
        ("correct horse", "alice", Ok(())),
        ("        8", "alice", Ok(())),
        ("alice@example.com", "Alice@Example.com", Err(PasswordError::SameAsAccount)),
        ("ａｌｉｃｅ1234", "alice1234", Err(PasswordError::SameAsAccount)),
        ("13800138000", "+8613800138000", Err(PasswordError::SameAsAccount)),
        ("138-0013-8000", "+8613800138000", Err(PasswordError::SameAsAccount)),
        ("13800138001", "+8613800138000", Ok(())),
        ("password", "", Err(PasswordError::TooCommon)),
        ("PassWord123", "", Err(PasswordError::TooCommon)),
        ("woaini1314", "", Err(PasswordError::TooCommon)),
        ("长长长长长长长长", "", Err(PasswordError::TooCommon)),
        ("hgfedcba", "", Err(PasswordError::TooCommon)),
        ("３４５６７８９：", "", Err(PasswordError::TooCommon)),
        (long.as_str(), "", Err(PasswordError::TooCommon)),
    ];
    for (password, account, expected) in table {
        assert_eq!(check_rules(password, &[account]), expected, "{password}");
    }
    assert_eq!(check_rules(&"ab".repeat(128), &[""]), Ok(()));
    assert_eq!(check_rules(&"ab".repeat(129), &[""]), Err(PasswordError::TooLong));
    assert_eq!(PasswordError::TooShort.code(), "password_too_short");
    assert_eq!(PasswordError::TooShort.text().zh, "密码至少要有 8 个字符");
    assert_eq!(PasswordError::TooShort.text().en, "a password needs at least 8 characters");
}

#[test]
fn the_list_of_common_passwords_is_in_small_letters_and_long_enough_to_matter() {
    assert!(COMMON.lines().count() >= 100);
    assert!(COMMON.lines().all(|line| line.len() >= MIN_LENGTH && line == normal(line).to_lowercase()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_password_fits_its_own_hash_and_no_other(one in ".{0,80}", other in ".{0,80}") {
        let passwords = cheap();
        let stored = passwords.hash(&one, &mut Seeded::new(1)).unwrap();
        prop_assert_eq!(passwords.verify(&one, &stored), Ok(true));
        prop_assert_eq!(passwords.verify(&other, &stored), Ok(normal(&one) == normal(&other)));
    }

    #[test]
    fn garbage_is_refused_without_panic(stored in ".*", password in ".*") {
        prop_assert!(cheap().verify(&password, &stored).is_err());
        let _ = check_rules(&password, &[stored]);
    }
}
