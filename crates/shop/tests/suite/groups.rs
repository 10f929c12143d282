//! Chat accounts and groups: by hand, from the first minute, on both databases.

use banyan_plan::time::DAY;
use banyan_store::Value as Cell;
use serde_json::{Value, json};

use crate::harness::{House, on_both};

impl House {
    /// An account that the company runs; gives its id.
    pub(crate) async fn chat_account(&self, token: &str, name: &str, most_groups: i64) -> String {
        let body =
            json!({ "platform": "wecom", "name": name, "most_groups": most_groups, "most_people": 40_000 });
        let made = self.done(token, "POST", "/staff/chat/accounts", Some(body)).await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// A draft of a group; gives its id.
    pub(crate) async fn chat_group(&self, token: &str, account: &str, name: &str) -> String {
        let made = self.done(token, "POST", "/staff/chat/groups", Some(draft(account, name))).await;
        made["id"].as_str().unwrap().to_owned()
    }

    async fn group(&self, token: &str, id: &str) -> Value {
        self.done(token, "GET", &format!("/staff/chat/groups/{id}"), None).await
    }

    async fn step(&self, token: &str, id: &str, state: &str) {
        let body = json!({ "state": state, "reason": "下一步" });
        self.done(token, "POST", &format!("/staff/chat/groups/{id}/state"), Some(body)).await;
    }

    async fn no_step(&self, token: &str, id: &str, state: &str, code: &str) {
        let body = json!({ "state": state, "reason": "下一步" });
        self.refused(token, "POST", &format!("/staff/chat/groups/{id}/state"), Some(body), code).await;
    }

    async fn rules(&self, token: &str, id: &str, text: &str) -> Value {
        let path = format!("/staff/chat/groups/{id}/rules");
        self.done(token, "POST", &path, Some(json!({ "text": text }))).await
    }

    async fn criteria(&self, token: &str, id: &str) {
        let body = json!({ "days": 14, "kept": 80, "buyers": 1 });
        self.done(token, "PUT", &format!("/staff/chat/groups/{id}/criteria"), Some(body)).await;
    }

    async fn count(&self, token: &str, id: &str, members: i64) {
        let path = format!("/staff/chat/groups/{id}/counts");
        self.done(token, "POST", &path, Some(json!({ "members": members }))).await;
    }
}

fn draft(account: &str, name: &str) -> Value {
    json!({
        "name": name, "kind": "customers", "purpose": "light", "account": account,
        "band": { "least": 30, "best_from": 150, "best_to": 200, "most": 350 },
    })
}

/// Ten people of whom two left and one ordered, within some days from a moment on.
fn activity(group: &str, from: i64) -> Vec<u8> {
    let mut file = String::from("group,member,at,kind,to\n");
    let at = |hours: i64| banyan_plan::time::Time(from + hours * DAY / 24).to_string();
    for person in 0..10 {
        file += &format!("{group},p{person},{},message,\n", at(person));
    }
    file += &format!(
        "{group},p0,{},leave,\n{group},p1,{},leave,\n{group},p2,{},order,\n",
        at(20),
        at(21),
        at(22)
    );
    file.into_bytes()
}

on_both!(a_group_counts_as_proven_when_its_pilot_has_shown_what_was_written_down, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 200).await;
    let group = house.chat_group(&desk, &account, "茶友 1 群").await;
    let seen = house.group(&desk, &group).await;
    assert_eq!(
        (&seen["state"], &seen["count"], &seen["next"]),
        (&json!("draft"), &json!(null), &json!(["pilot", "closed"]))
    );
    // Whoever owns a group is in it as its owner, for everybody to see.
    assert_eq!(
        (&seen["roles"][0]["role"], &seen["roles"][0]["account_name"]),
        (&json!("owner"), &json!("小榕"))
    );

