//! The history as files: those that `banyan settle` reads, the shop's own rewards as it would write them, and what is sold.
//!
//! They hold no personal data: members are named by their ids, or by what the system they were imported from called them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use banyan_base::refusal::Refusal;
use banyan_books::rewards::{self, RewardRow, Unit};
use banyan_core::engine::EngineState;
use banyan_core::event::Kind;
use banyan_core::records::LineRow;
use banyan_plan::model::{Pay, Plan};
use banyan_plan::money::{Currency, Rate};
use banyan_plan::time::Time;
use banyan_rules::plans;
use banyan_store::{Conn, DatabaseUrl};
use banyan_trade::catalog::{self, Selling};
use banyan_trade::freight;
use banyan_trade::orders::{self, Kept};

use super::store;
use super::table::{Table, failed};
use super::walk::{Happened, Walk};
use super::{Progress, verify};

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// The files and their rows, without headers.
    pub files: Vec<(String, u64)>,
    /// Versions of the plan that have been in force. `banyan settle` takes one plan: with more than one, no single run
    /// gives this shop's rewards.
    pub plans: u64,
}

/// Writes the history of a shop into a folder, all of it as of one moment. The shop goes on meanwhile. Nothing takes its place
/// until everything is written.
pub fn export(place: &DatabaseUrl, dir: &Path, progress: Progress<'_>) -> Result<Exported, Refusal> {
    std::fs::create_dir_all(dir).map_err(|error| failed(dir, &error))?;
    let mut conn = place.connect(true)?;
    conn.without_hurry()?;
    conn.begin_snapshot()?;
    let mut walk = Walk::start(&mut conn)?;
    let all = store::events(&mut conn)?;
    let mut files = Files::new(dir, walk.live())?;
    let mut done = 0;
    loop {
        let happened = walk.next(&mut conn)?;
        if happened.is_empty() {
            break;
        }
        done += happened.iter().filter(|one| one.event.is_some()).count() as u64;
        files.write(&mut conn, walk.live(), &happened)?;
        progress(done, all);
    }
    files.goods(&mut conn, walk.live().program().plan())?;
    files.carried(&mut conn)?;
    let plans = plan_files(&mut conn, dir)?;
    Ok(Exported { files: files.settle()?, plans })
}

/// The files under way.
struct Files {
    members: Table,
    ranks: Table,
    transfers: Table,
    stops: Table,
    orders: Table,
    rewards: Table,
    products: Table,
    freight: Table,
    carriage: Table,
    currency: Currency,
    /// The volumes of every plan that has been in force, by name.
    volumes: Vec<String>,
}

/// What members and orders are called in the files.
struct Names(HashMap<(i64, i64), String>);

impl Names {
    /// Those that a chunk mentions.
    fn of(conn: &mut Conn, happened: &[Happened]) -> Result<Self, Refusal> {
        let mut owners = HashSet::new();
        for one in happened {
            owners.extend(one.event.iter().flat_map(|event| [event.owner, event.ref_id]));
            owners.extend(one.named);
            for (row, _) in &one.rewards {
                owners.extend([row.owner, row.id, row.line]);
            }
        }
        owners.remove(&0);
        Ok(Self(store::origins(conn, owners.into_iter().collect())?))
    }

    fn member(&self, member: i64) -> String {
        self.0.get(&(member, member)).cloned().unwrap_or_else(|| member.to_string())
    }

    fn maybe(&self, member: Option<i64>) -> String {
        member.filter(|member| *member != 0).map_or_else(String::new, |member| self.member(member))
    }

    /// The seller who was named for an order: `-` for the house.
    fn seller(&self, named: Option<i64>) -> String {
        if named == Some(rewards::HOUSE) { "-".to_owned() } else { self.maybe(named) }
    }

    fn order(&self, buyer: i64, order: i64) -> String {
        self.0.get(&(buyer, order)).cloned().unwrap_or_else(|| order.to_string())
    }
}

fn time(at: i64) -> String {
    Time(at).exact()
}

