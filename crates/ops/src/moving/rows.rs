//! What a move brings, as rows of the files that `banyan import` reads, and the report of what came, what did not and why.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use banyan_base::refusal::Refusal;
use banyan_base::sheet::cell;
use banyan_base::text;
use banyan_plan::money::{Currency, Minor};
use banyan_plan::time::{SECOND, Time};
use banyan_plan::words::Text;

use super::tables::wrong;
use crate::history::Files;

/// Somebody of the other system.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) id: String,
    pub(super) nickname: String,
    pub(super) phone: String,
    pub(super) joined_at: Time,
    /// The inviter, and the moment of the invitation where the old system knows it.
    pub(super) inviter: Option<(String, Option<Time>)>,
    pub(super) is_promoter: bool,
    pub(super) is_stopped: bool,
    /// What they may withdraw, in minor units.
    pub(super) balance: Minor,
    /// Where they stand, for whoever has to mend it.
    pub(super) file: String,
    pub(super) line: u64,
}

/// A variant of a product.
#[derive(Debug, Clone)]
pub(super) struct Sku {
    pub(super) product: String,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) variant: String,
    pub(super) category: String,
    pub(super) price: Minor,
    pub(super) cost: Minor,
    pub(super) stock: i64,
    pub(super) is_on: bool,
}

/// A line of an order.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) product: String,
    pub(super) quantity: i64,
    /// What it weighs in the order's sum: its price as the other system has it.
    pub(super) weight: Minor,
}

/// An order that is over.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) id: String,
    pub(super) buyer: String,
    pub(super) paid_at: Time,
    /// What was paid, carrying included.
    pub(super) paid: Minor,
    pub(super) freight: Minor,
    pub(super) lines: Vec<Line>,
    /// What went back, and when.
    pub(super) refunds: Vec<(Time, Minor)>,
}

impl Order {
    /// What carrying costs. A refund of money alone takes nothing of it: where more went back than the goods cost, carrying counts as a part
    /// of their price.
    fn carrying(&self) -> Minor {
        let back: Minor = self.refunds.iter().map(|(_, amount)| amount).sum();
        if back > self.paid - self.freight { 0 } else { self.freight }
    }
}

/// A count of things of one kind and the sum that they come to; in a list of what stayed behind it stands beside the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// What they come to, in minor units; 0 where they have no sum.
    pub sum: Minor,
    /// Where the first of them stands.
    pub first: String,
}

/// What came, what did not and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What came, by what it is.
    pub came: Vec<(Text, Tally)>,
    /// What did not come, and why.
    pub left: Vec<(Text, Tally)>,
}

impl Report {
    pub(super) fn came(&mut self, what: Text, sum: Minor) {
        add(&mut self.came, what, sum, String::new());
    }

    pub(super) fn left(&mut self, why: Text, sum: Minor, place: String) {
        add(&mut self.left, why, sum, place);
    }
}

fn add(all: &mut Vec<(Text, Tally)>, what: Text, sum: Minor, first: String) {
    let at = all.iter().position(|(known, _)| *known == what).unwrap_or_else(|| {
        all.push((what, Tally { first, ..Tally::default() }));
        all.len() - 1
    });
    let tally = &mut all[at].1;
    tally.count += 1;
    tally.sum += sum;
}

/// What of a sum falls on each part by its weight: the parts add up to the sum.
pub(super) fn spread(sum: Minor, weights: &[Minor]) -> Vec<Minor> {
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let (mut parts, mut given, mut passed) = (Vec::with_capacity(weights.len()), 0, 0_i128);
    for (place, weight) in weights.iter().enumerate() {
        passed += i128::from(*weight);
        let until = match (whole, place + 1 == weights.len()) {
            (0, true) => sum,
            (0, false) => 0,
            (whole, _) => (i128::from(sum) * passed / whole) as Minor,
        };
        parts.push(until - given);
        given = until;
    }
    parts
}

/// Everything that is to come.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) members: Vec<Member>,
    pub(super) skus: Vec<Sku>,
    pub(super) orders: Vec<Order>,
    pub(super) report: Report,
}

/// Characters of a nickname, a title and a variant.
const NICKNAME: usize = 30;
const TITLE: usize = 120;
const VARIANT: usize = 60;

/// A text of one line without what no shop takes, as long as it may be.
pub(super) fn line(text: &str, most: usize) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let short: String = plain.trim().chars().take(most).collect();
    text::line(&short, "", 0, most).unwrap_or_default()
}

