//! A run as the files of `banyan settle`: members, ranks, orders. Whoever settles them gets the bytes that the run's own
//! rewards have.

use banyan_plan::kernel::{NOBODY, Program};

use crate::run::Past;
use crate::scenario::Scenario;

/// The three files, as CSV.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// `member,inviter,joined_at,rank`
    pub members: Vec<u8>,
    /// `member,rank,at`
    pub ranks: Vec<u8>,
    /// `order,line,at,buyer,product,category,amount,cost,rate,refund_of`
    pub orders: Vec<u8>,
}

impl Files {
    /// Writes a run down.
    pub fn of(program: &Program, scenario: &Scenario, past: &Past) -> Self {
        Self {
            members: members(program, past),
            ranks: ranks(program, past),
            orders: orders(program, scenario, past),
        }
    }
}

fn rank_id(program: &Program, rank: u8) -> &str {
    program.plan().rank(rank).map_or("", |rank| rank.id.as_str())
}

fn members(program: &Program, past: &Past) -> Vec<u8> {
    let members = &past.input.members;
    let mut out = b"member,inviter,joined_at,rank\n".to_vec();
    for (member, inviter) in members.inviter.iter().enumerate() {
        members.names.write_csv(member as u32, &mut out);
        out.push(b',');
        if *inviter != NOBODY {
            members.names.write_csv(*inviter, &mut out);
        }
        let rank = rank_id(program, members.rank[member]);
        out.extend_from_slice(format!(",{},{rank}\n", members.joined_at[member]).as_bytes());
    }
    out
}

fn ranks(program: &Program, past: &Past) -> Vec<u8> {
    let mut out = b"member,rank,at\n".to_vec();
    for change in &past.input.ranks {
        past.input.members.names.write_csv(change.member, &mut out);
        out.extend_from_slice(format!(",{},{}\n", rank_id(program, change.rank), change.at).as_bytes());
    }
    out
}

fn orders(program: &Program, scenario: &Scenario, past: &Past) -> Vec<u8> {
    let (orders, names) = (&past.input.orders, &past.input.members.names);
    let currency = program.plan().currency;
    let mut out = b"order,line,at,buyer,product,category,amount,cost,rate,refund_of\n".to_vec();
    for row in 0..orders.len() {
        out.extend_from_slice(orders.order(row));
        out.extend_from_slice(format!(",1,{},", orders.at[row]).as_bytes());
        names.write_csv(orders.buyer[row], &mut out);
        out.push(b',');
        let goods = past.goods(row).map(|product| &scenario.products[product]);
        banyan_settle::files::write_field(goods.map_or("", |goods| goods.id.as_str()).as_bytes(), &mut out);
        out.push(b',');
        banyan_settle::files::write_field(
            goods.map_or("", |goods| goods.category.as_str()).as_bytes(),
            &mut out,
        );
        out.push(b',');
        currency.write(i128::from(orders.amount[row]), &mut out);
        out.push(b',');
        if let Some(target) = orders.refund_of(row) {
            out.extend_from_slice(b",,");
            out.extend_from_slice(orders.reference(target as usize));
        } else {
            currency.write(i128::from(orders.cost(row).unwrap_or(0)), &mut out);
            out.push(b',');
            out.extend_from_slice(orders.rate(row).unwrap_or_default().text().as_bytes());
            out.push(b',');
        }
        out.push(b'\n');
    }
    out
}
