//! Whether what one line pays depends on other lines.

use super::{Measure, On, Pay, Per, Plan, Rates};
use crate::words::Text;

impl Plan {
    /// Why lines of this plan cannot be settled apart from one another: the first word by which what one line pays depends on
    /// other lines. `None` if none does; then it depends only on who stands where, with which rank, at the line's moment.
    pub fn ties_lines(&self) -> Option<Text> {
        if self.join.purchase.is_some() {
            return Some(Text::new("`[join]`：购买使人成为推广者", "`[join]`: a purchase makes a promoter"));
        }
        if let Some(caps) = self.caps.first() {
            let first = caps.rewards.first().map_or("", |no| self.reward(*no).id.as_str());
            return Some(Text::new(
                format!("`[[cap]]`：`{first}` 等奖励合计封顶"),
                format!("`[[cap]]`: `{first}` and others have a cap together"),
            ));
        }
        self.tied_reward().or_else(|| self.tied_rank())
    }

    fn tied_reward(&self) -> Option<Text> {
        for reward in &self.rewards {
            let over_time =
                matches!(&reward.pay, Pay::Share(Rates::Brackets(brackets), _) if brackets.within.is_some());
            let why = match reward.on {
                On::FirstSale => ("只在首单结算时付", "it is paid on a first sale"),
                On::Period(_) => ("按周期付", "it is paid at the close of a period"),
                _ if reward.every > 1 => ("`every`：隔几次付一次", "`every`: it is paid now and then"),
                _ if reward.cap.is_some_and(|cap| cap.per != Per::Line || cap.most.is_bought()) => {
                    ("`cap`：一段时间内封顶", "`cap`: it has a cap over time")
                }
                _ if reward.filters.first_order.is_some() => {
                    ("`first_order`：看是不是首单", "`first_order`: it asks for a first order")
                }
                _ if over_time => ("比例看以往的成交", "its rates look back at sales"),
                _ => continue,
            };
            let id = &reward.id;
            return Some(Text::new(format!("奖励 `{id}` {}", why.0), format!("reward `{id}`: {}", why.1)));
        }
        let active = self.rewards.iter().find(|reward| {
            let conditions = reward.filters.payee_active.iter().flat_map(|active| &active.list);
            conditions.into_iter().any(|condition| counts_lines(&condition.measure))
        });
        active.map(|reward| {
            Text::new(
                format!("奖励 `{}` 的 `payee_active` 看成交", reward.id),
                format!("reward `{}`: its `payee_active` counts sales", reward.id),
            )
        })
    }

    fn tied_rank(&self) -> Option<Text> {
        let rank = self.ranks.iter().find(|rank| {
            let conditions = rank.promote.iter().chain(&rank.keep).flat_map(|conditions| &conditions.list);
            conditions.into_iter().any(|condition| counts_lines(&condition.measure))
        })?;
        Some(Text::new(
            format!("等级 `{}` 的条件看成交", rank.id),
            format!("rank `{}`: its conditions count sales", rank.id),
        ))
    }
}

/// Whether settled lines count for a measure.
fn counts_lines(measure: &Measure) -> bool {
    match measure {
        Measure::DirectCustomers(_)
        | Measure::OwnSales(_)
        | Measure::TeamSales(_)
        | Measure::LimitedTeamSales(..)
        | Measure::LesserLegs(_)
        | Measure::OwnOrders(_)
        | Measure::ActiveLegs(..)
        | Measure::OwnPurchases(_)
        | Measure::Package(_) => true,
        Measure::DirectInvites(_)
        | Measure::TeamSize(_)
        | Measure::Legs(..)
        | Measure::Held(..)
        | Measure::Course(_)
        | Measure::TopUp(_) => false,
    }
}
