//! Combinations of words that have no meaning together.

use crate::diagnostic::Diagnostic;
use crate::model::{Along, Base, Measure, On, Pay, Plan, Rates, Reward, RewardNo, To};
use crate::words::Text;

/// Adds a diagnostic for each combination without a meaning.
pub(super) fn check(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let before = diagnostics.len();
    for (no, reward) in plan.rewards.iter().enumerate() {
        let found = [
            place(reward),
            event(reward),
            amount(plan, reward),
            floor(reward),
            of_line(reward),
            filters(reward),
            placement(plan, reward),
        ];
        diagnostics.extend(found.into_iter().flatten());
        diagnostics.extend(reference(plan, no as RewardNo, reward));
        diagnostics.extend(idle(reward));
    }
    diagnostics.extend(unreviewed(plan));
    if diagnostics.len() == before {
        unmeasured(plan, diagnostics);
    }
}

fn error(reward: &Reward, zh: &str, en: &str, help_zh: &str, help_en: &str) -> Option<Diagnostic> {
    error_at(reward, &[], (zh, en), (help_zh, help_en))
}

/// Something is wrong with one of these keys: the first that is written; `to` where none is.
#[allow(clippy::unnecessary_wraps, reason = "every caller answers with an option")]
fn error_at(
    reward: &Reward,
    keys: &[&str],
    (zh, en): (&str, &str),
    (help_zh, help_en): (&str, &str),
) -> Option<Diagnostic> {
    let id = &reward.id;
    let message = Text::new(format!("奖励 `{id}`：{zh}"), format!("reward `{id}`: {en}"));
    let span = keys.iter().find_map(|key| reward.key_spans.get(*key));
    Some(Diagnostic::error(span.unwrap_or(&reward.to_span), message, Text::new(help_zh, help_en)))
}

/// Whom can this event pay at all?
fn place(reward: &Reward) -> Option<Diagnostic> {
    let on_close = matches!(reward.on, On::Period(_));
    match reward.to {
        To::Pool(..) | To::Pairing if !on_close => error(
            reward,
            "奖金池和双轨只在周期结束时支付",
            "pools and pairs are paid at the close of a period",
            "写 `on = \"period\"` 和 `period = \"month\"`",
            "write `on = \"period\"` and `period = \"month\"`",
        ),
        To::Buyer if reward.on != On::Sale => error(
            reward,
            "这里没有买家",
            "there is no buyer here",
            "`\"buyer\"` 只用于 `on = \"sale\"`",
            "`\"buyer\"` belongs to `on = \"sale\"`",
        ),
        _ => None,
    }
}

/// Is there anything of which a rate could be taken?
fn event(reward: &Reward) -> Option<Diagnostic> {
    let Pay::Share(rates, base) = &reward.pay else { return None };
    let own_base = !matches!(base, Base::Reward(_));
    match reward.on {
        On::Join | On::Promotion if own_base => error_at(
            reward,
            &["rate", "rates"],
            (
                "没有成交，就没有可以按比例计算的金额",
                "nothing is sold here, so there is nothing to take a rate of",
            ),
            ("写 `amount`、`coupon` 或 `points`", "write `amount`, `coupon` or `points`"),
        ),
        On::Join | On::Promotion | On::Period(_) if *rates == Rates::Product => error_at(
            reward,
            &["rate"],
            ("商品自己的比例只在单笔成交时存在", "a product's own rate exists on a sale only"),
            ("写一个比例，如 `rate = \"5%\"`", "write a rate such as `rate = \"5%\"`"),
        ),
        _ => None,
    }
}

