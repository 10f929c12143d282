//! What becomes of each column when a member leaves, and what they are given before.

use std::collections::{BTreeMap, BTreeSet};

use banyan_core::ledger::{Account, Kind, Reason, SHOP};
use banyan_ops::privacy::columns::{Fate, tables};
use banyan_store::{Conn, Value as Cell};
use serde_json::{Value, json};

use crate::harness::{Db, House, fresh, on_both};
use crate::people::{PASSWORD, newcomer};

#[test]
fn every_column_has_its_decision() {
    let dir = tempfile::tempdir().unwrap();
    let place = fresh(Db::Sqlite, dir.path());
    place.migrate().unwrap();
    let mut conn = place.connect(false).unwrap();
    let sql =
        "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
    let mut there: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in conn.query(sql, &[]).unwrap() {
        there.entry(row.text(0).unwrap().to_owned()).or_default().insert(row.text(1).unwrap().to_owned());
    }
    let mut decided: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for table in tables() {
        let emptied = table.emptied.iter().map(|(name, _)| *name);
        let all: Vec<&str> = table.kept.iter().copied().chain(emptied).collect();
        let columns: BTreeSet<String> = all.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(columns.len(), all.len(), "{}: a column is decided twice", table.name);
        assert!(decided.insert(table.name.to_owned(), columns).is_none(), "{} stands twice", table.name);
    }
    assert_eq!(there, decided, "decide in privacy/columns/ what becomes of it when a member leaves");
}

/// Columns in which no free text may stand: the database or the program reads them.
const READ: &[&str] = &["member.state", "member.consent", "member.password", "review.fault", "touch.person"];

/// Writes a mark of its own into every text that is theirs and is emptied when they leave; gives the marks.
fn mark(conn: &mut Conn, member: i64) -> Vec<String> {
    let mut marks = Vec::new();
    for table in tables() {
        let Fate::Kept(hers) = table.fate else { continue };
        for (column, _) in table.emptied {
            let name = format!("{}.{column}", table.name);
            let is_sealed = matches!(
                name.as_str(),
                "orders.recipient" | "orders.tail" | "orders.name" | "voucher.code" | "withdrawal.target"
            );
            if is_sealed || READ.contains(&name.as_str()) {
                continue;
            }
            let mark = format!("mark-{name}");
            // What is JSON stays JSON.
            let value =
                if matches!(*column, "shipment" | "prepared") { format!("\"{mark}\"") } else { mark.clone() };
            let sql = format!("UPDATE {} SET {column} = $2 WHERE {hers}", table.name);
            let changed = conn.execute(&sql, &[Cell::Int(member), Cell::Text(value)]).unwrap();
            assert!(changed > 0, "{name}: she has no row there, so that the test would say nothing");
            marks.push(mark);
        }
    }
    marks
}

/// Every text of every table but the log of who did what.
fn texts(conn: &mut Conn) -> String {
    let mut out = String::new();
    for table in tables().filter(|table| table.name != "audit" && table.name != "setting") {
        for column in table.kept.iter().chain(table.emptied.iter().map(|(name, _)| name)) {
            let sql = format!("SELECT CAST({column} AS TEXT) FROM {}", table.name);
            let Ok(rows) = conn.query(&sql, &[]) else { continue };
            for row in rows {
                out.push_str(row.maybe_text(0).unwrap_or_default().unwrap_or_default());
                out.push('\n');
            }
        }
    }
    out
}