fn rate(rate: i64) -> String {
    Rate(u32::try_from(rate).unwrap_or_default()).text()
}

impl Files {
    fn new(dir: &Path, live: &EngineState) -> Result<Self, Refusal> {
        let rewards = String::from_utf8_lossy(banyan_settle::files::REWARDS_HEADER);
        let volumes = live.volumes();
        let named = volumes.iter().fold(String::new(), |all, name| all + "," + name);
        Ok(Self {
            members: Table::new(dir, "members.csv", "member,inviter,joined_at,rank,promoter_at")?,
            ranks: Table::new(dir, "ranks.csv", "member,rank,at,by")?,
            transfers: Table::new(dir, "transfers.csv", "member,inviter,at")?,
            stops: Table::new(dir, "stops.csv", "member,state,at")?,
            orders: Table::new(
                dir,
                "orders.csv",
                &format!(
                    "order,line,at,buyer,amount,cost,rate,seller,product,category,refund_of,settles_at,quantity{named}"
                ),
            )?,
            rewards: Table::new(dir, "rewards.csv", rewards.trim_end())?,
            products: Table::new(
                dir,
                "products.csv",
                &format!(
                    "product,sku,title,variant,category,price,cost,rate,stock,state,{},freight,weight,title_en,variant_en{named}",
                    Selling::COLUMNS.join(",")
                ),
            )?,
            freight: Table::new(dir, "freight.csv", &freight::COLUMNS.join(","))?,
            carriage: Table::new(dir, "carriage.csv", "order,lines,amount,zh,en")?,
            currency: live.program().plan().currency,
            volumes,
        })
    }

    /// What something counts for beside its price, a cell for each volume.
    fn volumes(&self, of: impl Fn(&str) -> Option<i64>) -> Vec<String> {
        self.volumes.iter().map(|name| of(name).map_or_else(String::new, |one| self.money(one))).collect()
    }

    fn money(&self, amount: i64) -> String {
        self.currency.text(amount.into())
    }

    fn write(&mut self, conn: &mut Conn, live: &EngineState, happened: &[Happened]) -> Result<(), Refusal> {
        let names = Names::of(conn, happened)?;
        let of_kind =
            |kind: Kind| happened.iter().filter_map(|one| one.event).filter(move |e| e.kind == kind);
        let joined = of_kind(Kind::Join).filter(|event| event.value == 0).map(|event| event.owner);
        let enrolled = of_kind(Kind::Enrol).map(|event| event.owner);
        let enrolments = store::enrolments(conn, joined.chain(enrolled).collect())?;
        let about = happened.iter().flat_map(|one| one.rewards.iter().map(|(row, _)| row.id)).collect();
        let stored: HashMap<_, RewardRow> =
            rewards::about(conn, about)?.into_iter().map(|row| (verify::key(&row), row)).collect();
        for one in happened {
            self.event(live, one, &names, &enrolments)?;
            for (row, period) in &one.rewards {
                let found = stored.get(&verify::key(row)).ok_or_else(|| missing(row))?;
                self.reward(live, found, period.as_deref(), one, &names)?;
            }
        }
        Ok(())
    }

