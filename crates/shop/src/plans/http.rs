//! The routes of plans: the versions, and the bench on which a new one is made.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use banyan_law::mend::mend;
use banyan_plan::kernel::Program;
use banyan_plan::parse::parse;
use banyan_plan::ready::READY;
use banyan_plan::time::DAY;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::dry_run::{self, Compared};
use super::judge::{judged, title};
use super::publish::{self, Publish, Signature};
use super::trial::{self, Person, Sale};
use super::views::{CheckedView, ReadyView, VersionView, WholeView, sections};
use super::{program, store};
use crate::db::Conn;
use crate::http::{App, At, Id, Json, Page, PageQuery, Path, Query, Staff, Words};
use crate::law;
use crate::members::{self, desk::ReasonBody};
use crate::refusal::Refusal;
use crate::settings;
use crate::staff::Permission;
use crate::text;

/// Bytes of a plan file at most.
const MOST_BYTES: usize = 64 * 1024;
/// People on a drawn tree at most.
const MOST_PEOPLE: usize = 200;
/// The largest amount of an order that is tried, in minor units.
const MOST_AMOUNT: i64 = 1_000_000_000_000;
/// Days that a dry run goes back at most.
const MOST_DAYS: i64 = 30;
/// Members named on each side of a dry run.
const NAMED: usize = 100;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, publish_one))
        .routes(routes!(ready))
        .routes(routes!(one))
        .routes(routes!(cancel))
        .routes(routes!(sign))
        .routes(routes!(check))
        .routes(routes!(mend_it))
        .routes(routes!(try_it))
        .routes(routes!(dry))
}

fn text_of(source: String) -> Result<String, Refusal> {
    if source.len() <= MOST_BYTES {
        return Ok(source);
    }
    let (zh, en) = ("方案文件不超过 64 KB", "a plan file has at most 64 KB");
    Err(Refusal::unacceptable("plan_too_long", zh, en).at("/source"))
}

/// Every version of the plan, the newest first.
#[utoipa::path(get, path = "/staff/plans", tag = "staff: plans", params(PageQuery),
    responses((status = 200, body = Page<VersionView>)))]
async fn list(
    State(app): State<App>,
    staff: Staff,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<VersionView>>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let (before, limit) = page.read()?;
    let read = move |conn: &mut Conn| {
        let in_force = store::newest(conn)?.unwrap_or(0);
        let rows = store::list(conn, before, limit + 1)?;
        let page = Page::of(rows, limit, |full| full.version.no);
        Ok::<_, Refusal>(page.map(|full| VersionView::of(full, in_force)))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// One version, with its text and what it says in plain words.
#[utoipa::path(get, path = "/staff/plans/{version}", tag = "staff: plans", params(("version" = Id, Path)),
    responses((status = 200, body = WholeView)))]
async fn one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(version)): Path<Id>,
) -> Result<axum::Json<WholeView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let read = move |conn: &mut Conn| {
        let in_force = store::newest(conn)?.unwrap_or(0);
        let full = super::version(conn, version)?;
        let source = full.version.source.clone();
        let describes = parse(&source).0.as_ref().map(sections).unwrap_or_default();
        Ok::<_, Refusal>(WholeView { version: VersionView::of(full, in_force), source, describes })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// The ready plans: each as it is, and what the shop's rule packs say of it.
#[utoipa::path(get, path = "/staff/plans/ready", tag = "staff: plans", responses((status = 200, body = Vec<ReadyView>)))]
async fn ready(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<ReadyView>>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let now = app.clock.now().0;
    let read = move |conn: &mut Conn| {
        let settings = settings::read(conn)?;
        let packs = law::packs(&settings.packs)?;
        let told = law::shop(conn, &settings, now)?;
        let view = |plan: &banyan_plan::ready::Ready| {
            let found = judged(plan.source, &packs, &told);
            let named = |is: &dyn Fn(&&banyan_law::finding::Finding) -> bool| {
                let name = |one: &banyan_law::finding::Finding| format!("{} {}", one.pack, one.rule.id);
                found.findings.iter().filter(is).map(name).collect()
            };
            let currency = found.report.plan.as_ref().map(|plan| plan.currency.to_string());
            ReadyView {
                id: plan.name,
                title: title(plan.source),
                currency: currency.unwrap_or_default(),
                source: plan.source,
                refused_by: named(&|one| one.refuses()),
                to_sign: named(&|one| one.needs_sign_off()),
            }
        };
        Ok::<_, Refusal>(READY.iter().map(view).collect())
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A plan file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanBody)]
struct SourceBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// The rule packs to ask; the shop's own if nothing is said.
    #[schema(max_items = 16)]
    packs: Option<Vec<String>>,
}

