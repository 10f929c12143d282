//! Publishing a plan with notice, signing, taking back; and what happens when a version is due.

use banyan_api::http::Words;
use banyan_base::refusal::Refusal;
use banyan_core::alarms;
use banyan_core::audit;
use banyan_core::engine::EngineState;
use banyan_core::event::{Event, Kind};
use banyan_core::work::Work;
use banyan_law::signoff::SignOff;
use banyan_plan::kernel::Program;
use banyan_plan::model::{Plan, RankNo};
use banyan_plan::time::{DAY, Time};
use serde_json::json;

use super::judge::{Judged, Kept, Signed, admit, judged_by_shop};
use super::store::{self, Full, Version};
use super::{NOTICE_DAYS, program};

/// Days ahead at most.
const MOST_DAYS: i64 = 366;

/// A plan to publish.
#[derive(Debug, Clone)]
pub(crate) struct Publish {
    /// The plan's text.
    pub source: String,
    /// When it is to take over; the earliest moment if nothing is said.
    pub effective_at: Option<i64>,
    /// Who has signed for what.
    pub sign_offs: Vec<Signature>,
    /// Who publishes: staff's id.
    pub staff: i64,
    /// The same, for the audit log.
    pub actor: String,
}

/// A signature on one warning.
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    /// The rule pack.
    pub pack: String,
    /// The rule.
    pub rule: String,
    /// The document that is signed for.
    pub document: String,
    /// Why, in words.
    pub reason: String,
    /// When it ends, in nanoseconds.
    pub expires_at: i64,
}

/// A plan's findings now, with the packs and facts of now.
fn judge_now(work: &mut Work<'_>, source: &str, now: i64) -> Result<Judged, Refusal> {
    work.flush()?;
    let settings = work.settings().clone();
    judged_by_shop(work.conn, &settings, source, now)
}

/// Signatures as they count: each on a warning that was found.
fn signed(found: &Judged, signatures: &[Signature], who: &str, at: i64) -> Result<Vec<SignOff>, Refusal> {
    let mut list = Vec::with_capacity(signatures.len());
    for (place, one) in signatures.iter().enumerate() {
        let is_asked = |finding: &&banyan_law::finding::Finding| {
            finding.needs_sign_off() && finding.pack == one.pack && finding.rule.id == one.rule
        };
        if !found.findings.iter().any(|finding| is_asked(&finding)) {
            let zh = format!("{} {} 没有要签字的发现", one.pack, one.rule);
            let en = format!("there is no finding of {} {} that asks for a signature", one.pack, one.rule);
            return Err(Refusal::unacceptable("sign_off_unasked", zh, en).at(format!("/sign_offs/{place}")));
        }
        if !(at..=at + MOST_DAYS * DAY).contains(&one.expires_at) {
            let (zh, en) = (
                format!("签字的有效期最长 {MOST_DAYS} 天"),
                format!("a signature holds for at most {MOST_DAYS} days"),
            );
            return Err(
                Refusal::unacceptable("sign_off_expiry", zh, en).at(format!("/sign_offs/{place}/expires_at"))
            );
        }
        list.push(SignOff {
            pack: one.pack.clone(),
            rule: one.rule.clone(),
            who: who.to_owned(),
            at: Time(at),
            document: one.document.clone(),
            reason: one.reason.clone(),
            expires: Time(one.expires_at),
        });
    }
    Ok(list)
}

/// Publishes a plan: it waits until it is due. Gives its version.
pub(crate) fn publish(work: &mut Work<'_>, new: &Publish) -> Result<i64, Refusal> {
    let at = work.moment()?;
    work.flush()?;
    if !store::waiting(work.conn)?.is_empty() {
        let (zh, en) =
            ("已有一个方案等待生效，请先撤回它", "a plan waits already; please take it back first");
        return Err(Refusal::conflict("plan_waits", zh, en));
    }
    let next = program(&new.source)?;
    fits(work.live(), &next)?;
    let effective_at = effective(work, new.effective_at, at)?;
    let found = judge_now(work, &new.source, at)?;
    if !found.report.is_ok() {
        return Err(super::broken(&found.report.diagnostics, &new.source));
    }
    let who = banyan_people::staff::name(work.conn, new.staff)?.unwrap_or_default();
    let signed = signed(&found, &new.sign_offs, &who, at)?;
    admit(&found, &signed, effective_at)?;
    let kept = Kept::of(&found, &new.source, &signed, at);
    let version = Version { no: store::next_number(work.conn)?, source: new.source.clone(), effective_at };
    store::insert(work.conn, &version, at, new.staff, &kept)?;
    let detail = json!({
        "effective_at": Time(effective_at).to_string(),
        "packs": kept.packs,
        "sign_offs": kept.sign_offs,
    });
    audit::record(work, &new.actor, "plan.publish", &format!("plan/{}", version.no), &detail)?;
    work.tell(
        0,
        "plan.published",
        &json!({ "version": version.no, "effective_at": Time(effective_at).to_string() }),
    );
    work.due_at(effective_at);
    if effective_at <= at {
        work.moment()?;
    }
    Ok(version.no)
}