    house.no_step(&desk, &group, "live", "group_step").await;
    house.no_step(&desk, &group, "pilot", "criteria_missing").await;
    house.criteria(&desk, &group).await;
    house.no_step(&desk, &group, "pilot", "rules_missing").await;
    house.rules(&desk, &group, "不发广告").await;
    house.step(&desk, &group, "pilot").await;
    let begun = house.now();
    let late = json!({ "days": 1 });
    let path = format!("/staff/chat/groups/{group}/criteria");
    house.refused(&desk, "PUT", &path, Some(late), "criteria_fixed").await;

    house.days(14);
    house.clock.set(banyan_plan::time::Time(house.now() + DAY / 24));
    let (_, told) = house
        .ask(
            &desk,
            "POST",
            &format!("/staff/chat/groups/{group}/state"),
            Some(json!({ "state": "proven", "reason": "到期" })),
        )
        .await;
    assert_eq!(told["code"], "group_not_proven");
    assert!(told["detail"].as_str().unwrap_or_default().contains("not observed"), "{told}");
    // What happened before the pilot proves nothing.
    let upload = format!("/staff/chat/groups/{group}/activity");
    house.send(&desk, "POST", &upload, activity("茶友 1 群", begun - 40 * DAY)).await;
    house.no_step(&desk, &group, "proven", "group_not_proven").await;
    house.send(&desk, "POST", &upload, activity("茶友 1 群", begun)).await;
    let seen = house.group(&desk, &group).await;
    let met: Vec<(&Value, &Value)> =
        seen["verdicts"].as_array().unwrap().iter().map(|one| (&one["criterion"], &one["seen"])).collect();
    assert_eq!(
        met,
        [(&json!("days"), &json!(14)), (&json!("kept"), &json!(80)), (&json!("buyers"), &json!(1))]
    );
    assert_eq!(
        (&seen["figures"]["figures"]["members"], &seen["figures"]["figures"]["stickiness"]),
        (&json!(10.0), &json!(null))
    );
    house.step(&desk, &group, "proven").await;
    house.step(&desk, &group, "live").await;
    house.step(&desk, &group, "closing").await;
    house.step(&desk, &group, "live").await;
    house.step(&desk, &group, "closing").await;
    house.step(&desk, &group, "closed").await;
    house.no_step(&desk, &group, "live", "group_step").await;
    let rules = format!("/staff/chat/groups/{group}/rules");
    house.refused(&desk, "POST", &rules, Some(json!({ "text": "再改" })), "group_closed").await;

    // Every step is kept with what was before, and the log of the house has it too.
    let seen = house.group(&desk, &group).await;
    let steps: Vec<&Value> =
        seen["events"].as_array().unwrap().iter().filter(|one| one["action"] == "state").collect();
    assert_eq!(steps.len(), 7);
    assert_eq!(
        (&steps[6]["was"], &steps[6]["became"], &steps[6]["reason"]),
        (&json!("draft"), &json!("pilot"), &json!("下一步"))
    );
    let owner = house.staff("owner").await;
    let log = house.done(&owner, "GET", "/staff/audit?action=chat_group.state", None).await;
    assert_eq!(log["items"].as_array().map(Vec::len), Some(7));
});

