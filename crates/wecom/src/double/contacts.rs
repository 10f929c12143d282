//! Staff and their customers, as the API shows them.

use serde_json::{Value, json};

use super::Double;
use super::people::{Customer, Follow};
use super::refused::{BAD_CUSTOMER, BAD_PARAMETER, NOT_A_CUSTOMER, OUT_OF_SCOPE, Refused};
use super::request::{Request, page, texts};
use super::tokens::Caller;

/// Members of staff who are shown with a customer at once.
const FOLLOWERS: usize = 500;
/// The longest texts that may be noted, characters.
const REMARK: usize = 20;
const DESCRIPTION: usize = 150;

impl Double {
    /// `user/get`.
    pub(super) fn user(&self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let id = request.text("userid")?;
        let staff = self.seen(caller, id)?;
        Ok(json!({ "userid": id, "name": staff.name, "status": 1 }))
    }

    /// `externalcontact/get_follow_user_list`: who may serve customers.
    pub(super) fn follow_users(&self, caller: &Caller) -> Value {
        let serving = self.people.staff.iter().filter(|(id, staff)| staff.serves && caller.sees(id));
        json!({ "follow_user": serving.map(|(id, _)| id).collect::<Vec<_>>() })
    }

    /// `externalcontact/list`: whoever has no customer is answered 84061, and no empty list.
    pub(super) fn contact_list(&self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let user = request.text("userid")?;
        self.seen(caller, user)?;
        let ids: Vec<&String> = self.people.of(user).map(|(customer, _)| customer).collect();
        if ids.is_empty() { Err(NOT_A_CUSTOMER) } else { Ok(json!({ "external_userid": ids })) }
    }

    /// `externalcontact/get`: a customer, and who knows them.
    pub(super) fn contact(&self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let id = request.text("external_userid")?;
        let customer = self.people.customers.get(id).ok_or(BAD_CUSTOMER)?;
        let known: Vec<(&String, &Follow)> = self.people.knowing(id).collect();
        if known.is_empty() {
            return Err(NOT_A_CUSTOMER);
        }
        let seen: Vec<_> = known.into_iter().filter(|(user, _)| caller.sees(user)).collect();
        if seen.is_empty() {
            return Err(OUT_OF_SCOPE);
        }
        let shown = seen.into_iter().map(|(user, follow)| (user.clone(), self.follow_user(user, follow)));
        let (follow_user, next_cursor) = page(shown, request.optional("cursor"), FOLLOWERS)?;
        Ok(json!({
            "external_contact": external_contact(id, customer),
            "follow_user": follow_user,
            "next_cursor": next_cursor,
        }))
    }

    /// `externalcontact/batch/get_by_user`: the customers of up to a hundred members of staff, page by page.
    pub(super) fn contact_batch(&self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let users = request.list("userid_list", 100)?;
        if users.is_empty() {
            return Err(BAD_PARAMETER);
        }
        for user in &users {
            self.seen(caller, user)?;
        }
        let limit = request.limit(50, 100)?;
        let wanted = self.people.follows.iter().filter(|((user, _), _)| users.contains(user));
        let all = wanted.filter_map(|((user, id), follow)| {
            let customer = self.people.customers.get(id)?;
            let one = json!({
                "external_contact": external_contact(id, customer),
                "follow_info": follow_info(user, follow),
            });
            Some((format!("{user}/{id}"), one))
        });
        let (list, next_cursor) = page(all, request.optional("cursor"), limit)?;
        if list.is_empty() && request.optional("cursor").is_none() {
            return Err(NOT_A_CUSTOMER);
        }
        Ok(json!({ "external_contact_list": list, "next_cursor": next_cursor }))
    }

    /// `externalcontact/remark`: at least one of the texts must be there; the list of phones replaces the one before.
    pub(super) fn remark(&mut self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let (user, customer) = (request.text("userid")?, request.text("external_userid")?);
        let text = |name: &str, most: usize| match request.body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let text = value.as_str().filter(|text| text.chars().count() <= most);
                text.map(|text| Some(text.to_owned())).ok_or(BAD_PARAMETER)
            }
        };
        let (remark, description) = (text("remark", REMARK)?, text("description", DESCRIPTION)?);
        let given = request.body.get("remark_mobiles");
        let mobiles = given.map(|list| texts(Some(list), 5)).transpose()?;
        if remark.is_none() && description.is_none() && mobiles.is_none() {
            return Err(BAD_PARAMETER);
        }
        let follow = self.followed(caller, user, customer)?;
        follow.remark = remark.unwrap_or_else(|| follow.remark.clone());
        follow.description = description.unwrap_or_else(|| follow.description.clone());
        if let Some(mobiles) = mobiles {
            follow.mobiles = mobiles.into_iter().filter(|mobile| !mobile.is_empty()).collect();
        }
        Ok(json!({}))
    }

    fn follow_user(&self, user: &str, follow: &Follow) -> Value {
        let tags = follow.tags.iter().filter_map(|id| {
            let (group, name) = self.tags.names(id)?;
            Some(json!({ "group_name": group, "tag_name": name, "tag_id": id, "type": 1 }))
        });
        let mut shown = follow_info(user, follow);
        shown["tags"] = tags.collect();
        if let Some(shown) = shown.as_object_mut() {
            shown.remove("tag_id");
        }
        shown
    }
}

fn external_contact(id: &str, customer: &Customer) -> Value {
    let mut shown = json!({ "external_userid": id, "name": customer.name, "type": 1, "gender": 0 });
    if let Some(union_id) = &customer.union_id {
        shown["unionid"] = json!(union_id);
    }
    shown
}

fn follow_info(user: &str, follow: &Follow) -> Value {
    let mut shown = json!({
        "userid": user,
        "remark": follow.remark,
        "description": follow.description,
        "createtime": follow.since,
        "tag_id": follow.tags,
        "remark_mobiles": follow.mobiles,
        "add_way": follow.way,
        "oper_userid": user,
    });
    if let Some(state) = &follow.state {
        shown["state"] = json!(state);
    }
    shown
}
