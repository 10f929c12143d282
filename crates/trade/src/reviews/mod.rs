//! Reviews: only from buyers, of what they have received, each line once; a promoter's carries that they are one.
//!
//! Members say which reviews are useful to them, and the shop answers each once. Nobody is paid for a review, and none can be taken away for what it thinks of a product: staff may hide one only for a
//! named reason that has nothing to do with that, it stays in the count, and the audit log keeps who did it.

mod desk;
pub mod http;
mod store;
mod view;

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::orders::lines_of;

/// What a buyer says of a line.
#[derive(Debug, Clone)]
pub struct Write {
    /// Who bought.
    pub buyer: i64,
    /// The order.
    pub order: i64,
    /// The line's number in its order.
    pub line: i64,
    /// 1 to 5.
    pub stars: i64,
    /// The text.
    pub text: String,
}

/// Why a review may be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// 含个人信息
    PersonalData,
    /// 违法或辱骂
    Unlawful,
    /// 广告或与商品无关
    OffTopic,
}

impl Fault {
    fn word(self) -> &'static str {
        match self {
            Self::PersonalData => "personal_data",
            Self::Unlawful => "unlawful",
            Self::OffTopic => "off_topic",
        }
    }
}

/// Writes a review; gives its id.
pub fn write(work: &mut Work<'_>, review: &Write) -> Result<i64, Refusal> {
    let Write { buyer, order, line, stars, text } = review;
    work.flush()?;
    let mut lines = lines_of(work.conn, vec![(*buyer, *order)])?;
    let found = lines.remove(order).into_iter().flatten().find(|found| found.line == *line);
    let found = found.ok_or_else(|| Refusal::not_found("订单行", "order line"))?;
    // The end of the refund window is set when the goods have arrived.
    if found.settles_at.is_none() {
        let (zh, en) = ("收到商品后才能评价", "a review can be written once the goods have arrived");
        return Err(Refusal::conflict("review_early", zh, en));
    }
    if store::find(work.conn, *buyer, *order, *line)?.is_some() {
        let (zh, en) = ("这件商品已经评价过", "this has been reviewed already");
        return Err(Refusal::conflict("review_done", zh, en));
    }
    let is_promoter = work.live().is_promoter(*buyer);
    let id = work.id();
    let row = store::ReviewRow {
        id,
        buyer: *buyer,
        order: *order,
        line: *line,
        product: found.product,
        stars: *stars,
        text: text.clone(),
        is_promoter,
        fault: None,
        useful: 0,
        answer: None,
        is_useful_to_reader: false,
        nickname: String::new(),
    };
    store::insert(work.conn, &row)?;
    Ok(id)
}

fn no_review() -> Refusal {
    Refusal::not_found("评价", "review")
}

/// Counts a member among those who found a review useful, or no longer. Writers do not vote for themselves, and what is hidden
/// cannot be found useful.
fn mark(work: &mut Work<'_>, member: i64, review: i64, is_useful: bool) -> Result<(), Refusal> {
    let (writer, is_hidden) = store::writer(work.conn, review)?.ok_or_else(no_review)?;
    if is_hidden {
        return Err(no_review());
    }
    if writer == member {
        let (zh, en) = ("不能给自己的评价点有用", "your own review cannot be marked as useful by you");
        return Err(Refusal::conflict("review_own", zh, en));
    }
    store::vote(work.conn, review, member, is_useful.then_some(work.now()))?;
    Ok(())
}

/// Keeps what the shop answers to a review.
fn answer(work: &mut Work<'_>, review: i64, text: &str) -> Result<(), Refusal> {
    store::writer(work.conn, review)?.ok_or_else(no_review)?;
    let id = work.id();
    if !store::answer(work.conn, review, id, text)? {
        let (zh, en) = ("这条评价已经回复过", "this review has been answered already");
        return Err(Refusal::conflict("review_answered", zh, en));
    }
    Ok(())
}
