//! The history that a run leaves behind: members, rank changes by hand, order lines, as `banyan settle` has them.

use banyan_plan::kernel::{NOBODY, Program};
use banyan_plan::model::{Entry, RankNo};
use banyan_plan::money::{Minor, Rate};
use banyan_settle::batch::Input;
use banyan_settle::files::{Line, Members, Names, Orders, RankChange};

use super::calendar::Calendar;
use crate::behaviour::{Basket, Crowd, DayEvents, NEVER, State, World};
use crate::scenario::{Scenario, ScenarioError};

/// What happened in a run, before anybody is paid.
pub struct Past {
    /// The history.
    pub input: Input,
    /// The people.
    pub crowd: Crowd,
    /// Members at the end of each day.
    pub members: Vec<u32>,
    /// Active promoters at the end of each day.
    pub promoters: Vec<u32>,
    /// Contacts asked on each day.
    pub asked: Vec<u64>,
    /// Groups opened, and groups that did not fill.
    pub groups: (u64, u64),
    /// Rows of `orders` that are entry packs.
    pub packs: Vec<u32>,
    /// Per row of `orders`: the product's place in the scenario; [`NO_GOODS`] for packs and refunds.
    goods: Vec<u16>,
    pub(crate) calendar: Calendar,
}

/// No product of the scenario.
const NO_GOODS: u16 = u16::MAX;

/// Writes the history while days pass.
struct Writer<'a> {
    program: &'a Program,
    calendar: Calendar,
    orders: Orders,
    ranks: Vec<RankChange>,
    packs: Vec<u32>,
    sold: Vec<u16>,
    /// By day modulo its length: the row refunded, and how much.
    refunds: Vec<Vec<(u32, Minor)>>,
    goods: Vec<Goods>,
    pack: Option<(Minor, Rate)>,
    teams: Teams,
    failed_groups: u64,
    name: Vec<u8>,
}

/// What the plan sees of a product.
#[derive(Debug, Clone, Copy)]
struct Goods {
    rate: Rate,
    category: u16,
    product: u16,
}

impl Past {
    /// Whether a plan and a scenario go together; nobody acts.
    ///
    /// # Errors
    /// As [`Past::live`].
    pub fn check(program: &Program, scenario: &Scenario) -> Result<(), ScenarioError> {
        scenario.check()?;
        Writer::new(program, scenario).map(drop)
    }

    /// Lets people act for as long as the scenario says.
    ///
    /// # Errors
    /// What does not go together in plan and scenario.
    pub fn live(
        program: &Program,
        scenario: &Scenario,
        seed: u64,
        threads: usize,
    ) -> Result<Self, ScenarioError> {
        scenario.check()?;
        let mut writer = Writer::new(program, scenario)?;
        let mut world = World::new(seed, scenario, program.plan().currency.scale());
        let days = scenario.run.days;
        let (mut members, mut promoters, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        let (mut active, mut groups) = (0_u32, 0);
        for day in 0..days {
            let events = world.day(day, threads);
            writer.day(day, &events, &world.crowd);
            let new = events.joined.clone().filter(|member| is_promoter(&world.crowd, *member)).count();
            active = active + (new + events.enrolled.len()) as u32 - events.left.len() as u32;
            members.push(world.crowd.len() as u32);
            promoters.push(active);
            asked.push(events.asked);
            groups += events.groups;
        }
        for day in days..days + writer.refunds.len() as u32 {
            writer.refunds_of(day);
        }
        let crowd = world.crowd;
        let Writer { orders, ranks, packs, sold: goods, failed_groups, calendar, pack, .. } = writer;
        let ways_in = program.plan().join.purchase.is_some() || pack.is_some();
        let groups = (groups, failed_groups);
        let input = Input::made(people(&crowd, calendar, ways_in), ranks, orders, "simulation");
        Ok(Self { input, crowd, members, promoters, asked, groups, packs, goods, calendar })
    }

    /// The product of an order line, by its place in the scenario; `None` for entry packs and refunds.
    pub fn goods(&self, row: usize) -> Option<usize> {
        self.goods.get(row).filter(|goods| **goods != NO_GOODS).map(|goods| usize::from(*goods))
    }
}

/// Whether they were a promoter from the day on which they joined.
fn is_promoter(crowd: &Crowd, member: u32) -> bool {
    crowd.promoter_since[member as usize] == crowd.joined[member as usize]
}

/// The members as a settlement has them. Where a purchase makes a promoter, nobody is one on joining.
fn people(crowd: &Crowd, calendar: Calendar, by_purchase: bool) -> Members {
    let names: Vec<String> = (0..crowd.len()).map(|member| format!("m{member:09}")).collect();
    let at = crowd.joined.iter().map(|day| calendar.joining(*day));
    let rank = (0..crowd.len() as u32).map(|member| u8::from(!by_purchase && is_promoter(crowd, member)));
    let names: Names = names.iter().map(String::as_bytes).collect();
    Members::made(names, crowd.inviter.clone(), at.collect(), rank.collect())
}

impl<'a> Writer<'a> {
    fn new(program: &'a Program, scenario: &'a Scenario) -> Result<Self, ScenarioError> {
        let plan = program.plan();
        let (categories, packages) = (plan.categories(), plan.packages());
        let place = |list: &[String], name: &str| {
            list.iter().position(|known| known == name).map_or(0, |at| at as u16 + 1)
        };
        let goods = scenario.products.iter().map(|product| Goods {
            rate: product_rate(program, product.rate, product.margin),
            category: place(&categories, &product.category),
            product: place(&packages, &product.id),
        });
        let pack = match plan.join.purchase {
            Some(Entry::Package(price)) => Some((price, crate::behaviour::cost_rate(scenario.pack.margin))),
            _ => None,
        };
        Ok(Self {
            program,

            calendar: Calendar::new(plan, scenario)?,
            orders: Orders::default(),
            ranks: Vec::new(),
            packs: Vec::new(),
            sold: Vec::new(),
            refunds: vec![Vec::new(); scenario.refund.within_days as usize + 2],
            goods: goods.collect(),
            pack,
            teams: Teams::new(program, scenario)?,
            failed_groups: 0,
            name: Vec::new(),
        })
    }

