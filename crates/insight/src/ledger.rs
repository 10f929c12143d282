//! The routes of the ledger: from a balance to its entries, from an entry to both of its sides.

use std::collections::BTreeMap;

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, MomentsQuery, Page, Path, Person, Query, Staff, Words};
use banyan_base::refusal::{Kind as RefusalKind, Refusal};
use banyan_core::ledger::{Account, Entry, Filter, Kind, Movement, SHOP};
use banyan_people::members;
use banyan_plan::words::Text;
use banyan_store::Conn;
use banyan_trade::catalog;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(my_entries))
        .routes(routes!(accounts))
        .routes(routes!(holders))
        .routes(routes!(entries))
        .routes(routes!(transfers))
        .routes(routes!(check))
        .routes(routes!(her_accounts))
}

/// One side of a transfer.
#[derive(Debug, Serialize, ToSchema)]
struct EntryView {
    at: At,
    /// `pending`, `available`, `withdrawing`, `coupons`, …
    account: &'static str,
    account_title: Words,
    /// What it was for: `payment`, `repayment`, `reward`, `settlement`, `withdrawal`, `payout`, …
    kind: &'static str,
    title: Words,
    /// Minor units, or points. Above zero, the account is owed more.
    amount: i64,
    /// The order, the withdrawal, who joined, or the close of the period.
    reference: Id,
    /// The order's line.
    line: i64,
}

impl EntryView {
    fn of(entry: &Entry) -> Self {
        Self {
            at: At(entry.at),
            account: entry.account.word(),
            account_title: entry.account.title().into(),
            kind: entry.reason.kind.word(),
            title: entry.reason.kind.title().into(),
            amount: entry.amount,
            reference: Id(entry.reason.id),
            line: entry.reason.line,
        }
    }
}

/// One side of a transfer, as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
struct DeskEntry {
    #[serde(flatten)]
    entry: EntryView,
    /// Whose account; nothing for the shop's own.
    owner: Option<Id>,
    /// What it was for; nothing for the close of a period.
    about: Option<AboutView>,
}

/// What an entry was for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EntryAbout)]
struct AboutView {
    /// `order`, `withdrawal` or `member`.
    what: &'static str,
    /// Who bought, withdraws or joined; for staff only.
    member: Option<Id>,
    /// The member's nickname, if the reader may know it.
    name: Option<String>,
    /// The title of an order's first line.
    title: Option<String>,
    /// How many lines the order has; 0 if it is none.
    lines: i64,
}

impl AboutView {
    fn of(about: &banyan_core::ledger::About, name: Option<String>, is_for_staff: bool) -> Self {
        let (title, lines) = about.title.clone().unzip();
        Self {
            what: about.what,
            member: is_for_staff.then_some(Id(about.member)),
            name: name.filter(|name| !name.is_empty()),
            title,
            lines: lines.unwrap_or(0),
        }
    }
}

/// Something that moved in my accounts: everything of one cause at one moment.
#[derive(Debug, Serialize, ToSchema)]
struct MovementView {
    at: At,
    /// What it was: `reward`, `settlement`, `withdrawal`, …
    kind: &'static str,
    title: Words,
    /// The order, the withdrawal, who joined, or the close of the period.
    reference: Id,
    about: Option<AboutView>,
    /// What it brought each account in the end.
    moves: Vec<MoveView>,
    /// How a withdrawal stands: `asked`, `approved`, `sent`, `paid`, `refused`, `failed`.
    state: Option<String>,
    /// The tax withheld from a withdrawal, in minor units.
    tax: Option<i64>,
}

/// What a movement brought an account.
#[derive(Debug, Serialize, ToSchema)]
struct MoveView {
    /// `pending`, `available`, `withdrawing`, `coupons`, …
    account: &'static str,
    title: Words,
    /// Minor units, or points.
    amount: i64,
}

impl MoveView {
    fn of(account: Account, amount: i64) -> Self {
        Self { account: account.word(), title: account.title().into(), amount }
    }
}