/// Checks a plan: what is wrong with it and where, its worst case, what the rule packs find, and what it says.
#[utoipa::path(post, path = "/staff/plans/check", tag = "staff: plans", request_body = SourceBody,
    responses((status = 200, body = CheckedView)))]
async fn check(
    State(app): State<App>,
    staff: Staff,
    Json(body): Json<SourceBody>,
) -> Result<axum::Json<CheckedView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let (source, now) = (text_of(body.source)?, app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let settings = settings::read(conn)?;
        let packs = law::packs(&body.packs.unwrap_or_else(|| settings.packs.clone()))?;
        let told = law::shop(conn, &settings, now)?;
        Ok::<_, Refusal>(CheckedView::of(&judged(&source, &packs, &told), &source))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A plan that was mended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanMended)]
struct MendedView {
    source: String,
    /// What was changed, a sentence each; nothing if nothing had to be.
    changes: Vec<Words>,
    /// Rules that refuse it still: nothing in the plan's text would clear them.
    left: Vec<String>,
}

/// The smallest change that leaves nothing in a plan that the rule packs refuse.
#[utoipa::path(post, path = "/staff/plans/mend", tag = "staff: plans", request_body = SourceBody,
    responses((status = 200, body = MendedView)))]
async fn mend_it(
    State(app): State<App>,
    staff: Staff,
    Json(body): Json<SourceBody>,
) -> Result<axum::Json<MendedView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let (source, now) = (text_of(body.source)?, app.clock.now().0);
    let read = move |conn: &mut Conn| {
        let settings = settings::read(conn)?;
        let packs = law::packs(&body.packs.unwrap_or_else(|| settings.packs.clone()))?;
        let told = law::shop(conn, &settings, now)?;
        let mended = mend(&source, &packs, &told);
        let mended = mended.ok_or_else(|| super::broken(&parse(&source).1, &source))?;
        let changes = mended.changes.iter().map(Words::from).collect();
        Ok::<_, Refusal>(MendedView { source: mended.text, changes, left: mended.left })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// A signature on one warning of the rule packs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanSignature)]
struct SignatureBody {
    #[schema(max_length = 20)]
    pack: String,
    #[schema(max_length = 20)]
    rule: String,
    /// The document that was signed: its name or number.
    #[schema(min_length = 1, max_length = 200)]
    document: String,
    /// Why it was found acceptable.
    #[schema(min_length = 2, max_length = 1000)]
    reason: String,
    /// From then on it no longer counts: at most a year ahead.
    expires_at: At,
}

fn signatures(bodies: Vec<SignatureBody>, field: &str) -> Result<Vec<Signature>, Refusal> {
    let read = |(place, body): (usize, SignatureBody)| {
        let field = format!("{field}/{place}");
        Ok(Signature {
            document: text::line(&body.document, &format!("{field}/document"), 1, 200)?,
            reason: text::lines(&body.reason, &format!("{field}/reason"), 2, 1000)?,
            pack: body.pack,
            rule: body.rule,
            expires_at: body.expires_at.0,
        })
    };
    bodies.into_iter().enumerate().map(read).collect()
}

/// A plan to publish.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublishPlanBody)]
struct PublishBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// When it takes over: seven days ahead at least, once somebody has joined. The earliest moment if nothing is said.
    effective_at: Option<At>,
    /// A signature on each finding that asks for one.
    #[serde(default)]
    #[schema(max_items = 64)]
    sign_offs: Vec<SignatureBody>,
}

/// Publishes a plan. It is refused if it has an error, if any of the shop's rule packs refuses it, or if a finding that asks for
/// a signature has none; the same is asked once more when it is due.
#[utoipa::path(post, path = "/staff/plans", tag = "staff: plans", request_body = PublishBody,
    responses((status = 201, body = VersionView)))]
