//! Asking WeCom: everything at first and once a day, and after a callback what it does not say itself. What is to be asked stands
//! in a table, so that whoever stops goes on where it was.

use std::collections::BTreeSet;

use banyan_api::App;
use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::time::SECOND;
use serde_json::json;

use super::client::{Failure, Wecom};
use super::connection::Connection;
use super::facts::{self, Fact, Follow};
use super::inbox::{SETTLE, take_follows, take_gone, take_group, take_staff};
use super::store::{self, Task};

/// Questions of one round.
const ROUND: i64 = 20;
/// How long a question may take before somebody else asks it.
const LEASE: i64 = 300 * SECOND;
/// After a failure, doubled with each further one.
const PAUSE: i64 = 5 * SECOND;
const LONGEST_PAUSE: i64 = 600 * SECOND;
/// Refusals after which a question is given up.
const TRIES: i64 = 5;
/// Pages of one list at most: more than anybody has.
const PAGES: usize = 10_000;

/// What came of a question.
enum Read {
    Staff(Vec<String>),
    Contacts(Vec<Follow>),
    Customer(Vec<Follow>),
    Groups(Vec<String>),
    /// All of a large corp's groups are to be asked for owner by owner.
    ByOwner,
    Group(Fact, Vec<Fact>),
    /// There is none.
    NoGroup,
}

/// Begins a sync; false if one is under way.
pub(super) fn begin(work: &mut Work<'_>) -> Result<bool, Refusal> {
    let sync = store::sync(work.conn)?;
    if sync.began_at.is_some() && sync.ended_at.is_none() {
        return Ok(false);
    }
    let (at, now) = (work.id(), work.now());
    store::begin_sync(work.conn, at, now)?;
    Ok(true)
}

/// Asks what is due; how much that was.
pub(super) async fn ask_due(app: &App, connection: &Connection) -> Result<usize, Refusal> {
    let now = app.clock.now().0;
    let due = app.writer.run(move |work| Ok(store::claim(work.conn, now, now + LEASE, ROUND)?)).await?;
    let count = due.len();
    for task in due {
        let (asker, connection) = (app.clone(), connection.clone());
        let asked = app.clock.now().0;
        let what = task.clone();
        let ask = move || read(asker.part::<Wecom>(), &connection, &what, asked);
        let answer = tokio::task::spawn_blocking(ask).await;
        let answer = answer.map_err(|error| Refusal::broken(error.to_string()))?;
        take(app, task, answer, asked).await?;
    }
    Ok(count)
}

/// All pages of a list.
fn pages<T>(
    mut page: impl FnMut(&str) -> Result<serde_json::Value, Failure>,
    of: impl Fn(&serde_json::Value) -> Vec<T>,
) -> Result<Vec<T>, Failure> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    for _ in 0..PAGES {
        let answer = page(&cursor)?;
        all.extend(of(&answer));
        match facts::cursor(&answer) {
            Some(next) if next != cursor => cursor = next,
            _ => return Ok(all),
        }
    }
    Err(Failure::Silence("the list does not end".to_owned()))
}

/// Asks; blocks. Codes that say that there is nothing are answers.
fn read(wecom: &Wecom, connection: &Connection, task: &Task, now: i64) -> Result<Read, Failure> {
    let subject = task.subject.as_str();
    let post = |path: &str, body| wecom.ask(connection, path, &[], Some(&body), now);
    match task.kind.as_str() {
        "staff" => {
            let answer = wecom.ask(connection, "externalcontact/get_follow_user_list", &[], None, now)?;
            Ok(Read::Staff(facts::staff(&answer)))
        }
        "contacts" => {
            let page = |cursor: &str| {
                let body = json!({ "userid_list": [subject], "cursor": cursor, "limit": 100 });
                post("externalcontact/batch/get_by_user", body)
            };
            match pages(page, facts::follows_of_page) {
                // Nobody, or nobody any more.
                Err(Failure::Code(84061 | 40003 | 60111)) => Ok(Read::Contacts(Vec::new())),
                done => done.map(Read::Contacts),
            }
        }
        "customer" => {
            let page = |cursor: &str| {
                let query = [("external_userid", subject), ("cursor", cursor)];
                wecom.ask(connection, "externalcontact/get", &query, None, now)
            };
            match pages(page, facts::follows_of_customer) {
                Err(Failure::Code(84061 | 40096)) => Ok(Read::Customer(Vec::new())),
                done => done.map(Read::Customer),
            }
        }
        "groups" => {
            let page = |cursor: &str| {
                let mut body = json!({ "status_filter": 0, "cursor": cursor, "limit": 1000 });
                if !subject.is_empty() {
                    body["owner_filter"] = json!({ "userid_list": [subject] });
                }
                post("externalcontact/groupchat/list", body)
            };
            match pages(page, facts::chats) {
                Err(Failure::Code(81017)) if subject.is_empty() => Ok(Read::ByOwner),
                done => done.map(Read::Groups),
            }
        }
        _ => match post("externalcontact/groupchat/get", json!({ "chat_id": subject, "need_name": 0 })) {
            Ok(answer) => {
                let (group, members) = facts::group(&answer);
                Ok(Read::Group(group, members))
            }
            Err(Failure::Code(49008 | 40050)) => Ok(Read::NoGroup),
            Err(failure) => Err(failure),
        },
    }
}

