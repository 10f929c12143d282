//! Who there is: members of staff, customers, and who knows whom.

use std::collections::{BTreeMap, BTreeSet};

use super::Double;
use super::refused::{BAD_CUSTOMER, BAD_USER, NOT_A_CUSTOMER, OUT_OF_SCOPE, Refused};
use super::tokens::Caller;

#[derive(Debug, Default)]
pub(super) struct People {
    /// Members of staff by user id.
    pub(super) staff: BTreeMap<String, Staff>,
    /// Customers by external user id.
    pub(super) customers: BTreeMap<String, Customer>,
    /// Who knows whom: by member of staff and customer.
    pub(super) follows: BTreeMap<(String, String), Follow>,
}

#[derive(Debug)]
pub(super) struct Staff {
    pub(super) name: String,
    /// May serve customers.
    pub(super) serves: bool,
}

#[derive(Debug)]
pub(super) struct Customer {
    pub(super) name: String,
    pub(super) union_id: Option<String>,
}

/// What a member of staff has noted about a customer.
#[derive(Debug, Default, Clone)]
pub(super) struct Follow {
    pub(super) remark: String,
    pub(super) description: String,
    pub(super) mobiles: Vec<String>,
    pub(super) since: i64,
    pub(super) tags: BTreeSet<String>,
    /// How the two came together, as `add_way` numbers it.
    pub(super) way: i64,
    pub(super) state: Option<String>,
    /// When they last wrote to each other.
    pub(super) talked: Option<i64>,
}

impl People {
    /// The customers of a member of staff, by id.
    pub(super) fn of(&self, user: &str) -> impl Iterator<Item = (&String, &Follow)> {
        let begin = (user.to_owned(), String::new());
        let all = self.follows.range(begin..).take_while(move |((staff, _), _)| staff == user);
        all.map(|((_, customer), follow)| (customer, follow))
    }

    /// The members of staff who know a customer.
    pub(super) fn knowing(&self, customer: &str) -> impl Iterator<Item = (&String, &Follow)> {
        let all = self.follows.iter().filter(move |((_, known), _)| known == customer);
        all.map(|((user, _), follow)| (user, follow))
    }
}

impl Double {
    /// A member of staff whom the caller may see.
    pub(super) fn seen(&self, caller: &Caller, user: &str) -> Result<&Staff, Refused> {
        let staff = self.people.staff.get(user).ok_or(BAD_USER)?;
        if caller.sees(user) { Ok(staff) } else { Err(OUT_OF_SCOPE) }
    }

    /// What a member of staff whom the caller may see has noted about a customer.
    pub(super) fn followed(
        &mut self,
        caller: &Caller,
        user: &str,
        customer: &str,
    ) -> Result<&mut Follow, Refused> {
        self.seen(caller, user)?;
        if !self.people.customers.contains_key(customer) {
            return Err(BAD_CUSTOMER);
        }
        self.people.follows.get_mut(&(user.to_owned(), customer.to_owned())).ok_or(NOT_A_CUSTOMER)
    }
}