    fn day(&mut self, day: u32, events: &DayEvents, crowd: &Crowd) {
        let by_purchase = self.program.plan().join.purchase.is_some();
        if !by_purchase {
            let at = self.calendar.leaving(day);
            self.ranks.extend(events.left.iter().map(|member| RankChange {
                member: *member,
                rank: 0,
                at,
                enrols: false,
            }));
            let at = self.calendar.enrolling(day);
            self.ranks.extend(events.enrolled.iter().map(|member| RankChange {
                member: *member,
                rank: 1,
                at,
                enrols: false,
            }));
        }
        let new = events.joined.clone().filter(|member| is_promoter(crowd, *member));
        let new: Vec<u32> = new.chain(events.enrolled.iter().copied()).collect();
        let packs = if self.pack.is_some() { new.len() } else { 0 };
        let count = packs + events.purchases.len();
        for (place, member) in new.iter().take(packs).enumerate() {
            self.sell_pack(day, place, count, *member);
        }
        for (place, purchase) in events.purchases.iter().enumerate() {
            let row = self.sell(day, packs + place, count, purchase.member, &purchase.basket);
            if purchase.is_failed_group {
                self.failed_groups += 1;
                self.refund_later(day + 1, row, purchase.basket.amount);
            } else if purchase.basket.refund_after > 0 {
                self.refund_later(
                    day + u32::from(purchase.basket.refund_after),
                    row,
                    purchase.basket.refunded,
                );
            }
        }
        self.refunds_of(day);
        for member in new {
            self.teams.grow(member, crowd);
        }
        let at = self.calendar.promoting(day);
        self.ranks.extend(self.teams.risen(crowd).map(|(member, rank)| RankChange {
            member,
            rank,
            at,
            enrols: false,
        }));
    }

    fn sell(&mut self, day: u32, place: usize, count: usize, buyer: u32, basket: &Basket) -> u32 {
        let goods = self.goods[usize::from(basket.product)];
        let at = self.calendar.ordering(day, place, count);
        self.push(
            Line {
                order: &[],
                at,
                buyer,
                amount: basket.amount,
                cost: basket.cost,
                rate: goods.rate,
                category: goods.category,
                product: goods.product,
                refund_of: None,
            },
            basket.product,
        )
    }

