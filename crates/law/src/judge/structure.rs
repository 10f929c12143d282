//! The structural rules: what the plan itself says.

use banyan_plan::describe::{Levels, money, reward_name};
use banyan_plan::diagnostic::Span;
use banyan_plan::model::{RewardNo, To};
use banyan_plan::money::Rate;
use banyan_plan::words::Text;

use super::{Answer, Case, bad, found};
use crate::reading::{Entry, EntryKind, GateOf, Hand, Head, HeadKind, RankAsks, RankGate};

/// Own-sale commission beyond which STR-13 speaks, in millionths.
const DIRECT_SELLING_CAP: u64 = 300_000;
const HALF: u32 = 500_000;
/// A fee up to this, in minor units, may be the price of a kit at cost: the order of magnitude below which 16 CFR 436.8
/// leaves a franchise's required payments alone.
const KIT: i64 = 50_000;

impl Case<'_> {
    pub(super) fn structure(&self, id: &str) -> Option<Answer> {
        let (reading, facts) = (self.reading, &self.subject.shop.facts);
        Some(match id {
            "STR-01" => self.payments(),
            "STR-02" => self.entries(|entry| entry.kind.is_purchase()),
            "STR-03" => self.heads(),
            "STR-04" => self.ranks_by_heads(),
            "STR-05" => {
                self.gates(|gate| matches!(gate.of, GateOf::Promote(_)) && gate.asks != RankAsks::Heads)
            }
            "STR-06" => {
                self.gates(|gate| !matches!(gate.of, GateOf::Promote(_)) && gate.asks != RankAsks::Heads)
            }
            "STR-07" => self.levels(|levels| levels > Levels::To(1)),
            "STR-08" => self.levels(|levels| levels == Levels::To(1)),
            "STR-09" => self.chain(),
            "STR-10" => self.rewards(&reading.team),
            "STR-11" => self.rewards(&reading.placement),
            "STR-12" => self.margin(),
            "STR-13" => self.own_commission(),
            "STR-14" => self.retail(),
            "STR-15" => match (facts.end_user_share, facts.retail_reward_share) {
                (Some(sales), Some(rewards)) => bad(Some(sales < Rate(800_000) || rewards < Rate(666_667))),
                (Some(sales), None) if sales < Rate(800_000) => found(),
                (None, Some(rewards)) if rewards < Rate(666_667) => found(),
                _ => Answer::Needs(Vec::new()),
            },
            "STR-16" => bad(facts
                .stock
                .map(|stock| stock.members_buy && (stock.buyback_percent < 90 || stock.buyback_months < 12))),
            "STR-17" => {
                bad(facts.stock.map(|stock| stock.members_buy && (!stock.guarded || stock.overloaded > 0)))
            }
            "STR-18" => self.pyramid(),
            "STR-19" => self.progressive(),
            "STR-20" => self.endless_chain(),
            _ => return None,
        })
    }

    fn entries(&self, wanted: impl Fn(&Entry) -> bool) -> Answer {
        let found: Vec<&Entry> = self.reading.entries.iter().filter(|entry| wanted(entry)).collect();
        if found.is_empty() {
            return Answer::Nothing;
        }
        Answer::Found(
            found.iter().map(|entry| entry.span.clone()).collect(),
            found.iter().map(|entry| self.entry(entry)).collect(),
        )
    }

    /// Payments on joining. A fee of a kit's size that nobody is paid for is weighed by the pack.
    fn payments(&self) -> Answer {
        let answer = self.entries(|entry| entry.kind.is_payment());
        let fee = |entry: &Entry| match entry.kind {
            EntryKind::Fee(sum) | EntryKind::Deposit(sum) => Some(sum),
            EntryKind::Package(_)
            | EntryKind::Order(_)
            | EntryKind::PerhapsOrder(_)
            | EntryKind::EarningRank(_)
            | EntryKind::EarningRankPresumed => None,
        };
        let fees: Option<i64> = self.reading.entries.iter().map(fee).sum();
        match answer {
            Answer::Found(places, facts)
                if fees.is_some_and(|sum| sum <= KIT) && !self.reading.pays_introductions() =>
            {
                Answer::Kit(places, facts)
            }
            answer => answer,
        }
    }

    fn entry(&self, entry: &Entry) -> Text {
        let currency = self.subject.plan.currency;
        let amount = |sum| money(currency, sum);
        match entry.kind {
            EntryKind::Fee(sum) => Text::new(
                format!("加入费 {}。", amount(sum).zh),
                format!("Joining costs a fee of {}.", amount(sum).en),
            ),
            EntryKind::Deposit(sum) => Text::new(
                format!("押金 {}。", amount(sum).zh),
                format!("Joining takes a deposit of {}.", amount(sum).en),
            ),
            EntryKind::Package(sum) => Text::new(
                format!("须购买 {} 的礼包。", amount(sum).zh),
                format!("A pack of {} has to be bought.", amount(sum).en),
            ),
            EntryKind::Order(0) => {
                Text::new("须先购买任意商品。", "Something has to be bought first, whatever it is.")
            }
            EntryKind::Order(sum) => Text::new(
                format!("须先下一笔至少 {} 的订单。", amount(sum).zh),
                format!("An order of at least {} is needed first.", amount(sum).en),
            ),
            EntryKind::PerhapsOrder(sum) => Text::new(
                format!(
                    "一笔至少 {} 的订单会让人成为推广者；店铺说明不买也能免费注册之前，推定非买不可。",
                    amount(sum).zh
                ),
                format!(
                    "An order of at least {} makes a promoter; until the shop tells that people can sign up free without buying, it is presumed that they have to buy.",
                    amount(sum).en
                ),
            ),
            EntryKind::EarningRank(_) => Text::new(
                "真正能拿奖励的最低等级，靠购买就能得到。",
                "The lowest rank that is paid more than a token can be had by buying.",
            ),
            EntryKind::EarningRankPresumed => Text::new(
                "真正能拿奖励的最低等级要上课程或由人工授予；店铺说明不收钱之前，推定要花钱。",
                "The lowest rank that is paid more than a token comes with a course or by hand; until the shop tells that nothing is paid for it, it is presumed to be sold.",
            ),
        }
    }

    fn heads(&self) -> Answer {
        let heads: Vec<&Head> = self.reading.paid_heads().collect();
        if heads.is_empty() {
            return Answer::Nothing;
        }
        Answer::Found(
            heads.iter().map(|head| self.span(head.reward)).collect(),
            heads.iter().map(|head| self.head(head)).collect(),
        )
    }

    fn head(&self, head: &Head) -> Text {
        let name = self.name(head.reward);
        let (zh, en) = match head.kind {
            HeadKind::Join => ("有人加入时发放".to_owned(), "is paid when somebody joins".to_owned()),
            HeadKind::Promotion => (
                "有人升级时发放，不看成交".to_owned(),
                "is paid when somebody rises, not for sales".to_owned(),
            ),
            HeadKind::First => (
                "为下面的人首次成交或新人首单而发，不随之后的成交增减".to_owned(),
                "is paid for the first sale of somebody below or a newcomer's first order, whatever is sold later"
                    .to_owned(),
            ),
            HeadKind::Bring(count) => {
                (format!("每带来 {count} 个才发放"), format!("is paid for bringing every {count}"))
            }
            HeadKind::Count => (
                "周期结束时，下面每个有成交的人都值同样的钱".to_owned(),
                "is the same at each close for everybody below who has sold anything".to_owned(),
            ),
            HeadKind::Salary => (
                "每期发一笔定额给某等级，而这个等级看的是人数或单数，不看成交额".to_owned(),
                "is a sum at each close for a rank that a number of people or orders gives, whatever they come to"
                    .to_owned(),
            ),
        };
        Text::new(format!("“{}”{zh}。", name.zh), format!("“{}” {en}.", name.en))
    }

    /// Conditions of one kind. What a plan's own orders only help to fill is a warning at most.
    fn gates(&self, wanted: impl Fn(&RankGate) -> bool) -> Answer {
        let gates: Vec<&RankGate> = self.reading.gates.iter().filter(|gate| wanted(gate)).collect();
        let is_decided = |gate: &&&RankGate| gate.asks != RankAsks::SharedVolume;
        let decided: Vec<&RankGate> = gates.iter().filter(is_decided).copied().collect();
        let found = if decided.is_empty() { &gates } else { &decided };
        if found.is_empty() {
            return Answer::Nothing;
        }
        let mut facts: Vec<Text> = Vec::new();
        for gate in found {
            let fact = self.gate_fact(gate);
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        let places = found.iter().map(|gate| gate.span.clone()).collect();
        if decided.is_empty() { Answer::Warned(places, facts) } else { Answer::Found(places, facts) }
    }

    fn gate_fact(&self, gate: &RankGate) -> Text {
        let title =
            |rank: u8| self.subject.plan.rank(rank).map(|rank| rank.title.clone()).unwrap_or_default();
        let of = match gate.of {
            GateOf::Promote(rank) => {
                let title = title(rank);
                Text::new(format!("升到“{}”", title.zh), format!("Promotion to “{}”", title.en))
            }
            GateOf::Keep(rank) => {
                let title = title(rank);
                Text::new(format!("保住“{}”", title.zh), format!("Keeping “{}”", title.en))
            }
            GateOf::Paid(reward) => {
                let name = self.name(reward);
                Text::new(format!("拿到“{}”", name.zh), format!("Being paid “{}”", name.en))
            }
        };
        let (zh, en) = match gate.asks {
            RankAsks::Heads => ("看人数", "counts people"),
            RankAsks::Purchase => ("要本人购买或充值", "asks for the member's own purchases or money"),
            RankAsks::OwnVolume => (
                "看本人业绩，而本人自己买的也算（self_purchase），买够就行",
                "counts own sales, and own purchases are among them (self_purchase): buying is enough",
            ),
            RankAsks::SharedVolume => (
                "看的业绩里也算本人自己买的；店铺要能证明业绩来自别人的购买",
                "counts sales in which own orders are included; the shop has to be able to show that others fill them",
            ),
            RankAsks::Course => (
                "要通过一门课程；店铺说明课程不收钱之前，推定是卖的",
                "asks for a course, which is presumed to be sold until the shop tells that it is free",
            ),
            RankAsks::Hand => (
                "由人工授予，方案没说凭什么；店铺说明不出售之前，推定可以买到",
                "is decided by hand, the plan does not say on what; until the shop tells that it is not for sale, it is presumed to be",
            ),
        };
        Text::new(format!("{}{zh}。", of.zh), format!("{} {en}.", of.en))
    }

    fn ranks_by_heads(&self) -> Answer {
        let written = self.gates(|gate| gate.asks == RankAsks::Heads);
        let counts = self.subject.shop.settings.manual_ranks_count_heads;
        if matches!(written, Answer::Found(..)) || self.reading.hands.is_empty() || counts == Some(false) {
            return written;
        }
        let presumed = |hand: &&Hand| hand.decides_heads || counts == Some(true);
        let places: Vec<Span> =
            self.reading.hands.iter().filter(presumed).map(|hand| hand.span.clone()).collect();
        if places.is_empty() {
            return Answer::Needs(Vec::new());
        }
        let fact = Text::new(
            "等级由人工授予，而它决定谁拿人头奖，推定为看人数。",
            "The rank is given by hand and decides who is paid per head: it is presumed to count people.",
        );
        Answer::Found(places, vec![fact])
    }

    /// Levels by who is paid.
    fn levels(&self, wanted: impl Fn(Levels) -> bool) -> Answer {
        if !wanted(self.reading.levels()) {
            return Answer::Nothing;
        }
        let above = self.reading.above.iter().filter(|one| one.of_sales && !one.excepted);
        let (places, facts) = above
            .filter(|one| wanted(one.farthest))
            .map(|one| {
                let name = self.name(one.reward);
                let levels = match one.farthest {
                    Levels::NoEnd => Text::new("任意一层，没有终点", "any level, without end"),
                    _ => Text::new(format!("第 {} 层", one.farthest), format!("level {}", one.farthest)),
                };
                let fact = Text::new(
                    format!("“{}”付到买的推广者之上{}。", name.zh, levels.zh),
                    format!("“{}” reaches {} above the promoter who buys or sells.", name.en, levels.en),
                );
                (self.to_span(one.reward), fact)
            })
            .unzip();
        Answer::Found(places, facts)
    }

    /// Levels by the chain of relationships.
    fn chain(&self) -> Answer {
        let above: Vec<_> = self.reading.above.iter().filter(|one| !one.excepted).collect();
        let short = self.subject.shop.settings.max_chain.is_some_and(|most| most < 3);
        if above.is_empty() || short {
            return Answer::Nothing;
        }
        let mut facts = Vec::new();
        if let Some(depth) = self.subject.shop.facts.live_tree_depth {
            facts.push(Text::new(
                format!("目前最深的关系链有 {depth} 层。"),
                format!("The deepest live chain has {depth} levels."),
            ));
        }
        Answer::Found(above.iter().map(|one| self.to_span(one.reward)).collect(), facts)
    }

    fn rewards(&self, rewards: &[RewardNo]) -> Answer {
        if rewards.is_empty() {
            return Answer::Nothing;
        }
        let fact = |no: &RewardNo| {
            let name = self.name(*no);
            let (zh, en) = match self.subject.plan.reward(*no).to {
                To::Differential => ("是级差", "is a differential"),
                To::Peer(_) => ("是平级奖", "pays peers"),
                To::Pool(..) => ("是领导分红", "is a leaders' pool"),
                To::Pairing => ("是双轨对碰", "pays pairs of a binary tree"),
                _ => (
                    "按整个团队的成交付给某等级的人，直到脱离",
                    "pays a rank on its whole team's sales, until somebody breaks away",
                ),
            };
            Text::new(format!("“{}”{zh}。", name.zh), format!("“{}” {en}.", name.en))
        };
        Answer::Found(
            rewards.iter().map(|no| self.to_span(*no)).collect(),
            rewards.iter().map(fact).collect(),
        )
    }

    fn margin(&self) -> Answer {
        let facts = &self.subject.shop.facts;
        let plan = self.subject.plan;
        let limit = u64::from(plan.payout_limit.0);
        // Beyond the limit entries are cut; fixed sums can fill it up on a cheap product.
        let worst = self.subject.worst_case.map_or(limit, |worst| {
            if worst.unbounded.is_some() || worst.fixed > 0 { limit } else { worst.rate.min(limit) }
        });
        let worst = worst + facts.points_and_tax.map_or(0, |share| u64::from(share.0));
        let share = Rate(u32::try_from(worst).unwrap_or(u32::MAX)).percent();
        match facts.smallest_margin {
            Some(margin) if worst > u64::from(margin.0) => Answer::Found(
                vec![plan.limit_span.clone()],
                vec![Text::new(
                    format!("最坏情况 {share}，最低毛利 {}。", margin.percent()),
                    format!("Worst case {share}, smallest margin {}.", margin.percent()),
                )],
            ),
            Some(_) => Answer::Nothing,
            None => Answer::Needs(vec![Text::new(
                format!("本方案最坏情况下付出 {share}。"),
                format!("In the worst case this plan pays {share}."),
            )]),
        }
    }

    fn own_commission(&self) -> Answer {
        let most = self.reading.own_commission;
        if most <= DIRECT_SELLING_CAP {
            return Answer::Nothing;
        }
        let share = Rate(u32::try_from(most).unwrap_or(u32::MAX)).percent();
        let sellers = self.subject.plan.rewards.iter().filter(|one| one.to == To::Seller);
        let fact = Text::new(
            format!("卖家自己成交最多得 {share}。"),
            format!("The seller gets up to {share} of their own sale."),
        );
        Answer::Found(sellers.map(|one| one.span.clone()).take(1).collect(), vec![fact])
    }

    fn retail(&self) -> Answer {
        match self.subject.shop.facts.retail_share {
            Some(share) if share.0 > HALF => Answer::Nothing,
            Some(share) => Answer::Found(
                Vec::new(),
                vec![Text::new(
                    format!("非参与者收入占 {}。", share.percent()),
                    format!("{} of the revenue comes from non-participants.", share.percent()),
                )],
            ),
            None if self.subject.plan.sale.retail_tracking => Answer::Needs(Vec::new()),
            None => Answer::Found(
                vec![self.subject.plan.sale_span.clone()],
                vec![Text::new("没有单独统计对外零售。", "Retail sales are not tracked.")],
            ),
        }
    }

    /// Consideration, pay for introductions, and the link between the two: without any of them there is no pyramid.
    fn pyramid(&self) -> Answer {
        let reading = self.reading;
        let facts = &self.subject.shop.facts;
        if !reading.asks_consideration() {
            return Answer::Nothing;
        }
        let linked = match facts.contribution_share {
            Some(share) if share.0 > HALF => Some(true),
            Some(_) => return Answer::Nothing,
            None => reading.contributions_can_pay,
        };
        let paid = reading.pays_introductions();
        match (facts.introduction_share, linked) {
            (Some(share), _) if share.0 <= HALF => Answer::Nothing,
            (Some(_), Some(_)) => self.introductions(),
            (None, Some(_)) if paid => self.introductions(),
            (None, _) if !paid && reading.above.is_empty() => Answer::Nothing,
            (Some(_) | None, None) => Answer::Needs(vec![Text::new(
                "按方案里的数字，新人交的钱不够付介绍他们的报酬；报酬若来自别处，就缺少 C-515/12 第 33 段要的联系。",
                "On the plan's own figures newcomers' contributions cannot pay for introducing them; if the pay comes from elsewhere, the link of C-515/12 ¶33 is missing.",
            )]),
            (None, Some(_)) => Answer::Needs(Vec::new()),
        }
    }

    /// What was given to take part, and who is paid for whom.
    fn introductions(&self) -> Answer {
        let (mut places, mut facts) = (Vec::new(), Vec::new());
        let gates = [self.entries(|_| true), self.gates(|gate| gate.asks.is_bought()), self.heads()];
        for answer in gates {
            if let Answer::Found(more, why) = answer {
                places.extend(more);
                facts.extend(why);
            }
        }
        Answer::Found(places, facts)
    }

    /// Those who buy in order to join are sold the hope of selling the same; "bring three" promises it without joining.
    fn progressive(&self) -> Answer {
        let reading = self.reading;
        let pays_sellers = self.subject.plan.rewards.iter().any(|one| one.to != To::Buyer);
        let joins = reading.joins_by_purchase() && pays_sellers;
        let pays_to_join = reading.asks_consideration()
            && reading.pays_introductions()
            && reading.contributions_can_pay.is_some();
        let brings = reading.paid_heads().any(|head| {
            matches!(head.kind, HeadKind::Bring(_))
                && self.subject.plan.reward(head.reward).on != banyan_plan::model::On::Join
        });
        if joins || pays_to_join || brings { self.introductions() } else { Answer::Nothing }
    }

    fn endless_chain(&self) -> Answer {
        let reading = self.reading;
        let pays_sellers = self.subject.plan.rewards.iter().any(|one| one.to != To::Buyer);
        let introduces = reading.pays_introductions()
            || !reading.above.is_empty()
            || (reading.joins_by_purchase() && pays_sellers);
        if reading.asks_consideration() && introduces { self.introductions() } else { Answer::Nothing }
    }

    pub(super) fn span(&self, no: RewardNo) -> Span {
        self.subject.plan.reward(no).span.clone()
    }

    pub(super) fn to_span(&self, no: RewardNo) -> Span {
        self.subject.plan.reward(no).to_span.clone()
    }

    pub(super) fn name(&self, no: RewardNo) -> Text {
        let name = reward_name(self.subject.plan, no);
        Text::new(name.zh.replace('`', ""), name.en.replace('`', ""))
    }
}