/// Does the way of paying fit the payees?
fn amount(plan: &Plan, reward: &Reward) -> Option<Diagnostic> {
    match (reward.to, &reward.pay) {
        (To::Differential, Pay::Share(Rates::PerRank(_), _)) => None,
        (_, Pay::Share(Rates::Brackets(_), _)) if !matches!(reward.on, On::Period(_)) => error_at(
            reward,
            &["rates"],
            ("按成交额分档的比例在周期结束时计算", "brackets are for the close of a period"),
            (
                "写 `on = \"period\"` 和 `period = \"month\"`",
                "write `on = \"period\"` and `period = \"month\"`",
            ),
        ),
        (_, Pay::Share(Rates::Brackets(brackets), base)) if brackets.marginal && !plan.counts_in(*base) => {
            error_at(
                reward,
                &["of", "rates"],
                (
                    "`marginal` 逐档计算的就是所计的销售额",
                    "`marginal` brackets are of that in which sales are counted",
                ),
                (
                    "写 `of = \"amount\"`，或 `[volumes]` 里 `count` 的那一种",
                    "write `of = \"amount\"`, or the volume that `count` in `[volumes]` names",
                ),
            )
        }
        (To::Differential, Pay::Share(Rates::Brackets(_), _)) => None,
        (To::Pairing, Pay::Amount(_) | Pay::Amounts(_))
            if reward.pair.unit.is_some() || !reward.pair.steps.is_empty() =>
        {
            None
        }
        (To::Differential, _) => error(
            reward,
            "级差需要每个等级的比例",
            "a differential needs a rate for each rank",
            "写 `rates = { 等级 = \"16%\", … }`",
            "write `rates = { RANK = \"16%\", … }`",
        ),
        (To::Peer(_), Pay::Share(Rates::One(_), _))
        | (To::Pairing, Pay::Share(Rates::One(_) | Rates::PerRank(_), Base::Amount)) => None,
        (To::Pairing, Pay::Amount(_) | Pay::Amounts(_)) => error_at(
            reward,
            &["amount", "amounts"],
            (
                "固定金额按对付：要写一对是多少",
                "a fixed amount is for each pair, so it must say what a pair is",
            ),
            ("写 `pair = { unit = \"100.00\" }`", "write `pair = { unit = \"100.00\" }`"),
        ),
        (To::Peer(_) | To::Pairing, _) => {
            error(reward, "需要一个比例", "needs one rate", "写 `rate = \"10%\"`", "write `rate = \"10%\"`")
        }
        (
            To::Pool(..),
            Pay::Share(Rates::One(_), Base::Amount | Base::Profit | Base::Volume(_)) | Pay::Amount(_),
        ) => None,
        (To::Pool(..), _) => error(
            reward,
            "奖金池是全店成交额的一个比例，或一笔固定金额",
            "a pool is a rate of the whole shop's settled amount, or a fixed amount",
            "写 `rate = \"2%\"` 和 `of = \"amount\"`",
            "write `rate = \"2%\"` and `of = \"amount\"`",
        ),
        _ => None,
    }
}

/// The least that a differential pays.
fn floor(reward: &Reward) -> Option<Diagnostic> {
    reward.floor?;
    let by_rank = matches!(reward.pay, Pay::Share(Rates::PerRank(_), _));
    if reward.to == To::Differential && by_rank {
        return None;
    }
    error_at(
        reward,
        &["floor"],
        (
            "`floor` 是级差的最低比例，级差按等级写比例",
            "`floor` is the least that a differential with rates by rank pays",
        ),
        (
            "写 `to = \"differential\"` 和 `rates = { 等级 = \"16%\", … }`",
            "write `to = \"differential\"` and `rates = { RANK = \"16%\", … }`",
        ),
    )
}

/// What only a single line has.
fn of_line(reward: &Reward) -> Option<Diagnostic> {
    let filters = &reward.filters;
    let on_line = matches!(reward.on, On::Sale | On::FirstSale);
    if !on_line && (!filters.categories.is_empty() || filters.first_order.is_some()) {
        return error_at(
            reward,
            &["category", "first_order"],
            ("`category` 和 `first_order` 只用于单笔成交", "`category` and `first_order` belong to a sale"),
            ("去掉它们，或写 `on = \"sale\"`", "leave them out, or write `on = \"sale\"`"),
        );
    }
    if !on_line && filters.line_amount.is_some() {
        return error_at(
            reward,
            &["line_amount"],
            ("`line_amount` 只用于单笔成交", "`line_amount` belongs to a sale"),
            ("去掉它，或写 `on = \"sale\"`", "leave it out, or write `on = \"sale\"`"),
        );
    }
    if !on_line && (filters.line_quantity.is_some() || filters.buyer_months.is_some() || reward.per_piece) {
        return error_at(
            reward,
            &["line_quantity", "buyer_months", "per"],
            (
                "`line_quantity`、`buyer_months` 和 `per` 只用于单笔成交",
                "`line_quantity`, `buyer_months` and `per` belong to a sale",
            ),
            ("去掉它们，或写 `on = \"sale\"`", "leave them out, or write `on = \"sale\"`"),
        );
    }
    if reward.per_piece && matches!(reward.pay, Pay::Share(..)) {
        return error_at(
            reward,
            &["per"],
            (
                "按比例的奖励本来就随件数增加，`per = \"piece\"` 只用于固定金额",
                "a rate grows with the pieces anyway: `per = \"piece\"` is for fixed amounts",
            ),
            ("去掉 `per`，或写 `amount`", "leave out `per`, or write an `amount`"),
        );
    }
    None
}

