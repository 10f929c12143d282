//! Everything that the shop has about a member, as one JSON document.

use banyan_api::http::At;
use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_chat::contacts;
use banyan_pay::withdrawals::Target;
use banyan_people::members::{self, addresses, appeals, appeals_sql, me, recipient};
use banyan_store::{Conn, DbError, Row, row};
use serde_json::{Map, Value, json};

/// How a column is written.
#[derive(Clone, Copy)]
enum As {
    /// A text of digits.
    Id,
    /// A time.
    At,
    /// A number.
    Number,
    /// A text.
    Text,
}

/// Lists of rows that are exported as they are: name, columns, statement.
type List = (&'static str, &'static [(&'static str, As)], &'static str);

const LISTS: &[List] = &[
    (
        "ranks",
        &[("at", As::At), ("rank", As::Text), ("how", As::Text), ("reason", As::Text)],
        "SELECT at, rank_id, how, reason FROM rank_change WHERE member = $1 ORDER BY at",
    ),
    (
        "inviters",
        &[("at", As::At), ("inviter", As::Id), ("before", As::Id), ("reason", As::Text)],
        "SELECT at, inviter, before, reason FROM inviter_change WHERE member = $1 ORDER BY at",
    ),
    (
        "payments",
        &[
            ("at", As::At),
            ("order", As::Id),
            ("provider", As::Text),
            ("amount", As::Number),
            ("state", As::Text),
            ("reference", As::Text),
            ("way", As::Text),
            ("prepared", As::Text),
            ("paid_at", As::At),
        ],
        "SELECT id, order_id, provider, amount, state, reference, way, prepared, paid_at FROM payment WHERE buyer = $1 ORDER BY id",
    ),
    (
        "refunds",
        &[
            ("at", As::At),
            ("order", As::Id),
            ("line", As::Number),
            ("quantity", As::Number),
            ("amount", As::Number),
            ("state", As::Text),
            ("reference", As::Text),
            ("error", As::Text),
            ("reason", As::Text),
        ],
        "SELECT id, order_id, line, quantity, amount, state, reference, error, reason FROM refund WHERE buyer = $1 ORDER BY id",
    ),
    (
        "asked_with_keys",
        &[("at", As::At), ("answer", As::Text)],
        "SELECT at, answer FROM answer WHERE owner = $1 ORDER BY at, tag",
    ),
    (
        "logged",
        &[("at", As::At), ("action", As::Text), ("detail", As::Text)],
        "SELECT id, action, detail FROM audit WHERE subject = 'member/' || CAST(CAST($1 AS BIGINT) AS TEXT) ORDER BY id",
    ),
    (
        "customer_of",
        &[("since", As::At), ("promoter", As::Id), ("until", As::At), ("how", As::Text)],
        "SELECT at, promoter, until, how FROM binding WHERE member = $1 ORDER BY at",
    ),
    (
        "links_opened",
        &[("at", As::At), ("promoter", As::Id), ("product", As::Id), ("visitor", As::Text)],
        "SELECT id, promoter, product, visitor FROM visit WHERE member = $1 ORDER BY id",
    ),
    (
        "consents",
        &[("at", As::At), ("purpose", As::Text), ("given", As::Number)],
        "SELECT at, purpose, given FROM consent WHERE member = $1 ORDER BY at",
    ),
    (
        "sessions",
        &[("since", As::At), ("until", As::At)],
        "SELECT created_at, expires_at FROM session WHERE owner = $1 AND subject = 'member' ORDER BY created_at",
    ),
    (
        "reviews",
        &[
            ("at", As::At),
            ("order", As::Id),
            ("line", As::Number),
            ("stars", As::Number),
            ("text", As::Text),
            ("hidden_as", As::Text),
        ],
        "SELECT id, order_id, line, stars, text, fault FROM review WHERE buyer = $1 ORDER BY id",
    ),
    (
        "reviews_found_useful",
        &[("at", As::At), ("review", As::Id)],
        "SELECT at, review FROM review_vote WHERE member = $1 ORDER BY at",
    ),
    (
        "order_lines",
        &[
            ("order", As::Id),
            ("line", As::Number),
            ("product", As::Text),
            ("title", As::Text),
            ("title_en", As::Text),
            ("quantity", As::Number),
            ("amount", As::Number),
            ("refunded", As::Number),
        ],
        "SELECT order_id, line, product, title, title_en, quantity, amount, refunded FROM line WHERE order_id IN (SELECT id FROM orders WHERE buyer = $1) ORDER BY order_id, line",
    ),
    (
        "group_buys",
        &[
            ("group", As::Id),
            ("order", As::Id),
            ("pieces", As::Number),
            ("paid_at", As::At),
            ("deadline", As::At),
            ("state", As::Text),
        ],
        "SELECT s.group_id, s.order_id, s.pieces, s.paid_at, g.deadline, g.state FROM buy_seat s JOIN buy_group g ON g.group_id = s.group_id \
         WHERE s.buyer = $1 ORDER BY s.order_id",
    ),
    (
        "vouchers",
        &[
            ("id", As::Id),
            ("order", As::Id),
            ("line", As::Number),
            ("piece", As::Number),
            ("title", As::Text),
            ("state", As::Text),
            ("since", As::At),
            ("expires_at", As::At),
            ("place", As::Text),
        ],
        "SELECT v.id, v.order_id, v.line, v.piece, l.title, COALESCE(s.state, 'unused'), COALESCE(s.at, v.id), v.expires_at, t.place_zh \
         FROM voucher v JOIN line l ON l.buyer = v.buyer AND l.order_id = v.order_id AND l.line = v.line JOIN voucher_terms t ON t.id = v.terms \
         LEFT JOIN voucher_step s ON s.buyer = v.buyer AND s.voucher = v.id AND s.step = \
         (SELECT MAX(n.step) FROM voucher_step n WHERE n.buyer = v.buyer AND n.voucher = v.id) WHERE v.buyer = $1 ORDER BY v.id",
    ),
    (
        "after_sales",
        &[
            ("id", As::Id),
            ("order", As::Id),
            ("line", As::Number),
            ("amount", As::Number),
            ("reason", As::Text),
            ("state", As::Text),
            ("answer", As::Text),
        ],
        "SELECT id, order_id, line, amount, reason, state, answer FROM after_sale WHERE buyer = $1 ORDER BY id",
    ),
    (
        "rewards",
        &[
            ("at", As::At),
            ("reward", As::Text),
            ("of", As::Id),
            ("line", As::Number),
            ("base", As::Number),
            ("rate", As::Number),
            ("amount", As::Number),
        ],
        "SELECT at, reward, ref_id, ref_line, base, rate, amount FROM reward WHERE owner = $1 ORDER BY at, ref_id, ref_line, place",
    ),
    (
        "entries",
        &[
            ("at", As::At),
            ("account", As::Number),
            ("kind", As::Number),
            ("of", As::Id),
            ("amount", As::Number),
        ],
        "SELECT at, account, kind, ref_id, amount FROM entry WHERE owner = $1 ORDER BY at, account, kind, ref_id",
    ),
    (
        "coupons",
        &[("id", As::Id), ("amount", As::Number), ("state", As::Text), ("expires_at", As::At)],
        "SELECT id, amount, state, expires_at FROM coupon WHERE owner = $1 ORDER BY id",
    ),
];

fn column(row: &Row, place: usize, kind: As) -> Result<Value, DbError> {
    Ok(match kind {
        As::Text => json!(row.maybe_text(place)?),
        As::Number => json!(row.maybe_int(place)?),
        As::Id => json!(row.maybe_int(place)?.map(|id| id.to_string())),
        As::At => json!(row.maybe_int(place)?.map(At)),
    })
}

fn list(conn: &mut Conn, member: i64, (_, columns, sql): &List) -> Result<Value, DbError> {
    let read = |row: &Row| {
        let one = |(place, (name, kind)): (usize, &(&str, As))| {
            Ok(((*name).to_owned(), column(row, place, *kind)?))
        };
        columns.iter().enumerate().map(one).collect::<Result<Map<_, _>, DbError>>().map(Value::Object)
    };
    conn.query(sql, &row![member])?.iter().map(read).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn orders(conn: &mut Conn, vault: &Vault, member: i64) -> Result<Value, Refusal> {
    let sql = "SELECT id, state, amount, discount, note, paid_at, shipped_at, received_at, shipment, recipient \
               FROM orders WHERE buyer = $1 ORDER BY id";
    let read = |row: &Row| {
        let recipient =
            row.maybe_bytes(9)?.map(|secret| recipient::open(vault, member, secret)).transpose()?;
        Ok(json!({
            "id": row.int(0)?.to_string(),
            "placed_at": At(row.int(0)?),
            "state": row.text(1)?,
            "amount": row.int(2)?,
            "discount": row.int(3)?,
            "note": row.text(4)?,
            "paid_at": row.maybe_int(5)?.map(At),
            "shipped_at": row.maybe_int(6)?.map(At),
            "received_at": row.maybe_int(7)?.map(At),
            "shipment": row.maybe_text(8)?,
            "recipient": recipient,
        }))
    };
    conn.query(sql, &row![member])?.iter().map(read).collect::<Result<Vec<_>, Refusal>>().map(Value::Array)
}

fn withdrawals(conn: &mut Conn, vault: &Vault, member: i64) -> Result<Value, Refusal> {
    let sql = "SELECT id, amount, tax, method, state, paid_at, answer, target, arithmetic, prepared, reference FROM withdrawal WHERE owner = $1 ORDER BY id";
    let read = |row: &Row| {
        let id = row.int(0)?;
        let open = |secret| Target::open(vault, member, id, secret);
        Ok(json!({
            "id": id.to_string(),
            "at": At(id),
            "amount": row.int(1)?,
            "tax": row.int(2)?,
            "method": row.text(3)?,
            "state": row.text(4)?,
            "paid_at": row.maybe_int(5)?.map(At),
            "answer": row.text(6)?,
            "target": row.maybe_bytes(7)?.map(open).transpose()?,
            "arithmetic": row.text(8)?,
            "prepared": row.maybe_text(9)?,
            "reference": row.maybe_text(10)?,
        }))
    };
    conn.query(sql, &row![member])?.iter().map(read).collect::<Result<Vec<_>, Refusal>>().map(Value::Array)
}

/// Everything about a member. Of others it says numbers only.
pub fn export(conn: &mut Conn, vault: &Vault, member: i64) -> Result<Value, Refusal> {
    let known = me::find(conn, member)?.ok_or_else(|| Refusal::not_found("会员", "member"))?;
    let mut out = Map::new();
    let mut profile = json!({
        "id": member.to_string(),
        "nickname": known.nickname,
        "state": known.state.word(),
        "joined_at": At(member),
        "inviter": known.inviter.map(|inviter| inviter.to_string()),
        "invited": known.direct,
        "invitation_code": known.code,
        "promoter_at": known.promoter_at.map(At),
        "name_in_the_earlier_system": me::origin(conn, member)?,
        "consent": serde_json::from_str::<Value>(&known.consent)?,
    });
    for (field, secret) in me::private(conn, member)? {
        let plain = members::open_identity(vault, member, &field, &secret)?;
        profile[field] = json!(plain);
    }
    out.insert("profile".to_owned(), profile);
    let mut kept = Vec::new();
    for address in me::addresses(conn, member)? {
        kept.push(json!(addresses::open(vault, member, &address)?));
    }
    out.insert("addresses".to_owned(), kept.into());
    let mut asked = Vec::new();
    for appeal in appeals_sql::of(conn, member, i64::MAX, i64::from(i32::MAX))? {
        let text = appeals::open(vault, &appeal)?;
        let appeals_sql::AppealRow { id, about, state, answer, .. } = appeal;
        asked.push(json!({ "at": At(id), "about": about, "text": text, "state": state, "answer": answer }));
    }
    out.insert("appeals".to_owned(), asked.into());
    out.insert("contacts".to_owned(), serde_json::to_value(contacts::export(conn, vault, member)?)?);
    out.insert("orders".to_owned(), orders(conn, vault, member)?);
    out.insert("withdrawals".to_owned(), withdrawals(conn, vault, member)?);
    for one in LISTS {
        out.insert(one.0.to_owned(), list(conn, member, one)?);
    }
    Ok(out.into())
}