/// An account, over everybody.
#[derive(Debug, Serialize, ToSchema)]
struct AccountView {
    account: &'static str,
    title: Words,
    /// `money` or `points`.
    unit: &'static str,
    /// What it is owed; below zero it owes.
    balance: i64,
    /// `shop`, `members` or `suppliers`.
    of: &'static str,
    /// How many people have something in it, or owe.
    holders: i64,
}

/// Which account's holders are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HoldersQuery {
    /// `available`, `pending`, `payable`, …
    account: String,
}

/// Somebody who has something in an account, or owes.
#[derive(Debug, Serialize, ToSchema)]
struct HolderView {
    owner: Id,
    /// A member's nickname, empty if they have left; or a supplier's name.
    name: String,
    /// Minor units, or points; below zero they owe.
    amount: i64,
}

/// A balance of somebody.
#[derive(Debug, Serialize, ToSchema)]
struct BalanceView {
    account: &'static str,
    title: Words,
    /// `money` or `points`.
    unit: &'static str,
    amount: i64,
}

/// A transfer with both of its sides.
#[derive(Debug, Serialize, ToSchema)]
struct TransferView {
    at: At,
    kind: &'static str,
    title: Words,
    /// The order's line.
    line: i64,
    /// What went from one side to the other: minor units, or points.
    amount: i64,
    from: SideView,
    to: SideView,
}

/// One side of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TransferSide)]
struct SideView {
    /// Nothing for the shop.
    owner: Option<Id>,
    /// A member's nickname.
    name: String,
    account: &'static str,
    title: Words,
}

/// What a check of the books found.
#[derive(Debug, Serialize, ToSchema)]
struct BooksView {
    /// Debits equal credits, and every balance is the sum of its entries.
    is_right: bool,
    /// The first difference.
    difference: Option<Words>,
}

/// Which of my entries are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MineQuery {
    /// `available`, `pending`, …
    account: Option<String>,
}

/// Which entries are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EntriesQuery {
    /// Whose entries; the shop's own if it is left out.
    owner: Option<Id>,
    /// `available`, `sales`, …
    account: Option<String>,
    /// `payment`, `reward`, …
    kind: Option<String>,
    /// From this moment on.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<At>,
    /// Before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<At>,
}

fn bad(field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::new(RefusalKind::Malformed, "filter", zh, en).at(field)
}

fn account(word: Option<&String>) -> Result<Option<Account>, Refusal> {
    let read = |word: &String| {
        let found = Account::ALL.into_iter().find(|account| account.word() == word);
        found.ok_or_else(|| bad("account", "没有这个账户", "there is no such account"))
    };
    word.map(read).transpose()
}

fn kind(word: Option<&String>) -> Result<Option<Kind>, Refusal> {
    let read = |word: &String| {
        let found = Kind::ALL.into_iter().find(|kind| kind.word() == word);
        found.ok_or_else(|| bad("kind", "没有这种转账", "there is no such kind of transfer"))
    };
    word.map(read).transpose()
}

/// Lists what moved in the member's accounts, the newest first: each cause once, a withdrawal with what became of it.
#[utoipa::path(get, path = "/me/entries", tag = "rewards", params(MineQuery, MomentsQuery),
    responses((status = 200, body = Page<MovementView>)))]
async fn my_entries(
    State(app): State<App>,
    Person(member): Person,
    Query(query): Query<MineQuery>,
    Query(page): Query<MomentsQuery>,
) -> Result<axum::Json<Page<MovementView>>, Refusal> {
    let (after, limit) = page.read()?;
    let filter = Filter { account: account(query.account.as_ref())?, ..Filter::of(member) };
    let read = move |conn: &mut Conn| movements(conn, &filter, after, limit);
    app.reader.read(read).await.map(axum::Json)
}

