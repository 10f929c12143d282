//! A plan before the law: checked, judged under the shop's packs with what the shop tells, and what is kept of that with
//! the version.

use banyan_api::http::{At, Words};
use banyan_base::refusal::Refusal;
use banyan_core::settings::Settings;
use banyan_law::finding::Finding;
use banyan_law::judge::{Subject, judge};
use banyan_law::pack::{self, Pack};
use banyan_law::shop::Shop;
use banyan_law::signoff::{SignOff, obstacles};
use banyan_plan::check::{Report, check};
use banyan_plan::time::Time;
use banyan_plan::words::Text;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::law;

/// A plan that was checked and judged.
pub struct Judged {
    /// What the check of the plan says.
    pub report: Report,
    /// What the rule packs say.
    pub findings: Vec<Finding>,
    /// The packs that said so.
    pub(super) packs: Vec<Asked>,
}

/// Checks a plan, and puts it to the shop's packs with the facts of `now`.
pub fn judged_by_shop(
    conn: &mut Conn,
    settings: &Settings,
    source: &str,
    now: i64,
) -> Result<Judged, Refusal> {
    Ok(judged(source, &law::packs(&settings.packs)?, &law::shop(conn, settings, now)?))
}

/// Checks a plan and puts it to some packs; a plan that cannot be understood is not judged.
pub(crate) fn judged(source: &str, packs: &[&'static Pack], shop: &Shop) -> Judged {
    let report = check(source);
    let findings = report.plan.as_ref().map_or_else(Vec::new, |plan| {
        judge(Subject { plan, worst_case: report.worst_case.as_ref(), shop }, packs)
    });
    let packs = packs.iter().map(|pack| Asked { id: pack.id.clone(), as_of: pack.as_of.clone() }).collect();
    Judged { report, findings, packs }
}

/// What a rule found, or the fact that it asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LawFinding)]
pub struct FindingView {
    /// The rule pack: `cn-strict`.
    pub(crate) pack: String,
    /// The rule: `STR-07`.
    pub(crate) rule: String,
    /// `error`: the plan is refused; `warn`: somebody has to sign; `info`: worth knowing, or a question.
    pub(crate) severity: String,
    message: Words,
    /// The line of the plan, from 1; nothing if the plan does not say it.
    line: Option<usize>,
    /// Articles, each with how well its text was checked.
    citation: String,
    /// `law`, or `policy`: our own rule.
    basis: String,
    /// The fact that is missing; nothing for a decided finding.
    needs: Option<Words>,
    /// What would clear it in the plan; nothing if nothing in the plan would.
    mend: Option<Words>,
}

impl FindingView {
    /// The view of a stored row.
    pub fn of(finding: &Finding, source: &str) -> Self {
        let mend = Some(&finding.rule.mend).filter(|mend| !mend.en.is_empty() && finding.needs.is_none());
        Self {
            pack: finding.pack.to_owned(),
            rule: finding.rule.id.clone(),
            severity: finding.severity.code().to_owned(),
            message: (&finding.message).into(),
            line: finding.line(source),
            citation: finding.citation(),
            basis: finding.basis.code().to_owned(),
            needs: finding.needs.as_ref().map(Words::from),
            mend: mend.map(Words::from),
        }
    }
}

/// A rule of a pack, and in a sentence what it asks of every plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LawRule)]
pub(crate) struct RuleView {
    /// The rule pack: `cn-strict`.
    pub(crate) pack: String,
    /// The rule: `STR-07`.
    pub(crate) rule: String,
    message: Words,
}

impl RuleView {
    /// The view of a rule by its id. A kept verdict may name a rule that has since left its pack: it has no sentence then.
    pub(crate) fn of(pack: &str, id: &str) -> Self {
        let rule = pack::rules().iter().find(|rule| rule.id == id);
        let message = rule.map_or_else(Words::default, |rule| (&rule.message).into());
        Self { pack: pack.to_owned(), rule: id.to_owned(), message }
    }
}

/// A recorded signature on a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanSignOff)]
pub struct Signed {
    pub(crate) pack: String,
    pub(crate) rule: String,
    /// Who signed.
    pub(crate) who: String,
    pub(crate) at: At,
    /// The document signed.
    pub(crate) document: String,
    /// Why it was found acceptable.
    pub(crate) reason: String,
    /// From this moment on it no longer counts.
    pub(crate) expires_at: At,
}

impl From<&SignOff> for Signed {
    fn from(one: &SignOff) -> Self {
        let SignOff { pack, rule, who, at, document, reason, expires } = one.clone();
        Self { pack, rule, who, at: At(at.0), document, reason, expires_at: At(expires.0) }
    }
}

impl From<&Signed> for SignOff {
    fn from(one: &Signed) -> Self {
        let Signed { pack, rule, who, at, document, reason, expires_at } = one.clone();
        Self { pack, rule, who, at: Time(at.0), document, reason, expires: Time(expires_at.0) }
    }
}

/// Signatures from a file: a list in JSON, each with `pack`, `rule`, `who`, `document`, `reason` and `expires_at`. They count
/// from when they are used.
pub fn sign_offs(json: &str) -> Result<Vec<SignOff>, Refusal> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        pack: String,
        rule: String,
        who: String,
        document: String,
        reason: String,
        expires_at: At,
    }
    let given: Vec<Given> = serde_json::from_str(json).map_err(|error| {
        let (zh, en) = (format!("签字读不懂：{error}"), format!("signatures that cannot be read: {error}"));
        Refusal::unacceptable("sign_offs_bad", zh, en)
    })?;
    let read = |one: Given| {
        let Given { pack, rule, who, document, reason, expires_at } = one;
        SignOff { pack, rule, who, at: Time(i64::MIN), document, reason, expires: Time(expires_at.0) }
    };
    Ok(given.into_iter().map(read).collect())
}

