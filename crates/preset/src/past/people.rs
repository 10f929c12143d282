//! Who joins in a past, who brought them, and their sessions.

use std::collections::BTreeMap;

use banyan_api::sessions::Whose;
use banyan_core::work::Work;
use banyan_people::members::{self, NewMember};
use banyan_plan::time::DAY;

use super::{Login, Teller};
use crate::client::Failed;
use crate::names;

/// How long a session is used before another is opened, in nanoseconds: shorter than any lasts.
const MEMBER_SIGNS_IN: i64 = 20 * DAY;
const STAFF_SIGNS_IN: i64 = DAY / 4;

#[derive(Debug, Clone, Copy)]
struct Person {
    id: i64,
    inviter: Option<i64>,
    is_leader: bool,
    orders: usize,
}

/// Everybody who has joined, in their order.
pub(crate) struct People {
    owner: i64,
    all: Vec<Person>,
    places: BTreeMap<i64, usize>,
    sessions: BTreeMap<i64, (String, i64)>,
}

impl People {
    pub(crate) fn new(owner: i64) -> Self {
        Self { owner, all: Vec::new(), places: BTreeMap::new(), sessions: BTreeMap::new() }
    }

    fn leaders(&self) -> Vec<i64> {
        self.all.iter().filter(|one| one.is_leader).map(|one| one.id).collect()
    }

    /// Who brought somebody.
    pub(crate) fn inviter(&self, member: i64) -> Option<i64> {
        self.all.get(*self.places.get(&member)?)?.inviter
    }

    /// Counts an order, so that whoever buys much can be shown.
    pub(crate) fn bought(&mut self, member: i64) {
        let person = self.places.get(&member).and_then(|place| self.all.get_mut(*place));
        if let Some(person) = person {
            person.orders += 1;
        }
    }

    /// The two promoters who brought most, and the customer who bought most.
    pub(crate) fn logins(&self) -> Vec<Login> {
        let mut brought: BTreeMap<i64, usize> = BTreeMap::new();
        for inviter in self.all.iter().filter_map(|one| one.inviter) {
            *brought.entry(inviter).or_default() += 1;
        }
        let mut leaders = self.leaders();
        leaders.sort_by_key(|id| std::cmp::Reverse(brought.get(id).copied().unwrap_or_default()));
        let customers = self.all.iter().filter(|one| !one.is_leader);
        let customer = customers.max_by_key(|one| one.orders).map(|one| one.id);
        let promoters = leaders.into_iter().take(2).map(|member| Login { member, is_promoter: true });
        promoters.chain(customer.map(|member| Login { member, is_promoter: false })).collect()
    }
}

impl Teller<'_> {
    /// Somebody new: a leader, or a customer whom `inviter` brought.
    pub(crate) async fn join(&mut self, inviter: Option<i64>, is_leader: bool) -> Result<i64, Failed> {
        let nickname = names::person(self.people.all.len());
        let join = move |work: &mut Work<'_>| {
            let code = members::new_code(work)?;
            let consent = "{}".to_owned();
            let rank = i64::from(is_leader);
            members::join(work, &NewMember { inviter, nickname, password: None, rank, code, consent })
        };
        let id = self.client.shop.writer.run(join).await?.id;
        self.people.places.insert(id, self.people.all.len());
        self.people.all.push(Person { id, inviter, is_leader, orders: 0 });
        Ok(id)
    }

    /// A leader, if there is one yet.
    pub(crate) fn some_leader(&mut self) -> Result<Option<i64>, Failed> {
        let leaders = self.people.leaders();
        let place = self.dice.below(leaders.len() as i64)?;
        Ok(leaders.get(place as usize).copied())
    }

    /// Who buys next: at first mostly new people, later mostly those who were here before. Most of the new ones come by a leader.
    pub(crate) async fn somebody(&mut self, has_to_be_new: bool) -> Result<i64, Failed> {
        let known = self.people.all.len() as i64;
        // The more are here, the rarer is a new one: from nine in ten to three in ten.
        let new_ones = (90 - known / 8).max(30);
        if !has_to_be_new && self.dice.below(100)? >= new_ones {
            let place = self.dice.below(known)?;
            if let Some(person) = self.people.all.get(place as usize) {
                return Ok(person.id);
            }
        }
        let inviter = if self.dice.percent(75)? { self.some_leader()? } else { None };
        self.join(inviter, false).await
    }

    /// A member's token.
    pub(crate) async fn member(&mut self, member: i64) -> Result<String, Failed> {
        self.token(Whose::Member, member, MEMBER_SIGNS_IN).await
    }

    /// The owner's token.
    pub(crate) async fn staff(&mut self) -> Result<String, Failed> {
        self.token(Whose::Staff, self.people.owner, STAFF_SIGNS_IN).await
    }

    async fn token(&mut self, whose: Whose, owner: i64, stays: i64) -> Result<String, Failed> {
        if let Some((token, until)) = self.people.sessions.get(&owner)
            && *until > self.now
        {
            return Ok(token.clone());
        }
        let token = self.client.sign_in(whose, owner).await?;
        self.people.sessions.insert(owner, (token.clone(), self.now + stays));
        Ok(token)
    }
}