/// When a plan takes over: with notice to everybody who has joined; at once while there is nobody.
fn effective(work: &mut Work<'_>, wanted: Option<i64>, at: i64) -> Result<i64, Refusal> {
    let earliest = if store::has_members(work.conn)? { at + NOTICE_DAYS * DAY } else { at };
    let wanted = wanted.unwrap_or(earliest);
    if wanted < earliest {
        let day = Time(earliest).to_string();
        return Err(Refusal::unacceptable(
            "notice_short",
            format!("方案变更至少提前 {NOTICE_DAYS} 天公示，最早 {day} 生效（UTC）"),
            format!(
                "a change of the plan takes {NOTICE_DAYS} days' notice at least: {day} UTC at the earliest"
            ),
        )
        .at("/effective_at"));
    }
    if wanted > at + MOST_DAYS * DAY {
        let (zh, en) = (
            format!("生效时间最迟在 {MOST_DAYS} 天之内"),
            format!("it has to take effect within {MOST_DAYS} days"),
        );
        return Err(Refusal::unacceptable("notice_long", zh, en).at("/effective_at"));
    }
    Ok(wanted)
}

/// Whether a plan can take over from the one in force: everybody keeps their rank, and money stays what it is. Ranks are the
/// same if they have the same id.
pub(super) fn fits(live: &EngineState, next: &Program) -> Result<(), Refusal> {
    let holders = live.holders();
    if holders.iter().sum::<u64>() == 0 {
        return Ok(());
    }
    let now = live.program();
    let (now, next) = (now.plan(), next.plan());
    if now.currency != next.currency {
        let (zh, en) = (
            format!("已有会员，货币不能从 {} 改成 {}", now.currency, next.currency),
            format!(
                "people have joined: the currency cannot change from {} to {}",
                now.currency, next.currency
            ),
        );
        return Err(Refusal::unacceptable("plan_currency", zh, en).at("/source"));
    }
    let held = now.ranks.iter().zip(holders.iter().skip(1)).filter(|(_, count)| **count > 0);
    let missing: Vec<_> = held.filter(|(rank, _)| next.rank_of(&rank.id).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let zh = missing
        .iter()
        .map(|(rank, count)| format!("“{}”（id 为 {}，{count} 名会员）", rank.title.zh, rank.id));
    let en = missing.iter().map(|(rank, count)| {
        let members = if **count == 1 { "member" } else { "members" };
        format!("“{}” (id `{}`, {count} {members})", rank.title.en, rank.id)
    });
    Err(Refusal::unacceptable(
        "plan_rank_missing",
        format!(
            "有会员持有新方案中没有的等级：{}。请在新方案中保留这些等级的 id，或先为这些会员调整等级",
            zh.collect::<Vec<_>>().join("、")
        ),
        format!(
            "members hold ranks that the new plan lacks: {}; keep ranks with these ids in the new plan, or give those members \
             other ranks first",
            en.collect::<Vec<_>>().join(", ")
        ),
    )
    .at("/source"))
}

/// The number that each rank of one plan has in another, where it is not the same. Ranks that the other lacks are left out.
fn renumbered(now: &Plan, next: &Plan) -> Vec<(RankNo, RankNo)> {
    let both =
        now.ranks.iter().zip(1..).filter_map(|(rank, no)| next.rank_of(&rank.id).map(|next| (no, next)));
    both.filter(|(no, next)| no != next).collect()
}

fn waiting(work: &mut Work<'_>, version: i64) -> Result<Full, Refusal> {
    let found =
        store::find(work.conn, version)?.ok_or_else(|| Refusal::not_found("方案版本", "plan version"))?;
    if found.active_from.is_none() && found.cancelled_at.is_none() {
        return Ok(found);
    }
    let (zh, en) = ("这个版本不在等待生效", "this version does not wait to take effect");
    Err(Refusal::conflict("plan_not_waiting", zh, en))
}

/// Takes back a version that waits.
pub(crate) fn cancel(work: &mut Work<'_>, version: i64, reason: &str, actor: &str) -> Result<(), Refusal> {
    waiting(work, version)?;
    let at = work.moment()?;
    if !store::cancel(work.conn, version, at)? {
        // It was due meanwhile.
        waiting(work, version)?;
    }
    alarms::close(work, alarms::PLAN_HELD, at)?;
    audit::record(work, actor, "plan.cancel", &format!("plan/{version}"), &json!({ "reason": reason }))?;
    work.tell(0, "plan.cancelled", &json!({ "version": version }));
    Ok(())
}

/// Adds signatures to a version that waits, and has it judged anew; one that was held takes over if nothing keeps it.
pub(crate) fn sign(
    work: &mut Work<'_>,
    version: i64,
    signatures: &[Signature],
    (staff, actor): (i64, &str),
) -> Result<(), Refusal> {
    let at = work.moment()?;
    let full = waiting(work, version)?;
    let found = judge_now(work, &full.version.source, at)?;
    let who = banyan_people::staff::name(work.conn, staff)?.unwrap_or_default();
    let mut all = full.kept.signed();
    all.extend(signed(&found, signatures, &who, at)?);
    let effective_at = full.version.effective_at.max(at);
    admit(&found, &all, effective_at)?;
    let kept = Kept::of(&found, &full.version.source, &all, at);
    store::release(work.conn, version, effective_at, &kept)?;
    alarms::close(work, alarms::PLAN_HELD, at)?;
    let added: Vec<&Signed> = kept.sign_offs.iter().skip(full.kept.sign_offs.len()).collect();
    audit::record(work, actor, "plan.sign", &format!("plan/{version}"), &json!({ "sign_offs": added }))?;
    work.due_at(effective_at);
    if effective_at <= at {
        work.moment()?;
    }
    Ok(())
}

/// A version is due: it is judged once more, with the packs, facts and signatures of now. If nothing keeps it, it takes
/// over; otherwise it stays waiting, and an alarm says why.
pub fn take_over(work: &mut Work<'_>, version: &Version) -> Result<(), Refusal> {
    let at = version.effective_at;
    let full =
        store::find(work.conn, version.no)?.ok_or_else(|| Refusal::broken("a plan that is not there"))?;
    let signed = full.kept.signed();
    let found = judge_now(work, &version.source, at)?;
    let mut kept = Kept::of(&found, &version.source, &signed, at);
    let program = program(&version.source)?;
    let may = admit(&found, &signed, at).and_then(|()| fits(work.live(), &program));
    if let Err(refusal) = may {
        kept.held = Words::from(&refusal.text);
        store::hold(work.conn, version.no, at, &kept)?;
        let text = banyan_plan::words::Text::new(
            format!("方案第 {} 版到期没有生效：{}。", version.no, refusal.text.zh),
            format!("Version {} of the plan was due and did not take over: {}.", version.no, refusal.text.en),
        );
        alarms::open(work, alarms::PLAN_HELD, &text, &[])?;
        let detail = json!({ "code": refusal.code, "why": kept.held });
        audit::record(work, "system", "plan.hold", &format!("plan/{}", version.no), &detail)?;
        work.tell(0, "plan.held", &json!({ "version": version.no, "code": refusal.code }));
        return Ok(());
    }
    let id = work.moment_due(at);
    store::activate(work.conn, version.no, at, &kept)?;
    work.record(&Event { value: version.no, ..Event::new(id, at, Kind::Plan, 0) });
    work.flush()?;
    store::renumber_ranks(work.conn, &renumbered(work.live().program().plan(), program.plan()))?;
    work.plan_takes_over(version.no, program)?;
    work.tell(0, "plan.active", &json!({ "version": version.no }));
    Ok(())
}
