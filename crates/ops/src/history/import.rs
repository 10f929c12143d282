//! A history from files into a fresh shop: read and checked as `banyan settle` reads it, and told to the shop through the same code as
//! live traffic, each thing at its own moment, all of it in one transaction.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use banyan_base::refusal::Refusal;
use banyan_base::vault::Phones;
use banyan_books::rewards;
use banyan_core::ledger::{Account, Kind, Reason, SHOP};
use banyan_core::records::Volumes;
use banyan_core::work::Work;
use banyan_core::work::writer::Writer;
use banyan_people::members::{self, NewMember};
use banyan_plan::kernel::Program;
use banyan_plan::model::Plan;
use banyan_plan::time::Time;
use banyan_plan::words::Text;
use banyan_settle::files::{
    FileError, Members, NOBODY, Needs, Orders, RankChange, Stop, Transfer, read_rank_changes, read_rows,
    read_stops, read_transfers,
};
use banyan_settle::history::{self as engine, ALONE, HOUSE};
use banyan_trade::orders::{self, Refund, Sold};

use super::carriage;
use super::files::{Files, refused};
use super::goods::{Goods, Shelf};
use super::people::People;
use crate::past::{self, Charge, Ids, Order};
use banyan_people::resets;

/// Hears how far the telling is: things told, and things in all.
pub type Told = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// What was brought in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Products.
    pub products: u64,
    /// Members.
    pub members: u64,
    /// Orders.
    pub orders: u64,
    /// Refunds.
    pub refunds: u64,
    /// Members and what they are called in the files, if they are to get codes: see [`claims`].
    pub unclaimed: Vec<(i64, String)>,
}

/// Brings a history into a shop in which nothing has happened yet. Nothing stays unless all of it is there.
pub fn import(writer: &Writer, files: &Files, progress: Told) -> Result<Imported, Refusal> {
    let (program, phones) = writer.run_now(|work| {
        check_fresh(work)?;
        Ok((work.live().program(), work.settings().phones()))
    })?;
    let past = Past::read(files, &program, &phones)?;
    writer.run_now(move |work| past.tell(work, &progress))
}

/// Codes by which members who were brought over claim their accounts: what each is called in the files, and their code. They
/// are good from now on, so the clock has to show today.
pub fn claims(writer: &Writer, unclaimed: Vec<(i64, String)>) -> Result<Vec<(String, String)>, Refusal> {
    writer.run_now(move |work| {
        let claim = |(id, name): (i64, String)| Ok((name, resets::claim_for(work, id)?.code));
        unclaimed.into_iter().map(claim).collect()
    })
}

fn check_fresh(work: &mut Work<'_>) -> Result<(), Refusal> {
    let found = work.conn.one("SELECT COUNT(*) FROM event WHERE kind NOT IN (9, 10)", &[])?;
    if found.map_or(Ok(0), |row| row.int(0))? == 0 {
        return Ok(());
    }
    let (zh, en) = (
        "只能导入到新店：这家店里已经有会员或订单",
        "an import goes into a fresh shop: this one has members or orders",
    );
    Err(Refusal::conflict("shop_not_fresh", zh, en))
}

/// Everything that was read.
struct Past {
    members: Members,
    people: People,
    is_chinese: bool,
    with_claims: bool,
    transfers: Vec<Transfer>,
    ranks: Vec<RankChange>,
    stops: Vec<Stop>,
    orders: Orders,
    goods: Goods,
    charges: HashMap<String, Vec<Charge>>,
    paid_out: Vec<(u32, i64)>,
    balances: Vec<(u32, i64)>,
    agenda: Vec<(Time, Happens)>,
    /// The plan's volumes, by name.
    volumes: Vec<String>,
    release_after: i64,
}

/// What happens at one moment, in the order of the plan language; then by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    Enrol(usize, u32),
    Join(usize, u32),
    Transfer(usize),
    Rank(usize),
    Stop(usize),
    /// Lines from a place in their sequence on: so many are one order.
    Line(usize, usize),
}

