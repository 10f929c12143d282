//! Tags of contacts: given by hand, or by a rule that everybody can read.

mod desk;
pub(crate) mod rule;
pub(crate) mod store;

pub use self::desk::routes;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::{Duty, PASS, Pass, Timing, Work};
use banyan_plan::time::DAY;
use serde_json::json;

use self::rule::Rule;
use self::store::TagRow;

/// The name under which histories record that rules were applied by the daily duty.
const SYSTEM: &str = "system";
/// Tags in use at most.
const MOST: usize = 500;

pub(crate) fn unknown() -> Refusal {
    Refusal::not_found("标签", "tag")
}

/// A tag that is in use.
pub(crate) fn find(work: &mut Work<'_>, id: i64) -> Result<TagRow, Refusal> {
    store::find(work.conn, id)?.ok_or_else(unknown)
}

/// Begins a tag; gives its id. A rule is applied at once.
fn add(work: &mut Work<'_>, name: &str, rule: Option<&Rule>, actor: &str) -> Result<i64, Refusal> {
    let name = text::name(name, "/name", 1, 30)?;
    if rule.is_some_and(|rule| !rule.is_sound()) {
        let (zh, en) = (
            "规则里的金额、天数或文字超出范围",
            "an amount, a number of days or a text of the rule is out of range",
        );
        return Err(Refusal::unacceptable("tag_rule_bad", zh, en).at("/rule"));
    }
    if store::of_name(work.conn, &name)?.is_some() {
        let (zh, en) = (format!("已经有标签“{name}”"), format!("there is a tag called {name} already"));
        return Err(Refusal::conflict("tag_name_taken", zh, en).at("/name"));
    }
    if store::all(work.conn)?.len() >= MOST {
        let (zh, en) = ("标签最多 500 个", "there are 500 tags at most");
        return Err(Refusal::conflict("tags_too_many", zh, en));
    }
    let id = work.id();
    let text = rule.map(serde_json::to_string).transpose()?;
    store::insert(work.conn, id, &name, text.as_deref())?;
    audit::record(work, actor, "tag.add", &format!("tag/{id}"), &json!({ "name": name, "rule": rule }))?;
    if let Some(rule) = rule {
        run(work, (id, &name), rule, actor)?;
    }
    Ok(id)
}

fn run(work: &mut Work<'_>, tag: (i64, &str), rule: &Rule, actor: &str) -> Result<(), Refusal> {
    let persons = rule.persons(work.conn, work.now())?;
    let at = work.id();
    Ok(store::apply(work.conn, tag, &persons, at, actor)?)
}

/// Rules are applied once a day, counted from when each was applied last. Days that nobody was there for are made up for by
/// one application: a rule says who has a tag now, whatever was before.
#[derive(Debug)]
pub struct Daily;

impl Duty for Daily {
    fn timing(&self) -> Timing {
        Timing::Anytime
    }

    fn next(&self) -> &'static [&'static str] {
        &[
            "SELECT MIN(applied_at) + 86400000000000 FROM chat_tag WHERE rule IS NOT NULL AND retired_at IS NULL",
        ]
    }

    fn run(&self, work: &mut Work<'_>, pass: Pass) -> Result<Option<i64>, Refusal> {
        let now = pass.until;
        // A rule may concern everybody: one in a pass.
        let pass = Pass { most: pass.most / PASS, ..pass };
        let waiting = store::waiting(work.conn, now - DAY, pass.limit())?;
        let (waiting, rest) = pass.cut(waiting, |tag| tag.applied_at.unwrap_or(now));
        for tag in waiting {
            let (Some(rule), Some(applied_at)) = (&tag.rule, tag.applied_at) else { continue };
            let rule: Rule = serde_json::from_str(rule)?;
            let at = work.moment_due(now - (now - applied_at) % DAY);
            let persons = rule.persons(work.conn, at)?;
            store::apply(work.conn, (tag.id, &tag.name), &persons, at, SYSTEM)?;
        }
        Ok(rest)
    }
}

/// Applies a tag's rule again.
fn apply(work: &mut Work<'_>, id: i64, actor: &str) -> Result<(), Refusal> {
    let tag = find(work, id)?;
    let Some(rule) = &tag.rule else {
        let (zh, en) = ("这个标签没有规则", "this tag has no rule");
        return Err(Refusal::conflict("tag_no_rule", zh, en));
    };
    let rule: Rule = serde_json::from_str(rule)?;
    run(work, (id, &tag.name), &rule, actor)?;
    audit::record(work, actor, "tag.apply", &format!("tag/{id}"), &json!({}))
}

/// Takes a tag out of use.
fn retire(work: &mut Work<'_>, id: i64, actor: &str) -> Result<(), Refusal> {
    let tag = find(work, id)?;
    let at = work.id();
    store::retire(work.conn, id, at)?;
    audit::record(
        work,
        actor,
        "tag.retire",
        &format!("tag/{id}"),
        &json!({ "name": tag.name, "contacts": tag.contacts }),
    )
}