async fn publish_one(
    State(app): State<App>,
    staff: Staff,
    Json(body): Json<PublishBody>,
) -> Result<(StatusCode, axum::Json<VersionView>), Refusal> {
    staff.may(Permission::PlansWrite)?;
    let new = Publish {
        source: text_of(body.source)?,
        effective_at: body.effective_at.map(|at| at.0),
        sign_offs: signatures(body.sign_offs, "/sign_offs")?,
        staff: staff.id,
        actor: staff.actor(),
    };
    let version = app.writer.run(move |work| publish::publish(work, &new)).await?;
    Ok((StatusCode::CREATED, axum::Json(version_now(&app, version).await?)))
}

async fn version_now(app: &App, version: i64) -> Result<VersionView, Refusal> {
    let read = move |conn: &mut Conn| {
        let in_force = store::newest(conn)?.unwrap_or(0);
        Ok::<_, Refusal>(VersionView::of(super::version(conn, version)?, in_force))
    };
    app.reader.read(read).await
}

/// Takes back a version that has not taken over.
#[utoipa::path(post, path = "/staff/plans/{version}/cancel", tag = "staff: plans", params(("version" = Id, Path)),
    request_body = ReasonBody, responses((status = 204)))]
async fn cancel(
    State(app): State<App>,
    staff: Staff,
    Path(Id(version)): Path<Id>,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode, Refusal> {
    staff.may(Permission::PlansWrite)?;
    let (reason, actor) = (text::line(&body.reason, "/reason", 2, 500)?, staff.actor());
    app.writer.run(move |work| publish::cancel(work, version, &reason, &actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signatures to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignPlanBody)]
struct SignBody {
    #[schema(min_items = 1, max_items = 64)]
    sign_offs: Vec<SignatureBody>,
}

/// Adds signatures to a version that waits or is held, and has it judged anew.
#[utoipa::path(post, path = "/staff/plans/{version}/sign", tag = "staff: plans", params(("version" = Id, Path)),
    request_body = SignBody, responses((status = 200, body = VersionView)))]
async fn sign(
    State(app): State<App>,
    staff: Staff,
    Path(Id(version)): Path<Id>,
    Json(body): Json<SignBody>,
) -> Result<axum::Json<VersionView>, Refusal> {
    staff.may(Permission::PlansWrite)?;
    let (list, actor, id) = (signatures(body.sign_offs, "/sign_offs")?, staff.actor(), staff.id);
    app.writer.run(move |work| publish::sign(work, version, &list, (id, &actor))).await?;
    version_now(&app, version).await.map(axum::Json)
}

/// An order to try, on a tree that is drawn with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TryPlanBody)]
struct TryBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// Everybody on the tree; an inviter stands before those whom she invited.
    #[schema(min_items = 1, max_items = 200)]
    people: Vec<PersonBody>,
    sale: SaleBody,
}

/// Somebody on the tree.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TryPerson)]
struct PersonBody {
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    /// The place of her inviter, from 0.
    inviter: Option<usize>,
    /// Her rank's id; nothing for a customer.
    #[schema(max_length = 64)]
    rank: Option<String>,
}

/// The order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrySale)]
struct SaleBody {
    /// The buyer's place among the people, from 0.
    buyer: usize,
    /// The seller's place, if somebody is named.
    seller: Option<usize>,
    /// What she pays, in minor units.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    amount: i64,
    /// What the goods cost the shop.
    #[serde(default)]
    #[schema(minimum = 0)]
    cost: i64,
    /// The product's own rate, in millionths.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    rate: i64,
    /// A category that the plan names.
    #[serde(default)]
    #[schema(max_length = 64)]
    category: String,
    /// A product's code that the plan names.
    #[serde(default)]
    #[schema(max_length = 64)]
    product: String,
}

/// What the order would pay.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanTried)]
struct TriedView {
    /// The place of whoever is credited.
    seller: Option<usize>,
    /// In the order in which it happens: at payment first, then when the refund window closes.
    rewards: Vec<TriedReward>,
    ranks: Vec<TriedRank>,
    /// Money and coupons together, in minor units.
    total: i64,
    /// What the plan's limit lets the order pay.
    limit: i64,
}

