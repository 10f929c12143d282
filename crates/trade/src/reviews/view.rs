//! What both readers and staff see of a review.

use banyan_api::http::At;
use serde::Serialize;
use utoipa::ToSchema;

/// What the shop answers to a review.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnswerView {
    at: At,
    text: String,
}

impl AnswerView {
    pub(super) fn of(answer: Option<(i64, String)>) -> Option<Self> {
        answer.map(|(id, text)| Self { at: At(id), text })
    }
}
