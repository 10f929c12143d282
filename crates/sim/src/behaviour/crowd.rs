//! The members of a run, in columns. A member's number is their place in the order of joining.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::buyer::Buyer;

/// A day that does not come.
pub const NEVER: u32 = u32::MAX;

/// Days after which a promoter asks themselves whether it is worth while.
pub(super) const REVIEW: u32 = 30;

/// What a member does for the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// They only buy.
    Customer,
    /// They bring people in.
    Promoter,
    /// They were a promoter and gave up.
    Left,
}

/// Members in columns.
#[derive(Debug, Default)]
pub struct Crowd {
    /// Which person of the population they are.
    pub person: Vec<u32>,
    /// The member who brought them; [`banyan_plan::kernel::NOBODY`] for a founder.
    pub inviter: Vec<u32>,
    /// The day on which they joined.
    pub joined: Vec<u32>,
    /// The day on which they became a promoter; [`NEVER`] for a customer.
    pub promoter_since: Vec<u32>,
    /// What they do.
    pub state: Vec<State>,
    /// How the buyer in them is.
    pub buyer: Vec<Buyer>,
    /// The moment of their next purchase, in days; infinite if none comes.
    pub next_buy: Vec<f64>,
    /// Purchases so far.
    pub bought: Vec<u32>,
    /// The next day on which they ask somebody.
    pub next_ask: Vec<u32>,
    /// Contacts asked so far.
    pub asked: Vec<u32>,
    /// How many contacts they have.
    pub contacts: Vec<u32>,
    /// Active days so far.
    pub active_days: Vec<u32>,
    /// The day on which they give up.
    pub leaves: Vec<u32>,
    /// The last day on which somebody whom they brought joined or bought.
    pub last_result: Vec<u32>,
    /// The next day on which they ask themselves whether it is worth while.
    pub next_review: Vec<u32>,
    is_member: Bits,
    is_promoter: Bits,
    number: HashMap<u32, u32, BuildHasherDefault<DefaultHasher>>,
}

/// What a person is to the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Founded {
    /// Not a member.
    Stranger,
    /// A customer, by number.
    Customer(u32),
    /// A promoter, also one who has given up.
    Promoter,
}

#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn new(len: u32) -> Self {
        Self(vec![0; (len as usize).div_ceil(64)])
    }

    fn get(&self, at: u32) -> bool {
        self.0[at as usize / 64] >> (at % 64) & 1 == 1
    }

    fn set(&mut self, at: u32) {
        self.0[at as usize / 64] |= 1 << (at % 64);
    }
}

impl Crowd {
    /// Nobody, of a population.
    pub fn new(population: u32) -> Self {
        Self { is_member: Bits::new(population), is_promoter: Bits::new(population), ..Self::default() }
    }

    /// Members so far.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether nobody has joined.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// What a person is to the shop.
    pub fn find(&self, person: u32) -> Founded {
        if !self.is_member.get(person) {
            return Founded::Stranger;
        }
        if self.is_promoter.get(person) {
            return Founded::Promoter;
        }
        self.number.get(&person).map_or(Founded::Stranger, |number| Founded::Customer(*number))
    }

    /// A person joins as a customer; gives their number.
    pub(super) fn join(&mut self, person: u32, inviter: u32, day: u32, buyer: Buyer, next_buy: f64) -> u32 {
        let number = self.len() as u32;
        self.is_member.set(person);
        self.number.insert(person, number);
        self.person.push(person);
        self.inviter.push(inviter);
        self.joined.push(day);
        self.promoter_since.push(NEVER);
        self.state.push(State::Customer);
        self.buyer.push(buyer);
        self.next_buy.push(next_buy);
        self.bought.push(0);
        self.next_ask.push(NEVER);
        self.asked.push(0);
        self.contacts.push(0);
        self.active_days.push(0);
        self.leaves.push(NEVER);
        self.last_result.push(day);
        self.next_review.push(NEVER);
        number
    }

    /// A member becomes a promoter.
    pub(super) fn promote(&mut self, member: u32, day: u32, contacts: u32, next_ask: u32, leaves: u32) {
        let at = member as usize;
        self.is_promoter.set(self.person[at]);
        self.number.remove(&self.person[at]);
        self.promoter_since[at] = day;
        self.state[at] = State::Promoter;
        self.contacts[at] = contacts;
        self.next_ask[at] = next_ask;
        self.leaves[at] = leaves;
        self.last_result[at] = day;
        self.next_review[at] = day + REVIEW;
    }

    /// A promoter gives up.
    pub fn leave(&mut self, member: u32) {
        let at = member as usize;
        self.state[at] = State::Left;
        self.next_ask[at] = NEVER;
        self.leaves[at] = NEVER;
        self.next_review[at] = NEVER;
    }
}