/// A pack in the edition that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PackAsked)]
pub struct Asked {
    id: String,
    /// The day of its edition.
    as_of: String,
}

/// What is kept with a version: which packs were asked, what they found, who signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// When it was judged.
    pub(crate) judged_at: i64,
    /// The rule packs that were asked.
    pub packs: Vec<Asked>,
    /// What the rule packs say.
    pub findings: Vec<FindingView>,
    /// Who has signed for what.
    pub sign_offs: Vec<Signed>,
    /// Why it has not taken over though it was due; empty if nothing keeps it.
    pub held: Words,
}

impl Kept {
    /// The view of a stored row.
    pub fn of(judged: &Judged, source: &str, signed: &[SignOff], at: i64) -> Self {
        Self {
            judged_at: at,
            packs: judged.packs.clone(),
            findings: judged.findings.iter().map(|finding| FindingView::of(finding, source)).collect(),
            sign_offs: signed.iter().map(Signed::from).collect(),
            held: Words::default(),
        }
    }

    /// The signatures that are kept.
    pub fn signed(&self) -> Vec<SignOff> {
        self.sign_offs.iter().map(SignOff::from).collect()
    }
}

/// Refuses a plan that any pack refuses at `now`, and one with a warning that nobody has signed.
pub fn admit(judged: &Judged, signed: &[SignOff], now: i64) -> Result<(), Refusal> {
    let open = obstacles(&judged.findings, signed, Time(now));
    let named = |wanted: &dyn Fn(&&&Finding) -> bool| {
        let one = |finding: &&Finding| format!("{} {}", finding.pack, finding.rule.id);
        open.iter().filter(wanted).map(one).collect::<Vec<_>>().join(", ")
    };
    let refusing = named(&|finding| finding.refuses());
    if !refusing.is_empty() {
        return Err(Refusal::unacceptable(
            "plan_refused",
            format!("方案按规则包不予启用：{refusing}。请修改方案，或使用“一键修正”"),
            format!("the plan is refused under its rule packs: {refusing}; change it, or have it mended"),
        )
        .at("/source"));
    }
    let unsigned = named(&|_| true);
    if unsigned.is_empty() {
        return Ok(());
    }
    Err(Refusal::unacceptable(
        "sign_off_needed",
        format!("需要有人审查并签字，且签字在生效时仍有效：{unsigned}"),
        format!(
            "somebody has to review and sign, and the signature has to hold when it takes effect: {unsigned}"
        ),
    )
    .at("/sign_offs"))
}

/// What a plan is called: its title, or its id.
pub fn title(source: &str) -> Words {
    let (plan, _) = banyan_plan::parse::parse(source);
    plan.map_or_else(Words::default, |plan| {
        if plan.title.en.is_empty() { Text::same(plan.id).into() } else { plan.title.into() }
    })
}
