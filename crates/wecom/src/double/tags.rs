//! The corp's tags, and which customers have them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Double;
use super::refused::{BAD_PARAMETER, BAD_TAG, Refused};
use super::request::{Request, texts};
use super::tokens::Caller;

/// Tags of a corp at most.
const MOST: usize = 3000;
/// The longest name of a tag or of a group of them, characters.
const NAME: usize = 30;

#[derive(Debug, Default)]
pub(super) struct Tags {
    groups: BTreeMap<String, Group>,
}

#[derive(Debug)]
struct Group {
    name: String,
    since: i64,
    /// Names by tag id.
    tags: BTreeMap<String, String>,
}

impl Tags {
    /// The names of a tag's group and of the tag.
    pub(super) fn names(&self, id: &str) -> Option<(&str, &str)> {
        let found = self.groups.values().find_map(|group| Some((group, group.tags.get(id)?)));
        found.map(|(group, name)| (group.name.as_str(), name.as_str()))
    }
}

impl Double {
    /// `externalcontact/get_corp_tag_list`.
    pub(super) fn tag_list(&self, request: &Request) -> Result<Value, Refused> {
        let (groups, tags) = (request.list("group_id", 100)?, request.list("tag_id", 100)?);
        let in_group = |id: &String| groups.is_empty() || groups.contains(id);
        let wanted = |id: &String| !groups.is_empty() || tags.is_empty() || tags.contains(id);
        let shown = self.tags.groups.iter().filter(|(id, _)| in_group(id)).map(|(id, group)| {
            let tags: Vec<Value> = group.tags.iter().filter(|(id, _)| wanted(id)).map(tag).collect();
            json!({ "group_id": id, "group_name": group.name, "create_time": group.since, "order": 0,
                "deleted": false, "tag": tags })
        });
        let shown = shown.filter(|group| group["tag"] != json!([]));
        Ok(json!({ "tag_group": shown.collect::<Vec<_>>() }))
    }

    /// `externalcontact/add_corp_tag`: into a group by its id, else by its name; a name that is there already makes no
    /// second tag.
    pub(super) fn add_tags(&mut self, request: &Request) -> Result<Value, Refused> {
        let list = request.body.get("tag").and_then(Value::as_array).filter(|list| !list.is_empty());
        let names = list.ok_or(BAD_PARAMETER)?.iter().map(|tag| tag["name"].as_str());
        let names: Vec<&str> = names.collect::<Option<_>>().ok_or(BAD_PARAMETER)?;
        let fits = |name: &str| (1..=NAME).contains(&name.chars().count());
        let known: usize = self.tags.groups.values().map(|group| group.tags.len()).sum();
        if !names.iter().all(|name| fits(name)) || known + names.len() > MOST {
            return Err(BAD_PARAMETER);
        }
        let (id, made) = match request.optional("group_id") {
            Some(id) if self.tags.groups.contains_key(id) => (id.to_owned(), Vec::new()),
            Some(_) => return Err(BAD_TAG),
            None => {
                let name = request.text("group_name").ok().filter(|name| fits(name)).ok_or(BAD_PARAMETER)?;
                self.tag_group(name)
            }
        };
        drop(made);
        let added: Vec<Value> =
            names.iter().map(|name| self.tag_named(&id, name)).map(|one| tag((&one.0, &one.1))).collect();
        let group = &self.tags.groups[&id];
        Ok(json!({ "tag_group": { "group_id": id, "group_name": group.name, "create_time": group.since,
            "order": 0, "tag": added } }))
    }

    /// The group of a name, made if there is none; with it the ids that were made.
    pub(super) fn tag_group(&mut self, name: &str) -> (String, Vec<String>) {
        if let Some((id, _)) = self.tags.groups.iter().find(|(_, group)| group.name == name) {
            return (id.clone(), Vec::new());
        }
        let id = self.chance.id("et-group-");
        let group = Group { name: name.to_owned(), since: self.now, tags: BTreeMap::new() };
        self.tags.groups.insert(id.clone(), group);
        (id.clone(), vec![id])
    }

    /// The id and name of a tag of a group, made if there is none of this name.
    pub(super) fn tag_named(&mut self, group: &str, name: &str) -> (String, String) {
        let fresh = self.chance.id("et-");
        let tags = self.tags.groups.get_mut(group).map(|group| &mut group.tags);
        let Some(tags) = tags else { return (fresh, name.to_owned()) };
        let known = tags.iter().find(|(_, known)| *known == name).map(|(id, _)| id.clone());
        let id = known.unwrap_or(fresh);
        tags.insert(id.clone(), name.to_owned());
        (id, name.to_owned())
    }

    /// `externalcontact/del_corp_tag`: a group without tags is gone with its last one.
    pub(super) fn delete_tags(&mut self, request: &Request) -> Result<Value, Refused> {
        let tags = request.list("tag_id", 100)?;
        let groups = request.list("group_id", 100)?;
        if tags.iter().any(|id| self.tags.names(id).is_none()) {
            return Err(BAD_TAG);
        }
        self.tags.groups.retain(|id, _| !groups.contains(id));
        for group in self.tags.groups.values_mut() {
            group.tags.retain(|id, _| !tags.contains(id));
        }
        self.tags.groups.retain(|_, group| !group.tags.is_empty());
        let known = &self.tags;
        for follow in self.people.follows.values_mut() {
            follow.tags.retain(|id| known.names(id).is_some());
        }
        Ok(json!({}))
    }

    /// `externalcontact/mark_tag`.
    pub(super) fn mark(&mut self, caller: &Caller, request: &Request) -> Result<Value, Refused> {
        let (user, customer) = (request.text("userid")?, request.text("external_userid")?);
        let add = texts(request.body.get("add_tag"), MOST)?;
        let remove = texts(request.body.get("remove_tag"), MOST)?;
        if add.is_empty() && remove.is_empty() {
            return Err(BAD_PARAMETER);
        }
        if add.iter().chain(&remove).any(|id| self.tags.names(id).is_none()) {
            return Err(BAD_TAG);
        }
        let follow = self.followed(caller, user, customer)?;
        follow.tags.extend(add);
        follow.tags.retain(|id| !remove.contains(id));
        Ok(json!({}))
    }
}

fn tag((id, name): (&String, &String)) -> Value {
    json!({ "id": id, "name": name, "order": 0, "create_time": 0 })
}