/// Keeps what came of a question.
async fn take(app: &App, task: Task, answer: Result<Read, Failure>, asked: i64) -> Result<(), Refusal> {
    match answer {
        Err(failure) => app.writer.run(move |work| failed(work, &task, &failure)).await,
        // A long list takes several transactions, so that nobody waits long for any of them.
        Ok(Read::Contacts(list)) => take_list(app, task, "account", list, asked).await,
        Ok(Read::Customer(list)) => take_list(app, task, "person", list, asked).await,
        Ok(read) => app.writer.run(move |work| take_one(work, &task, read, asked)).await,
    }
}

async fn take_list(
    app: &App,
    task: Task,
    column: &'static str,
    list: Vec<Follow>,
    asked: i64,
) -> Result<(), Refusal> {
    let list = std::sync::Arc::new(list);
    loop {
        let (list, task) = (list.clone(), task.clone());
        let taken = app.writer.run(move |work| {
            let more = take_follows(work, (column, &task.subject), &list, asked)?;
            if !more {
                finish(work, &task)?;
            }
            Ok(more)
        });
        if !taken.await? {
            return Ok(());
        }
    }
}

fn take_one(work: &mut Work<'_>, task: &Task, read: Read, asked: i64) -> Result<(), Refusal> {
    let now = work.now();
    match read {
        Read::Staff(list) => {
            let all = take_staff(work, list)?;
            store::grow_sync(work.conn, all.len(), 0)?;
            store::want_all(work.conn, "contacts", &all, now)?;
            store::want_all(work.conn, "groups", &BTreeSet::from([String::new()]), now)?;
        }
        Read::ByOwner => {
            let all = store::staff(work.conn)?;
            store::want_all(work.conn, "groups", &all, now)?;
        }
        Read::Groups(list) => {
            let mut all: BTreeSet<String> = list.into_iter().collect();
            all.extend(store::groups(work.conn, &task.subject)?);
            store::grow_sync(work.conn, 0, all.len())?;
            store::want_all(work.conn, "group", &all, now)?;
        }
        Read::Group(group, members) => {
            if !take_group(work, (&task.subject, &group, &members), asked)? {
                return Ok(store::again(work.conn, task, now + SETTLE, task.tries)?);
            }
        }
        Read::NoGroup => take_gone(work, &task.subject)?,
        Read::Contacts(_) | Read::Customer(_) => {}
    }
    finish(work, task)
}

fn finish(work: &mut Work<'_>, task: &Task) -> Result<(), Refusal> {
    store::done(work.conn, task)?;
    let at = work.now();
    Ok(store::end_sync(work.conn, at)?)
}

/// A question that was not answered is asked again, later each time; what the app may not see is a gap.
fn failed(work: &mut Work<'_>, task: &Task, failure: &Failure) -> Result<(), Refusal> {
    let (now, tries) = (work.now(), task.tries + 1);
    let pause = PAUSE.saturating_mul(1 << tries.min(10)).min(LONGEST_PAUSE);
    match failure {
        Failure::Wait(until) => store::again(work.conn, task, *until, task.tries)?,
        // Too often: everybody waits, and this was no fault of the question.
        Failure::Code(45009 | 45033) => store::again(work.conn, task, now + 60 * SECOND, task.tries)?,
        // The connection itself is refused: nothing can be said of the question.
        Failure::Code(40001 | 40013 | 40014 | 42001 | 60020) | Failure::Silence(_) => {
            store::again(work.conn, task, now + pause, tries)?;
        }
        Failure::Code(code) if matches!(code, 60011 | 81017) || tries >= TRIES => {
            store::gap(work.conn, task, *code)?;
            return finish(work, task);
        }
        Failure::Code(_) => store::again(work.conn, task, now + pause, tries)?,
    }
    Ok(())
}