/// A member to whom everything has happened that can happen to one; gives their session's token and their id.
async fn lived(house: &House) -> (String, i64) {
    let (promoter, code) = house.promoter("13600136000", None).await;
    let browser = "0123456789abcdef0123";
    let visit = json!({ "code": code, "visitor": browser });
    house.done("", "POST", "/visits", Some(visit)).await;
    let mut body = newcomer("13800138000");
    (body["visitor"], body["nickname"]) = (json!(browser), json!("小明明"));
    let key = [("idempotency-key", "r-1")];
    let (_, made) = house.ask_with("", "POST", "/members", Some(body), &key).await;
    let token = made["token"].as_str().unwrap().to_owned();
    let member: i64 = made["session"]["id"].as_str().unwrap().parse().unwrap();
    let recipient = json!({ "name": "张三丰", "phone": "13700137000", "address": "文三路 1 号" });
    house.done(&token, "POST", "/me/addresses", Some(recipient.clone())).await;
    let sku = house.product("tea", 20_000, 0, 200_000, 10).await;
    let body = json!({ "items": [{ "sku": sku.to_string(), "quantity": 3 }], "recipient": recipient,
        "provider": "test", "note": "请打 13700137000" });
    let (_, placed) =
        house.ask_with(&token, "POST", "/orders", Some(body), &[("idempotency-key", "o-1")]).await;
    let till = format!("/payments/{}/test", placed["payment"].as_str().unwrap());
    house.done(&token, "POST", &till, Some(json!({ "outcome": "paid" }))).await;
    let order = placed["order"].as_str().unwrap();
    let owner = house.staff("owner").await;
    let parcel = json!({ "carrier": "顺丰速运", "number": "SF1020304050" });
    house.done(&owner, "POST", &format!("/staff/orders/{order}/ship"), Some(parcel)).await;
    house.done(&owner, "POST", &format!("/staff/orders/{order}/receive"), None).await;
    let review = json!({ "line": 1, "stars": 5, "text": "很好喝" });
    house.done(&token, "POST", &format!("/orders/{order}/reviews"), Some(review)).await;
    let ask = json!({ "line": 1, "quantity": 1, "reason": "打开就碎了" });
    let case = house.done(&token, "POST", &format!("/orders/{order}/after-sales"), Some(ask)).await;
    let case = case["id"].as_str().unwrap_or_default().to_owned();
    let refuse = json!({ "answer": "请拍照" });
    house.done(&owner, "POST", &format!("/staff/after-sales/{case}/refuse"), Some(refuse)).await;
    let part = json!({ "line": 1, "quantity": 1, "restock": false, "reason": "少发一件" });
    house.done(&owner, "POST", &format!("/staff/orders/{order}/refunds"), Some(part)).await;
    let other = house.member(None, 1).await;
    let inviter = json!({ "inviter": other.to_string(), "reason": "登记错了邀请人" });
    house.done(&owner, "POST", &format!("/staff/members/{member}/inviter"), Some(inviter)).await;
    for (rank, reason) in [("owner", "达标"), ("", "违规")] {
        let body = json!({ "rank": rank, "reason": reason });
        house.done(&owner, "POST", &format!("/staff/members/{member}/rank"), Some(body)).await;
    }
    let appeal = json!({ "about": "rank", "text": "我没有刷单，电话 13800138000" });
    house.done(&token, "POST", "/me/appeals", Some(appeal)).await;
    let given = house.shop.writer.run(move |work| {
        let sql = "INSERT INTO withdrawal(owner, id, amount, tax, arithmetic, method, state, answer) \
                   VALUES($1, $2, 100, 0, '{}', 'bank', 'paid', '')";
        let id = work.id();
        work.conn.execute(sql, &[Cell::Int(member), Cell::Int(id)])?;
        let sql = "INSERT INTO origin(owner, id, name) VALUES($1, $1, 'old-13800138000')";
        work.conn.execute(sql, &[Cell::Int(member)])?;
        work.conn.execute("UPDATE refund SET state = 'done'", &[])?;
        Ok(())
    });
    given.await.unwrap();
    let account = house.chat_account(&owner, "小榕", 9).await;
    let contact = house.contact(&owner, &account, "小明明", "13800138000").await;
    let who = json!({ "member": member.to_string(), "reason": "本人报的会员号" });
    house.done(&owner, "POST", &format!("/staff/chat/contacts/{contact}/member"), Some(who)).await;
    house.plan(&owner, crate::touches::touches("回访", &account, "call", 1)).await;
    house.days(8);
    house.settled_books().await;
    let _ = promoter;
    (token, member)
}

