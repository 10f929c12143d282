//! Members as the API shows them.

use banyan_api::http::{At, Id};
use banyan_plan::model::{Plan, RankNo};
use banyan_store::{Conn, DbError};
use serde::Serialize;
use utoipa::ToSchema;

use super::Consent;
use super::nicknames;
use super::store::desk::{InviterRow, Node};
use super::store::me::{MemberRow, RankRow};

/// A rank of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RankView {
    /// Its id in the plan.
    pub(crate) id: String,
    /// Its place: 1 is the lowest; 0 for an earlier rank that the plan in force does not have.
    pub(crate) number: i64,
    /// Its name in Chinese.
    pub(crate) zh: String,
    /// Its name in English.
    pub(crate) en: String,
}

/// A rank as it is named now; nothing for a plain customer.
pub fn rank_view(plan: &Plan, number: i64) -> Option<RankView> {
    let rank = RankNo::try_from(number).ok().and_then(|number| plan.rank(number))?;
    let (id, zh, en) = (rank.id.clone(), rank.title.zh.clone(), rank.title.en.clone());
    Some(RankView { id, number, zh, en })
}

/// The rank with an id: one that the plan in force does not have any more is called by its id.
fn rank_named(plan: &Plan, id: &str) -> Option<RankView> {
    let number = plan.rank_of(id).unwrap_or(0);
    let gone = || RankView { id: id.to_owned(), number: 0, zh: id.to_owned(), en: id.to_owned() };
    (!id.is_empty()).then(|| rank_view(plan, number.into()).unwrap_or_else(gone))
}

/// A member's own account, as the member sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeView {
    /// My id.
    pub(crate) id: Id,
    /// What others see.
    pub(crate) nickname: String,
    /// My phone number, masked.
    pub(crate) phone: Option<String>,
    /// My account name.
    pub(crate) account: Option<String>,
    /// My rank; nothing for a plain customer.
    pub(crate) rank: Option<RankView>,
    /// Since when I have (or first had) a rank.
    pub(crate) promoter_at: Option<At>,
    /// `active`, or `frozen` when staff has stopped me.
    pub(crate) state: &'static str,
    /// When I joined.
    pub(crate) joined_at: At,
    /// The nickname of whoever invited me.
    pub(crate) inviter: Option<String>,
    /// How many people I invited.
    pub(crate) invited: i64,
    /// The version of the terms that I agreed to.
    pub(crate) terms: String,
    /// The age in years that I said I have reached; 0 if I was not asked.
    pub(crate) of_age: u32,
}

/// Somebody whom I invited: their nickname and totals, nothing else; if they do not want that, only that there is somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// Their nickname; empty if they have left or is hidden.
    pub(crate) nickname: String,
    /// Whether they do not want me to see them: of their rank and totals nothing is told then.
    pub(crate) is_hidden: bool,
    /// When they joined.
    pub(crate) joined_at: At,
    /// The member's rank; nothing for a plain customer.
    pub(crate) rank: Option<RankView>,
    /// Orders that have earned me something: those that they sold, and those that they bought of me.
    pub(crate) orders: i64,
    /// What I have earned with them, pending or settled, less what refunds took back: minor units.
    pub(crate) earned: i64,
}

/// A change of rank.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RankChangeView {
    /// When.
    at: At,
    /// The rank from then on; nothing when it was taken.
    rank: Option<RankView>,
    /// The rank's id in the plan of that time.
    rank_id: String,
    /// `join`, `purchase`, `rule`, `review` or `hand`.
    how: String,
    /// Why, if by hand.
    reason: String,
}

/// A change of rank, as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskRankChange {
    #[serde(flatten)]
    change: RankChangeView,
    /// Who did it.
    actor: String,
}

impl RankChangeView {
    /// The view of a stored row.
    pub(crate) fn of(row: RankRow, plan: &Plan) -> Self {
        let RankRow { at, rank_id, how, reason, .. } = row;
        Self { at: At(at), rank: rank_named(plan, &rank_id), rank_id, how, reason }
    }
}

impl DeskRankChange {
    /// The view of a stored row.
    pub(crate) fn of(row: RankRow, plan: &Plan) -> Self {
        let actor = row.actor.clone();
        Self { change: RankChangeView::of(row, plan), actor }
    }
}