fn filters(reward: &Reward) -> Option<Diagnostic> {
    let filters = &reward.filters;
    if !reward.is_money() && reward.cap.is_some_and(|cap| cap.most.is_bought()) {
        return error_at(
            reward,
            &["cap"],
            ("积分不能以购买金额的倍数封顶", "points are not capped by a multiple of purchases"),
            ("写 `amount`", "write an `amount`"),
        );
    }
    let walks = matches!(reward.to, To::Upline(..) | To::Nearest(_) | To::Generation(..) | To::Differential);
    if filters.recruit.is_some() && !walks && !matches!(reward.to, To::Peer(_)) {
        return error_at(
            reward,
            &["recruit"],
            (
                "`recruit` 只用于付给上级的奖励",
                "`recruit` belongs to rewards that are paid to somebody above",
            ),
            (
                "用于 `upline`、`nearest`、`generation`、`\"differential\"`、`peer`",
                "it goes with `upline`, `nearest`, `generation`, `\"differential\"` and `peer`",
            ),
        );
    }
    if !walks && (reward.until.is_some() || reward.payees.is_some()) {
        return error_at(
            reward,
            &["until", "payees"],
            (
                "`until` 和 `payees` 只用于逐级往上付的奖励",
                "`until` and `payees` belong to rewards that go up level by level",
            ),
            (
                "用于 `upline`、`nearest`、`generation`、`\"differential\"`",
                "they go with `upline`, `nearest`, `generation` and `\"differential\"`",
            ),
        );
    }
    let chainless = matches!(reward.to, To::Pool(..) | To::Pairing);
    if chainless && (filters.distance.is_some() || filters.seller_rank.is_some()) {
        return error_at(
            reward,
            &["distance", "seller_rank"],
            ("这里没有卖家，也没有层级", "there is no seller and no distance here"),
            ("去掉 `distance` 和 `seller_rank`", "leave out `distance` and `seller_rank`"),
        );
    }
    None
}

/// What follows the placement tree, and how wide that is.
fn placement(plan: &Plan, reward: &Reward) -> Option<Diagnostic> {
    if reward.to == To::Pairing && plan.width != 2 {
        return error(
            reward,
            "对碰的安置树只有左右两区",
            "pairs are made of two legs",
            "在 `[placement]` 写 `width = 2`",
            "write `width = 2` in `[placement]`",
        );
    }
    if reward.along != Along::Placement {
        return None;
    }
    let walks = matches!(reward.to, To::Upline(..) | To::Nearest(_) | To::Generation(..) | To::Differential);
    if !walks || reward.filters.recruit.is_some() {
        return error_at(
            reward,
            &["along"],
            (
                "`along = \"placement\"` 只用于逐级往上付的奖励，不与 `recruit` 同用",
                "`along = \"placement\"` belongs to rewards that go up level by level, and not beside `recruit`",
            ),
            (
                "用于 `upline`、`nearest`、`generation`、`\"differential\"`",
                "it goes with `upline`, `nearest`, `generation` and `\"differential\"`",
            ),
        );
    }
    None
}