on_both!(a_group_is_cloned_once_before_it_is_cloned_by_the_dozen, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 12).await;
    let group = house.chat_group(&desk, &account, "茶友 0 群").await;
    let path = format!("/staff/chat/groups/{group}/clones");
    let order = |count: i64, reason: &str| {
        Some(
            json!({ "pattern": "茶友 {n} 群", "first": 1, "count": count, "account": account, "reason": reason }),
        )
    };
    house.refused(&desk, "POST", &path, order(1, ""), "clone_draft").await;
    house.criteria(&desk, &group).await;
    house.rules(&desk, &group, "第一版").await;
    house.rules(&desk, &group, "第二版").await;
    house.step(&desk, &group, "pilot").await;
    house.refused(&desk, "POST", &path, order(1, ""), "clone_unproven").await;
    house.refused(&desk, "POST", &path, order(2, "赶活动"), "clone_one_first").await;
    let made = house.done(&desk, "POST", &path, order(1, "赶活动")).await;
    let first = made["groups"][0].as_str().unwrap().to_owned();
    let seen = house.group(&desk, &first).await;
    assert_eq!(
        (&seen["name"], &seen["is_unproven"], &seen["parent"], &seen["lineage"]),
        (&json!("茶友 1 群"), &json!(true), &json!(group), &json!("clone"))
    );
    assert_eq!((&seen["rules"][0]["text"], &seen["rules"].as_array().unwrap().len()), (&json!("第二版"), &1));
    assert_eq!(
        seen["next"],
        json!(["pilot", "closed"]),
        "its parent has proved nothing, so it needs a pilot of its own"
    );

    // The account owns two of its twelve groups: eleven more are refused as a whole, ten are made as a whole.
    let many = |count: i64| {
        Some(
            json!({ "pattern": "茶友 {n} 群", "first": 2, "count": count, "account": account, "reason": "赶活动" }),
        )
    };
    house.refused(&desk, "POST", &path, many(11), "account_full").await;
    let key = [("idempotency-key", "clones-1")];
    let (_, once) = house.ask_with(&desk, "POST", &path, many(10), &key).await;
    let (_, again) = house.ask_with(&desk, "POST", &path, many(10), &key).await;
    assert_eq!(once, again);
    assert_eq!(once["groups"].as_array().map(Vec::len), Some(10));
    let account = house.done(&desk, "GET", &format!("/staff/chat/accounts/{account}"), None).await;
    assert_eq!(account["groups"], 12);
});

on_both!(a_clone_of_a_proven_group_needs_no_pilot_and_a_full_group_is_split, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 200).await;
    let group = house.chat_group(&desk, &account, "茶友 1 群").await;
    house.criteria(&desk, &group).await;
    house.rules(&desk, &group, "不发广告").await;
    house.step(&desk, &group, "pilot").await;
    let begun = house.now();
    house.days(14);
    house.clock.set(banyan_plan::time::Time(house.now() + DAY / 24));
    house.send(&desk, "POST", &format!("/staff/chat/groups/{group}/activity"), activity("x", begun)).await;
    house.step(&desk, &group, "proven").await;
    let clone = json!({ "pattern": "茶友 2 群", "first": 0, "count": 1, "account": account });
    let made = house.done(&desk, "POST", &format!("/staff/chat/groups/{group}/clones"), Some(clone)).await;
    let clone = made["groups"][0].as_str().unwrap().to_owned();
    house.step(&desk, &clone, "live").await;
    assert_eq!(house.group(&desk, &clone).await["is_unproven"], false);

    let split = format!("/staff/chat/groups/{clone}/split");
    let half = Some(json!({ "name": "茶友 3 群", "account": account }));
    house.refused(&desk, "POST", &split, half.clone(), "split_early").await;
    house.count(&desk, &clone, 200).await;
    house.refused(&desk, "POST", &split, half.clone(), "split_early").await;
    house.count(&desk, &clone, 201).await;
    let made = house.done(&desk, "POST", &split, half.clone()).await;
    let seen = house.group(&desk, made["id"].as_str().unwrap()).await;
    assert_eq!((&seen["lineage"], &seen["parent_name"]), (&json!("split"), &json!("茶友 2 群")));
    house.refused(&desk, "POST", &split, half, "group_name_taken").await;
});

