//! The ladder of ranks: where a promoter stands, and what is missing for the next one.

use banyan_api::http::Words;
use banyan_base::refusal::Refusal;
use banyan_core::engine::EngineState;
use banyan_people::members::{RankView, rank_view};
use banyan_plan::describe;
use banyan_plan::model::{Condition, Conditions, Measure, Plan, RankNo};
use banyan_plan::time::Time;
use serde::Serialize;
use utoipa::ToSchema;

/// Where a promoter stands on the ladder.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LadderView {
    /// The member's rank; nothing for a plain customer.
    rank: Option<RankView>,
    /// Every rank, the lowest first.
    steps: Vec<StepView>,
}

/// One rank of the ladder.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LadderStep)]
pub(super) struct StepView {
    rank: RankView,
    /// Whether the member has it now.
    is_mine: bool,
    /// How it is reached; nothing if it comes with joining or is given by hand.
    promote: Option<SetView>,
    /// What has to hold at the close of each month to keep it.
    keep: Option<SetView>,
}

/// Conditions of which all, or any one, must hold.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LadderSet)]
pub(super) struct SetView {
    /// All of them, or any one.
    all: bool,
    conditions: Vec<ConditionView>,
}

/// One condition, and how far the member is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LadderCondition)]
pub(super) struct ConditionView {
    /// `direct_invites`, `team_size`, `direct_customers`, `own_sales`, `team_sales`, `lesser_legs`, `own_orders`, `legs`, `held`, `course`,
    /// `own_purchases`, `package`, `top_up`.
    measure: &'static str,
    /// The condition as a clause.
    text: Words,
    /// What the member has by now: people, orders, branches, or minor units.
    has: i64,
    /// What it asks for.
    needs: i64,
    /// Whether these are amounts of money.
    is_money: bool,
    is_met: bool,
}

/// Where a member stands at `now`.
pub(super) fn ladder(live: &EngineState, member: i64, now: Time) -> Result<LadderView, Refusal> {
    let program = live.program();
    let plan = program.plan();
    let mine = live.rank_of(member)?;
    let set = |set: &Conditions| -> Result<SetView, Refusal> {
        let conditions =
            set.list.iter().map(|one| condition(live, plan, one, (member, now))).collect::<Result<_, _>>()?;
        Ok(SetView { all: set.all, conditions })
    };
    let mut steps = Vec::new();
    for number in 1..=plan.ranks.len() as RankNo {
        let (Some(rank), Some(view)) = (plan.rank(number), rank_view(plan, number.into())) else { continue };
        steps.push(StepView {
            rank: view,
            is_mine: i64::from(number) == mine,
            promote: rank.promote.as_ref().map(set).transpose()?,
            keep: rank.keep.as_ref().map(set).transpose()?,
        });
    }
    Ok(LadderView { rank: rank_view(plan, mine), steps })
}

fn condition(
    live: &EngineState,
    plan: &Plan,
    condition: &Condition,
    (member, now): (i64, Time),
) -> Result<ConditionView, Refusal> {
    let (has, needs) = live.progress(condition, member, now)?;
    let measure = &condition.measure;
    Ok(ConditionView {
        measure: word(measure),
        text: describe::condition(plan, condition).into(),
        has,
        needs,
        is_money: matches!(
            measure,
            Measure::OwnSales(_)
                | Measure::TeamSales(_)
                | Measure::LimitedTeamSales(..)
                | Measure::LesserLegs(_)
                | Measure::OwnPurchases(_)
                | Measure::TopUp(_)
        ),
        is_met: has >= needs,
    })
}

/// The plan language's word.
fn word(measure: &Measure) -> &'static str {
    match measure {
        Measure::DirectInvites(_) => "direct_invites",
        Measure::TeamSize(_) => "team_size",
        Measure::DirectCustomers(_) => "direct_customers",
        Measure::OwnSales(_) => "own_sales",
        Measure::TeamSales(_) | Measure::LimitedTeamSales(..) => "team_sales",
        Measure::LesserLegs(_) => "lesser_legs",
        Measure::OwnOrders(_) => "own_orders",
        Measure::Legs(..) | Measure::ActiveLegs(..) => "legs",
        Measure::Held(..) => "held",
        Measure::Course(_) => "course",
        Measure::OwnPurchases(_) => "own_purchases",
        Measure::Package(_) => "package",
        Measure::TopUp(_) => "top_up",
    }
}