on_both!(an_export_is_complete_and_leaving_leaves_nothing, |house| async move {
    let (token, member) = lived(&house).await;
    let marks = house.shop.writer.run(move |work| Ok(mark(work.conn, member))).await.unwrap();
    let data = house.done(&token, "GET", "/me/export", None).await;
    let told = data.to_string();
    for mark in &marks {
        assert!(told.contains(mark.as_str()), "the export does not have {mark}: {told}");
    }
    let further = [
        "13800138000",
        "张三丰",
        "13700137000",
        "文三路",
        "2026-01",
        "我没有刷单",
        "old-13800138000",
        "member.rank",
    ];
    for text in further {
        assert!(told.contains(text), "the export does not have {text}: {told}");
    }
    for (part, least) in [
        ("payments", 1),
        ("refunds", 1),
        ("inviters", 1),
        ("ranks", 2),
        ("after_sales", 1),
        ("withdrawals", 1),
        ("asked_with_keys", 1),
    ] {
        assert!(data[part].as_array().is_some_and(|rows| rows.len() >= least), "{part}: {}", data[part]);
    }
    let leave = json!({ "password": PASSWORD, "forfeit": true });
    house.refused(&token, "POST", "/me/erase", Some(json!({ "password": "wrong" })), "password_wrong").await;
    house.done(&token, "POST", "/me/erase", Some(leave)).await;
    let left: String = house
        .shop
        .reader
        .read(|conn: &mut Conn| Ok::<_, banyan_base::refusal::Refusal>(texts(conn)))
        .await
        .unwrap();
    for text in marks.iter().map(String::as_str).chain([
        "小明明",
        "13800138000",
        "POST /members",
        "SF1020304050",
        "很好喝",
    ]) {
        assert!(!left.contains(text), "{text} is still there");
    }
    // The log of who did what is a chain from which nothing is taken: what goes into it says nothing of where they live.
    let owner = house.staff("owner").await;
    let log = house.done(&owner, "GET", "/staff/audit?limit=100", None).await.to_string();
    assert!(log.contains("order.ship") && !log.contains("SF1020304050"), "{log}");
    house.settled_books().await;
});

on_both!(a_debt_is_not_shed_by_leaving, |house| async move {
    let (promoter, _) = house.promoter("13800138000", None).await;
    let member: i64 = house.id_of(&promoter).await.parse().unwrap();
    // A refund took back more than they had left.
    let owes = |amount: i64| {
        house.shop.writer.run(move |work| {
            let id = work.id();
            let reason = Reason { kind: Kind::Reward, id, line: 0, step: 0, place: 0 };
            work.book().transfer((member, Account::Available), (SHOP, Account::Rewards), amount, &reason, id);
            Ok(())
        })
    };
    owes(500).await.unwrap();
    let leave = |forfeit: bool| Some(json!({ "password": PASSWORD, "forfeit": forfeit }));
    house.refused(&promoter, "POST", "/me/erase", leave(false), "erase_debt").await;
    house.refused(&promoter, "POST", "/me/erase", leave(true), "erase_debt").await;
    let owner = house.staff("owner").await;
    let erase = format!("/staff/members/{member}/erase");
    let why = Some(json!({ "reason": "本人要求", "forfeit": true }));
    house.refused(&owner, "POST", &erase, why.clone(), "erase_debt").await;
    let (status, answer): (_, Value) = house.ask("", "POST", "/members", Some(newcomer("13800138000"))).await;
    assert_eq!(answer["code"], "phone_taken", "{status}");
    let paid = house.shop.writer.run(move |work| {
        let id = work.id();
        let reason = Reason { kind: Kind::Reward, id, line: 0, step: 0, place: 0 };
        work.book().transfer((SHOP, Account::Rewards), (member, Account::Available), 500, &reason, id);
        Ok(())
    });
    paid.await.unwrap();
    house.done(&owner, "POST", &erase, why).await;
});
