//! The log-ins of a demo: an account of staff for each role, and a few members. Passwords are random, so that no demo has a known one.

use std::sync::PoisonError;

use banyan_api::App;
use banyan_core::work::Work;
use banyan_ops::past;
use banyan_people::staff::{self, Role};
use banyan_plan::words::{Lang, Text};

use crate::open::{say, told};

/// A log-in as it is printed: the name to type, the password, and whose it is.
pub(super) struct Login {
    name: String,
    password: String,
    who: Text,
}

/// Takes one of staff on for each role; the first one is the owner.
pub(super) fn staff(shop: &App, lang: Lang) -> Result<Vec<Login>, String> {
    let mut logins = Vec::new();
    for role in Role::ALL {
        let word = role.word();
        let (password, hash) = hashed(shop, word, lang)?;
        let hire = move |work: &mut Work<'_>| staff::hire(work, word, word, role, &hash, "system").map(drop);
        shop.writer.run_now(hire).map_err(|refusal| told(&refusal, lang))?;
        let who = Text::new(format!("员工：{}", chinese(role)), format!("staff: {word}"));
        logins.push(Login { name: word.to_owned(), password, who });
    }
    Ok(logins)
}

/// What a role is called in Chinese.
fn chinese(role: Role) -> &'static str {
    match role {
        Role::Owner => "超级管理员",
        Role::Finance => "财务",
        Role::Operations => "运营",
        Role::Branch => "分公司",
        Role::Bd => "商务",
        Role::Support => "客服",
        Role::Clerk => "核销员",
    }
}

/// Lets members sign in by numbers that begin with `phones`; `people` says of each whether they are a promoter.
pub(super) fn members(
    shop: &App,
    phones: &str,
    people: &[(i64, bool)],
    lang: Lang,
) -> Result<Vec<Login>, String> {
    let mut logins = Vec::new();
    for (place, (member, is_promoter)) in people.iter().copied().enumerate() {
        let phone = format!("{phones}{}", place + 1);
        let (password, hash) = hashed(shop, &phone, lang)?;
        let number = phone.clone();
        let sign_in = move |work: &mut Work<'_>| past::let_sign_in(work, member, &number, &hash);
        shop.writer.run_now(sign_in).map_err(|refusal| told(&refusal, lang))?;
        let who =
            if is_promoter { Text::new("推广者", "promoter") } else { Text::new("顾客", "customer") };
        logins.push(Login { name: phone, password, who });
    }
    Ok(logins)
}

/// The log-ins as a table.
pub(super) fn table(logins: &[Login], lang: Lang) -> String {
    let (zh, en) =
        ("登录（演示口令，请勿用于真实的店）：", "Log-ins (demo passwords; never for a real shop):");
    let mut out = say(zh, en, lang);
    for Login { name, password, who } in logins {
        out += &format!("\n  {name:<18} {password:<14} {}", who.get(lang));
    }
    out
}

/// A password for one log-in, and its hash.
fn hashed(shop: &App, name: &str, lang: Lang) -> Result<(String, String), String> {
    let mut bytes = [0; 5];
    let mut random = shop.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
    random.fill(&mut bytes).map_err(|error| error.to_string())?;
    let letters: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let password = format!("demo-{letters}");
    let hash = shop.passwords.hash(&password, random.as_mut());
    let hash = hash.map_err(|error| format!("{name}: {}", error.text().get(lang)))?;
    Ok((password, hash))
}
