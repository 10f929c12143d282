//! What people do: customers add and leave, staff confirm, groups grow. Each act sends the callbacks that the service
//! would send.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Double;
use super::groups::{Change, Member};
use super::people::{Customer, Follow, Staff};

/// Something that people do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Somebody is employed.
    Employ {
        /// User id.
        user: String,
        /// Name.
        name: String,
    },
    /// A customer and a member of staff become friends, by a code or otherwise.
    Add {
        /// The member of staff; behind a code with several, the first unless told.
        #[serde(default)]
        user: Option<String>,
        /// The code that was scanned (`config_id`).
        #[serde(default)]
        way: Option<String>,
        /// A customer who is there already; otherwise a new one.
        #[serde(default)]
        customer: Option<String>,
        /// The name of a new one.
        #[serde(default)]
        name: Option<String>,
        /// The union id of a new one.
        #[serde(default)]
        union_id: Option<String>,
    },
    /// A member of staff notes something about a customer.
    Note {
        /// The member of staff.
        user: String,
        /// The customer.
        customer: String,
        /// The remark.
        remark: String,
    },
    /// The two write to each other.
    Talk {
        /// The member of staff.
        user: String,
        /// The customer.
        customer: String,
    },
    /// A member of staff removes a customer.
    Remove {
        /// The member of staff.
        user: String,
        /// The customer.
        customer: String,
    },
    /// A customer removes a member of staff.
    Unfollow {
        /// The member of staff.
        user: String,
        /// The customer.
        customer: String,
    },
    /// A member of staff makes a tag in the administration.
    Tag {
        /// The name of its group.
        group: String,
        /// Its name.
        name: String,
    },
    /// A member of staff makes a group.
    Group {
        /// Its owner.
        owner: String,
        /// Its name.
        name: String,
    },
    /// Somebody comes into a group: by its code, or invited into it.
    Join {
        /// The group into which they are invited.
        #[serde(default)]
        chat: Option<String>,
        /// The code that was scanned (`config_id`).
        #[serde(default)]
        way: Option<String>,
        /// A customer, or a member of staff.
        who: String,
        /// Who invites.
        #[serde(default)]
        invitor: Option<String>,
    },
    /// Somebody goes out of a group.
    Leave {
        /// The group.
        chat: String,
        /// Who.
        who: String,
        /// Removed by the owner.
        #[serde(default)]
        removed: bool,
    },
    /// Somebody says something in a group.
    Say {
        /// The group.
        chat: String,
        /// Who.
        who: String,
    },
    /// A group gets another owner.
    Owner {
        /// The group.
        chat: String,
        /// The owner.
        owner: String,
    },
    /// A group gets another name.
    Name {
        /// The group.
        chat: String,
        /// The name.
        name: String,
    },
    /// A group gets another notice.
    Notice {
        /// The group.
        chat: String,
        /// The notice.
        notice: String,
    },
    /// A group is dissolved.
    Dismiss {
        /// The group.
        chat: String,
    },
    /// A member of staff confirms a mass message.
    Confirm {
        /// The message (`msgid`).
        message: String,
        /// The member of staff.
        user: String,
    },
    /// A customer does not want to be handed over.
    RefuseTransfer {
        /// The member of staff who hands over.
        user: String,
        /// The customer.
        customer: String,
    },
    /// The service lets every access token expire, as it may at any time.
    ExpireTokens,
}

/// A corp that is there from the beginning: none of it sends callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct World {
    /// Members of staff: `staff-001` and so on.
    pub staff: u32,
    /// Customers of each.
    pub customers: u32,
    /// Groups of each.
    pub groups: u32,
    /// Customers in each group, of those of its owner.
    pub members: u32,
}