impl Past {
    fn read(files: &Files, program: &Program, phones: &Phones) -> Result<Self, Refusal> {
        let plan = program.plan();
        let told = |error: FileError| refused(&error);
        let ranks: Vec<&str> = plan.ranks.iter().map(|rank| rank.id.as_str()).collect();
        let members = Members::read(files.source(&files.members)?, &ranks, &|_| ()).map_err(told)?;
        check_places(files, plan, &members)?;
        let people = People::read(files, &members, phones)?;
        let maybe = |path: &Option<PathBuf>| path.as_ref().map(|path| files.source(path)).transpose();
        let transfers = match maybe(&files.transfers)? {
            Some(source) => read_transfers(source, &members).map_err(told)?,
            None => Vec::new(),
        };
        let ranks = match maybe(&files.ranks)? {
            Some(source) => read_rank_changes(source, &members, &ranks).map_err(told)?,
            None => Vec::new(),
        };
        let stops = match maybe(&files.stops)? {
            Some(source) => read_stops(source, &members).map_err(told)?,
            None => Vec::new(),
        };
        let volumes: Vec<String> = plan.volumes.list.iter().map(|volume| volume.id.clone()).collect();
        let needs = Needs { cost: true, rate: true, quantity: true, volumes: &volumes, ..Needs::default() };
        let orders = files.source(&files.orders)?;
        let orders = Orders::read(orders, &members.names, plan.currency, &needs, &|_| ()).map_err(told)?;
        let goods = Goods::read(files, plan)?;
        let charges = carriage::read(files, plan)?;
        let paid_out = read_amounts(files, files.paid_out.as_deref(), plan, &members)?;
        let balances = read_amounts(files, files.balances.as_deref(), plan, &members)?;
        let mut past = Self {
            members,
            people,
            is_chinese: files.is_chinese,
            with_claims: files.with_claims,
            transfers,
            ranks,
            stops,
            orders,
            goods,
            charges,
            paid_out,
            balances,
            agenda: Vec::new(),
            volumes,
            release_after: plan.sale.release_after,
        };
        past.plan(files, plan)?;
        Ok(past)
    }

    /// Puts everything in its order.
    fn plan(&mut self, files: &Files, plan: &Plan) -> Result<(), Refusal> {
        let mut agenda = Vec::new();
        for (turn, member) in self.members.enrolments.iter().enumerate() {
            agenda.push((self.members.promoter_at(*member), Happens::Enrol(turn, *member)));
        }
        for (turn, member) in self.members.join_order.iter().enumerate() {
            agenda.push((self.members.joined_at[*member as usize], Happens::Join(turn, *member)));
        }
        agenda.extend(self.transfers.iter().enumerate().map(|(turn, row)| (row.at, Happens::Transfer(turn))));
        agenda.extend(self.ranks.iter().enumerate().map(|(turn, row)| (row.at, Happens::Rank(turn))));
        agenda.extend(self.stops.iter().enumerate().map(|(turn, row)| (row.at, Happens::Stop(turn))));
        let mut known = HashSet::new();
        let mut place = 0;
        while let Some(row) = self.orders.row_at(place) {
            let count = self.together(place, row);
            let at = self.orders.at[row as usize];
            if self.orders.refund_of(row as usize).is_none() {
                self.check_order(files, row, &mut known)?;
                let rows = (place..place + count).filter_map(|place| self.orders.row_at(place));
                rows.map(|row| row as usize).try_for_each(|row| self.check_line(files, plan, row))?;
            }
            agenda.push((at, Happens::Line(place, count)));
            place += count;
        }
        agenda.sort();
        self.agenda = agenda;
        Ok(())
    }

    /// What a row counts for beside its amount.
    fn volumes(&self, row: usize) -> Volumes {
        let told = self.orders.volumes(row);
        let both = self.volumes.iter().zip(told);
        Volumes::new(both.filter_map(|(name, told)| Some((name.clone(), told?))).collect())
    }

    /// How many lines from a place on are one order.
    fn together(&self, place: usize, row: u32) -> usize {
        let orders = &self.orders;
        let key = |row: u32| {
            let at = row as usize;
            (orders.at[at], orders.buyer[at], orders.order(at), orders.amount[at] >= 0)
        };
        if orders.refund_of(row as usize).is_some() {
            return 1;
        }
        let same =
            (place..).map_while(|place| orders.row_at(place)).take_while(|next| key(*next) == key(row));
        same.count()
    }

    /// Something is wrong with a row of the orders.
    fn wrong(&self, files: &Files, row: usize, text: Text) -> Result<(), Refusal> {
        let file = files.orders.display().to_string();
        let line = Some(self.orders.line_number(row));
        Err(refused(&FileError { file, line, text }))
    }

    /// A line is one that a shop may have sold.
    fn check_line(&self, files: &Files, plan: &Plan, row: usize) -> Result<(), Refusal> {
        let amount = self.orders.amount[row];
        let told = self.orders.volumes(row);
        let mut both = told.iter().zip(&plan.volumes.list);
        let outside = both
            .find(|(told, volume)| told.is_some_and(|told| !(0..=volume.most.of(amount)).contains(&told)));
        if let Some((_, volume)) = outside {
            return self.wrong(
                files,
                row,
                engine::Reason::VolumeOutside(volume.most).text(|_| String::new()),
            );
        }
        if self.orders.sharers(row) != ALONE {
            return self.wrong(
                files,
                row,
                Text::new(
                    "店铺里的一行只记在一位卖家名下；请只填 seller",
                    "a line of a shop is credited to one seller; expected only seller",
                ),
            );
        }
        Ok(())
    }

