//! The routes of a plan that ten answers write.

use banyan_api::access::Permission;
use banyan_api::http::{App, Json, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_plan::draft::{Draft, QUESTIONS};
use banyan_plan::words::{Lang, Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest answer, in characters.
const LONGEST: usize = 1000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(questions, answered))
}

/// One of the questions from which a plan is written.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanQuestion)]
struct QuestionView {
    /// What the answer is about: `id`, `currency`, `join`, `ranks`, `rise`, `seller`, `upline`, `difference`, `pool` or
    /// `payout`.
    key: &'static str,
    text: Words,
    /// What an empty answer stands for; empty if the plan then goes without.
    otherwise: &'static str,
}

/// The questions from which a first plan is written, in the order in which they are asked.
#[utoipa::path(get, path = "/staff/plans/draft", tag = "staff: plans",
    responses((status = 200, body = Vec<QuestionView>)))]
async fn questions(staff: Staff) -> Result<axum::Json<Vec<QuestionView>>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let view = |question: &banyan_plan::draft::Question| QuestionView {
        key: question.key,
        text: Words::from(&question.text()),
        otherwise: question.otherwise,
    };
    Ok(axum::Json(QUESTIONS.iter().map(view).collect()))
}

/// Answers to the first questions, in their order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanAnswers)]
struct AnswersBody {
    /// Each at most 1,000 characters; an empty one stands for the question's own. Questions without an answer count as
    /// answered by an empty one.
    #[schema(max_items = 10)]
    answers: Vec<String>,
    /// In which language the comments of the plan are.
    lang: DraftLang,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanDraftLang)]
enum DraftLang {
    Zh,
    En,
}

/// The plan that the answers write.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanDraft)]
struct DraftView {
    /// The plan as TOML, from the answers before the first that cannot be used; later questions count as not answered.
    source: String,
    /// The first answer that cannot be used.
    wrong: Option<WrongAnswerView>,
}

/// An answer that cannot be used.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanAnswerWrong)]
struct WrongAnswerView {
    /// The question's key.
    key: &'static str,
    /// What was expected.
    expected: Words,
}

/// Writes a first plan from answers. Nothing is kept.
#[utoipa::path(post, path = "/staff/plans/draft", tag = "staff: plans", request_body = AnswersBody,
    responses((status = 200, body = DraftView)))]
async fn answered(staff: Staff, Json(body): Json<AnswersBody>) -> Result<axum::Json<DraftView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let most = QUESTIONS.len();
    if body.answers.len() > most {
        let (zh, en) = (format!("最多回答 {most} 个问题"), format!("there are {most} questions to answer"));
        return Err(Refusal::unacceptable("answers_many", zh, en).at("/answers"));
    }
    let mut draft = Draft::default();
    let mut wrong = None;
    for answer in &body.answers {
        let Some(question) = draft.next() else { break };
        let known = if answer.chars().count() <= LONGEST { draft.answer(answer) } else { Err(too_long()) };
        if let Err(expected) = known {
            wrong = Some(WrongAnswerView { key: question.key, expected: Words::from(&expected) });
            break;
        }
    }
    let lang = match body.lang {
        DraftLang::Zh => Lang::Zh,
        DraftLang::En => Lang::En,
    };
    Ok(axum::Json(DraftView { source: draft.write(lang), wrong }))
}

fn too_long() -> Text {
    Text::new(format!("最多 {LONGEST} 个字符"), format!("at most {LONGEST} characters"))
}
