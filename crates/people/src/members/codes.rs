//! Codes that are sent to a phone: six digits, good for ten minutes and for five guesses.

use std::sync::PoisonError;

use banyan_api::http::App;
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::throttle::TooMany;
use banyan_base::tokens::same;
use banyan_base::vault::{Phones, Search};
use banyan_core::idempotency::{Key, once};
use banyan_core::settings;
use banyan_core::work::{Facts, Work};
use banyan_plan::time::SECOND;
use banyan_plan::words::{Lang, Text};

use super::Identity;
use super::store::proofs::{self as store, CodeRow};
use crate::notify::{self, Address, Message};

/// How long a code is good, in nanoseconds.
const GOOD_FOR: i64 = 10 * 60 * SECOND;
/// How long it takes until a phone may be sent another one, in nanoseconds.
const PAUSE: i64 = 60 * SECOND;
/// Guesses at one code.
const GUESSES: i64 = 5;

/// Whether phones are shown to be their owners' in this shop: it has a provider that reaches them.
pub(crate) async fn are_sent(app: &App) -> Result<bool, Refusal> {
    let settings = app.reader.read(|conn| settings::read(conn).map_err(Refusal::from)).await?;
    Ok(notify::of_phones(app, &settings.notifier).is_some())
}

fn phone_hash(facts: &Facts, phone: &str) -> Result<Vec<u8>, Refusal> {
    // Equality is all that counts; a phone's hash for searching is another one.
    keyed(facts, &format!("code for {phone}"))
}

fn code_hash(facts: &Facts, phone: &str, code: &str) -> Result<Vec<u8>, Refusal> {
    keyed(facts, &format!("code {code} for {phone}"))
}

fn keyed(facts: &Facts, text: &str) -> Result<Vec<u8>, Refusal> {
    let digest = facts.vault.digest(Search::Name, text, &Phones::default());
    Ok(digest.ok_or_else(|| Refusal::broken("nothing to hash"))?.0.to_vec())
}

/// A new code for a phone. It has to be sent.
fn make(work: &mut Work<'_>, phone: &str) -> Result<String, Refusal> {
    let now = work.id();
    store::forget_ended(work.conn, now)?;
    let hash = phone_hash(work.facts, phone)?;
    if let Some(before) = store::code(work.conn, &hash)?
        && before.sent_at + PAUSE > now
    {
        let (until, now) = (banyan_plan::time::Time(before.sent_at + PAUSE), banyan_plan::time::Time(now));
        return Err(TooMany::until(until, now).into());
    }
    let mut bytes = [0; 8];
    work.facts.random.lock().unwrap_or_else(PoisonError::into_inner).fill(&mut bytes)?;
    let code = format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000);
    let row = CodeRow {
        code: code_hash(work.facts, phone, &code)?,
        sent_at: now,
        expires_at: now + GOOD_FOR,
        tries: 0,
    };
    store::keep_code(work.conn, &hash, &row)?;
    Ok(code)
}

/// Sends a code to a phone, whoever's it is: whether it has an account here is told to nobody but its owner.
pub(crate) async fn send(app: &App, typed: &str, lang: Lang, key: Option<Key>) -> Result<(), Refusal> {
    let settings = app.reader.read(|conn| settings::read(conn).map_err(Refusal::from)).await?;
    let Some(notifier) = notify::of_phones(app, &settings.notifier) else { return Err(not_offered()) };
    let Some(Identity::Phone(phone)) = Identity::read(typed, &settings.phones()) else {
        let (zh, en) = ("请填写手机号", "expected a phone number");
        return Err(Refusal::unacceptable("phone_invalid", zh, en).at("/phone"));
    };
    let to = Address::Phone(phone.clone());
    // The key belongs to the phone. Sent again, the code is on its way already.
    let key = key.map(|key| key.within(&format!("POST /phone-codes {phone}")));
    let mut made = None;
    let run = app.writer.run(move |work| {
        once(work, 0, key.as_ref(), |work| {
            made = Some(make(work, &phone)?);
            Ok(())
        })?;
        Ok(made)
    });
    let Some(code) = run.await? else { return Ok(()) };
    let name = settings.name;
    let text = Text::new(
        format!("【{name}】验证码 {code}，10 分钟内有效。请勿告诉任何人，包括自称店员的人。"),
        format!("{name}: your code is {code}, good for 10 minutes. Tell it to nobody, not even to the shop."),
    );
    notify::send(notifier, Message { to, text, lang, template: "code", values: vec![code] }).await
}

/// Counts a guess at the code of a phone, in a transaction of its own: a wrong guess is refused, and must count all the
/// same. Whether it is one too many is for [`take`] to say.
pub(crate) async fn guess(app: &App, phone: &str) -> Result<(), Refusal> {
    let phone = phone.to_owned();
    let count = app.writer.run(move |work| {
        let hash = phone_hash(work.facts, &phone)?;
        Ok(store::count_guess(work.conn, &hash)?)
    });
    count.await
}

/// What shows that somebody holds the phone that they want to sign in with, as far as this shop asks for it: the code that
/// they gave, counted as a guess, for [`take`] to check. Nothing for an account name, or where no codes are sent.
pub(crate) async fn proof(
    app: &App,
    identity: &Identity,
    code: Option<String>,
) -> Result<Option<String>, Refusal> {
    let Identity::Phone(phone) = identity else { return Ok(None) };
    if !are_sent(app).await? {
        return Ok(None);
    }
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else {
        let (zh, en) = ("请填写发到手机上的验证码", "please give the code that was sent to your phone");
        return Err(Refusal::unacceptable("phone_code_needed", zh, en).at("/phone_code"));
    };
    guess(app, phone).await?;
    Ok(Some(code))
}

/// Takes the code of a phone, once. [`guess`] has counted this.
pub(crate) fn take(work: &mut Work<'_>, phone: &str, code: &str) -> Result<(), Refusal> {
    let now = work.id();
    let hash = phone_hash(work.facts, phone)?;
    let given = code_hash(work.facts, phone, code.trim())?;
    let known = store::code(work.conn, &hash)?.filter(|row| row.expires_at > now && row.tries <= GUESSES);
    if !known.is_some_and(|row| same(&row.code, &given)) {
        return Err(wrong());
    }
    Ok(store::remove_code(work.conn, &hash)?)
}

fn wrong() -> Refusal {
    Refusal::unacceptable(
        "code_wrong",
        "验证码不对或已过期；请核对，或重新获取",
        "the code is wrong or no longer good; please check it, or ask for another one",
    )
    .at("/code")
}

fn not_offered() -> Refusal {
    Refusal::new(
        Kind::Conflict,
        "codes_not_sent",
        "本店还不能发送验证码，请联系店铺",
        "this shop cannot send codes yet; please contact the shop",
    )
}
