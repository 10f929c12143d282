//! Settles the bundled history under a plan, and gathers what the report shows.

use std::collections::BTreeMap;
use std::io::Read as _;

use banyan_plan::describe::describe;
use banyan_plan::kernel::{Entry, Member, NOBODY, Program};
use banyan_plan::model::Plan;
use banyan_plan::money::{Currency, Minor};
use banyan_plan::time::{Period, Time, civil_from_days};
use banyan_plan::words::Text;
use banyan_settle::batch::{Explained, Input, Sources, Stage};
use banyan_settle::files::{FileError, Source};
use banyan_settle::history::{Event, Kind, Sink};
use banyan_settle::timeline;

use crate::report::data::{
    Counts, Distance, Distribution, Event as RowEvent, Month, Plan as PlanHead, ReportData, RewardTotal,
    Statement, StatementRow, TopPromoter, Totals,
};
use crate::{GUEST, MEMBERS, ORDERS, PROMOTER};

/// Rows of the statement that the report shows, about.
const STATEMENT_ROWS: u64 = 40;
/// Promoters in the list of those who earned most.
const TOP: usize = 20;

/// The bundle under a plan, ready to settle.
pub struct Demo {
    program: Program,
    input: Input,
}

impl Demo {
    /// Loads the bundle. Its prices are in pounds, so the plan's amounts are taken as pounds too.
    pub fn load(mut plan: Plan, progress: &(dyn Fn(Stage) + Sync)) -> Result<Self, FileError> {
        if let Some(pounds) = Currency::of_code("GBP") {
            plan.currency = pounds;
        }
        let rank = plan.ranks.first().map(|rank| rank.id.clone()).unwrap_or_default();
        let members = members(&rank)?;
        let program = Program::new(plan);
        let orders = Source::from_bytes("demo/orders.csv.zst", ORDERS)?;
        let source = Source::from_bytes("demo/members.csv", members)?;
        let mut input = Input::read(&program, Sources::new(source, orders), progress)?;
        let (low, high) = program.plan().sale.product_rate;
        input.orders.clamp_rates(low, high);
        Ok(Self { program, input })
    }

    /// How many bytes and order lines there are to work through.
    pub fn size(&self) -> u64 {
        self.input.orders.len() as u64
    }

    /// Settles the history and gathers the report.
    pub fn report(&self, progress: &(dyn Fn(Stage) + Sync)) -> Result<ReportData, FileError> {
        let mut books = Books::new(self, progress);
        let settled = timeline::settle(self.input.history(&self.program), &mut books);
        settled.map_err(|refusal| self.input.place(refusal))?;
        let subject = books.subject();
        let explained = match subject {
            NOBODY => Vec::new(),
            subject => self.input.explain_payee(&self.program, subject)?,
        };
        Ok(books.report(subject, explained))
    }
}

/// The bundle's members, promoters with the plan's first rank.
fn members(rank: &str) -> Result<Vec<u8>, FileError> {
    let mut text = String::new();
    let broken = |error: std::io::Error| FileError {
        file: "demo/members.csv.zst".to_owned(),
        line: None,
        text: Text::same(error.to_string()),
    };
    zstd::Decoder::new(MEMBERS).map_err(broken)?.read_to_string(&mut text).map_err(broken)?;
    let promoter = format!(",{PROMOTER}");
    let row = |line: &str| {
        line.strip_suffix(&promoter).map_or_else(|| line.to_owned(), |start| format!("{start},{rank}"))
    };
    Ok(text.lines().map(row).collect::<Vec<_>>().join("\n").into_bytes())
}

