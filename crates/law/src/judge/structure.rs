//! The structural rules: what the plan itself says.

use banyan_plan::describe::{Levels, money, reward_name};
use banyan_plan::diagnostic::Span;
use banyan_plan::model::{RewardNo, To};
use banyan_plan::money::Rate;
use banyan_plan::words::Text;

use super::{Answer, Case, bad, found};
use crate::reading::{Entry, EntryKind, Head, HeadKind, RankAsks};

/// Own-sale commission beyond which STR-13 speaks, in millionths.
const DIRECT_SELLING_CAP: u64 = 300_000;
const HALF: u32 = 500_000;

impl Case<'_> {
    pub(super) fn structure(&self, id: &str) -> Answer {
        let (reading, facts) = (self.reading, &self.subject.shop.facts);
        match id {
            "STR-01" => self.entries(|entry| entry.kind.is_payment()),
            "STR-02" => self.purchase_gate(),
            "STR-03" => self.heads(),
            "STR-04" => self.ranks_by_heads(),
            "STR-05" => self.ranks(RankAsks::Purchase, Some(false)),
            "STR-06" => self.ranks(RankAsks::Purchase, Some(true)),
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
            _ => Answer::Nothing,
        }
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
            EntryKind::EarningRank(_) => Text::new(
                "能拿奖励的最低等级要靠购买得到。",
                "The lowest rank that is paid anything has to be bought.",
            ),
        }
    }

    fn purchase_gate(&self) -> Answer {
        match self.entries(|entry| entry.kind.is_purchase()) {
            Answer::Nothing if self.reading.optional_purchase.is_some() => {
                super::good(self.subject.shop.settings.free_sign_up)
            }
            answer => answer,
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
                "下面的人首次成交时定额发放".to_owned(),
                "is a fixed sum for the first sale of somebody below".to_owned(),
            ),
            HeadKind::Bring(count) => {
                (format!("每带来 {count} 个才发放"), format!("is paid for bringing every {count}"))
            }
        };
        Text::new(format!("“{}”{zh}。", name.zh), format!("“{}” {en}.", name.en))
    }

    fn ranks(&self, asks: RankAsks, keep: Option<bool>) -> Answer {
        let gates = self.reading.ranks.iter();
        let found: Vec<_> =
            gates.filter(|gate| gate.asks == asks && keep.is_none_or(|keep| gate.keep == keep)).collect();
        if found.is_empty() {
            return Answer::Nothing;
        }
        let mut facts: Vec<Text> = Vec::new();
        for gate in &found {
            let fact = self.rank_fact(gate.rank, asks, gate.keep);
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        Answer::Found(found.iter().map(|gate| gate.span.clone()).collect(), facts)
    }

    fn rank_fact(&self, rank: u8, asks: RankAsks, keep: bool) -> Text {
        let title = self.subject.plan.rank(rank).map(|rank| rank.title.clone()).unwrap_or_default();
        let (zh, en) = match asks {
            RankAsks::Heads => ("看人数", "counts people"),
            RankAsks::Purchase => ("要本人购买或充值", "asks for her own purchases or money"),
        };
        if keep {
            Text::new(format!("保住“{}”{zh}。", title.zh), format!("Keeping “{}” {en}.", title.en))
        } else {
            Text::new(format!("升到“{}”{zh}。", title.zh), format!("Promotion to “{}” {en}.", title.en))
        }
    }

    fn ranks_by_heads(&self) -> Answer {
        let written = self.ranks(RankAsks::Heads, None);
        let counts = self.subject.shop.settings.manual_ranks_count_heads;
        if matches!(written, Answer::Found(..)) || self.reading.manual.is_empty() || counts == Some(false) {
            return written;
        }
        let presumed = |(_, decides): &&(Span, bool)| *decides || counts == Some(true);
        let places: Vec<Span> =
            self.reading.manual.iter().filter(presumed).map(|(span, _)| span.clone()).collect();
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
                    format!("“{}”付到卖家之上{}。", name.zh, levels.zh),
                    format!("“{}” reaches {} above the seller.", name.en, levels.en),
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
            if worst.unbounded || worst.fixed > 0 { limit } else { worst.rate.min(limit) }
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
            format!("The seller gets up to {share} of her own sale."),
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

    fn pyramid(&self) -> Answer {
        let reading = self.reading;
        if !reading.asks_consideration() {
            return Answer::Nothing;
        }
        let paid = reading.pays_introductions();
        match self.subject.shop.facts.introduction_share {
            Some(share) if share.0 <= HALF => Answer::Nothing,
            Some(_) => self.introductions(),
            None if paid => self.introductions(),
            None if reading.above.is_empty() => Answer::Nothing,
            None => Answer::Needs(Vec::new()),
        }
    }

    /// What was given to take part, and who is paid for whom.
    fn introductions(&self) -> Answer {
        let (mut places, mut facts) = (Vec::new(), Vec::new());
        let gates = [self.entries(|_| true), self.ranks(RankAsks::Purchase, None), self.heads()];
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
        let pays_to_join = reading.asks_consideration() && reading.pays_introductions();
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