    fn sell_pack(&mut self, day: u32, place: usize, count: usize, buyer: u32) {
        let Some((amount, cost)) = self.pack else { return };
        let at = self.calendar.ordering(day, place, count);
        let rate = self.program.plan().sale.product_rate.0;
        let (cost, category, product, refund_of) = (cost.of(amount), 0, 0, None);
        let row = self
            .push(Line { order: &[], at, buyer, amount, cost, rate, category, product, refund_of }, NO_GOODS);
        self.packs.push(row);
    }

    fn refund_later(&mut self, day: u32, row: u32, amount: Minor) {
        let slots = self.refunds.len();
        self.refunds[day as usize % slots].push((row, amount));
    }

    fn refunds_of(&mut self, day: u32) {
        let slots = self.refunds.len();
        let at = self.calendar.refunding(day);
        for (target, amount) in std::mem::take(&mut self.refunds[day as usize % slots]) {
            let buyer = self.orders.buyer[target as usize];
            let (rate, cost, category, product) = (Rate(0), 0, 0, 0);
            let refund_of = Some(target);
            self.push(
                Line { order: &[], at, buyer, amount: -amount, cost, rate, category, product, refund_of },
                NO_GOODS,
            );
        }
    }

    /// Appends a line under the next number; gives its row.
    fn push(&mut self, line: Line<'_>, goods: u16) -> u32 {
        self.sold.push(goods);
        let row = self.orders.len() as u32;
        self.name.clear();
        self.name.extend_from_slice(format!("o{row:09}").as_bytes());
        self.orders.push(&Line { order: &self.name, ..line });
        row
    }
}

/// The rate of a product under a plan: the scenario's, or the plan's highest that leaves the shop a tenth; always inside the plan's
/// range.
fn product_rate(program: &Program, rate: Option<f64>, margin: f64) -> Rate {
    let (low, high) = program.plan().sale.product_rate;
    let wanted = rate.map_or(Rate(crate::behaviour::millionths(margin).saturating_sub(100_000)), |rate| {
        Rate(crate::behaviour::millionths(rate))
    });
    wanted.clamp(low, high)
}

/// The promoters below each member, for ranks that are given by hand.
struct Teams {
    /// Rank, direct promoters, team promoters; lowest first.
    rules: Vec<(RankNo, u32, u32)>,
    direct: Vec<u32>,
    team: Vec<u32>,
    given: Vec<RankNo>,
    grown: Vec<u32>,
}

impl Teams {
    fn new(program: &Program, scenario: &Scenario) -> Result<Self, ScenarioError> {
        let mut rules = Vec::new();
        for promotion in &scenario.promotions {
            let Some(rank) = program.plan().rank_of(&promotion.rank) else {
                let name = &promotion.rank;
                return Err(ScenarioError::new(
                    format!("`promote.rank`：方案里没有等级 `{name}`"),
                    format!("`promote.rank`: the plan has no rank `{name}`"),
                ));
            };
            rules.push((rank, promotion.direct_promoters, promotion.team_promoters));
        }
        rules.sort_unstable();
        Ok(Self { rules, direct: Vec::new(), team: Vec::new(), given: Vec::new(), grown: Vec::new() })
    }

    /// A new promoter counts for everybody above them.
    fn grow(&mut self, member: u32, crowd: &Crowd) {
        if self.rules.is_empty() {
            return;
        }
        self.direct.resize(crowd.len(), 0);
        self.team.resize(crowd.len(), 0);
        self.given.resize(crowd.len(), 0);
        let mut above = crowd.inviter[member as usize];
        if above != NOBODY {
            self.direct[above as usize] += 1;
        }
        while above != NOBODY {
            self.team[above as usize] += 1;
            self.grown.push(above);
            above = crowd.inviter[above as usize];
        }
    }

    /// Who reaches a rank today, by number.
    fn risen(&mut self, crowd: &Crowd) -> impl Iterator<Item = (u32, RankNo)> {
        self.grown.sort_unstable();
        self.grown.dedup();
        let mut risen = Vec::new();
        for member in std::mem::take(&mut self.grown) {
            let at = member as usize;
            if crowd.state[at] != State::Promoter || crowd.promoter_since[at] == NEVER {
                continue;
            }
            let reached = self
                .rules
                .iter()
                .rev()
                .find(|(_, direct, team)| self.direct[at] >= *direct && self.team[at] >= *team);
            if let Some((rank, ..)) = reached.filter(|(rank, ..)| *rank > self.given[at].max(1)) {
                self.given[at] = *rank;
                risen.push((member, *rank));
            }
        }
        risen.into_iter()
    }
}