/// What is added up while the history runs.
struct Books<'a> {
    demo: &'a Demo,
    progress: &'a (dyn Fn(Stage) + Sync),
    months: BTreeMap<i64, Sums>,
    distances: BTreeMap<u32, (u64, i128)>,
    rewards: Vec<(u64, i128)>,
    earned: Vec<i128>,
    entries: Vec<u64>,
    /// Which of their entries came from further down, and from refunds: a statement should show both.
    kinds: Vec<u8>,
    sold: Vec<i128>,
    sellers: Vec<Member>,
    is_promoter: Vec<bool>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    sales: i128,
    refunds: i128,
    rewards: i128,
    clawed_back: i128,
}

impl Sink for Books<'_> {
    type Line = u32;

    fn post(&mut self, event: &Event<'_>, entries: &[Entry]) {
        let is_refund = event.kind == Kind::Refund;
        for entry in entries {
            let is_money = self.demo.program.rule(entry.reward).money;
            let amount = i128::from(entry.amount);
            let reward = &mut self.rewards[usize::from(entry.reward)];
            *reward = (reward.0 + 1, reward.1 + amount);
            if !is_money {
                continue;
            }
            let payee = entry.payee as usize;
            self.earned[payee] += amount;
            self.entries[payee] += 1;
            self.kinds[payee] |= u8::from(is_refund) | u8::from(entry.distance > 0) << 1;
            let distance = self.distances.entry(entry.distance).or_default();
            *distance = (distance.0 + 1, distance.1 + amount);
            let month = self.months.entry(Period::Month.index(event.at, 0)).or_default();
            month.rewards += amount;
            if is_refund {
                month.clawed_back += amount;
            }
        }
    }

    fn sold(&mut self, line: u32, seller: Member) {
        self.sellers[line as usize] = seller;
        if seller != NOBODY {
            self.sold[seller as usize] += i128::from(self.demo.input.orders.amount[line as usize]);
        }
    }

    fn joined(&mut self, member: Member, _at: Time) {
        self.is_promoter[member as usize] = true;
    }

    fn progress(&mut self, lines: usize) {
        (self.progress)(Stage::Settling(lines as u64));
    }
}

impl<'a> Books<'a> {
    fn new(demo: &'a Demo, progress: &'a (dyn Fn(Stage) + Sync)) -> Self {
        let members = demo.input.members.names.len();
        let mut books = Self {
            demo,
            progress,
            months: BTreeMap::new(),
            distances: BTreeMap::new(),
            rewards: vec![(0, 0); demo.program.plan().rewards.len()],
            earned: vec![0; members],
            entries: vec![0; members],
            kinds: vec![0; members],
            sold: vec![0; members],
            sellers: vec![NOBODY; demo.input.orders.len()],
            is_promoter: vec![false; members],
        };
        let orders = &demo.input.orders;
        for (at, amount) in orders.at.iter().zip(&orders.amount) {
            let month = books.months.entry(Period::Month.index(*at, 0)).or_default();
            month.sales += i128::from(*amount);
            month.refunds += i128::from((*amount).min(0));
        }
        books
    }

    fn name(&self, member: Member) -> String {
        String::from_utf8_lossy(self.demo.input.members.names.get(member)).into_owned()
    }

    fn direct(&self, member: Member) -> u64 {
        self.demo.input.members.inviter.iter().filter(|inviter| **inviter == member).count() as u64
    }

    /// Whose statement to show: somebody with about as many entries as fit, if possible with a refund and with something
    /// earned from further down.
    fn subject(&self) -> Member {
        let promoters =
            (0..self.is_promoter.len()).filter(|at| self.is_promoter[*at] && self.entries[*at] > 0);
        let fit = |at: &usize| {
            let kinds = self.kinds[*at];
            (
                kinds.count_ones(),
                std::cmp::Reverse(self.entries[*at].abs_diff(STATEMENT_ROWS)),
                self.earned[*at],
            )
        };
        promoters.max_by_key(fit).map_or(NOBODY, |at| at as Member)
    }