on_both!(an_operator_sees_her_own_accounts_and_groups_only, |house| async move {
    let (all, own) = (house.staff("operations").await, house.staff("support").await);
    let theirs = house.chat_account(&all, "小榕", 200).await;
    let foreign = house.chat_group(&all, &theirs, "茶友 1 群").await;
    let mine = house.chat_account(&own, "小树", 200).await;
    let group = house.chat_group(&own, &mine, "茶友 2 群").await;
    let listed = |page: Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(listed(house.done(&own, "GET", "/staff/chat/groups", None).await), ["茶友 2 群"]);
    assert_eq!(listed(house.done(&own, "GET", "/staff/chat/accounts", None).await), ["小树"]);
    assert_eq!(listed(house.done(&all, "GET", "/staff/chat/groups", None).await), ["茶友 2 群", "茶友 1 群"]);
    let (map, loads) = (
        house.done(&own, "GET", "/staff/chat/matrix", None).await,
        house.done(&own, "GET", "/staff/chat/loads", None).await,
    );
    let seen = [&map["groups"], &loads["accounts"], &loads["operators"]];
    assert_eq!(seen.map(|part| part.as_array().unwrap().len()), [1, 1, 1]);
    // Whatever they ask of somebody else's is answered as if it were not there.
    for (method, path, body) in [
        ("GET", format!("/staff/chat/groups/{foreign}"), None),
        ("GET", format!("/staff/chat/accounts/{theirs}"), None),
        (
            "POST",
            format!("/staff/chat/groups/{foreign}/state"),
            Some(json!({ "state": "closed", "reason": "试试" })),
        ),
        ("POST", format!("/staff/chat/groups/{foreign}/counts"), Some(json!({ "members": 3 }))),
        ("POST", format!("/staff/chat/groups/{foreign}/rules"), Some(json!({ "text": "试试" }))),
        (
            "POST",
            format!("/staff/chat/accounts/{theirs}/state"),
            Some(json!({ "state": "closed", "reason": "试试" })),
        ),
        ("POST", "/staff/chat/groups".to_owned(), Some(draft(&theirs, "茶友 3 群"))),
        (
            "POST",
            format!("/staff/chat/groups/{group}/roles"),
            Some(json!({ "role": "duty", "account": theirs })),
        ),
    ] {
        house.refused(&own, method, &path, body, "not_found").await;
    }
    let (status, told) =
        house.send(&own, "POST", "/staff/chat/counts", "group,members\n茶友 1 群,9\n".into()).await;
    assert_eq!(told["code"], "group_unknown", "{status} {told}");
    // Nor do they give work to others, or set what everybody holds to.
    let boss: i64 = all.rsplit('-').next().unwrap().parse().unwrap();
    let mut given = draft(&mine, "茶友 4 群");
    given["operator"] = json!(boss.to_string());
    house.refused(&own, "POST", "/staff/chat/groups", Some(given.clone()), "operator_other").await;
    let norms = house.done(&own, "GET", "/staff/chat/norms", None).await;
    house.refused(&own, "PUT", "/staff/chat/norms", Some(norms), "forbidden").await;
    let her: i64 = own.rsplit('-').next().unwrap().parse().unwrap();
    given["operator"] = json!(her.to_string());
    house.done(&all, "POST", "/staff/chat/groups", Some(given)).await;
    assert_eq!(listed(house.done(&own, "GET", "/staff/chat/groups", None).await), ["茶友 4 群", "茶友 2 群"]);
});

