//! A promoter's people and links.

use banyan_api::http::{At, Page};
use banyan_base::refusal::Refusal;
use banyan_plan::model::Plan;
use banyan_store::Conn;

use super::consents;
use super::store::me::MemberRow;
use super::store::people as sql;
use super::views::{PersonView, rank_view};

/// Those whom a member invited, with totals: a page of the `left` who came first, the newest of them first.
pub(crate) fn people(
    conn: &mut Conn,
    plan: &Plan,
    member: i64,
    left: i64,
    limit: i64,
) -> Result<Page<PersonView>, Refusal> {
    // Counted from the first who came, a place stays what it is when somebody joins.
    let all = sql::count_invited(conn, member)?;
    let left = left.min(all);
    let rows = sql::invited(conn, member, all - left, limit.min(left))?;
    let totals = sql::earned_with(conn, member, rows.iter().map(|row| row.id).collect())?;
    let hidden = consents::hidden(conn, rows.iter().map(|row| row.id).collect())?;
    let view = |MemberRow { id, nickname, rank, .. }| {
        let joined_at = At(id);
        if hidden.contains(&id) {
            return PersonView {
                nickname: String::new(),
                is_hidden: true,
                joined_at,
                rank: None,
                orders: 0,
                earned: 0,
            };
        }
        let (orders, earned) = totals.get(&id).copied().unwrap_or_default();
        PersonView { nickname, is_hidden: false, joined_at, rank: rank_view(plan, rank), orders, earned }
    };
    let next = Some(left - limit).filter(|next| *next > 0).map(|next| next.to_string());
    Ok(Page { items: rows.into_iter().map(view).collect(), next })
}