    fn report(&self, subject: Member, explained: Vec<Explained>) -> ReportData {
        let plan = self.demo.program.plan();
        let orders = &self.demo.input.orders;
        let promoters = self.is_promoter.iter().filter(|is| **is).count() as u64;
        let members = self.is_promoter.len() as u64;
        let refunds = orders.refunds().len() as u64;
        let negative = orders.amount.iter().filter(|amount| **amount < 0).count() as u64;
        let earned_by_promoters =
            self.earned.iter().zip(&self.is_promoter).filter(|(_, is)| **is).map(|(earned, _)| *earned);
        let guest = self.demo.input.members.names.find(GUEST.as_bytes());
        let earned_by_people = self
            .earned
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at as Member) != guest)
            .map(|(_, sum)| *sum);
        let distances = self.distances.iter().map(|(distance, (entries, amount))| Distance {
            distance: *distance,
            entries: *entries,
            amount: *amount,
        });
        ReportData {
            plan: head(plan),
            first: orders.at.iter().min().copied().unwrap_or_default(),
            last: orders.at.iter().max().copied().unwrap_or_default(),
            counts: Counts {
                members,
                promoters,
                customers: members - promoters,
                lines: orders.len() as u64,
                refunds,
                reversals: negative - refunds,
            },
            totals: self.totals(),
            notice: notice(),
            months: self.months(),
            all_members: Distribution::of(earned_by_people.collect()),
            promoters: Distribution::of(earned_by_promoters.collect()),
            depths: self.depths(),
            distances: distances.collect(),
            rewards: self.reward_totals(),
            top: self.top(),
            statement: self.statement(subject, explained),
            plain_words: describe(plan).into_iter().flat_map(|section| section.sentences).collect(),
        }
    }

    fn totals(&self) -> Totals {
        self.months.values().fold(Totals::default(), |sum, month| Totals {
            sales: sum.sales + month.sales,
            refunds: sum.refunds + month.refunds,
            rewards: sum.rewards + month.rewards,
            clawed_back: sum.clawed_back + month.clawed_back,
        })
    }

    /// Every month from the first to the last, without gaps.
    fn months(&self) -> Vec<Month> {
        let (Some((first, _)), Some((last, _))) =
            (self.months.first_key_value(), self.months.last_key_value())
        else {
            return Vec::new();
        };
        let month = |index: i64| {
            let sums = self.months.get(&index).copied().unwrap_or_default();
            let (year, month, _) = civil_from_days(Period::Month.start(index, 0).day());
            Month {
                year,
                month,
                sales: sums.sales,
                refunds: sums.refunds,
                rewards: sums.rewards,
                clawed_back: sums.clawed_back,
            }
        };
        (*first..=*last).map(month).collect()
    }

    /// Members at each depth of the forest; roots are at depth 0.
    fn depths(&self) -> Vec<u64> {
        let members = &self.demo.input.members;
        let mut depth = vec![0_usize; members.inviter.len()];
        let mut counts: Vec<u64> = Vec::new();
        for member in &members.join_order {
            let inviter = members.inviter[*member as usize];
            let own = if inviter == NOBODY { 0 } else { depth[inviter as usize] + 1 };
            depth[*member as usize] = own;
            counts.resize(counts.len().max(own + 1), 0);
            counts[own] += 1;
        }
        counts
    }

    fn reward_totals(&self) -> Vec<RewardTotal> {
        let rewards = self.demo.program.plan().rewards.iter().zip(&self.rewards);
        let money = rewards.filter(|(reward, _)| reward.is_money());
        money
            .map(|(reward, (entries, amount))| RewardTotal {
                id: reward.id.clone(),
                title: reward.title.clone(),
                entries: *entries,
                amount: *amount,
            })
            .collect()
    }

    fn top(&self) -> Vec<TopPromoter> {
        let mut best: Vec<usize> = (0..self.earned.len()).filter(|at| self.earned[*at] > 0).collect();
        best.sort_by_key(|at| std::cmp::Reverse(self.earned[*at]));
        best.truncate(TOP);
        let one = |at: usize| {
            let member = at as Member;
            TopPromoter {
                member: self.name(member),
                direct: self.direct(member),
                sales: self.sold[at] + self.refunded(member),
                earned: self.earned[at],
            }
        };
        best.into_iter().map(one).collect()
    }

    /// What was refunded of a seller's lines, negative.
    fn refunded(&self, seller: Member) -> i128 {
        let orders = &self.demo.input.orders;
        let hers = orders.refunds().iter().filter(|(_, line)| self.sellers[*line as usize] == seller);
        hers.map(|(refund, _)| i128::from(orders.amount[*refund as usize])).sum()
    }

    fn statement(&self, subject: Member, explained: Vec<Explained>) -> Statement {
        let plan = self.demo.program.plan();
        if subject == NOBODY {
            return Statement {
                member: String::new(),
                rank: Text::default(),
                direct: 0,
                total: 0,
                entries: 0,
                rows: Vec::new(),
            };
        }
        let money: Vec<Explained> =
            explained.into_iter().filter(|one| plan.reward(one.entry.reward).is_money()).collect();
        let rank = money
            .last()
            .and_then(|one| plan.rank(one.entry.payee_rank))
            .map_or_else(Text::default, |rank| rank.title.clone());
        let row = |one: &Explained| StatementRow {
            at: one.at,
            event: event(one.kind, one.entry.amount),
            reference: one.reference.clone(),
            title: plan.reward(one.entry.reward).title.clone(),
            amount: one.entry.amount,
            why: one.why.sentence.clone(),
        };
        Statement {
            member: self.name(subject),
            rank,
            direct: self.direct(subject),
            total: self.earned[subject as usize],
            entries: money.len() as u64,
            rows: money.iter().take(3 * STATEMENT_ROWS as usize).map(row).collect(),
        }
    }
}