fn movements(
    conn: &mut Conn,
    filter: &Filter,
    after: Option<Movement>,
    limit: i64,
) -> Result<Page<MovementView>, Refusal> {
    let keys = banyan_core::ledger::movements(conn, filter, after, limit + 1)?;
    let page = Page::keyed(keys, limit, |key| *key);
    let moved = banyan_core::ledger::moved(conn, filter, &page.items)?;
    let about =
        banyan_core::ledger::about(conn, page.items.iter().map(|[_, _, reference]| *reference).collect())?;
    let people = about.values().map(|about| about.member).collect();
    let names = members::known_to(conn, filter.owner, people)?;
    Ok(page.map(|key @ [at, number, reference]| {
        let kind = Kind::of(number);
        let about = about.get(&reference);
        let moves = moved.get(&key).into_iter().flatten();
        let withdrawal = about.and_then(|about| about.withdrawal.clone());
        MovementView {
            at: At(at),
            kind: kind.map_or("", Kind::word),
            title: kind.map_or_else(|| Text::new("", ""), Kind::title).into(),
            reference: Id(reference),
            about: about.map(|about| AboutView::of(about, names.get(&about.member).cloned(), false)),
            moves: moves.map(|(account, amount)| MoveView::of(*account, *amount)).collect(),
            state: withdrawal.as_ref().map(|(state, _)| state.clone()),
            tax: withdrawal.map(|(_, tax)| tax),
        }
    }))
}

/// Lists every account with its balance: the shop's own, and those of members and suppliers added up.
#[utoipa::path(get, path = "/staff/ledger/accounts", tag = "staff: ledger",
    responses((status = 200, body = Vec<AccountView>)))]
async fn accounts(State(app): State<App>, staff: Staff) -> Result<axum::Json<Vec<AccountView>>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    let read = |conn: &mut Conn| {
        let people =
            banyan_core::ledger::totals(conn)?.into_iter().map(|(account, balance, holders)| AccountView {
                account: account.word(),
                title: account.title().into(),
                unit: unit(account),
                balance,
                of: if account == Account::Payable { "suppliers" } else { "members" },
                holders,
            });
        let shop =
            banyan_core::ledger::shop_balances(conn)?.into_iter().map(|(account, balance)| AccountView {
                account: account.word(),
                title: account.title().into(),
                unit: unit(account),
                balance,
                of: "shop",
                holders: 1,
            });
        Ok::<_, Refusal>(shop.chain(people).collect::<Vec<_>>())
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Lists who has something in an account of members or suppliers, or owes: the largest first.
#[utoipa::path(get, path = "/staff/ledger/holders", tag = "staff: ledger", params(HoldersQuery, MomentsQuery),
    responses((status = 200, body = Page<HolderView>)))]
async fn holders(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<HoldersQuery>,
    Query(page): Query<MomentsQuery>,
) -> Result<axum::Json<Page<HolderView>>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    let (after, limit) = page.read()?;
    let wanted = account(Some(&query.account))?.unwrap_or(Account::Available);
    let read = move |conn: &mut Conn| {
        let rows = banyan_core::ledger::holders(conn, wanted, after, limit + 1)?;
        let page = Page::keyed(rows, limit, |(owner, amount)| [amount.saturating_abs(), *owner]);
        let names = if wanted == Account::Payable {
            catalog::supplier_names(conn)?
        } else {
            members::nicknames(conn, page.items.iter().map(|(owner, _)| *owner).collect())?
        };
        let name = |owner: i64| names.get(&owner).cloned().unwrap_or_default();
        Ok::<_, Refusal>(page.map(|(owner, amount)| HolderView {
            owner: Id(owner),
            name: name(owner),
            amount,
        }))
    };
    app.reader.read(read).await.map(axum::Json)
}

fn unit(account: Account) -> &'static str {
    if account.is_money() { "money" } else { "points" }
}

/// Lists entries of the shop's own accounts, or of a member's or supplier's, the newest first.
#[utoipa::path(get, path = "/staff/ledger/entries", tag = "staff: ledger", params(EntriesQuery, MomentsQuery),
    responses((status = 200, body = Page<DeskEntry>)))]