impl Double {
    /// Fills the corp.
    pub fn fill(&mut self, world: World) {
        let mishaps = std::mem::take(&mut self.settings.mishaps);
        let outbox = std::mem::take(&mut self.outbox);
        for staff in 1..=world.staff {
            let user = format!("staff-{staff:03}");
            self.act(&Act::Employ { user: user.clone(), name: format!("员工 {staff}") });
            let mut customers = Vec::new();
            for number in 1..=world.customers {
                let name = Some(format!("顾客 {staff}-{number}"));
                let union_id = Some(self.chance.id("union-"));
                let add = Act::Add { user: Some(user.clone()), way: None, customer: None, name, union_id };
                if let Some(id) = self.act(&add)["customer"].as_str() {
                    customers.push(id.to_owned());
                }
            }
            for number in 0..world.groups {
                let group = Act::Group { owner: user.clone(), name: format!("群 {staff}-{}", number + 1) };
                let Some(chat) = self.act(&group)["chat"].as_str().map(str::to_owned) else { continue };
                let begin = (number * world.members) as usize;
                let members =
                    customers.iter().cycle().skip(begin).take(customers.len().min(world.members as usize));
                for who in members {
                    let (chat, invitor) = (Some(chat.clone()), Some(user.clone()));
                    self.act(&Act::Join { chat, way: None, who: who.clone(), invitor });
                }
            }
        }
        self.settings.mishaps = mishaps;
        self.outbox = outbox;
    }

    /// Lets people do something. The answer says what came of it: new ids under `customer`, `chat` or `welcome_code`; or
    /// `done: false` if it was not possible, and then nothing has changed.
    pub fn act(&mut self, act: &Act) -> Value {
        let made = match act {
            Act::Employ { user, name } => {
                let staff = Staff { name: name.clone(), serves: true };
                self.people.staff.insert(user.clone(), staff);
                Some(json!({}))
            }
            Act::Add { user, way, customer, name, union_id } => self.befriend(
                user.as_deref(),
                way.as_deref(),
                customer.as_deref(),
                name.as_deref(),
                union_id.as_deref(),
            ),
            Act::Note { user, customer, remark } => self.note(user, customer, remark),
            Act::Talk { user, customer } => self.talk(user, customer),
            Act::Remove { user, customer } => self.part(user, customer, "del_external_contact"),
            Act::Unfollow { user, customer } => self.part(user, customer, "del_follow_user"),
            Act::Tag { group, name } => Some(self.tag_by_hand(group, name)),
            Act::Join { chat, way, who, invitor } => {
                self.join(chat.as_deref(), way.as_deref(), who, invitor.as_deref())
            }
            Act::Confirm { message, user } => self.confirm(message, user).then(|| json!({})),
            Act::RefuseTransfer { user, customer } => self.refuse_transfer(user, customer).then(|| json!({})),
            Act::ExpireTokens => {
                self.expire_tokens();
                Some(json!({}))
            }
            of_group => self.act_in_group(of_group),
        };
        match made {
            Some(mut made) => {
                made["done"] = json!(true);
                made
            }
            None => json!({ "done": false }),
        }
    }

    fn act_in_group(&mut self, act: &Act) -> Option<Value> {
        let did = match act {
            Act::Group { owner, name } => {
                self.people.staff.get(owner)?;
                return Some(json!({ "chat": self.make_group(owner, name) }));
            }
            Act::Leave { chat, who, removed } => {
                self.groups.owner(chat).is_some_and(|owner| owner != *who)
                    && self.change_members(chat, who, Change::Leaves(i64::from(*removed)), None)
            }
            Act::Say { chat, who } => match self.groups.owner(chat) {
                Some(owner) if self.groups.has(chat, who) => {
                    self.count_message(&owner, chat, who);
                    true
                }
                _ => false,
            },
            Act::Owner { chat, owner } => {
                self.people.staff.contains_key(owner) && self.change_group(chat, "change_owner", owner)
            }
            Act::Name { chat, name } => self.change_group(chat, "change_name", name),
            Act::Notice { chat, notice } => self.change_group(chat, "change_notice", notice),
            Act::Dismiss { chat } => self.dismiss(chat),
            _ => false,
        };
        did.then(|| json!({}))
    }