fn head(plan: &Plan) -> PlanHead {
    PlanHead {
        title: plan.title.clone(),
        id: plan.id.clone(),
        version: plan.version,
        currency: plan.currency,
        payout_limit: plan.payout_limit,
    }
}

fn event(kind: Kind, amount: Minor) -> RowEvent {
    match kind {
        Kind::Sale if amount < 0 => RowEvent::Reversal,
        Kind::Sale | Kind::FirstSale => RowEvent::Sale,
        Kind::Refund => RowEvent::Refund,
        Kind::Join => RowEvent::Join,
        Kind::Promotion => RowEvent::Promotion,
        Kind::Period => RowEvent::Period,
    }
}

/// What is observed and what is constructed.
fn notice() -> Vec<Text> {
    vec![
        Text::new(
            "真实的：541,909 行订单（价格、时间、顾客、取消），来自 UCI Online Retail，一家英国网店 2010 年 12 月至 2011 年 12 月的交易，CC BY 4.0。",
            "Observed: 541,909 order lines with prices, times, customers and cancellations, from UCI Online Retail: a British web shop, December 2010 to December 2011, CC BY 4.0.",
        ),
        Text::new(
            "真实的：邀请关系的形状，来自贝贝拼团数据（MIT）中谁带谁参团。",
            "Observed: the shape of the referral forest, who brought whom into a group, from the Beibei group-buy data (MIT).",
        ),
        Text::new(
            "构造的：两者之间的对应（哪位顾客在关系的哪个位置）、成本、商品自己的比例（收在方案的范围内），以及取消单对应哪一行订单。没有任何数据把这两群人连在一起。",
            "Constructed: the link between the two (which customer stands where in the forest), costs, products' own rates (brought into the plan's range), and which line a cancellation refunds. Nothing observed connects these people.",
        ),
        Text::new(
            "金额是英镑；方案里的固定金额也按英镑计算。没有姓名的顾客都记在 guest 名下，没有人从中得到奖励。",
            "Amounts are pounds, and the plan's fixed amounts are taken as pounds. Buyers without a name are booked to `guest`; nobody earns on them.",
        ),
    ]
}