/// A reward of the order.
#[derive(Debug, Serialize, ToSchema)]
struct TriedReward {
    /// The payee's place.
    payee: usize,
    /// `sale`, `join`, `promotion` or `first_sale`.
    event: &'static str,
    reward: String,
    title: Words,
    /// `money`, `coupon` or `points`.
    unit: &'static str,
    amount: i64,
    /// Promoters between the seller and her, herself counted; 0 for the seller.
    distance: u32,
    /// In millionths; 0 for a fixed amount.
    rate: u32,
    base: i64,
    /// Whether a limit has cut it.
    cut: bool,
    sentence: Words,
    arithmetic: Words,
}

/// A rank that changes with the order.
#[derive(Debug, Serialize, ToSchema)]
struct TriedRank {
    person: usize,
    rank: Option<String>,
    /// `purchase`, `join`, `rule`.
    how: &'static str,
}

fn people(bodies: Vec<PersonBody>) -> Result<Vec<Person>, Refusal> {
    if bodies.is_empty() || bodies.len() > MOST_PEOPLE {
        let (zh, en) = ("树上应有 1 到 200 人", "the tree has 1 to 200 people");
        return Err(Refusal::unacceptable("trial_tree", zh, en).at("/people"));
    }
    let read = |(place, body): (usize, PersonBody)| {
        if body.inviter.is_some_and(|inviter| inviter >= place) {
            let (zh, en) = ("邀请人应排在她前面", "an inviter stands before her");
            return Err(Refusal::unacceptable("trial_tree", zh, en).at(format!("/people/{place}/inviter")));
        }
        let name = text::line(&body.name, &format!("/people/{place}/name"), 1, 40)?;
        Ok(Person { name, inviter: body.inviter, rank: body.rank })
    };
    bodies.into_iter().enumerate().map(read).collect()
}

fn sale(body: SaleBody, people: usize) -> Result<Sale, Refusal> {
    let bad = |field: &str, zh: &str, en: &str| Err(Refusal::unacceptable("trial_sale", zh, en).at(field));
    if body.buyer >= people {
        return bad("/sale/buyer", "树上没有这个人", "there is nobody at this place of the tree");
    }
    if body.seller.is_some_and(|seller| seller >= people) {
        return bad("/sale/seller", "树上没有这个人", "there is nobody at this place of the tree");
    }
    if !(1..=MOST_AMOUNT).contains(&body.amount) {
        return bad("/sale/amount", "金额应大于零且不太大", "an amount above zero, and not absurdly large");
    }
    if !(0..=MOST_AMOUNT).contains(&body.cost) {
        return bad("/sale/cost", "成本不能小于零", "a cost of zero or more");
    }
    if !(0..=1_000_000).contains(&body.rate) {
        return bad("/sale/rate", "佣金比例应为百万分之 0 到 1000000", "a rate from 0 to 1000000 millionths");
    }
    let SaleBody { buyer, seller, amount, cost, rate, category, product } = body;
    Ok(Sale { buyer, seller, amount, cost, rate, category, product })
}

/// Tries one order on a drawn tree: who gets what and why, at payment and when it settles. Nobody on the tree has sold anything
/// before; periods do not close.
#[utoipa::path(post, path = "/staff/plans/try", tag = "staff: plans", request_body = TryBody,
    responses((status = 200, body = TriedView)))]
async fn try_it(staff: Staff, Json(body): Json<TryBody>) -> Result<axum::Json<TriedView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let program = program(&text_of(body.source)?)?;
    let people = people(body.people)?;
    let sale = sale(body.sale, people.len())?;
    let outcome = trial::tried(&program, &people, &sale)?;
    let money = outcome.paid.iter().filter(|paid| paid.unit != crate::rewards::Unit::Points);
    let total = money.map(|paid| paid.entry.amount).sum();
    let reward = |paid: trial::Paid| TriedReward {
        payee: paid.payee,
        event: paid.event,
        reward: paid.reward,
        title: paid.title.into(),
        unit: paid.unit.word(),
        amount: paid.entry.amount,
        distance: paid.entry.distance,
        rate: if paid.entry.base == 0 { 0 } else { paid.entry.rate.0 },
        base: paid.entry.base,
        cut: paid.entry.cut,
        sentence: paid.sentence.into(),
        arithmetic: paid.arithmetic.into(),
    };
    let rank = |risen: trial::Risen| TriedRank { person: risen.person, rank: risen.rank, how: risen.how };
    Ok(axum::Json(TriedView {
        seller: outcome.seller,
        rewards: outcome.paid.into_iter().map(reward).collect(),
        ranks: outcome.ranks.into_iter().map(rank).collect(),
        total,
        limit: program.plan().payout_limit.of(sale.amount),
    }))
}

