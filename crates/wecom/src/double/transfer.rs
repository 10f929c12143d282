//! Handing customers over to a colleague: begun by a call, done a day later unless the customer refuses.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Double;
use super::messages::DAY;
use super::refused::{BAD_CUSTOMER, BAD_PARAMETER, NOT_A_CUSTOMER, Refused};
use super::request::Request;
use super::tokens::Caller;

#[derive(Debug, Default)]
pub(super) struct Transfers {
    /// By giver, taker and customer: since when, and how it stands (1 done, 2 waiting, 3 refused).
    all: BTreeMap<(String, String, String), (i64, i64)>,
}

impl Double {
    /// `externalcontact/transfer_customer`: 0 for each that has begun.
    pub(super) fn transfer(&mut self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let (from, to) = (request.text("handover_userid")?, request.text("takeover_userid")?);
        self.seen(caller, from)?;
        self.seen(caller, to)?;
        let customers = request.list("external_userid", 100)?;
        if customers.is_empty() || from == to {
            return Err(BAD_PARAMETER);
        }
        let begun = customers.into_iter().map(|customer| {
            let pair = (from.to_owned(), customer.clone());
            let code = if !self.people.customers.contains_key(&customer) {
                BAD_CUSTOMER.code
            } else if self.people.follows.contains_key(&pair) {
                self.transfers.all.insert((from.to_owned(), to.to_owned(), customer.clone()), (self.now, 2));
                0
            } else {
                NOT_A_CUSTOMER.code
            };
            json!({ "external_userid": customer, "errcode": code })
        });
        Ok(json!({ "customer": begun.collect::<Vec<_>>() }))
    }

    /// `externalcontact/transfer_result`.
    pub(super) fn transfer_result(&self, request: &Request) -> Result<Value, Refused> {
        let (from, to) = (request.text("handover_userid")?, request.text("takeover_userid")?);
        let all = self.transfers.all.iter().filter(|((giver, taker, _), _)| giver == from && taker == to);
        let shown = all.map(|((_, _, customer), (since, state))| {
            json!({ "external_userid": customer, "status": state, "takeover_time": since + DAY })
        });
        Ok(json!({ "customer": shown.collect::<Vec<_>>(), "next_cursor": "" }))
    }

    /// A customer who is being handed over refuses; false if nobody hands them over.
    pub(super) fn refuse_transfer(&mut self, user: &str, customer: &str) -> bool {
        let waiting = self.transfers.all.iter_mut();
        let mut waiting = waiting
            .filter(|((giver, _, known), (_, state))| giver == user && known == customer && *state == 2);
        let Some((key, (_, state))) = waiting.next() else { return false };
        *state = 3;
        let taker = key.1.clone();
        let fields =
            [("UserID", taker.as_str()), ("ExternalUserID", customer), ("FailReason", "customer_refused")];
        self.tell("change_external_contact", "transfer_fail", &fields, "");
        true
    }

    /// What was begun a day ago is done.
    pub(super) fn finish_transfers(&mut self) {
        let now = self.now;
        let due =
            self.transfers.all.iter_mut().filter(|(_, (since, state))| *state == 2 && now - *since >= DAY);
        let done: Vec<_> = due
            .map(|(key, (_, state))| {
                *state = 1;
                key.clone()
            })
            .collect();
        for (from, to, customer) in done {
            if let Some(mut follow) = self.people.follows.remove(&(from.clone(), customer.clone())) {
                follow.since = now;
                follow.way = 202;
                self.people.follows.entry((to.clone(), customer.clone())).or_insert(follow);
                let gone = [
                    ("UserID", from.as_str()),
                    ("ExternalUserID", customer.as_str()),
                    ("Source", "DELETE_BY_TRANSFER"),
                ];
                self.tell("change_external_contact", "del_external_contact", &gone, "");
                let come = [("UserID", to.as_str()), ("ExternalUserID", customer.as_str())];
                self.tell("change_external_contact", "add_external_contact", &come, "");
            }
        }
    }
}