async fn entries(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<EntriesQuery>,
    Query(page): Query<MomentsQuery>,
) -> Result<axum::Json<Page<DeskEntry>>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    let (after, limit) = page.read()?;
    let filter = Filter {
        account: account(query.account.as_ref())?,
        kind: kind(query.kind.as_ref())?,
        since: query.since.map_or(i64::MIN, |At(at)| at),
        until: query.until.map_or(i64::MAX, |At(at)| at),
        ..Filter::of(query.owner.map_or(SHOP, |Id(id)| id))
    };
    let read = move |conn: &mut Conn| {
        let rows = banyan_core::ledger::entries(conn, &filter, after, limit + 1)?;
        let page = Page::keyed(rows, limit, Entry::key);
        let about =
            banyan_core::ledger::about(conn, page.items.iter().map(|entry| entry.reason.id).collect())?;
        let names = members::nicknames(conn, about.values().map(|about| about.member).collect())?;
        Ok::<_, Refusal>(page.map(|entry| {
            DeskEntry {
                entry: EntryView::of(&entry),
                owner: (entry.owner != SHOP).then_some(Id(entry.owner)),
                about: about
                    .get(&entry.reason.id)
                    .map(|about| AboutView::of(about, names.get(&about.member).cloned(), true)),
            }
        }))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Lists every transfer of an order or of a withdrawal with both of its sides, in the order in which they were made.
#[utoipa::path(get, path = "/staff/ledger/transfers/{reference}", tag = "staff: ledger", params(("reference" = Id, Path)),
    responses((status = 200, body = Vec<TransferView>)))]
async fn transfers(
    State(app): State<App>,
    staff: Staff,
    Path(Id(reference)): Path<Id>,
) -> Result<axum::Json<Vec<TransferView>>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    let sees_members = staff.sees_members();
    let read = move |conn: &mut Conn| {
        let found = banyan_core::ledger::of_reference(conn, reference)?;
        let owners = found.iter().filter(|_| sees_members).map(|entry| entry.owner).collect();
        let names = members::names(conn, owners)?.into_iter().map(|(id, name, _)| (id, name)).collect();
        Ok::<_, Refusal>(paired(&found, &names))
    };
    app.reader.read(read).await.map(axum::Json)
}

/// The two entries of each transfer, put together.
fn paired(entries: &[Entry], names: &BTreeMap<i64, String>) -> Vec<TransferView> {
    let mut by_reason: BTreeMap<[i64; 5], Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let reason = &entry.reason;
        let key = [entry.at, reason.kind as i64, reason.line, reason.step, reason.place];
        by_reason.entry(key).or_default().push(entry);
    }
    let side = |entry: &Entry| SideView {
        owner: (entry.owner != SHOP).then_some(Id(entry.owner)),
        name: names.get(&entry.owner).cloned().unwrap_or_default(),
        account: entry.account.word(),
        title: entry.account.title().into(),
    };
    let transfer = |sides: Vec<&Entry>| {
        let from = sides.iter().find(|entry| entry.amount < 0)?;
        let to = sides.iter().find(|entry| entry.amount > 0)?;
        Some(TransferView {
            at: At(to.at),
            kind: to.reason.kind.word(),
            title: to.reason.kind.title().into(),
            line: to.reason.line,
            amount: to.amount,
            from: side(from),
            to: side(to),
        })
    };
    by_reason.into_values().filter_map(transfer).collect()
}

/// Checks the books: debits equal credits, and every balance is the sum of its entries.
#[utoipa::path(get, path = "/staff/ledger/check", tag = "staff: ledger", responses((status = 200, body = BooksView)))]
async fn check(State(app): State<App>, staff: Staff) -> Result<axum::Json<BooksView>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    let difference = app
        .reader
        .read(|conn| banyan_core::ledger::check(conn).map_err(Refusal::from))
        .await?
        .map(Words::from);
    Ok(axum::Json(BooksView { is_right: difference.is_none(), difference }))
}

/// Shows what a member has in their accounts.
#[utoipa::path(get, path = "/staff/members/{id}/accounts", tag = "staff: ledger", params(("id" = Id, Path)),
    responses((status = 200, body = Vec<BalanceView>)))]
async fn her_accounts(
    State(app): State<App>,
    staff: Staff,
    Path(Id(member)): Path<Id>,
) -> Result<axum::Json<Vec<BalanceView>>, Refusal> {
    staff.may(Permission::LedgerRead)?;
    let found = app
        .reader
        .read(move |conn| banyan_core::ledger::balances(conn, member).map_err(Refusal::from))
        .await?;
    let view = |(account, amount): (Account, i64)| BalanceView {
        account: account.word(),
        title: account.title().into(),
        unit: unit(account),
        amount,
    };
    Ok(axum::Json(found.into_iter().map(view).collect()))
}