/// What to replay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DryRunBody)]
struct DryRunBody {
    /// The plan as TOML.
    #[schema(max_length = 65536)]
    source: String,
    /// Days to go back; 30 unless another number is said.
    #[schema(minimum = 1, maximum = 30)]
    days: Option<i64>,
}

/// The last days under another plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanDryRun)]
struct DryRunView {
    since: At,
    until: At,
    /// Orders paid in that time, and what they came to.
    orders: u64,
    sales: i64,
    /// Rewards in money, net of refunds: as they were, and as they would have been.
    before: i64,
    after: i64,
    /// How many members would have got more, less, and as much.
    gain: usize,
    lose: usize,
    same: usize,
    /// Those who would have gained and lost most, at most a hundred of each; the largest gain first, the largest loss last.
    members: Vec<DryRunMember>,
}

/// One member in a dry run.
#[derive(Debug, Serialize, ToSchema)]
struct DryRunMember {
    member: Id,
    nickname: String,
    before: i64,
    after: i64,
    change: i64,
    rank_before: Words,
    rank_after: Words,
}

/// Replays the last days under another plan: who would have gained, and who lost.
#[utoipa::path(post, path = "/staff/plans/dry-run", tag = "staff: plans", request_body = DryRunBody,
    responses((status = 200, body = DryRunView)))]
async fn dry(
    State(app): State<App>,
    staff: Staff,
    Json(body): Json<DryRunBody>,
) -> Result<axum::Json<DryRunView>, Refusal> {
    staff.may(Permission::PlansRead)?;
    let days = body.days.unwrap_or(MOST_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        let (zh, en) = ("应为 1 到 30 天", "expected 1 to 30 days");
        return Err(Refusal::unacceptable("dry_run_days", zh, en).at("/days"));
    }
    let program = program(&text_of(body.source)?)?;
    let now = app.clock.now().0;
    // What is due is done first: both plans are compared at the same moment.
    app.writer.beat().await?;
    app.reader
        .read(move |conn: &mut Conn| replayed(conn, &program, (now - days * DAY, now)))
        .await
        .map(axum::Json)
}

fn replayed(
    conn: &mut Conn,
    program: &Arc<Program>,
    (since, until): (i64, i64),
) -> Result<DryRunView, Refusal> {
    let outcome = dry_run::dry_run(conn, program, (since, until))?;
    let all = outcome.members;
    let sum = |of: fn(&Compared) -> i64| all.values().map(of).sum::<i64>();
    let (before, after) = (sum(|one| one.before), sum(|one| one.after));
    let count = |is: fn(&Compared) -> bool| all.values().filter(|one| is(one)).count();
    let (gain, lose) = (count(|one| one.after > one.before), count(|one| one.after < one.before));
    let same = all.len() - gain - lose;
    let mut moved: Vec<(i64, Compared)> =
        all.into_iter().filter(|(_, one)| one.after != one.before).collect();
    moved.sort_by_key(|(member, one)| (one.before - one.after, *member));
    if moved.len() > 2 * NAMED {
        let (keep_gain, keep_loss) = (gain.min(NAMED), lose.min(NAMED));
        moved.drain(keep_gain..moved.len() - keep_loss);
    }
    let names = members::names(conn, moved.iter().map(|(member, _)| *member).collect())?;
    let name = |member: i64| names.iter().find(|(id, ..)| *id == member).map(|(_, name, _)| name.clone());
    let view = |(member, one): (i64, Compared)| DryRunMember {
        member: Id(member),
        nickname: name(member).unwrap_or_default(),
        before: one.before,
        after: one.after,
        change: one.after - one.before,
        rank_before: one.rank_before.into(),
        rank_after: one.rank_after.into(),
    };
    Ok(DryRunView {
        since: At(since),
        until: At(until),
        orders: outcome.orders,
        sales: outcome.sales,
        before,
        after,
        gain,
        lose,
        same,
        members: moved.into_iter().map(view).collect(),
    })
}
