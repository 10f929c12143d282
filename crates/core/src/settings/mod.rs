//! How the shop is set up: what its operator decides outside the plan.

mod declared;
mod store;

use serde::{Deserialize, Serialize};

pub use self::declared::{CustodyWord, Declared};
pub use self::store::{changed_at, offer_test_till, read, write};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::vault::Phones;
use banyan_store::{Conn, DbError};

/// Nanoseconds in a day.
const DAY: i64 = banyan_plan::time::DAY;

/// Everything that an operator sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The shop's name.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// How people reach the shop: a phone number, an account, hours. Shown to everybody.
    #[schema(max_length = 200)]
    pub contact: String,
    /// Who delivers messages, of those that the program can reach; empty for nobody.
    pub notifier: String,
    /// Rule packs that a plan has to pass: `cn-strict`, `us` …
    pub packs: Vec<String>,
    /// How long a customer stays with the promoter who brought them.
    pub binding: Binding,
    /// Days for which opening a share link credits its promoter.
    #[schema(minimum = 1, maximum = 365)]
    pub attribution_days: u32,
    /// Minutes after which an unpaid order is cancelled.
    #[schema(minimum = 5, maximum = 10_080)]
    pub unpaid_minutes: u32,
    /// Orders of one member that may wait to be paid; ten times as many from one address.
    #[schema(minimum = 1, maximum = 1_000)]
    pub unpaid_orders: u32,
    /// Pieces in them.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub unpaid_pieces: u32,
    /// Days after shipping at which an order is taken as received.
    #[schema(minimum = 1, maximum = 60)]
    pub receive_days: u32,
    /// Withdrawals.
    pub withdrawals: Withdrawals,
    /// Days for which a coupon from a reward can be spent.
    #[schema(minimum = 1, maximum = 3_650)]
    pub coupon_days: u32,
    /// The least age of a promoter, in years.
    #[schema(minimum = 0, maximum = 120)]
    pub least_age: u32,
    /// Payment providers that customers may choose, in this order.
    pub providers: Vec<String>,
    /// How customers are told to pay offline; empty without that provider.
    #[schema(max_length = 2000)]
    pub offline_instructions: String,
    /// Which country's numbers a phone without a country code is of: `86`.
    pub country_code: String,
    /// Whether webhooks may go to addresses of this machine or of a private network.
    pub private_webhooks: bool,
    /// What the operator declares for the rule packs.
    pub declared: Declared,
    /// Whether the first set-up has been done.
    pub is_set_up: bool,
}

/// How long a customer stays with the promoter who brought them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Binding {
    /// For good.
    Permanent,
    /// For so many days from their last order or visit through the promoter.
    Days {
        /// How many.
        #[schema(minimum = 1, maximum = 3_650)]
        days: u32,
    },
    /// Until another promoter's link wins.
    Latest,
}

/// What the operator sets about withdrawals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Withdrawals {
    /// The least amount, in minor units.
    pub least: i64,
    /// The most of one member in a day, in minor units.
    pub most_a_day: i64,
    /// How tax is withheld: the name of a profile.
    pub tax_profile: String,
}

impl Default for Withdrawals {
    fn default() -> Self {
        Self { least: 100, most_a_day: 5_000_000, tax_profile: "cn-platform".to_owned() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "Banyan".to_owned(),
            contact: String::new(),
            notifier: String::new(),
            packs: vec!["cn-strict".to_owned()],
            binding: Binding::Permanent,
            attribution_days: 7,
            unpaid_minutes: 30,
            unpaid_orders: 50,
            unpaid_pieces: 2_000,
            receive_days: 10,
            withdrawals: Withdrawals::default(),
            coupon_days: 90,
            least_age: 18,
            providers: vec!["offline".to_owned()],
            offline_instructions: String::new(),
            country_code: "86".to_owned(),
            private_webhooks: false,
            declared: Declared::default(),
            is_set_up: false,
        }
    }
}

/// Chooses the rule packs of a shop that has never been set up.
pub fn seed(conn: &mut Conn, packs: &[String], at: i64) -> Result<Settings, DbError> {
    let mut settings = read(conn)?;
    if settings.packs != packs && store::changed_at(conn)? == 0 {
        packs.clone_into(&mut settings.packs);
        store::write(conn, &settings, at)?;
    }
    Ok(settings)
}

impl Settings {
    /// Whether every value makes sense.
    pub fn check(&self) -> Result<(), Refusal> {
        let bad =
            |field: &str, zh: &str, en: &str| Err(Refusal::unacceptable("setting_bad", zh, en).at(field));
        text::name(&self.name, "/name", 1, 60)?;
        text::lines(&self.contact, "/contact", 0, 200)?;
        text::lines(&self.offline_instructions, "/offline_instructions", 0, 2_000)?;
        if !(1..=365).contains(&self.attribution_days) {
            return bad("/attribution_days", "应为 1 到 365 天", "expected 1 to 365 days");
        }
        if !(5..=10_080).contains(&self.unpaid_minutes) {
            return bad("/unpaid_minutes", "应为 5 到 10080 分钟", "expected 5 to 10,080 minutes");
        }
        if !(1..=1_000).contains(&self.unpaid_orders) {
            return bad("/unpaid_orders", "应为 1 到 1000 笔", "expected 1 to 1,000 orders");
        }
        if !(1..=1_000_000).contains(&self.unpaid_pieces) {
            return bad("/unpaid_pieces", "应为 1 到 1000000 件", "expected 1 to 1,000,000 pieces");
        }
        if !(1..=60).contains(&self.receive_days) {
            return bad("/receive_days", "应为 1 到 60 天", "expected 1 to 60 days");
        }
        if !(1..=3_650).contains(&self.coupon_days) {
            return bad("/coupon_days", "应为 1 到 3650 天", "expected 1 to 3,650 days");
        }
        if self.least_age > 120 {
            return bad("/least_age", "应为 0 到 120 岁", "expected 0 to 120 years");
        }
        if matches!(self.binding, Binding::Days { days } if !(1..=3_650).contains(&days)) {
            return bad("/binding/days", "应为 1 到 3650 天", "expected 1 to 3,650 days");
        }
        let Withdrawals { least, most_a_day, .. } = self.withdrawals;
        if least < 1 || most_a_day < least {
            return bad(
                "/withdrawals",
                "最低提现额至少 1 分，且不超过每日上限",
                "the least is at least one minor unit and at most the daily limit",
            );
        }
        self.declared.check()
    }

    /// How phone numbers without a country code are read.
    pub fn phones(&self) -> Phones {
        Phones::new(&self.country_code).unwrap_or_default()
    }

    /// When an order placed at `at` is cancelled if it is not paid.
    pub fn unpaid_until(&self, at: i64) -> i64 {
        at + i64::from(self.unpaid_minutes) * 60 * banyan_plan::time::SECOND
    }

    /// When an order shipped at `at` is taken as received.
    pub fn received_by(&self, at: i64) -> i64 {
        at + i64::from(self.receive_days) * DAY
    }
}
