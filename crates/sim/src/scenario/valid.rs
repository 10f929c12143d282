//! Which figures a scenario may hold.

use super::{MAX_DAYS, Scenario, ScenarioError};

impl Scenario {
    /// Whether every figure lies in its range.
    ///
    /// # Errors
    /// The first figure that does not, with the range.
    pub fn check(&self) -> Result<(), ScenarioError> {
        self.check_people()?;
        self.check_buying()?;
        for (name, share) in self.shares() {
            within(name, share, 0.0, 1.0)?;
        }
        Ok(())
    }

    fn check_people(&self) -> Result<(), ScenarioError> {
        let (days, market, invite) = (self.run.days, self.market, self.invite);
        whole("run.days", days, 1, MAX_DAYS)?;
        whole("run.seeds", self.run.seeds, 1, 10_000)?;
        whole("market.population", market.population, 10, 2_000_000_000)?;
        whole("market.people", market.people, 1, market.population)?;
        whole("start.promoters", self.start.promoters, 1, market.people)?;
        within("contacts.median", self.contacts.median, 1.0, 10_000.0)?;
        within("contacts.spread", self.contacts.spread, 0.0, 3.0)?;
        whole("contacts.circle", self.contacts.circle, 2, market.population)?;
        whole("invite.limit", invite.limit, 1, 10_000)?;
        whole("invite.per_day", invite.per_day, 1, invite.limit)?;
        whole("invite.group", invite.group, 1, 65_000)?;
        whole("invite.best_group", invite.best_group, 1, invite.group)?;
        whole("invite.decide_days", invite.decide_days, 1, 60)?;
        within("invite.fatigue_days", invite.fatigue_days, 1.0, 36_600.0)?;
        within("leave.stay_days", self.leave.stay_days, 1.0, 36_600.0)?;
        within("hours.per_active_day", self.hours.per_active_day, 0.0, 24.0)?;
        for layer in 0..invite.promoter.len() {
            within(
                "invite.promoter + invite.customer",
                invite.promoter[layer] + invite.customer[layer],
                0.0,
                1.0,
            )?;
        }
        Ok(())
    }

    fn check_buying(&self) -> Result<(), ScenarioError> {
        let (buy, spend) = (self.buy, self.spend);
        for (name, value) in [("buy.r", buy.r), ("buy.alpha", buy.alpha), ("buy.a", buy.a), ("buy.b", buy.b)]
        {
            within(name, value, 1e-4, 1e6)?;
        }
        within("spend.mean", spend.mean, 0.01, 1e7)?;
        within("spend.p", spend.p, 0.01, 1e6)?;
        within("spend.q", spend.q, 1.01, 1e6)?;
        whole("refund.within_days", self.refund.within_days, 1, 365)?;
        if self.products.is_empty() || self.products.iter().all(|product| product.weight <= 0.0) {
            return Err(ScenarioError::new(
                "至少要有一种 `weight` 大于 0 的商品",
                "expected at least one product with a `weight` above 0",
            ));
        }
        for product in &self.products {
            within("product.weight", product.weight, 0.0, 1e9)?;
            if product.id.is_empty() || product.id.len() > 64 {
                return Err(ScenarioError::new(
                    "`product.id` 应为 1 到 64 字节",
                    "expected a `product.id` of 1 to 64 bytes",
                ));
            }
        }
        if let Some(group) = self.group_buy {
            whole("group_buy.size", group.size, 2, 100)?;
            whole("group_buy.asked", group.asked, group.size - 1, 1_000)?;
        }
        Ok(())
    }

    /// Every figure that is a share.
    fn shares(&self) -> Vec<(&'static str, f64)> {
        let invite = self.invite;
        let mut all = vec![
            ("invite.active", invite.active),
            ("buy.first", self.buy.first),
            ("refund.rate", self.refund.rate),
            ("refund.partial", self.refund.partial),
            ("leave.idle", self.leave.idle),
            ("pack.margin", self.pack.margin),
        ];
        all.extend(invite.promoter.map(|share| ("invite.promoter", share)));
        all.extend(invite.customer.map(|share| ("invite.customer", share)));
        all.extend(self.group_buy.map(|group| ("group_buy.agree", group.agree)));
        all.extend(self.products.iter().map(|product| ("product.margin", product.margin)));
        all.extend(self.products.iter().filter_map(|product| Some(("product.rate", product.rate?))));
        all
    }
}

fn within(name: &str, value: f64, low: f64, high: f64) -> Result<(), ScenarioError> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(ScenarioError::new(
        format!("`{name}` 是 {value}；应在 {low} 到 {high} 之间"),
        format!("`{name}` is {value}; expected {low} to {high}"),
    ))
}

fn whole(name: &str, value: u32, low: u32, high: u32) -> Result<(), ScenarioError> {
    within(name, f64::from(value), f64::from(low), f64::from(high))
}
