//! The second factor of staff: a code from a phone, or a recovery code.

use std::sync::PoisonError;

use banyan_base::refusal::Refusal;
use banyan_base::tokens::Token;
use banyan_base::totp::{Secret, TotpError, read_recovery_code, recovery_codes};
use banyan_base::vault::{Kind, Place};
use banyan_core::audit;
use banyan_core::work::{Facts, Work};
use banyan_plan::time::Time;
use serde_json::json;

use super::store::{self, StaffRow};

fn place(staff: i64) -> Place<'static> {
    Place { table: "staff", owner: staff, row: 0, field: "totp" }
}

fn opened(facts: &Facts, staff: i64, sealed: &[u8]) -> Result<Secret, Refusal> {
    let text = facts.vault.open(Kind::Secret, &place(staff), sealed)?;
    Ok(Secret::from_base32(&text)?)
}

fn known(work: &mut Work<'_>, staff: i64) -> Result<StaffRow, Refusal> {
    store::find(work.conn, staff)?.ok_or_else(|| Refusal::not_found("员工", "staff member"))
}

fn hash(code: &Token) -> String {
    data_encoding::HEXLOWER.encode(&code.hash().0)
}

/// Offers a new secret; it holds once a code of it was given. What holds until then stays.
pub(crate) fn offer(work: &mut Work<'_>, staff: i64) -> Result<(String, Secret), Refusal> {
    let known = known(work, staff)?;
    let (secret, sealed) = {
        let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        let secret = Secret::new(&mut **random)?;
        let plain = secret.base32();
        let sealed = work.facts.vault.seal(Kind::Secret, &place(staff), &plain, &mut **random)?;
        (secret, sealed)
    };
    store::offer_totp(work.conn, staff, &sealed)?;
    Ok((known.login, secret))
}

/// Takes the secret that was offered, as its code was given; gives recovery codes, which are shown once.
pub(crate) fn confirm(
    work: &mut Work<'_>,
    staff: i64,
    code: &str,
    actor: &str,
) -> Result<Vec<Token>, Refusal> {
    let known = known(work, staff)?;
    let sealed = known.totp_new.ok_or_else(|| {
        Refusal::conflict("totp_not_offered", "请先重新生成二维码", "please begin with a new QR code")
    })?;
    let now = Time(work.id());
    let step = opened(work.facts, staff, &sealed)?.verify(code, now, None)?;
    let codes = {
        let mut random = work.facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        recovery_codes(&mut **random)?
    };
    let hashes: Vec<String> = codes.iter().map(hash).collect();
    store::take_totp(work.conn, staff, &sealed, step as i64, &serde_json::to_string(&hashes)?)?;
    audit::record(work, actor, "staff.second_factor", &format!("staff/{staff}"), &json!({ "set": true }))?;
    Ok(codes)
}

/// Checks a code, or a recovery code; neither is good twice.
pub(crate) fn check(work: &mut Work<'_>, staff: i64, code: &str) -> Result<(), Refusal> {
    let known = known(work, staff)?;
    let Some(sealed) = &known.totp else { return Ok(()) };
    if let Some(recovery) = read_recovery_code(code) {
        return use_recovery(work, &known, &hash(&recovery));
    }
    let now = Time(work.id());
    let used = u64::try_from(known.totp_step).ok();
    let step = opened(work.facts, staff, sealed)?.verify(code, now, used)?;
    if store::use_step(work.conn, staff, step as i64)? { Ok(()) } else { Err(TotpError::Used.into()) }
}

fn use_recovery(work: &mut Work<'_>, known: &StaffRow, hash: &str) -> Result<(), Refusal> {
    let mut left = known.recovery.clone();
    let Some(place) = left.iter().position(|one| one == hash) else {
        return Err(TotpError::Wrong.into());
    };
    left.remove(place);
    store::set_recovery(work.conn, known.id, &serde_json::to_string(&left)?)?;
    let (actor, subject) = (format!("staff:{}", known.id), format!("staff/{}", known.id));
    audit::record(work, &actor, "staff.recovery_code", &subject, &json!({ "left": left.len() }))
}