on_both!(people_are_counted_by_hand_or_by_a_file_and_never_guessed, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 200).await;
    let (one, two) = (
        house.chat_group(&desk, &account, "茶友 1 群").await,
        house.chat_group(&desk, &account, "茶友 2 群").await,
    );
    let load = house.done(&desk, "GET", &format!("/staff/chat/accounts/{account}"), None).await;
    assert_eq!((&load["groups"], &load["people"], &load["uncounted"]), (&json!(2), &json!(0), &json!(2)));
    house.count(&desk, &one, 180).await;
    let seen = house.group(&desk, &one).await;
    assert_eq!((&seen["count"]["members"], &seen["count"]["way"]), (&json!(180), &json!("hand")));
    house.days(1);
    // The file tells of both, and of one before it was counted by hand: that one is kept, and does not replace it.
    let file = "group,members,at\n茶友 1 群,90,2025-12-01 08:00:00\n茶友 2 群,120,\n";
    let (status, told) = house.send(&desk, "POST", "/staff/chat/counts", file.into()).await;
    assert_eq!(told, json!({ "groups": 2 }), "{status}");
    let (seen, other) = (house.group(&desk, &one).await, house.group(&desk, &two).await);
    assert_eq!((&seen["count"]["members"], seen["counts"].as_array().unwrap().len()), (&json!(180), 2));
    assert_eq!((&other["count"]["members"], &other["count"]["way"]), (&json!(120), &json!("file")));
    // One wrong row refuses all of them, and says which it is.
    let bad = "group,members\n茶友 1 群,99\n没有的群,1\n";
    let (_, told) = house.send(&desk, "POST", "/staff/chat/counts", bad.into()).await;
    assert!(told["detail"].as_str().unwrap_or_default().contains("line 3"), "{told}");
    assert_eq!(house.group(&desk, &one).await["count"]["members"], 180);
    let early = json!({ "members": 1, "at": "2030-01-01T00:00:00Z" });
    house
        .refused(&desk, "POST", &format!("/staff/chat/groups/{one}/counts"), Some(early), "count_early")
        .await;
    let loads = house.done(&desk, "GET", "/staff/chat/loads", None).await;
    let operator = loads["operators"].as_array().unwrap().iter().find(|one| one["groups"] == 2).unwrap();
    assert_eq!((&operator["people"], &operator["uncounted"]), (&json!(300), &json!(0)));
    assert_eq!((&loads["groups_each"], &loads["people_each"]), (&json!(200), &json!(40_000)));
});

on_both!(who_is_in_a_group_for_the_company_is_shown, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 200).await;
    let teacher = house.chat_account(&desk, "陈老师", 200).await;
    let group = house.chat_group(&desk, &account, "茶友 1 群").await;
    let path = format!("/staff/chat/groups/{group}/roles");
    let role = |role: &str| Some(json!({ "role": role, "account": teacher }));
    let made = house.done(&desk, "POST", &path, role("lecturer")).await;
    house.refused(&desk, "POST", &path, role("lecturer"), "role_taken").await;
    house.refused(&desk, "POST", &path, role("owner"), "role_owner").await;
    // There is no role for somebody who pretends to be a customer.
    house.refused(&desk, "POST", &path, role("shill"), "json_invalid").await;
    let end = format!("{path}/{}/end", made["id"].as_str().unwrap());
    house.done(&desk, "POST", &end, None).await;
    house.refused(&desk, "POST", &end, None, "not_found").await;

    // A group that goes to another account has that one as its owner, and says what it was before.
    let mut change = draft(&teacher, "茶友 1 群");
    (change["operator"], change["reason"]) =
        (house.group(&desk, &group).await["operator"].clone(), json!("交接"));
    house.done(&desk, "PUT", &format!("/staff/chat/groups/{group}"), Some(change)).await;
    let seen = house.group(&desk, &group).await;
    assert_eq!(seen["roles"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&seen["roles"][0]["role"], &seen["roles"][0]["account_name"]),
        (&json!("owner"), &json!("陈老师"))
    );
    let event = &seen["events"][0];
    assert_eq!(
        (&event["action"], &event["was"], &event["became"]),
        (&json!("account"), &json!(account), &json!(teacher))
    );
});

