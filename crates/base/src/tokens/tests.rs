use super::*;
use crate::random::{Dry, Seeded};
use proptest::prelude::*;

#[test]
fn a_session_token_is_known_by_its_hash_only() {
    let mut random = Seeded::new(1);
    let (mine, yours) = (session(&mut random).unwrap(), session(&mut random).unwrap());
    assert_eq!(mine.reveal().len(), 43);
    assert_ne!(mine, yours);
    assert!(mine.hash().is_of(&mine) && !mine.hash().is_of(&yours));
    assert_eq!(Token::received(mine.reveal()).hash(), mine.hash());
    assert_eq!(format!("{mine:?}"), "Token(…)");
    assert_eq!(session(&mut Dry), Err(NoRandomness));
}

#[test]
fn the_hash_is_sha_256() {
    // FIPS 180-2, B.1.
    let hash = Token::received("abc").hash();
    assert_eq!(hash.0[..4], [0xba, 0x78, 0x16, 0xbf]);
}

#[test]
fn an_api_token_is_recognisable_and_checked_before_it_is_looked_up() {
    let token = api(&mut Seeded::new(1)).unwrap();
    let text = token.reveal();
    assert_eq!(text.len(), 65);
    assert!(text.starts_with("banyan_") && text[7..].bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_eq!(read_api(text), Ok(token.clone()));
    for garbage in
        ["", "banyan_", &text[..64], &format!("{text}a"), &text.to_uppercase(), &text.replace('_', "-")]
    {
        assert_eq!(read_api(garbage), Err(ApiTokenError::NotAToken), "{garbage}");
    }
    let mistyped = text.replacen(&text[7..9], if &text[7..9] == "aa" { "bb" } else { "aa" }, 1);
    assert_eq!(read_api(&mistyped), Err(ApiTokenError::Mistyped));
    assert_eq!(ApiTokenError::Mistyped.code(), "api_token_mistyped");
    assert_eq!(
        ApiTokenError::NotAToken.text().en,
        "this is no API token: one begins with banyan_ and has 65 characters"
    );
}

#[test]
fn a_csrf_token_belongs_to_one_session_and_one_key() {
    let (mine, yours) = (Token::received("mine").hash(), Token::received("yours").hash());
    let (csrf, other) = (Csrf::new(&[1; 32]), Csrf::new(&[2; 32]));
    let token = csrf.token(&mine);
    assert!(csrf.is_valid(&mine, token.reveal()));
    assert!(!csrf.is_valid(&yours, token.reveal()));
    assert!(!other.is_valid(&mine, token.reveal()));
    for garbage in ["", "x", "张三", &token.reveal()[1..]] {
        assert!(!csrf.is_valid(&mine, garbage));
    }
}

#[test]
fn an_invitation_code_is_read_however_it_is_typed() {
    for text in ["ACDE3467", "acde3467", "acde-3467", " ACDE 3467 ", "ＡＣＤＥ３４６７"] {
        assert_eq!(read_invitation(text).as_deref(), Ok("ACDE3467"), "{text}");
    }
    assert_eq!(read_invitation("ACDE346"), Err(InvitationError::WrongLength));
    assert_eq!(read_invitation("ACDE34677"), Err(InvitationError::WrongLength));
    assert_eq!(read_invitation(&"A".repeat(300)), Err(InvitationError::WrongLength));
    assert_eq!(read_invitation("ACDE34O7"), Err(InvitationError::WrongCharacter('O')));
    assert_eq!(read_invitation("张三"), Err(InvitationError::WrongCharacter('张')));
    assert_eq!(InvitationError::WrongCharacter('O').text().zh, "邀请码里不会有“O”");
    assert_eq!(InvitationError::WrongLength.code(), "invitation_length");
    assert_eq!(invitation(&mut Dry), Err(NoRandomness));
}

#[test]
fn every_character_of_the_alphabet_is_about_as_frequent() {
    let (mut random, mut counts) = (Seeded::new(1), [0_u32; 128]);
    for _ in 0..5_000 {
        for byte in invitation(&mut random).unwrap().bytes() {
            counts[usize::from(byte)] += 1;
        }
    }
    let used: Vec<u32> = counts.into_iter().filter(|count| *count > 0).collect();
    // 40,000 characters of 25: 1,600 each, with a standard deviation of 39.
    assert_eq!(used.len(), 25);
    assert!(used.iter().all(|count| (1_400..1_800).contains(count)), "{used:?}");
}

proptest! {
    #[test]
    fn what_is_issued_is_accepted(seed: u64) {
        let mut random = Seeded::new(seed);
        let code = invitation(&mut random).unwrap();
        prop_assert_eq!(read_invitation(&code.to_lowercase()), Ok(code));
        let token = api(&mut random).unwrap();
        prop_assert_eq!(read_api(token.reveal()), Ok(token));
    }

    #[test]
    fn garbage_is_refused_without_panic(text in ".*") {
        let _ = read_invitation(&text);
        prop_assert!(read_api(&text).is_err());
        let prefixed = format!("banyan_{text}");
        prop_assert!(read_api(&prefixed).is_err());
    }

    #[test]
    fn same_is_equality(one: Vec<u8>, other: Vec<u8>) {
        prop_assert_eq!(same(&one, &other), one == other);
        prop_assert!(same(&one, &one.clone()));
    }
}
