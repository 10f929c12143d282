use super::*;
use crate::random::{Dry, Seeded};
use proptest::prelude::*;

fn master(id: u16) -> MasterKey {
    MasterKey { id, bytes: [id as u8; 32] }
}

fn vault() -> Vault {
    Vault::new(&master(1), &[]).unwrap()
}

const PHONE_OF_SEVEN: Place<'_> = Place { table: "member", owner: 7, row: 0, field: "phone" };

fn sealed(vault: &Vault, plain: &str) -> Vec<u8> {
    vault.seal(Kind::Phone, &PHONE_OF_SEVEN, plain, &mut Seeded::new(1)).unwrap()
}

#[test]
fn what_is_sealed_opens_again_and_does_not_show_its_text() {
    let vault = vault();
    let value = sealed(&vault, "+8613800138000");
    assert_eq!(value.len(), "+8613800138000".len() + 31);
    assert!(!value.windows(4).any(|part| part == b"1380"));
    assert_eq!(vault.open(Kind::Phone, &PHONE_OF_SEVEN, &value).unwrap(), "+8613800138000");
}

#[test]
fn the_same_text_is_never_sealed_to_the_same_bytes() {
    let (vault, mut random) = (vault(), Seeded::new(1));
    let mut seal = || vault.seal(Kind::Name, &PHONE_OF_SEVEN, "张三", &mut random).unwrap();
    assert_ne!(seal(), seal());
}

#[test]
fn a_value_moved_to_another_member_row_field_table_or_kind_does_not_open() {
    let vault = vault();
    let value = sealed(&vault, "13800138000");
    for place in [
        Place { owner: 8, ..PHONE_OF_SEVEN },
        Place { row: 1, ..PHONE_OF_SEVEN },
        Place { field: "name", ..PHONE_OF_SEVEN },
        Place { table: "supplier", ..PHONE_OF_SEVEN },
    ] {
        assert_eq!(vault.open(Kind::Phone, &place, &value), Err(VaultError::Tampered));
    }
    assert_eq!(vault.open(Kind::Name, &PHONE_OF_SEVEN, &value), Err(VaultError::Tampered));
}

#[test]
fn places_whose_names_run_together_alike_are_still_apart() {
    let one = Place { table: "ab", owner: 0, row: 0, field: "c" };
    let other = Place { table: "a", owner: 0, row: 0, field: "bc" };
    assert_ne!(one.associated_data([0; 3]), other.associated_data([0; 3]));
}