    fn check_order(&self, files: &Files, row: u32, known: &mut HashSet<Vec<u8>>) -> Result<(), Refusal> {
        let order = self.orders.order(row as usize).to_vec();
        let name = String::from_utf8_lossy(&order).into_owned();
        let wrong = |zh: String, en: String| self.wrong(files, row as usize, Text::new(zh, en));
        if self.orders.amount[row as usize] < 0 {
            return wrong(
                "金额为负，却没有 refund_of；店铺里的退款必须说明退的是哪一行".to_owned(),
                "a negative amount without refund_of; a shop's refund says which line it takes back"
                    .to_owned(),
            );
        }
        if !known.insert(order) {
            return wrong(
                format!("订单 {name} 的各行不在一起；同一订单的行应相邻、同时、同一买家"),
                format!(
                    "the lines of order {name} are apart; expected them side by side, at one moment, of one buyer"
                ),
            );
        }
        Ok(())
    }

    fn tell(mut self, work: &mut Work<'_>, progress: &Told) -> Result<Imported, Refusal> {
        work.conn.with_room()?;
        let shelf = self.goods.set_out(work)?;
        let mut teller = Teller {
            ids: Ids::default(),
            members: vec![0; self.members.inviter.len()],
            lines: HashMap::new(),
            names: Vec::new(),
            shelf,
            done: Imported { products: self.goods.count() as u64, ..Imported::default() },
        };
        let agenda = std::mem::take(&mut self.agenda);
        for (done, (at, what)) in agenda.iter().enumerate() {
            if done % 256 == 0 {
                progress(done as u64, agenda.len() as u64);
            }
            work.tell_time(at.0);
            teller.happens(work, &self, *what)?;
        }
        past::called(work, &teller.names)?;
        past::refunds_are_sent(work)?;
        self.goods.put_away(work)?;
        for (member, amount) in &self.paid_out {
            let id = work.id();
            let (from, to) = ((teller.members[*member as usize], Account::Available), (SHOP, Account::Cash));
            let reason = Reason { kind: Kind::Payout, id, line: 0, step: 0, place: 0 };
            work.book().transfer(from, to, *amount, &reason, id);
        }
        for (member, amount) in &self.balances {
            let id = work.id();
            let (from, to) =
                ((SHOP, Account::Opening), (teller.members[*member as usize], Account::Available));
            let reason = Reason { kind: Kind::Opening, id, line: 0, step: 0, place: 0 };
            work.book().transfer(from, to, *amount, &reason, id);
        }
        Ok(teller.done)
    }
}

/// Knows what the people and things of the files are called in the shop.
struct Teller {
    ids: Ids,
    members: Vec<i64>,
    /// By row: order and line.
    lines: HashMap<u32, (i64, i64)>,
    names: Vec<(i64, i64, String)>,
    shelf: Shelf,
    done: Imported,
}

impl Teller {
    fn happens(&mut self, work: &mut Work<'_>, past: &Past, what: Happens) -> Result<(), Refusal> {
        let id = |member: u32| self.members[member as usize];
        match what {
            Happens::Join(_, member) => self.join(work, past, member),
            Happens::Enrol(_, member) => enrol(work, id(member), past.members.rank[member as usize]),
            Happens::Transfer(turn) => {
                let Transfer { member, inviter, .. } = past.transfers[turn];
                let inviter = (inviter != NOBODY).then(|| id(inviter));
                members::transfer(work, id(member), inviter, "import", "system")
            }
            Happens::Rank(turn) => match past.ranks[turn] {
                RankChange { member, rank, enrols: true, .. } => enrol(work, id(member), rank),
                RankChange { member, rank, .. } => {
                    members::set_rank(work, id(member), rank.into(), "import", "system")
                }
            },
            Happens::Stop(turn) => {
                let Stop { member, is_stopped, .. } = past.stops[turn];
                if is_stopped {
                    members::freeze(work, id(member), "import", "system")
                } else {
                    members::release(work, id(member), "import", "system")
                }
            }
            Happens::Line(place, count) => {
                let Some(row) = past.orders.row_at(place) else { return Ok(()) };
                match past.orders.refund_of(row as usize) {
                    Some(target) => self.refund(work, past, row, target),
                    None => self.buy(work, past, place, count),
                }
            }
        }
    }

    fn join(&mut self, work: &mut Work<'_>, past: &Past, member: u32) -> Result<(), Refusal> {
        let name = String::from_utf8_lossy(past.members.names.get(member)).into_owned();
        let inviter = past.members.inviter[member as usize];
        let code = members::new_code(work)?;
        let new = NewMember {
            inviter: (inviter != NOBODY).then(|| self.members[inviter as usize]),
            nickname: past.people.nickname(member, &code, past.is_chinese),
            password: None,
            rank: past.members.rank_on_joining(member).into(),
            code,
            consent: "{}".to_owned(),
        };
        let id = members::join(work, &new)?.id;
        self.members[member as usize] = id;
        self.done.members += 1;
        past.people.identify(work, member, id)?;
        if past.with_claims {
            self.done.unclaimed.push((id, name.clone()));
        }
        self.called(id, id, name);
        Ok(())
    }

