//! Plans as the API shows them.

use banyan_api::http::{At, Words};
use banyan_plan::check::{Report, WorstCase};
use banyan_plan::describe::{Section, describe};
use banyan_plan::diagnostic::Diagnostic;
use serde::Serialize;
use utoipa::ToSchema;

use super::judge::{Asked, FindingView, Judged, RuleView, Signed, title};
use super::lost::LostRank;
use super::store::Full;
use super::volumes::LackingView;

/// A version of the plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanVersion)]
pub(super) struct VersionView {
    pub(super) version: i64,
    pub(super) title: Words,
    /// `active`: in force; `past`: was in force; `waiting`: published, not due yet; `held`: due, but something keeps it;
    /// `cancelled`.
    state: &'static str,
    published_at: At,
    /// When it took over, or is to.
    effective_at: At,
    /// Who published it: a log-in name; empty for the plan that the shop began with.
    by: String,
    /// When it was judged last.
    judged_at: At,
    packs: Vec<Asked>,
    findings: Vec<FindingView>,
    sign_offs: Vec<Signed>,
    /// Why it is held.
    held: Option<Words>,
}

impl VersionView {
    /// `in_force` is the version that is.
    pub(super) fn of(full: Full, in_force: i64) -> Self {
        let Full { version, published_at, active_from, held_at, cancelled_at, by, kept } = full;
        let state = match (active_from, cancelled_at, held_at) {
            (Some(_), ..) if version.no == in_force => "active",
            (Some(_), ..) => "past",
            (_, Some(_), _) => "cancelled",
            (_, _, Some(_)) => "held",
            _ => "waiting",
        };
        Self {
            title: title(&version.source),
            state,
            version: version.no,
            published_at: At(published_at),
            effective_at: At(active_from.unwrap_or(version.effective_at)),
            by,
            judged_at: At(kept.judged_at),
            packs: kept.packs,
            findings: kept.findings,
            sign_offs: kept.sign_offs,
            held: held_at.map(|_| kept.held),
        }
    }
}

/// A version with its text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanVersionWhole)]
pub(super) struct WholeView {
    #[serde(flatten)]
    pub(super) version: VersionView,
    /// The plan file.
    pub(super) source: String,
    /// The whole plan in plain words.
    pub(super) describes: Vec<SectionView>,
}

/// A part of a plan in plain words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanSection)]
pub(super) struct SectionView {
    title: Words,
    sentences: Vec<Words>,
}

impl From<Section> for SectionView {
    fn from(section: Section) -> Self {
        let sentences = section.sentences.into_iter().map(Words::from).collect();
        Self { title: section.title.into(), sentences }
    }
}

/// A plan that comes with the program.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReadyPlan)]
pub(super) struct ReadyView {
    pub(super) id: &'static str,
    pub(super) title: Words,
    pub(super) currency: String,
    pub(super) source: &'static str,
    /// Rules of the shop's packs that refuse it; none if it may be published.
    pub(super) refused_by: Vec<RuleView>,
    /// Rules that ask for a signature.
    pub(super) to_sign: Vec<RuleView>,
    /// The rule packs that were asked.
    pub(super) packs: Vec<Asked>,
}

/// What checking a plan says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanChecked)]
pub(super) struct CheckedView {
    /// Whether the plan has no error. Whether it may be published is for the findings to say.
    is_ok: bool,
    title: Words,
    /// The most that a line pays out, of its amount; nothing while the plan has an error.
    worst_case: Option<WorstCaseView>,
    diagnostics: Vec<DiagnosticView>,
    /// The rule packs that were asked.
    packs: Vec<Asked>,
    /// What the rule packs find.
    findings: Vec<FindingView>,
    /// The whole plan in plain words; empty if it cannot be understood.
    describes: Vec<SectionView>,
    /// Its ranks, the lowest first.
    ranks: Vec<RankView>,
    /// Ranks that it lacks and for which prices or coupons are set: under this plan these apply to nobody.
    lost_ranks: Vec<LostRank>,
    /// Its volumes that not all products on sale name.
    volumes: Vec<LackingView>,
}

/// A rank of a plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanRank)]
struct RankView {
    id: String,
    title: Words,
}

/// The worst that can happen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanWorstCase)]
struct WorstCaseView {
    /// Of a line's amount, in millionths.
    rate: u64,
    /// Beside it, in minor units.
    fixed: i64,
    /// What the plan pays of a line's amount at most, in millionths.
    limit: u32,
    /// Whether the limit would ever have to cut.
    is_over: bool,
    /// Whether this is the maximum; otherwise it is an upper bound.
    is_exact: bool,
    /// Whether nothing but the limit bounds it.
    is_unbounded: bool,
    /// How it comes about.
    at: Words,
}

impl WorstCaseView {
    fn of(worst: &WorstCase) -> Self {
        Self {
            rate: worst.rate,
            fixed: worst.fixed,
            limit: worst.limit.0,
            is_over: worst.is_over(),
            is_exact: worst.exact,
            is_unbounded: worst.unbounded.is_some(),
            at: (&worst.at).into(),
        }
    }
}

/// One thing that is wrong with a plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanDiagnostic)]
struct DiagnosticView {
    /// `error` or `warning`.
    severity: &'static str,
    message: Words,
    /// What to write instead; may be empty.
    help: Words,
    /// From 1; columns in characters.
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl DiagnosticView {
    fn of(one: &Diagnostic, source: &str) -> Self {
        let (line, column) = one.position(source);
        let end = Diagnostic { span: one.span.end..one.span.end, ..one.clone() };
        let (end_line, end_column) = end.position(source);
        Self {
            severity: one.severity.code(),
            message: (&one.message).into(),
            help: (&one.help).into(),
            line,
            column,
            end_line,
            end_column,
        }
    }
}

impl CheckedView {
    pub(super) fn of(
        found: &Judged,
        source: &str,
        (lost_ranks, volumes): (Vec<LostRank>, Vec<LackingView>),
    ) -> Self {
        let Report { plan, worst_case, diagnostics } = &found.report;
        let ranks = plan.iter().flat_map(|plan| &plan.ranks);
        Self {
            is_ok: found.report.is_ok(),
            title: title(source),
            worst_case: worst_case.as_ref().map(WorstCaseView::of),
            diagnostics: diagnostics.iter().map(|one| DiagnosticView::of(one, source)).collect(),
            packs: found.packs.clone(),
            findings: found.findings.iter().map(|one| FindingView::of(one, source)).collect(),
            describes: plan.as_ref().map(sections).unwrap_or_default(),
            ranks: ranks.map(|rank| RankView { id: rank.id.clone(), title: (&rank.title).into() }).collect(),
            lost_ranks,
            volumes,
        }
    }
}

/// A plan in plain words.
pub(super) fn sections(plan: &banyan_plan::model::Plan) -> Vec<SectionView> {
    describe(plan).into_iter().map(SectionView::from).collect()
}