/// Where a reward refers to another one: it must be paid before, on the same event, and in money.
fn reference(plan: &Plan, no: RewardNo, reward: &Reward) -> Option<Diagnostic> {
    let Pay::Share(_, Base::Reward(of)) = reward.pay else { return None };
    let target = plan.reward(of);
    let (id, other) = (&reward.id, &target.id);
    if let Some(cycle) = cycle(plan, no) {
        let path = cycle.iter().map(|no| plan.reward(*no).id.as_str()).collect::<Vec<_>>().join(" → ");
        let message = Text::new(format!("`of` 形成循环：{path}"), format!("`of` goes in a circle: {path}"));
        return Some(Diagnostic::error(
            &reward.span,
            message,
            Text::new(
                "其中一个要以 `amount` 或 `profit` 为基数",
                "let one of them be of `amount` or `profit`",
            ),
        ));
    }
    if of >= no {
        let message = Text::new(
            format!("`{id}` 以 `{other}` 为基数，而 `{other}` 写在它后面"),
            format!("`{id}` is a share of `{other}`, which comes after it"),
        );
        let help = Text::new(
            format!("奖励按文件中的顺序计算：把 `{other}` 移到 `{id}` 前面"),
            format!("rewards are evaluated in the order of the file: move `{other}` above `{id}`"),
        );
        return Some(Diagnostic::error(&reward.span, message, help));
    }
    if target.on != reward.on {
        return error_at(
            reward,
            &["of"],
            (
                &format!("`{other}` 在另一种事件时支付，两者不会相遇"),
                &format!("`{other}` is paid on another event, so the two never meet"),
            ),
            ("两个奖励的 `on` 要相同", "give both the same `on`"),
        );
    }
    if target.along == Along::Placement && matches!(reward.to, To::Peer(_)) {
        return error_at(
            reward,
            &[],
            (
                &format!("`{other}` 沿安置树往上付，平级只沿邀请关系找"),
                &format!("`{other}` goes up the placement tree, and peers are sought along the inviters"),
            ),
            ("以沿邀请关系支付的奖励为准", "let it be the peer of a reward that goes up the inviters"),
        );
    }
    let at_close = matches!(target.to, To::Pool(..) | To::Pairing);
    let goes_up =
        matches!(reward.to, To::Upline(..) | To::Nearest(_) | To::Generation(..) | To::Differential);
    let of_a_share = follows_close(plan, of);
    if (at_close && !goes_up) || of_a_share || !target.is_money() {
        return error_at(
            reward,
            &["of"],
            (&format!("不能以 `{other}` 为基数"), &format!("nothing can be a share of `{other}`")),
            (
                "奖金池和双轨只能给往上逐级付的奖励作基数；积分，以及以它们为基数的奖励，不能作基数",
                "of a pool or of pairs only a reward that goes up level by level can be a share; points, and shares of pools and pairs, are no base",
            ),
        );
    }
    None
}

/// Whether a reward is a share of a pool or of pairs.
fn follows_close(plan: &Plan, no: RewardNo) -> bool {
    match plan.reward(no).pay {
        Pay::Share(_, Base::Reward(of)) => matches!(plan.reward(of).to, To::Pool(..) | To::Pairing),
        _ => false,
    }
}

/// The circle that a reward's `of` leads into, if it comes back to the reward itself.
fn cycle(plan: &Plan, start: RewardNo) -> Option<Vec<RewardNo>> {
    let mut path = vec![start];
    let mut at = start;
    while let Pay::Share(_, Base::Reward(of)) = plan.reward(at).pay {
        path.push(of);
        if of == start {
            return Some(path);
        }
        if path[..path.len() - 1].contains(&of) {
            return None;
        }
        at = of;
    }
    None
}

/// Words that change nothing where they stand.
fn idle(reward: &Reward) -> Option<Diagnostic> {
    if !reward.compress {
        return None;
    }
    let id = &reward.id;
    let why = match reward.to {
        To::Seller | To::Buyer | To::Pool(..) | To::Pairing => {
            Text::new("这里没有可以越过的人", "there is nobody to pass over here")
        }
        _ => return None,
    };
    let message = Text::new(
        format!("奖励 `{id}`：`compress` 在这里不起作用"),
        format!("reward `{id}`: `compress` changes nothing here"),
    );
    Some(Diagnostic::warning(reward.key_spans.get("compress").unwrap_or(&reward.span), message, why))
}

/// Ranks after a review, where nothing is reviewed.
fn unreviewed(plan: &Plan) -> Option<Diagnostic> {
    let is_idle = plan.closes_after_review
        && (plan.ranks.iter().all(|rank| rank.keep.is_none())
            || !plan.rewards.iter().any(|reward| matches!(reward.on, On::Period(_))));
    is_idle.then(|| {
        Diagnostic::warning(
            &plan.ranks.first().map_or(0..0, |rank| rank.span.clone()),
            Text::new(
                "`close_ranks = \"after_review\"` 在这里不起作用",
                "`close_ranks = \"after_review\"` changes nothing here",
            ),
            Text::new(
                "要有写了 `keep` 的等级，也要有周期奖励",
                "it takes a rank with `keep` and a reward on a period",
            ),
        )
    })
}

/// Conditions on things that order files do not tell.
fn unmeasured(plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    for condition in plan.conditions() {
        let what = match &condition.measure {
            Measure::Course(_) => "course",
            Measure::TopUp(_) => "top_up",
            _ => continue,
        };
        let message = Text::new(
            format!("`{what}` 不在会员和订单文件里：`settle` 视为没有达到"),
            format!("`{what}` is not in the member and order files: `settle` takes it as not reached"),
        );
        let help = Text::new(
            "店铺系统里由平台记录；批量结算时用 `--ranks` 写明等级变化",
            "the shop records it; for a batch, give the rank changes with `--ranks`",
        );
        diagnostics.push(Diagnostic::warning(&condition.span, message, help));
    }
}