impl Rows {
    /// Nicknames that no shop takes, and phones that are none, are left behind; one phone is one member.
    pub(super) fn check(&mut self) -> Result<(), Refusal> {
        let mut phones: HashMap<String, u64> = HashMap::new();
        for member in &mut self.members {
            let place = format!("{}:{}", member.file, member.line);
            let is_number = |text: &str| text.chars().filter(char::is_ascii_digit).count() >= 7;
            let name = line(&member.nickname, NICKNAME);
            let is_name = text::name(&name, "", 1, NICKNAME).is_ok() && !is_number(&name);
            if !member.nickname.trim().is_empty() && !is_name {
                let why = Text::new(
                    "昵称：像手机号，或有店铺不收的字符，会员按邀请码得到新昵称",
                    "nicknames that look like phone numbers or hold characters that no shop takes; they get one from their invitation code",
                );
                self.report.left(why, 0, place.clone());
            }
            member.nickname = if is_name { name } else { String::new() };
            let is_phone = member.phone.len() == 11
                && member.phone.starts_with('1')
                && member.phone.bytes().all(|byte| byte.is_ascii_digit());
            if !member.phone.is_empty() && !is_phone {
                let why = Text::new(
                    "手机号：不是 11 位号码（如已打码），会员凭认领码登录",
                    "phone numbers that are not 11 digits, such as masked ones; their members sign in with a claim code",
                );
                self.report.left(why, 0, place);
                member.phone.clear();
            }
            if let Some(first) =
                phones.insert(member.phone.clone(), member.line).filter(|_| !member.phone.is_empty())
            {
                return Err(wrong(
                    &member.file,
                    Some(member.line),
                    &format!("手机号与第 {first} 行的用户相同；一个手机号只能是一位会员"),
                    &format!("this phone number is that of line {first}; expected one member for one phone"),
                ));
            }
        }
        self.keep_gone_products();
        self.check_tree()
    }

    /// Products that are sold no longer and stand in the orders alone come as well, off the shelves.
    fn keep_gone_products(&mut self) {
        let mut known: HashSet<String> = self.skus.iter().map(|sku| sku.product.clone()).collect();
        for product in self.orders.iter().flat_map(|order| &order.lines).map(|line| &line.product) {
            if known.insert(product.clone()) {
                let why = Text::new(
                    "商品表里已没有、订单里还有的商品：只留编号，不上架",
                    "products that only orders know: their number stays, off the shelves",
                );
                self.report.left(why, 0, product.clone());
                let [title, variant, category] = [product.as_str(), "", ""].map(str::to_owned);
                let (product, code) = (product.clone(), product.clone());
                self.skus.push(Sku {
                    product,
                    code,
                    title,
                    variant,
                    category,
                    price: 0,
                    cost: 0,
                    stock: 0,
                    is_on: false,
                });
            }
        }
    }

    /// Everybody's inviter is there, and nobody is above themselves.
    fn check_tree(&mut self) -> Result<(), Refusal> {
        let known: HashSet<String> = self.members.iter().map(|member| member.id.clone()).collect();
        for member in &mut self.members {
            let is_gone = |(id, _): &(String, Option<Time>)| !known.contains(id) || *id == member.id;
            if member.inviter.as_ref().is_some_and(is_gone) {
                member.inviter = None;
                let why = Text::new(
                    "邀请关系：邀请人已不在用户表里，或就是本人",
                    "invitations by somebody who is no longer in the table, or by oneself",
                );
                self.report.left(why, 0, format!("{}:{}", member.file, member.line));
            }
        }
        let above: HashMap<&str, &str> = self
            .members
            .iter()
            .filter_map(|member| Some((member.id.as_str(), member.inviter.as_ref()?.0.as_str())))
            .collect();
        let mut fine: HashSet<&str> = HashSet::new();
        for member in &self.members {
            let (mut way, mut at) = (HashSet::new(), member.id.as_str());
            while !fine.contains(at) {
                if !way.insert(at) {
                    return Err(wrong(
                        &member.file,
                        Some(member.line),
                        "邀请关系绕成一圈：这位用户在自己的上级里",
                        "invitations form a ring: this member is above themselves",
                    ));
                }
                let Some(next) = above.get(at) else { break };
                at = next;
            }
            fine.extend(way);
        }
        Ok(())
    }

    /// The files of `banyan import`, written where only their owner reads them.
    pub(super) fn write(&self, dir: &Path, rank: &str, currency: Currency) -> Result<Files, Refusal> {
        let failed = |error: std::io::Error| {
            let shown = dir.display().to_string();
            wrong(&shown, None, &format!("写不了（{error}）"), &format!("cannot be written: {error}"))
        };
        std::fs::DirBuilder::new().mode(0o700).create(dir).map_err(failed)?;
        let put = |name: &str, text: String| {
            let path = dir.join(name);
            let mut options = std::fs::OpenOptions::new();
            let file = options.write(true).create_new(true).mode(0o600).open(&path);
            file.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
                .map_err(failed)?;
            Ok::<_, Refusal>(path)
        };
        let (members, transfers, stops) = self.people(rank);
        let (orders, carriage) = self.sales(currency);
        let balances = self.members.iter().filter(|member| member.balance != 0);
        let balances = balances.fold("member,amount\n".to_owned(), |mut all, member| {
            let _ = writeln!(all, "{},{}", cell(&member.id), currency.text(member.balance.into()));
            all
        });
        Ok(Files {
            members: put("members.csv", members)?,
            orders: put("orders.csv", orders)?,
            products: Some(put("products.csv", self.goods(currency))?),
            carriage: Some(put("carriage.csv", carriage)?),
            transfers: Some(put("transfers.csv", transfers)?),
            stops: Some(put("stops.csv", stops)?),
            balances: Some(put("balances.csv", balances)?),
            ..Files::default()
        })
    }

