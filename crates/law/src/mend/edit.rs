//! Edits of a plan's text that keep its comments and format.

use crate::reading::COUPONS_A_MONTH;
use banyan_plan::model::{Base, Conditions, Measure, Pay, Plan, Rates, RewardNo, To};
use banyan_plan::money::{Minor, Rate};
use banyan_plan::words::Text;
use toml_edit::{DocumentMut, Item, Table, Value, value};

/// A plan's text under change.
pub(super) struct Editor<'a> {
    document: DocumentMut,
    plan: &'a Plan,
    removed: Vec<RewardNo>,
    changes: Vec<Text>,
}

impl<'a> Editor<'a> {
    pub(super) fn new(text: &str, plan: &'a Plan) -> Option<Self> {
        let document = text.parse().ok()?;
        Some(Self { document, plan, removed: Vec::new(), changes: Vec::new() })
    }

    /// The new text and what was changed; `None` if nothing was.
    pub(super) fn done(mut self, before: &str) -> Option<(String, Vec<Text>)> {
        self.take_out();
        let text = self.document.to_string();
        (text != before).then_some((text, self.changes))
    }

    fn say(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        let change = Text::new(zh, en);
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    fn table(&mut self, name: &str) -> Option<&mut Table> {
        self.document.entry(name).or_insert_with(toml_edit::table).as_table_mut()
    }

    fn reward(&mut self, no: RewardNo) -> Option<&mut Table> {
        self.document.get_mut("reward")?.as_array_of_tables_mut()?.get_mut(usize::from(no))
    }

    pub(super) fn rank(&mut self, at: usize) -> Option<&mut Table> {
        self.document.get_mut("rank")?.as_array_of_tables_mut()?.get_mut(at)
    }

    /// Nothing is paid or bought on joining.
    pub(super) fn join_free(&mut self) {
        let Some(join) = self.table("join") else { return };
        let mut said = Vec::new();
        for (key, zh, en) in [("fee", "加入费", "the fee"), ("deposit", "押金", "the deposit")] {
            let zero =
                |item: &Item| item.as_str().is_some_and(|text| text.trim_matches(['0', '.']).is_empty());
            if join.get(key).is_some_and(|item| !zero(item)) {
                set(join, key, "0.00");
                said.push((format!("去掉{zh}"), format!("{en} is gone")));
            }
        }
        for (key, zh, en) in [("package", "礼包", "the pack"), ("purchase", "购买条件", "the purchase")]
        {
            if join.remove(key).is_some() {
                said.push((format!("加入不再要{zh}"), format!("joining no longer asks for {en}")));
            }
        }
        if join.get("how").and_then(Item::as_str) == Some("purchase") {
            set(join, "how", "open");
            said.push(("任何人都可免费加入".to_owned(), "anybody may join free".to_owned()));
        }
        for (zh, en) in said {
            self.say(zh, en);
        }
    }

    /// What a promoter buys themselves is their own sale, so that nobody above them is the seller of it.
    pub(super) fn own_orders_are_own(&mut self) {
        if let Some(sale) = self.table("sale") {
            set(sale, "self_purchase", "seller");
        }
        self.say(
            "推广者自己买的算自己的成交，不再算上级的",
            "a promoter's own purchase is their own sale, no longer the upline's",
        );
    }

    /// Being paid asks for no sales of one's own.
    pub(super) fn no_activity(&mut self, no: RewardNo) {
        let reward = self.plan.reward(no);
        let (id, wanted) = (reward.id.clone(), reward.filters.payee_active.clone());
        let is_sales = |wanted: Conditions| {
            wanted.list.iter().all(|one| matches!(one.measure, Measure::OwnSales(_) | Measure::OwnOrders(_)))
        };
        let gone = self.reward(no).and_then(|table| table.remove("payee_active"));
        if gone.is_some() && !wanted.is_some_and(is_sales) {
            self.say(
                format!("拿奖励 `{id}` 不再要求 `payee_active` 里的条件"),
                format!("reward `{id}` no longer asks for what `payee_active` says"),
            );
        } else if gone.is_some() {
            self.say(
                format!("拿奖励 `{id}` 不再要求本人业绩"),
                format!("reward `{id}` no longer asks for sales of one's own"),
            );
        }
    }

    /// No cap depends on what its payee has bought.
    pub(super) fn no_bought_caps(&mut self, no: RewardNo) {
        let id = self.plan.reward(no).id.clone();
        let own = self.plan.reward(no).cap.is_some_and(|cap| cap.most.is_bought());
        if own && self.reward(no).and_then(|table| table.remove("cap")).is_some() {
            self.say(
                format!("奖励 `{id}` 不再以购买金额的倍数封顶"),
                format!("reward `{id}` is no longer capped by a multiple of purchases"),
            );
        }
        let caps = self.document.get_mut("cap").and_then(Item::as_array_of_tables_mut);
        let before = caps.as_ref().map_or(0, |caps| caps.len());
        let left = caps.map_or(0, |caps| {
            caps.retain(|cap| !cap.contains_key("times"));
            caps.len()
        });
        if left < before {
            self.say(
                "去掉以购买金额的倍数计算的合计上限",
                "caps over several rewards that are a multiple of purchases are gone",
            );
        }
    }

    /// Takes a reward out, with those that are a share of it.
    pub(super) fn remove(&mut self, no: RewardNo) {
        if self.removed.contains(&no) {
            return;
        }
        self.removed.push(no);
        for (other, reward) in self.plan.rewards.iter().enumerate() {
            let follows = matches!(reward.pay, Pay::Share(_, Base::Reward(of)) if of == no)
                || reward.to == To::Peer(no);
            if follows {
                self.remove(other as RewardNo);
            }
        }
    }

    fn take_out(&mut self) {
        self.removed.sort_unstable();
        let everything = self.removed.len() == self.plan.rewards.len();
        for no in std::mem::take(&mut self.removed).into_iter().rev() {
            let id = self.plan.reward(no).id.clone();
            if everything && no == 0 {
                self.seller_only(no);
                self.say(format!("奖励 `{id}` 改为付给卖家"), format!("reward `{id}` goes to the seller"));
                continue;
            }
            if let Some(rewards) = self.document.get_mut("reward").and_then(Item::as_array_of_tables_mut) {
                rewards.remove(usize::from(no));
            }
            self.say(format!("去掉奖励 `{id}`"), format!("reward `{id}` is gone"));
        }
    }

    /// A plan pays somebody: its first reward then goes to the seller.
    fn seller_only(&mut self, no: RewardNo) {
        let rate = first_rate(self.plan, no);
        let Some(table) = self.reward(no) else { return };
        let keys = [
            "payee_rank",
            "seller_rank",
            "payee_active",
            "distance",
            "compress",
            "first_order",
            "category",
            "rates",
            "amount",
            "coupon",
            "points",
            "of",
            "period",
            "by",
            "every",
            "cap",
        ];
        for key in keys {
            table.remove(key);
        }
        set(table, "on", "sale");
        set(table, "to", "seller");
        set(table, "rate", &rate);
    }

    pub(super) fn first_level_only(&mut self, no: RewardNo) {
        let id = self.plan.reward(no).id.clone();
        let per_level = matches!(self.plan.reward(no).pay, Pay::Share(Rates::PerLevel(_), _));
        let rate = first_rate(self.plan, no);
        let Some(table) = self.reward(no) else { return };
        let mut level = toml_edit::InlineTable::new();
        level.insert("upline", 1.into());
        replace(table, "to", Value::InlineTable(level));
        table.remove("compress");
        if per_level {
            table.remove("rates");
            set(table, "rate", &rate);
        }
        self.say(
            format!("奖励 `{id}` 只付卖家之上一层"),
            format!("reward `{id}` pays one level above the seller only"),
        );
    }

    /// The one coupon that rules except: for the direct inviter, after the first settled sale, capped at ten a month.
    pub(super) fn coupon_after_first_sale(&mut self, no: RewardNo, face: Minor) {
        let id = self.plan.reward(no).id.clone();
        let Some(table) = self.reward(no) else { return };
        set(table, "on", "first_sale");
        table.remove("first_order");
        self.put_cap(no, face);
        self.say(
            format!("奖励 `{id}` 的券等对方首单结算后才发，并按月封顶"),
            format!("the coupon `{id}` waits for the first settled sale, and is capped by the month"),
        );
    }

    pub(super) fn cap_coupon(&mut self, no: RewardNo, face: Minor) {
        let id = self.plan.reward(no).id.clone();
        self.put_cap(no, face);
        self.say(format!("奖励 `{id}` 的券按月封顶"), format!("the coupon `{id}` is capped by the month"));
    }

    fn put_cap(&mut self, no: RewardNo, face: Minor) {
        let amount = self.plan.currency.text(i128::from(face * COUPONS_A_MONTH));
        let Some(table) = self.reward(no) else { return };
        let mut cap = toml_edit::InlineTable::new();
        cap.insert("per", "month".into());
        cap.insert("amount", amount.into());
        table.insert("cap", value(cap));
    }

    pub(super) fn on_first_sale(&mut self, no: RewardNo) {
        let id = self.plan.reward(no).id.clone();
        if let Some(table) = self.reward(no) {
            set(table, "on", "first_sale");
        }
        self.say(
            format!("奖励 `{id}` 改在本人首笔成交结算后发"),
            format!("reward `{id}` waits for the payee's own first settled sale"),
        );
    }

    /// What a rank asks for; `None` takes the condition out.
    pub(super) fn conditions(&mut self, at: usize, key: &str, written: Option<Value>) {
        let id = self.plan.ranks.get(at).map(|rank| rank.id.clone()).unwrap_or_default();
        let Some(rank) = self.rank(at) else { return };
        if let Some(written) = written {
            let text = written.to_string();
            let text = text.trim();
            let (zh, en) =
                (format!("等级 `{id}` 的 {key} 改为 {text}"), format!("rank `{id}`: {key} = {text}"));
            replace(rank, key, written);
            self.say(zh, en);
        } else {
            rank.remove(key);
            self.say(format!("等级 `{id}` 去掉 {key}"), format!("rank `{id}`: {key} is gone"));
        }
    }

    pub(super) fn track_retail(&mut self) {
        if let Some(sale) = self.table("sale") {
            replace(sale, "retail_tracking", true.into());
        }
        self.say("单独统计对外零售", "retail sales are tracked");
    }

    pub(super) fn release_after(&mut self, days: u32) {
        if let Some(sale) = self.table("sale") {
            set(sale, "release_after", &format!("{days}d"));
        }
        self.say(
            format!("收货 {days} 天后才放款"),
            format!("rewards are released {days} days after receipt"),
        );
    }

    pub(super) fn limit(&mut self, rate: Rate) {
        if let Some(limits) = self.table("limits") {
            set(limits, "payout", &rate.percent());
        }
        let percent = rate.percent();
        self.say(format!("奖励上限降到 {percent}"), format!("the payout limit is {percent}"));
    }
}

fn first_rate(plan: &Plan, no: RewardNo) -> String {
    match &plan.reward(no).pay {
        Pay::Share(Rates::One(rate), _) => rate.percent(),
        Pay::Share(Rates::PerLevel(rates), _) => rates.first().copied().unwrap_or_default().percent(),
        Pay::Share(Rates::PerRank(rates), _) => rates.iter().max().copied().unwrap_or_default().percent(),
        Pay::Share(Rates::Table(ranks), _) => {
            ranks.iter().flatten().max().copied().unwrap_or_default().percent()
        }
        Pay::Share(Rates::Brackets(brackets), _) => {
            brackets.list.iter().map(|(_, rate)| *rate).max().unwrap_or_default().percent()
        }
        // Our choice: a modest part of their own sale.
        Pay::Amount(_) | Pay::Amounts(_) | Pay::Coupon(_) | Pay::Points(_) => "10%".to_owned(),
        Pay::Share(..) => "product".to_owned(),
    }
}

fn set(table: &mut Table, key: &str, text: &str) {
    replace(table, key, text.into());
}

/// Puts a value where another one was, with the comment that stood beside it.
fn replace(table: &mut Table, key: &str, new: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(key, Item::Value(new));
        }
    }
}