#[test]
fn every_changed_bit_is_noticed() {
    let vault = vault();
    let value = sealed(&vault, "张三");
    for bit in 0..value.len() * 8 {
        let mut changed = value.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(vault.open(Kind::Phone, &PHONE_OF_SEVEN, &changed).is_err(), "bit {bit}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let vault = vault();
    let value = sealed(&vault, "x");
    let with = |at: usize, byte: u8| {
        let mut changed = value.clone();
        changed[at] = byte;
        vault.open(Kind::Phone, &PHONE_OF_SEVEN, &changed)
    };
    assert_eq!(with(0, 9), Err(VaultError::UnknownFormat(9)));
    assert_eq!(with(2, 2), Err(VaultError::UnknownKey(2)));
    assert_eq!(vault.open(Kind::Phone, &PHONE_OF_SEVEN, &value[..30]), Err(VaultError::NotSealed));
    let wrong = Vault::new(&MasterKey { id: 1, bytes: [9; 32] }, &[]).unwrap();
    assert_eq!(wrong.open(Kind::Phone, &PHONE_OF_SEVEN, &value), Err(VaultError::Tampered));
    assert_eq!(Vault::new(&master(1), &[master(1)]).err(), Some(VaultError::SameKeyId(1)));
    let long = "x".repeat(MAX_PLAIN + 1);
    let refused = vault.seal(Kind::Address, &PHONE_OF_SEVEN, &long, &mut Seeded::new(1));
    assert_eq!(refused, Err(VaultError::TooLong));
    let refused = vault.seal(Kind::Address, &PHONE_OF_SEVEN, "x", &mut Dry);
    assert_eq!(refused, Err(VaultError::NoRandomness(NoRandomness)));
    assert_eq!(VaultError::UnknownKey(2).code(), "vault_unknown_key");
    assert_eq!(VaultError::UnknownKey(2).text().en, "sealed with master key 2, which was not given");
    assert_eq!(VaultError::UnknownKey(2).text().zh, "数据由主密钥 2 加密，但没有提供这把密钥");
}

#[test]
fn after_a_rotation_old_values_open_are_found_and_are_marked_for_sealing_again() {
    let (old, phones) = (vault(), Phones::default());
    let value = sealed(&old, "13800138000");
    let stored = old.digest(Search::Phone, "13800138000", &phones).unwrap();
    let new = Vault::new(&master(2), &[master(1)]).unwrap();
    assert_eq!(new.open(Kind::Phone, &PHONE_OF_SEVEN, &value).unwrap(), "13800138000");
    assert!(!new.is_current(&value));
    assert!(new.is_current(&sealed(&new, "x")));
    assert!(!new.is_current(b""));
    assert_ne!(new.digest(Search::Phone, "13800138000", &phones), Some(stored));
    assert_eq!(new.digests(Search::Phone, "138 0013 8000", &phones)[1], stored);
}

#[test]
fn keys_do_not_show_in_debug_output() {
    assert_eq!(format!("{:?}", master(1)), "MasterKey { id: 1, .. }");
    assert_eq!(format!("{:?}", vault()), "Vault { key_ids: [1] }");
}

#[test]
fn the_same_digits_hash_differently_as_phone_and_as_bank_account() {
    let (vault, phones) = (vault(), Phones::default());
    let as_id = vault.digest(Search::IdNumber, "1234", &phones).unwrap();
    let as_bank = vault.digest(Search::BankNumber, "1234", &phones).unwrap();
    let as_tail = vault.digest(Search::PhoneTail, "1234", &phones).unwrap();
    assert!(as_id != as_bank && as_bank != as_tail && as_id != as_tail);
    assert_eq!(vault.digest(Search::Phone, "hello", &phones), None);
    assert_eq!(vault.digests(Search::Name, " ", &phones), []);
}

#[test]
fn phone_numbers_have_one_spelling() {
    let cn = Phones::default();
    for text in [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "+8613800138000",
        "＋８６ 138 0013 8000",
        "008613800138000",
        "8613800138000",
        "(+86) 138.0013.8000",
        "\u{202d}138\u{ad}00138000\u{202c}",
    ] {
        assert_eq!(cn.normal(text).as_deref(), Some("+8613800138000"), "{text}");
    }
    assert_eq!(cn.normal("010-12345678").as_deref(), Some("+861012345678"));
    assert_eq!(cn.normal("+86 010 12345678").as_deref(), Some("+861012345678"));
    assert_eq!(cn.normal("+44 (0)20 7946 0018").as_deref(), Some("+442079460018"));
    let us = Phones::new("1").unwrap();
    for text in ["(415) 555-0100", "1 415 555 0100", "+1 415 555 0100", "٤١٥٥٥٥٠١٠٠"] {
        assert_eq!(us.normal(text).as_deref(), Some("+14155550100"), "{text}");
    }
    assert_eq!(Phones::new("44").unwrap().normal("020 7946 0018").as_deref(), Some("+442079460018"));
    assert_eq!(Phones::new("+39").unwrap().normal("06 1234 5678").as_deref(), Some("+390612345678"));
    for garbage in
        ["", "+", "110", "13800138000x", "1380013800013800138000", "张三", "++8613800138000", "+0123456789"]
    {
        assert_eq!(cn.normal(garbage), None, "{garbage}");
    }
    for country in ["", "+", "0", "1234", "x", "８６"] {
        assert_eq!(Phones::new(country), None, "{country}");
    }
}

#[test]
fn a_phone_tail_is_found_from_the_number_and_from_four_digits() {
    let phones = Phones::default();
    assert_eq!(phones.tail("138 0013 8000").as_deref(), Some("8000"));
    assert_eq!(phones.tail("８０００").as_deref(), Some("8000"));
    for garbage in ["800", "80000", "x8000", ""] {
        assert_eq!(phones.tail(garbage), None, "{garbage}");
    }
}

#[test]
fn names_have_one_spelling() {
    let table = [
        ("张三", "张三"),
        (" 张 三 ", "张三"),
        ("张\u{3000}三", "张三"),
        ("Ｊｏｈｎ　Smith", "john smith"),
        ("JOHN\t SMITH", "john smith"),
        ("张三 John", "张三john"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 ・ 买买提", "阿卜杜拉·买买提"),
        ("José", "josé"),
        ("Jose\u{301}", "josé"),
        ("张\u{200b}三", "张三"),
    ];
    for (text, normal) in table {
        assert_eq!(normal_name(text).as_deref(), Some(normal), "{text}");
    }
    assert_eq!(normal_name(" \u{feff}\n"), None);
    assert_eq!(normal_name(&"张".repeat(257)), None);
    assert_eq!(normal_name(&"\u{fdfa}".repeat(100_000)), None);
}

#[test]
fn numbers_of_documents_and_accounts_have_one_spelling() {
    assert_eq!(normal_number("11010119900307123x").as_deref(), Some("11010119900307123X"));
    assert_eq!(normal_number(" 6222 0212-3456 7890 ").as_deref(), Some("6222021234567890"));
    assert_eq!(normal_number("ＧＢ29 nwbk").as_deref(), Some("GB29NWBK"));
    for garbage in ["", " - ", "张三", "12/34", &"1".repeat(65)] {
        assert_eq!(normal_number(garbage), None, "{garbage}");
    }
}

#[test]
fn masks_hide_all_but_what_one_recognises() {
    type Row = (fn(&str) -> String, &'static str, &'static str);
    let table: [Row; 24] = [
        (mask_phone, "+8613800138000", "138****8000"),
        (mask_phone, "13800138000", "138****8000"),
        (mask_phone, "+442079460018", "+44****0018"),
        (mask_phone, "12345", "****"),
        (mask_phone, "", "****"),
        (mask_name, "张三", "张*"),
        (mask_name, "欧阳娜娜", "欧**"),
        (mask_name, "张 三", "张*"),
        (mask_name, "张", "*"),
        (mask_name, "John Smith", "J** S**"),
        (mask_name, "Al", "A*"),
        (mask_name, "a b c d e f", "* * *"),
        (mask_name, "", "*"),
        (mask_id_number, "11010119900307123X", "1****************X"),
        (mask_id_number, "E12345678", "E*******8"),
        (mask_id_number, "123", "****"),
        (mask_bank_number, "6222 0212 3456 8888", "**** 8888"),
        (mask_bank_number, "1234567", "****"),
        (mask_bank_number, "", "****"),
        (mask_address, "浙江省杭州市西湖区文三路 1 号 3 单元 502", "浙江省杭州市西湖区****"),
        (mask_address, "江苏省昆山市人民路 5 号", "江苏省昆山市****"),
        (mask_address, "新疆伊犁哈萨克自治州伊宁县东街", "新疆伊犁哈萨克自治州伊宁县****"),
        (mask_address, "10 Downing Street, London", "****"),
        (mask_address, "", "****"),
    ];
    for (mask, text, shown) in table {
        assert_eq!(mask(text), shown, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_comes_back(plain in ".*", owner: i64, row: i64, seed: u64) {
        let vault = vault();
        let place = Place { table: "t", owner, row, field: "f" };
        let value = vault.seal(Kind::Address, &place, &plain, &mut Seeded::new(seed)).unwrap();
        prop_assert_eq!(vault.open(Kind::Address, &place, &value).unwrap(), plain);
    }

    #[test]
    fn garbage_is_refused_without_panic(bytes: Vec<u8>, tail: [u8; 40]) {
        prop_assert!(vault().open(Kind::Phone, &PHONE_OF_SEVEN, &bytes).is_err());
        let plausible = [&[1, 0, 1], tail.as_slice()].concat();
        prop_assert_eq!(vault().open(Kind::Phone, &PHONE_OF_SEVEN, &plausible), Err(VaultError::Tampered));
    }

    #[test]
    fn a_normal_form_is_its_own_normal_form(text in ".*", phone in "[+0-9 ()-]{0,20}") {
        if let Some(name) = normal_name(&text) {
            prop_assert_eq!(normal_name(&name), Some(name));
        }
        if let Some(number) = normal_number(&text) {
            prop_assert_eq!(normal_number(&number), Some(number));
        }
        let phones = Phones::default();
        if let Some(number) = phones.normal(&phone) {
            prop_assert_eq!(phones.normal(&number), Some(number));
        }
    }

    #[test]
    fn masks_take_any_text_and_never_give_the_whole(text in ".*") {
        for mask in [mask_phone, mask_name, mask_id_number, mask_bank_number, mask_address] {
            let shown = mask(&text);
            prop_assert!(shown.contains('*') && shown.chars().count() <= 32);
        }
    }
}