    fn event(
        &mut self,
        live: &EngineState,
        one: &Happened,
        names: &Names,
        enrolments: &HashMap<i64, (i64, i64)>,
    ) -> Result<(), Refusal> {
        let Some(event) = one.event else { return Ok(()) };
        let (at, member) = (time(event.at), names.member(event.owner));
        let other = names.maybe(Some(event.ref_id));
        match event.kind {
            Kind::Join => {
                let later = enrolments.get(&event.owner).filter(|_| event.value == 0);
                let rank = live.rank_id(later.map_or(event.value, |(_, rank)| *rank));
                let promoter = later.map_or_else(String::new, |(at, _)| time(*at));
                self.members.push(&[&member, &other, &at, &rank, &promoter])
            }
            // The first one of who joined as a customer stands in their own row.
            Kind::Enrol if enrolments.get(&event.owner).is_some_and(|(at, _)| *at == event.at) => Ok(()),
            Kind::Enrol => self.ranks.push(&[&member, &live.rank_id(event.value), &at, "enrol"]),
            Kind::Rank => self.ranks.push(&[&member, &live.rank_id(event.value), &at, ""]),
            Kind::Transfer => self.transfers.push(&[&member, &other, &at]),
            Kind::Pay => {
                one.lines.iter().try_for_each(|line| self.line(live.program().plan(), line, &at, one, names))
            }
            Kind::Refund => one.lines.iter().try_for_each(|line| {
                let order = names.order(line.buyer, line.order);
                let name = refund_name(line.line, event.value);
                let amount = self.money(-one.refund);
                let of = format!("{order}/{}", line.line);
                let mut fields: Vec<&str> = vec![&order, &name, &at, &member, &amount, "", "", ""];
                fields.extend([line.product.as_str(), &line.category, &of, "", ""]);
                fields.extend(self.volumes.iter().map(|_| ""));
                self.orders.push(&fields)
            }),
            Kind::Stop => {
                let state = if event.value == 1 { "stopped" } else { "active" };
                self.stops.push(&[&member, state, &at])
            }
            Kind::Settle | Kind::Close | Kind::Plan | Kind::Settings => Ok(()),
        }
    }

    fn line(
        &mut self,
        plan: &Plan,
        line: &LineRow,
        at: &str,
        one: &Happened,
        names: &Names,
    ) -> Result<(), Refusal> {
        // As the engine was told of it.
        let told = line.volumes.told(plan, line.amount);
        let place = |name: &str| plan.volumes.list.iter().position(|volume| volume.id == name);
        let volumes = self.volumes(|name| place(name).map_or_else(|| line.volumes.get(name), |at| told[at]));
        let cells = [
            names.order(line.buyer, line.order),
            line.line.to_string(),
            at.to_owned(),
            names.member(line.buyer),
            self.money(line.amount),
            self.money(line.cost),
            rate(line.rate),
            names.seller(one.named),
            line.product.clone(),
            line.category.clone(),
            String::new(),
            line.settled_at.map_or_else(String::new, time),
            line.quantity.max(1).to_string(),
        ];
        let cells: Vec<&str> = cells.iter().chain(&volumes).map(String::as_str).collect();
        self.orders.push(&cells)
    }

    /// A reward as it is stored, in the form in which `banyan settle` writes it.
    fn reward(
        &mut self,
        live: &EngineState,
        row: &RewardRow,
        period: Option<&str>,
        one: &Happened,
        names: &Names,
    ) -> Result<(), Refusal> {
        let reference = match (row.kind, period, one.event) {
            (_, Some(period), _) if row.line == 0 => period.to_owned(),
            (_, Some(period), _) => format!("{period}/{}", names.member(row.line)),
            (rewards::Kind::Refund, _, Some(event)) => {
                format!("{}/{}", names.order(event.owner, row.id), refund_name(row.line, row.step))
            }
            (rewards::Kind::Sale | rewards::Kind::FirstSale, ..) => {
                let buyer = one.lines.first().map_or(0, |line| line.buyer);
                format!("{}/{}", names.order(buyer, row.id), row.line)
            }
            _ => names.member(row.id),
        };
        let program = live.program_of(row.plan)?;
        let rule = program.plan().rewards.iter().find(|reward| reward.id == row.reward);
        let has_rate = rule.is_some_and(|reward| matches!(reward.pay, Pay::Share(..)));
        let (base, rate) =
            if has_rate { (self.money(row.base), rate(row.rate)) } else { (String::new(), String::new()) };
        let scale = if row.unit == Unit::Points { i128::from(self.currency.scale()) } else { 1 };
        let amount = self.currency.text(i128::from(row.amount) * scale);
        self.rewards.push(&[
            row.kind.word(),
            &reference,
            &row.reward,
            &names.member(row.owner),
            &row.distance.to_string(),
            &base,
            &rate,
            &amount,
            if row.cut { "cut" } else { "" },
        ])
    }