/// A member in a list of staff's.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskMember {
    pub(crate) id: Id,
    /// The member's nickname; empty if the member has left.
    pub(crate) nickname: String,
    /// The member's rank; nothing for a plain customer.
    pub(crate) rank: Option<RankView>,
    /// `active`, `frozen` or `erased`.
    pub(crate) state: &'static str,
    pub(crate) inviter: Option<Id>,
    /// The inviter's nickname; empty if they have left.
    pub(crate) inviter_name: Option<String>,
    /// How many people they invited.
    pub(crate) invited: i64,
    pub(crate) joined_at: At,
    pub(crate) promoter_at: Option<At>,
    /// The member's invitation code.
    pub(crate) code: String,
}

impl DeskMember {
    /// The view of a stored row.
    pub(crate) fn of(row: MemberRow, plan: &Plan) -> Self {
        Self {
            id: Id(row.id),
            rank: rank_view(plan, row.rank),
            state: row.state.word(),
            inviter: row.inviter.map(Id),
            inviter_name: None,
            invited: row.direct,
            joined_at: At(row.id),
            promoter_at: row.promoter_at.map(At),
            nickname: row.nickname,
            code: row.code,
        }
    }

    /// Some members with the names of their inviters.
    pub(crate) fn named(conn: &mut Conn, mut all: Vec<Self>) -> Result<Vec<Self>, DbError> {
        let ids = all.iter().filter_map(|one| one.inviter.map(|Id(id)| id)).collect();
        let names = nicknames(conn, ids)?;
        for one in &mut all {
            one.inviter_name = one.inviter.and_then(|Id(id)| names.get(&id).cloned());
        }
        Ok(all)
    }

    /// As they stood at a moment; their nickname and state are today's.
    pub(crate) fn then(node: Node, plan: &Plan) -> Self {
        let Node { member, inviter, rank_id } = node;
        let now = Self::of(MemberRow { inviter, ..member }, plan);
        match rank_id {
            Some(id) => Self { rank: rank_named(plan, &id), ..now },
            None => now,
        }
    }
}

/// Whose customer a member is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BindingView {
    pub(crate) promoter: Id,
    /// The member's nickname; empty if the member has left.
    pub(crate) promoter_name: String,
    pub(crate) since: At,
    /// Nothing if for good.
    pub(crate) until: Option<At>,
    /// `join` or `order`.
    pub(crate) how: String,
}

/// A change of inviter.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InviterChangeView {
    at: At,
    inviter: Option<Id>,
    inviter_name: Option<String>,
    /// The inviter before the change.
    before: Option<Id>,
    before_name: Option<String>,
    reason: String,
    actor: String,
}

impl InviterChangeView {
    /// Changes with the names of everybody concerned.
    pub(crate) fn all(conn: &mut Conn, rows: Vec<InviterRow>) -> Result<Vec<Self>, DbError> {
        let ids = rows.iter().flat_map(|row| row.inviter.into_iter().chain(row.before)).collect();
        let names = nicknames(conn, ids)?;
        let name = |id: Option<i64>| id.and_then(|id| names.get(&id).cloned());
        let view = |row: InviterRow| {
            let InviterRow { at, inviter, before, reason, actor } = row;
            Self {
                at: At(at),
                inviter: inviter.map(Id),
                inviter_name: name(inviter),
                before: before.map(Id),
                before_name: name(before),
                reason,
                actor,
            }
        };
        Ok(rows.into_iter().map(view).collect())
    }
}

/// A member with their history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberDetail {
    #[serde(flatten)]
    pub(crate) member: DeskMember,
    /// The member's phone number, masked.
    pub(crate) phone: Option<String>,
    /// What the system that they were brought over from called them; a phone number is masked.
    pub(crate) origin: Option<String>,
    /// Whether they have a password: who was brought over sets theirs by a code or a link.
    pub(crate) has_password: bool,
    /// Whose customer the member is.
    pub(crate) bound: Option<BindingView>,
    /// When the member first bought something.
    pub(crate) first_order: Option<Id>,
    /// The version of the terms that the member agreed to.
    pub(crate) terms: String,
    /// The age in years that the member said they have reached.
    pub(crate) of_age: u32,
    /// The member's last changes of rank, the newest first.
    pub(crate) ranks: Vec<DeskRankChange>,
    /// The member's last changes of inviter, the newest first.
    pub(crate) inviters: Vec<InviterChangeView>,
}

/// What they agreed to.
pub fn consent(row: &MemberRow) -> Consent {
    serde_json::from_str(&row.consent).unwrap_or_default()
}