    /// The last moment of which the tables tell.
    fn ends(&self) -> Time {
        let joined = self.members.iter().map(|member| member.joined_at);
        let bound = self.members.iter().filter_map(|member| member.inviter.as_ref()?.1);
        let sold = self
            .orders
            .iter()
            .flat_map(|order| order.refunds.iter().map(|(at, _)| *at).chain([order.paid_at]));
        joined.chain(bound).chain(sold).max().unwrap_or_default()
    }

    /// The files of members, inviters and stops. A member who was bound to an inviter after joining, or whose inviter joined later,
    /// joins without one and is transferred at that moment, because the file of members allows only inviters who were there before.
    fn people(&self, rank: &str) -> (String, String, String) {
        let joined: HashMap<&str, Time> =
            self.members.iter().map(|member| (member.id.as_str(), member.joined_at)).collect();
        let mut members = "member,inviter,joined_at,rank,nickname,phone\n".to_owned();
        let (mut transfers, mut stops) = ("member,inviter,at\n".to_owned(), "member,state,at\n".to_owned());
        let end = self.ends().plus(SECOND);
        for member in &self.members {
            let (at, id) = (member.joined_at, cell(&member.id));
            let bound = member.inviter.as_ref().map(|(inviter, since)| {
                let there = joined.get(inviter.as_str()).copied().unwrap_or(at);
                (inviter, since.unwrap_or(at).max(there).max(at))
            });
            let on_joining =
                bound.filter(|(_, since)| *since == at).map_or("", |(inviter, _)| inviter.as_str());
            let rank = if member.is_promoter { rank } else { "" };
            let (name, phone) = (cell(&member.nickname), cell(&member.phone));
            let _ = writeln!(members, "{id},{},{at},{rank},{name},{phone}", cell(on_joining));
            if let Some((inviter, since)) = bound.filter(|(_, since)| *since > at) {
                let _ = writeln!(transfers, "{id},{},{since}", cell(inviter));
            }
            if member.is_stopped {
                let _ = writeln!(stops, "{id},stopped,{end}");
            }
        }
        (members, transfers, stops)
    }

    fn goods(&self, currency: Currency) -> String {
        let money = |amount: Minor| currency.text(amount.into());
        let mut out = "product,sku,title,variant,category,price,cost,stock,state\n".to_owned();
        for sku in &self.skus {
            let Sku { product, code, title, variant, category, price, cost, stock, is_on } = sku;
            let texts = [product, code, &line(title, TITLE), &line(variant, VARIANT), category]
                .map(|text| cell(text));
            let state = if *is_on { "on" } else { "off" };
            let _ = writeln!(out, "{},{},{},{stock},{state}", texts.join(","), money(*price), money(*cost));
        }
        out
    }

    /// Past orders are credited to the house: the other system has paid for them, and what it still owes stands in the balances.
    fn sales(&self, currency: Currency) -> (String, String) {
        let costs: BTreeMap<&str, Minor> =
            self.skus.iter().rev().map(|sku| (sku.product.as_str(), sku.cost)).collect();
        let money = |amount: Minor| currency.text(amount.into());
        let mut out = "order,line,at,buyer,amount,cost,seller,product,refund_of,quantity\n".to_owned();
        let mut carriage = "order,lines,amount,zh,en\n".to_owned();
        for order in &self.orders {
            let (id, buyer) = (cell(&order.id), cell(&order.buyer));
            let weights: Vec<Minor> = order.lines.iter().map(|line| line.weight).collect();
            let freight = order.carrying();
            let amounts = spread(order.paid - freight, &weights);
            for (place, (line, amount)) in order.lines.iter().zip(&amounts).enumerate() {
                let (number, at, product) = (place + 1, order.paid_at, cell(&line.product));
                let cost = costs.get(line.product.as_str()).copied().unwrap_or(0) * line.quantity;
                let (amount, cost, quantity) = (money(*amount), money(cost), line.quantity.max(1));
                let _ = writeln!(out, "{id},{number},{at},{buyer},{amount},{cost},-,{product},,{quantity}");
            }
            let mut left = amounts;
            for (turn, (at, sum)) in order.refunds.iter().enumerate() {
                for (place, part) in spread(*sum, &left).into_iter().enumerate().filter(|(_, part)| *part > 0)
                {
                    left[place] -= part;
                    let (number, part) = (place + 1, money(-part));
                    let _ = writeln!(out, "{id},{number}-{},{at},{buyer},{part},,,,{id}/{number},", turn + 1);
                }
            }
            if freight > 0 {
                let lines: Vec<String> = (1..=order.lines.len()).map(|number| number.to_string()).collect();
                let (lines, amount) = (lines.join(" "), money(freight));
                let _ =
                    writeln!(carriage, "{id},{lines},{amount},原系统的运费,Freight in the earlier system");
            }
        }
        (out, carriage)
    }
}