    fn goods(&mut self, conn: &mut Conn, plan: &Plan) -> Result<(), Refusal> {
        let all = store::goods(conn)?;
        let special = all.iter().filter(|goods| goods.is_special).map(|goods| goods.id).collect();
        let ways = catalog::selling_of(conn, special)?;
        for goods in all {
            let way = ways.get(&goods.id).map(|way| way.cells(plan)).unwrap_or_default();
            let volumes = self.volumes(|name| goods.volumes.get(name));
            let (price, cost, rate) = (self.money(goods.price), self.money(goods.cost), rate(goods.rate));
            let (stock, weight) = (goods.stock.to_string(), goods.weight.to_string());
            let state = if goods.is_on { "on" } else { "off" };
            let mut cells: Vec<&str> =
                vec![&goods.product, &goods.sku, &goods.title.text, &goods.variant.text];
            cells.extend([&goods.category, &price, &cost, &rate, &stock, state]);
            cells.extend(way.iter().map(String::as_str));
            cells.extend([goods.freight.as_str(), &weight, &goods.title.en, &goods.variant.en]);
            cells.extend(volumes.iter().map(String::as_str));
            self.products.push(&cells)?;
        }
        Ok(())
    }

    /// Freight templates, and what orders paid by them.
    fn carried(&mut self, conn: &mut Conn) -> Result<(), Refusal> {
        for row in freight::written(conn, self.currency)? {
            self.freight.push(&row.each_ref().map(String::as_str))?;
        }
        let all = orders::all_charges(conn)?;
        let names = Names(store::origins(conn, all.iter().map(|kept| kept.buyer).collect())?);
        for Kept { buyer, order, charge } in all {
            let lines: Vec<String> = charge.lines.iter().map(i64::to_string).collect();
            let (order, amount) = (names.order(buyer, order), self.money(charge.amount));
            self.carriage.push(&[&order, &lines.join(" "), &amount, &charge.why.zh, &charge.why.en])?;
        }
        Ok(())
    }

    /// Everything is there: the files take their places.
    fn settle(self) -> Result<Vec<(String, u64)>, Refusal> {
        let Self { members, ranks, transfers, stops, orders, rewards, products, freight, carriage, .. } =
            self;
        let mut tables = [members, ranks, transfers, stops, orders, rewards, products, freight, carriage];
        tables.iter_mut().try_for_each(Table::end)?;
        tables.into_iter().map(Table::settle).collect()
    }
}

/// The line that takes part of another back, by that line and the refund.
fn refund_name(line: i64, refund: i64) -> String {
    format!("{line}-{refund}")
}

fn missing(row: &RewardRow) -> Refusal {
    let (owner, reference) = (row.owner, row.id);
    Refusal::conflict(
        "history_differs",
        format!("会员 {owner} 因 {reference} 应得的一笔奖励不在库里；请先运行 banyan verify"),
        format!("a reward of member {owner} for {reference} is not there; please run banyan verify first"),
    )
}

/// The plan's text: `plan.toml`; where several have been in force, one file each, and from when.
fn plan_files(conn: &mut Conn, dir: &Path) -> Result<u64, Refusal> {
    let versions = plans::versions(conn)?;
    let write = |name: &str, text: &str| {
        let path: PathBuf = dir.join(name);
        std::fs::write(&path, text).map_err(|error| failed(&path, &error))
    };
    if let [only] = versions.as_slice() {
        write("plan.toml", &only.source)?;
        return Ok(1);
    }
    let mut list = Table::new(dir, "plans.csv", "version,from,file")?;
    for version in &versions {
        let file = format!("plan-{}.toml", version.no);
        write(&file, &version.source)?;
        list.push(&[&version.no.to_string(), &time(version.effective_at), &file])?;
    }
    list.end()?;
    list.settle()?;
    Ok(versions.len() as u64)
}