    fn befriend(
        &mut self,
        user: Option<&str>,
        way: Option<&str>,
        customer: Option<&str>,
        name: Option<&str>,
        union_id: Option<&str>,
    ) -> Option<Value> {
        let way = match way {
            Some(id) => Some(self.scanned(id)?),
            None => None,
        };
        let behind = way.as_ref().and_then(|way| way.users.first().cloned());
        let user = user.map(str::to_owned).or(behind)?;
        self.people.staff.get(&user).filter(|staff| staff.serves)?;
        if way.as_ref().is_some_and(|way| !way.users.contains(&user)) {
            return None;
        }
        let id = if let Some(id) = customer {
            self.people.customers.contains_key(id).then(|| id.to_owned())?
        } else {
            let id = self.chance.id("wm-");
            let (name, union_id) = (name.unwrap_or("顾客").to_owned(), union_id.map(str::to_owned));
            self.people.customers.insert(id.clone(), Customer { name, union_id });
            id
        };
        let pair = (user.clone(), id.clone());
        if self.people.follows.contains_key(&pair) {
            return None;
        }
        let state = way.as_ref().and_then(|way| way.state.clone());
        let follow = Follow { since: self.now, way: i64::from(way.is_some()), state, ..Follow::default() };
        let state = follow.state.clone().unwrap_or_default();
        self.people.follows.insert(pair, follow);
        self.count_contact(&user);
        let code = self.welcome_code(&user, &id);
        let mut fields = vec![("UserID", user.as_str()), ("ExternalUserID", id.as_str())];
        if !state.is_empty() {
            fields.push(("State", state.as_str()));
        }
        fields.push(("WelcomeCode", code.as_str()));
        // Whoever need not be confirmed is announced by an event of its own, which takes the welcome code with it.
        if way.as_ref().is_some_and(|way| way.skip_verify) {
            self.tell("change_external_contact", "add_half_external_contact", &fields, "");
            fields.pop();
        }
        self.tell("change_external_contact", "add_external_contact", &fields, "");
        Some(json!({ "customer": id, "welcome_code": code }))
    }

    fn note(&mut self, user: &str, customer: &str, remark: &str) -> Option<Value> {
        let follow = self.people.follows.get_mut(&(user.to_owned(), customer.to_owned()))?;
        remark.clone_into(&mut follow.remark);
        let fields = [("UserID", user), ("ExternalUserID", customer)];
        self.tell("change_external_contact", "edit_external_contact", &fields, "");
        Some(json!({}))
    }

    fn talk(&mut self, user: &str, customer: &str) -> Option<Value> {
        let now = self.now;
        let follow = self.people.follows.get_mut(&(user.to_owned(), customer.to_owned()))?;
        follow.talked = Some(now);
        self.count_talk(user, customer);
        Some(json!({}))
    }

    fn part(&mut self, user: &str, customer: &str, change: &str) -> Option<Value> {
        self.people.follows.remove(&(user.to_owned(), customer.to_owned()))?;
        if change == "del_follow_user" {
            self.count_loss(user);
        }
        let fields = [("UserID", user), ("ExternalUserID", customer)];
        self.tell("change_external_contact", change, &fields, "");
        Some(json!({}))
    }

    fn tag_by_hand(&mut self, group: &str, name: &str) -> Value {
        let (group, made) = self.tag_group(group);
        for id in made {
            self.tell("change_external_tag", "create", &[("Id", &id), ("TagType", "tag_group")], "");
        }
        let (id, _) = self.tag_named(&group, name);
        self.tell("change_external_tag", "create", &[("Id", &id), ("TagType", "tag")], "");
        json!({ "tag": id })
    }

    fn join(
        &mut self,
        chat: Option<&str>,
        way: Option<&str>,
        who: &str,
        invitor: Option<&str>,
    ) -> Option<Value> {
        let is_staff = self.people.staff.contains_key(who);
        if !is_staff && !self.people.customers.contains_key(who) {
            return None;
        }
        let (chat, state) = match (chat, way) {
            (Some(chat), None) => (chat.to_owned(), None),
            (None, Some(way)) => self.room_behind(way)?,
            _ => return None,
        };
        if !self.groups.has_room(&chat, self.settings.limits.group) {
            return None;
        }
        let (in_list, in_event) = if way.is_some() { (3, 3) } else { (1, 0) };
        let invitor = invitor.map(str::to_owned);
        let member = Member { is_staff, since: self.now, scene: in_list, invitor, state };
        let owner = self.groups.owner(&chat)?;
        let did = self.change_members(&chat, who, Change::Joins(in_event), Some(member));
        did.then(|| {
            self.count_member(&owner);
            json!({ "chat": chat })
        })
    }

    /// Everything that a shop should know once it has read it all: staff, who knows whom, groups and who is in them.
    pub fn everything(&self) -> Value {
        let follows = self.people.follows.iter().map(|((user, customer), follow)| {
            json!({ "user": user, "customer": customer, "remark": follow.remark, "state": follow.state })
        });
        json!({
            "staff": self.people.staff.keys().collect::<Vec<_>>(),
            "contacts": follows.collect::<Vec<_>>(),
            "groups": self.groups.everything(),
        })
    }
}