on_both!(an_account_takes_no_more_than_it_can_and_none_while_it_rests, |house| async move {
    let desk = house.staff("operations").await;
    let account = house.chat_account(&desk, "小榕", 1).await;
    let group = house.chat_group(&desk, &account, "茶友 1 群").await;
    let more = Some(draft(&account, "茶友 2 群"));
    house.refused(&desk, "POST", "/staff/chat/groups", more, "account_full").await;
    let state = format!("/staff/chat/accounts/{account}/state");
    let to = |state: &str| Some(json!({ "state": state, "reason": "轮休" }));
    house.refused(&desk, "POST", &state, to("closed"), "account_owns_groups").await;
    house.step(&desk, &group, "closed").await;
    house.done(&desk, "POST", &state, to("resting")).await;
    let one = Some(draft(&account, "茶友 2 群"));
    house.refused(&desk, "POST", "/staff/chat/groups", one, "account_not_active").await;
    house.done(&desk, "POST", &state, to("closed")).await;
    house.refused(&desk, "POST", &state, to("active"), "account_closed").await;
    // What a platform allows is a norm of the shop, with its date and its source.
    let other = house.chat_account(&desk, "小树", 10).await;
    let mut large = draft(&other, "大群");
    large["band"]["most"] = json!(501);
    house.refused(&desk, "POST", "/staff/chat/groups", Some(large.clone()), "band_above_platform").await;
    let mut norms = house.done(&desk, "GET", "/staff/chat/norms", None).await;
    norms["platforms"] =
        json!([{ "platform": "wecom", "most": 1_000, "as_of": "2026-01-01", "source": "平台公告" }]);
    house.done(&desk, "PUT", "/staff/chat/norms", Some(norms.clone())).await;
    house.done(&desk, "POST", "/staff/chat/groups", Some(large)).await;
    norms["platforms"][0]["as_of"] = json!("yesterday!");
    house.refused(&desk, "PUT", "/staff/chat/norms", Some(norms), "norm_bad").await;
    // One account of a platform is written down once.
    let twice =
        json!({ "platform": "qq", "name": "甲", "handle": "10001", "most_groups": 1, "most_people": 1 });
    house.done(&desk, "POST", "/staff/chat/accounts", Some(twice.clone())).await;
    house.refused(&desk, "POST", "/staff/chat/accounts", Some(twice), "handle_taken").await;
});

on_both!(the_matrix_holds_a_thousand_groups, |house| async move {
    let desk = house.staff("operations").await;
    let account: i64 = house.chat_account(&desk, "小榕", 2_000).await.parse().unwrap();
    let operator: i64 = desk.rsplit('-').next().unwrap().parse().unwrap();
    let filled = house.shop.writer.run(move |work| {
        for number in 0..1_000_i64 {
            let id = work.id();
            let sql = "INSERT INTO chat_group(id, account, operator, platform, name, kind, purpose, state, least, best_from, \
                       best_to, most, members, counted_at, counted_by) \
                       VALUES($1, $2, $3, 'wecom', $4, 'customers', 'light', 'live', 1, 150, 200, 350, $5, $1, 'hand')";
            let name = Cell::Text(format!("group {number}"));
            work.conn.execute(sql, &[id.into(), account.into(), operator.into(), name, (number % 350).into()])?;
        }
        Ok(())
    });
    filled.await.unwrap();
    let seen = house.done(&desk, "GET", "/staff/chat/matrix", None).await;
    assert_eq!((seen["groups"].as_array().unwrap().len(), &seen["is_cut"]), (1_000, &json!(false)));
    let loads = house.done(&desk, "GET", "/staff/chat/loads", None).await;
    let people: i64 = (0..1_000).map(|number: i64| number % 350).sum();
    assert_eq!(
        (&loads["accounts"][0]["groups"], &loads["accounts"][0]["people"]),
        (&json!(1_000), &json!(people))
    );
});

on_both!(a_map_that_leaves_accounts_out_says_so, |house| async move {
    let desk = house.staff("operations").await;
    let operator: i64 = desk.rsplit('-').next().unwrap().parse().unwrap();
    let fill = async |accounts: i64| {
        let filled = house.shop.writer.run(move |work| {
            for _ in 0..accounts {
                let id = work.id();
                let sql = "INSERT INTO chat_account(id, platform, name, handle, operator, state, most_groups, most_people) \
                           VALUES($1, 'wecom', 'a', '', $2, 'active', 1, 1)";
                work.conn.execute(sql, &[id.into(), operator.into()])?;
            }
            Ok(())
        });
        filled.await.unwrap();
        let loads = house.done(&desk, "GET", "/staff/chat/loads", None).await;
        (loads["accounts"].as_array().unwrap().len(), loads["is_cut"].clone())
    };
    assert_eq!(fill(1_001).await, (1_001, json!(false)));
    assert_eq!(fill(4_000).await, (5_000, json!(true)));
});