    fn called(&mut self, owner: i64, id: i64, name: String) {
        if name != id.to_string() {
            self.names.push((owner, id, name));
        }
    }

    fn buy(&mut self, work: &mut Work<'_>, past: &Past, place: usize, count: usize) -> Result<(), Refusal> {
        let orders = &past.orders;
        let rows: Vec<u32> = (place..place + count).filter_map(|place| orders.row_at(place)).collect();
        let Some(first) = rows.first().map(|row| *row as usize) else { return Ok(()) };
        let ids = (self.ids.take(work), self.ids.take(work));
        let mut lines = Vec::with_capacity(rows.len());
        let mut settles = Vec::with_capacity(rows.len());
        for (number, row) in rows.iter().enumerate() {
            let at = *row as usize;
            self.lines.insert(*row, (ids.0, number as i64 + 1));
            let (sku, category) = self.shelf.sold(past.goods.of_row(at));
            lines.push(Sold {
                sku,
                quantity: orders.quantity(at).into(),
                amount: orders.amount[at],
                cost: orders.cost(at).unwrap_or(0),
                rate: orders.rate(at).map(|rate| rate.0.into()),
                category: Some(category),
                volumes: past.volumes(at),
            });
            settles.push(if orders.tells_settlement() {
                orders.settles_at(at).map(|at| at.0)
            } else {
                Some(orders.at[at].plus(past.release_after).0)
            });
        }
        let buyer = self.members[orders.buyer[first] as usize];
        let seller = orders.seller[first];
        let seller = match seller {
            NOBODY => None,
            HOUSE => Some(rewards::HOUSE),
            seller => Some(self.members[seller as usize]),
        };
        let name = String::from_utf8_lossy(orders.order(first)).into_owned();
        let charges = carriage::of(&past.charges, &name, lines.len() as i64)?;
        past::sold(work, Order { buyer, lines, charges, seller, ids }, "offline")?;
        past::received(work, (buyer, ids.0), &settles)?;
        self.done.orders += 1;
        self.called(buyer, ids.0, name);
        Ok(())
    }

    fn refund(&mut self, work: &mut Work<'_>, past: &Past, row: u32, target: u32) -> Result<(), Refusal> {
        let Some((order, line)) = self.lines.get(&target).copied() else { return Ok(()) };
        self.done.refunds += 1;
        let refund = Refund {
            buyer: self.members[past.orders.buyer[target as usize] as usize],
            order,
            line,
            quantity: 0,
            amount: Some(-past.orders.amount[row as usize]),
            restock: false,
            reason: String::from_utf8_lossy(past.orders.reference(row as usize)).into_owned(),
        };
        orders::refund(work, &refund).map(drop)
    }
}

/// A shop places promoters itself, in the order in which they come: other places would be others' pairs.
fn check_places(files: &Files, plan: &Plan, members: &Members) -> Result<(), Refusal> {
    let placed = |member: &u32| members.placed_under(*member).is_some();
    let Some(member) = (0..members.inviter.len() as u32).find(placed).filter(|_| plan.needs_placement())
    else {
        return Ok(());
    };
    let name = String::from_utf8_lossy(members.names.get(member)).into_owned();
    let text = Text::new(
        format!("会员 {name} 填了 placed_under；店铺按加入的先后自动安置，请留空"),
        format!(
            "member {name} has a placed_under; a shop places promoters in the order in which they come: expected nothing there"
        ),
    );
    Err(refused(&FileError { file: files.members.display().to_string(), line: None, text }))
}

/// Whoever has a rank by then keeps it.
fn enrol(work: &mut Work<'_>, member: i64, rank: u8) -> Result<(), Refusal> {
    if work.live().is_promoter(member) {
        return Ok(());
    }
    members::enrol_as(work, member, rank.into())
}

/// A file of amounts by member.
fn read_amounts(
    files: &Files,
    path: Option<&Path>,
    plan: &Plan,
    members: &Members,
) -> Result<Vec<(u32, i64)>, Refusal> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    let read = read_rows(files.source(path)?, &["member", "amount"], &[], |_, fields| {
        let name = String::from_utf8_lossy(fields[0]).into_owned();
        let member = members.names.find(fields[0]).ok_or_else(|| {
            Text::new(format!("member {name} 不是已知会员"), format!("member {name} is not a known member"))
        })?;
        out.push((member, super::goods::amount(plan, "amount", fields[1])?));
        Ok(())
    });
    read.map_err(|error| refused(&error))?;
    Ok(out)
}
