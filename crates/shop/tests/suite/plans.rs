//! Plans: checked, mended, tried, replayed on what happened, published with notice, and guarded by the rule packs.

use banyan_core::ledger::Account;
use banyan_ops::history;
use banyan_plan::ready::ready;
use banyan_plan::time::DAY;
use serde_json::{Value, json};

use crate::campaigns::spring;
use crate::harness::{House, TWO_LEVELS, on_both};

/// The upline gets less.
fn stingy() -> String {
    TWO_LEVELS.replace("25%", "10%")
}

/// Money for bringing people in.
fn head_money() -> String {
    format!(
        "{TWO_LEVELS}[[reward]]\nid = \"head\"\non = \"join\"\nto = {{ upline = 1 }}\namount = \"50.00\"\n"
    )
}

/// The signatures that the pack of China asks for.
pub(crate) fn signed() -> Value {
    let one = |rule: &str| {
        json!({
            "pack": "cn", "rule": rule, "document": "memo 2", "reason": "reviewed by counsel",
            "expires_at": "2026-12-01T00:00:00Z",
        })
    };
    json!([one("STR-08"), one("STR-09")])
}

impl House {
    /// An owner whose shop is in China: two levels need signatures there.
    pub(crate) async fn in_china(&self) -> String {
        let owner = self.staff("owner").await;
        self.under(&owner, "cn").await;
        owner
    }

    pub(crate) async fn under(&self, owner: &str, pack: &str) {
        let mut settings = self.done(owner, "GET", "/staff/settings", None).await;
        settings["settings"]["packs"] = json!([pack]);
        self.done(owner, "PUT", "/staff/settings", Some(settings)).await;
    }

    fn verified(&self) {
        let place = self.place.clone();
        let verified =
            std::thread::spawn(move || history::verify(&place, history::Against::default(), &|_, _| ()))
                .join()
                .unwrap()
                .and_then(history::Verified::clean);
        verified.unwrap_or_else(|no| panic!("{no:?}"));
    }

    /// A plan is refused because members hold a rank that it lacks; gives what is said of that.
    async fn lacks_a_rank(&self, owner: &str, source: &str) -> String {
        let body = json!({ "source": source, "sign_offs": signed() });
        let (_, answer) = self.ask(owner, "POST", "/staff/plans", Some(body)).await;
        assert_eq!(answer["code"], "plan_rank_missing", "{answer}");
        answer["detail"].as_str().unwrap().to_owned()
    }

    /// Publishes a plan, which has to wait; gives its version.
    async fn published(&self, owner: &str, source: &str) -> i64 {
        let body = json!({ "source": source, "sign_offs": signed() });
        self.done(owner, "POST", "/staff/plans", Some(body)).await["version"].as_i64().unwrap()
    }
}

on_both!(a_plan_with_a_fault_is_told_the_line_and_a_mended_one_is_not_refused, |house| async move {
    let owner = house.in_china().await;
    let check = |source: String| {
        let (house, owner) = (&house, &owner);
        async move { house.done(owner, "POST", "/staff/plans/check", Some(json!({ "source": source }))).await }
    };
    let broken = check(TWO_LEVELS.replace("upline = 1", "upline = 0")).await;
    assert_eq!(broken["is_ok"], false);
    let fault = &broken["diagnostics"][0];
    assert_eq!((fault["severity"].as_str(), fault["line"].as_i64()), (Some("error"), Some(17)), "{fault}");
    assert!(!fault["message"]["zh"].as_str().unwrap().is_empty() && broken["worst_case"].is_null());

    let heads = check(head_money()).await;
    assert_eq!(heads["is_ok"], true);
    // Wherever findings are shown, it can be shown as of which day the law was read.
    let asked = json!([{ "id": "cn", "as_of": banyan_law::pack::pack("cn").unwrap().as_of }]);
    assert_eq!((&heads["packs"], &broken["packs"]), (&asked, &asked));
    let refusing: Vec<&Value> =
        heads["findings"].as_array().unwrap().iter().filter(|one| one["severity"] == "error").collect();
    assert!(!refusing.is_empty() && refusing.iter().all(|one| one["line"].as_i64() > Some(18)), "{heads}");

    let body = json!({ "source": head_money() });
    let mended = house.done(&owner, "POST", "/staff/plans/mend", Some(body)).await;
    assert!(!mended["changes"].as_array().unwrap().is_empty() && mended["left"] == json!([]));
    let mended = check(mended["source"].as_str().unwrap().to_owned()).await;
    let is_refused = |one: &Value| one["severity"] == "error";
    assert!(mended["is_ok"] == true && !mended["findings"].as_array().unwrap().iter().any(is_refused));

    let body = json!({ "source": "[plan", "packs": ["cn"] });
    house.refused(&owner, "POST", "/staff/plans/mend", Some(body), "plan_invalid").await;
    let body = json!({ "source": stingy(), "packs": ["xx"] });
    house.refused(&owner, "POST", "/staff/plans/check", Some(body), "pack_unknown").await;
    // Every ready plan is there to start from, with what would keep it from being published.
    let ready_plans = house.done(&owner, "GET", "/staff/plans/ready", None).await;
    let gift = ready_plans.as_array().unwrap().iter().find(|plan| plan["id"] == "gift-pack").unwrap();
    let refusing = gift["refused_by"].as_array().unwrap();
    assert!(
        refusing.iter().any(|rule| rule["rule"] == "STR-03" && rule["pack"] == asked[0]["id"]),
        "{refusing:?}"
    );
    let has_sentence =
        |rule: &Value| ["zh", "en"].iter().all(|lang| rule["message"][lang].as_str().unwrap().len() > 10);
    assert!(refusing.iter().all(has_sentence), "{refusing:?}");
    assert_eq!(gift["packs"], asked);
});

on_both!(clean_books_say_nothing_of_a_plan_that_would_pay_for_heads, |house| async move {
    let owner = house.staff("owner").await;
    let sku = house.product("tea", 10_000, 4_000, 200_000, 1_000).await;
    let upline = house.named(None, 1, "梅姐").await;
    let seller = house.named(Some(upline), 1, "小林").await;
    let buyer = house.named(Some(seller), 0, "阿丽").await;
    house.sell(buyer, sku, 3).await;
    let body = json!({ "source": ready("gift-pack").unwrap(), "packs": ["eu"] });
    let checked = house.done(&owner, "POST", "/staff/plans/check", Some(body)).await;
    let pyramid = checked["findings"].as_array().unwrap().iter().find(|one| one["rule"] == "STR-18").unwrap();
    assert_eq!((&pyramid["severity"], &pyramid["needs"]), (&json!("error"), &Value::Null), "{pyramid}");
});

on_both!(a_plan_that_a_rule_pack_refuses_is_published_by_nobody, |house| async move {
    let owner = house.in_china().await;
    for source in [head_money(), ready("gift-pack").unwrap().to_owned()] {
        let body = json!({ "source": source, "sign_offs": [] });
        house.refused(&owner, "POST", "/staff/plans", Some(body), "plan_refused").await;
    }
    // Nor with a signature: there is nothing to sign on what is refused.
    let body = json!({ "source": head_money(), "sign_offs": [{
        "pack": "cn", "rule": "STR-03", "document": "memo", "reason": "we want it", "expires_at": "2026-12-01T00:00:00Z",
    }] });
    house.refused(&owner, "POST", "/staff/plans", Some(body), "sign_off_unasked").await;
    let body = json!({ "source": stingy() });
    house.refused(&owner, "POST", "/staff/plans", Some(body), "sign_off_needed").await;
    for role in ["finance", "operations", "branch", "bd", "support"] {
        let token = house.staff(role).await;
        let body = json!({ "source": stingy(), "sign_offs": signed() });
        let (status, _) = house.ask(&token, "POST", "/staff/plans", Some(body)).await;
        assert_eq!(status, 403, "{role}");
    }
    assert_eq!(house.done(&owner, "GET", "/staff/plans", None).await["items"].as_array().unwrap().len(), 1);
    // Whoever goes past the program meets the database.
    let place = house.place.clone();
    let forced = std::thread::spawn(move || {
        let sql = "INSERT INTO plan_version(version, source, published_at, effective_at, published_by, refused_by, findings) \
                   VALUES(2, '', 1, 1, 1, 1, '{}')";
        place.connect(false).unwrap().execute(sql, &[])
    });
    assert!(forced.join().unwrap().is_err());
});

on_both!(people_get_seven_days_notice_and_orders_are_paid_by_the_plan_of_their_day, |house| async move {
    let owner = house.in_china().await;
    let sku = house.product("tea", 10_000, 0, 200_000, 100).await;
    let upline = house.member(None, 1).await;
    let seller = house.member(Some(upline), 1).await;
    let buyer = house.member(Some(seller), 0).await;

    let tomorrow =
        json!({ "source": stingy(), "sign_offs": signed(), "effective_at": "2026-01-02T00:00:00Z" });
    house.refused(&owner, "POST", "/staff/plans", Some(tomorrow), "notice_short").await;
    let dollars = json!({ "source": stingy().replace("CNY", "USD"), "sign_offs": signed() });
    house.refused(&owner, "POST", "/staff/plans", Some(dollars), "plan_currency").await;
    let told = house.lacks_a_rank(&owner, &stingy().replace("\"owner\"", "\"boss\"")).await;
    assert!(told.contains("(id `owner`, 2 members)"), "{told}");

    let version = house.published(&owner, &stingy()).await;
    assert_eq!(version, 2);
    let again = json!({ "source": stingy(), "sign_offs": signed() });
    house.refused(&owner, "POST", "/staff/plans", Some(again), "plan_waits").await;
    let list = house.done(&owner, "GET", "/staff/plans", None).await;
    assert_eq!(
        (&list["items"][0]["state"], &list["items"][1]["state"]),
        (&json!("waiting"), &json!("active"))
    );
    assert_eq!(list["items"][0]["sign_offs"][0]["document"], "memo 2");

    house.days(6);
    house.sell(buyer, sku, 1).await;
    assert_eq!(house.balance(upline, Account::Pending).await, 500);
    house.days(2);
    house.sell(buyer, sku, 1).await;
    assert_eq!(house.balance(upline, Account::Pending).await, 700);
    let whole = house.done(&owner, "GET", "/staff/plans/2", None).await;
    assert_eq!((&whole["state"], whole["source"].as_str()), (&json!("active"), Some(stingy().as_str())));
    assert!(whole["describes"].as_array().unwrap().len() > 3);
    house.verified();
    // Another process reads the same.
    let house = house.again(TWO_LEVELS);
    house.sell(buyer, sku, 1).await;
    assert_eq!(house.balance(upline, Account::Pending).await, 900);
    house.verified();
});

on_both!(before_anybody_has_joined_a_plan_takes_over_at_once_in_any_currency, |house| async move {
    let owner = house.in_china().await;
    let dollars = stingy().replace("CNY", "USD");
    let published = house.published(&owner, &dollars).await;
    let shop = house.done("", "GET", "/shop", None).await;
    assert_eq!((published, &shop["currency"]), (2, &json!("USD")));
    let list = house.done(&owner, "GET", "/staff/plans", None).await;
    assert_eq!((&list["items"][0]["state"], &list["items"][1]["state"]), (&json!("active"), &json!("past")));
    house.verified();
});

on_both!(before_anybody_has_joined_a_plan_with_other_ranks_takes_over, |house| async move {
    let owner = house.in_china().await;
    house.published(&owner, &stingy().replace("\"owner\"", "\"boss\"")).await;
    let member = house.member(None, 1).await;
    let path = format!("/staff/members/{member}");
    assert_eq!(house.done(&owner, "GET", &path, None).await["rank"]["id"], "boss");
    house.verified();
});

on_both!(a_rank_that_nobody_holds_any_more_may_go, |house| async move {
    let owner = house.in_china().await;
    let two = stingy().replace(
        "id = \"owner\"",
        "id = \"owner\"\n[[rank]]\nid = \"gold\"\npromote = { direct_customers = 20 }",
    );
    house.published(&owner, &two).await;
    let member = house.member(None, 2).await;
    let told = house.lacks_a_rank(&owner, &stingy()).await;
    assert!(told.contains("(id `gold`, 1 member)"), "{told}");

    let path = format!("/staff/members/{member}");
    let less = json!({ "rank": "owner", "reason": "the rank is closed" });
    house.done(&owner, "POST", &format!("{path}/rank"), Some(less)).await;
    house.published(&owner, &stingy()).await;
    house.days(8);
    let shown = house.done(&owner, "GET", &path, None).await;
    assert_eq!((&shown["rank"]["id"], &shown["ranks"][1]["rank"]["id"]), (&json!("owner"), &json!("gold")));
    house.verified();
});

on_both!(what_is_set_for_a_rank_that_a_plan_lacks_is_said_when_it_is_checked, |house| async move {
    let owner = house.in_china().await;
    let gold = "id = \"owner\"\n[[rank]]\nid = \"gold\"\ntitle = { zh = \"金牌\", en = \"Gold\" }\npromote = { direct_customers = 20 }";
    house.published(&owner, &stingy().replace("id = \"owner\"", gold)).await;
    let (tea, cup) = (
        house.product("tea", 10_000, 0, 200_000, 100).await,
        house.product("cup", 10_000, 0, 200_000, 100).await,
    );
    let price =
        |rank: &str, from: i64| json!({ "list": "rank", "rank": rank, "from": from, "price": 9_000 - from });
    house.sell_at(tea, json!([price("gold", 1), price("gold", 3), price("owner", 1)]), json!({})).await;
    house.sell_at(cup, json!([price("gold", 1)]), json!({})).await;
    let mut coupon = spring();
    coupon["rules"]["rank"] = json!("gold");
    house.campaign(coupon).await;
    house.campaign(spring()).await;
    let lost = async |source: String| {
        house.done(&owner, "POST", "/staff/plans/check", Some(json!({ "source": source }))).await["lost_ranks"].clone()
    };
    let gold_lost =
        json!({ "id": "gold", "title": { "zh": "金牌", "en": "Gold" }, "prices": 2, "coupons": 1 });
    assert_eq!(lost(stingy()).await, json!([gold_lost]));
    assert_eq!(lost(stingy().replace("id = \"owner\"", gold)).await, json!([]));
    assert_eq!(lost("[plan]".to_owned()).await, json!([]));
    // Prices that were taken back are not missed.
    house.sell_at(cup, json!([]), json!({})).await;
    assert_eq!(lost(stingy()).await[0]["prices"], 1);
});

// A plan numbers its ranks from the lowest: one more below moves the others up by one, and nobody with them.
on_both!(everybody_keeps_their_rank_when_a_plan_brings_a_lower_one, |house| async move {
    let owner = house.in_china().await;
    let upline = house.member(None, 1).await;
    let seller = house.member(Some(upline), 1).await;
    let lower = stingy().replace(
        "id = \"owner\"",
        "id = \"trial\"\n[[rank]]\nid = \"owner\"\npromote = { direct_customers = 20 }",
    );
    house.published(&owner, &lower).await;
    house.days(8);
    let newcomer = house.member(Some(seller), 1).await;

    for (member, rank) in [(upline, "owner"), (seller, "owner"), (newcomer, "trial")] {
        let shown = house.done(&owner, "GET", &format!("/staff/members/{member}"), None).await;
        assert_eq!((&shown["rank"]["id"], &shown["ranks"][0]["rank"]["id"]), (&json!(rank), &json!(rank)));
        let mine = house.done(&house.token_of(member).await, "GET", "/me/rank", None).await;
        assert_eq!(mine["rank"]["id"], rank);
    }
    let list = house.done(&owner, "GET", "/staff/members?rank=owner", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let path = format!("/staff/members/{seller}/path?at=2026-01-02T00:00:00Z");
    let path = house.done(&owner, "GET", &path, None).await;
    let then: Vec<_> = path.as_array().unwrap().iter().map(|one| one["rank"]["id"].clone()).collect();
    assert_eq!(then, ["owner", "owner"]);
    house.verified();
    // Another process reads the same.
    let house = house.again(TWO_LEVELS);
    house.member(Some(seller), 2).await;
    house.verified();
});

on_both!(a_version_that_waits_can_be_taken_back, |house| async move {
    let owner = house.in_china().await;
    house.member(None, 1).await;
    let version = house.published(&owner, &stingy()).await;
    let (path, reason) = (format!("/staff/plans/{version}/cancel"), json!({ "reason": "people objected" }));
    house.done(&owner, "POST", &path, Some(reason.clone())).await;
    house.refused(&owner, "POST", &path, Some(reason.clone()), "plan_not_waiting").await;
    house.refused(&owner, "POST", "/staff/plans/1/cancel", Some(reason.clone()), "plan_not_waiting").await;
    house.refused(&owner, "POST", "/staff/plans/9/cancel", Some(reason), "not_found").await;
    house.days(9);
    house.member(None, 1).await;
    let list = house.done(&owner, "GET", "/staff/plans", None).await;
    assert_eq!(
        (&list["items"][0]["state"], &list["items"][1]["state"]),
        (&json!("cancelled"), &json!("active"))
    );
    house.published(&owner, &stingy()).await;
});

on_both!(a_version_that_is_refused_when_it_is_due_stays_out_and_says_so, |house| async move {
    let owner = house.in_china().await;
    house.member(None, 1).await;
    let version = house.published(&owner, &stingy()).await;
    // The shop moves to where two levels are refused.
    house.under(&owner, "cn-strict").await;
    house.days(8);
    house.member(None, 1).await;
    let list = house.done(&owner, "GET", "/staff/plans", None).await;
    assert_eq!(list["items"][0]["state"], "held", "{list}");
    let why = list["items"][0]["held"]["en"].as_str().unwrap();
    assert!(why.contains("cn-strict STR-08"), "{why}");
    let monitors = house.done(&owner, "GET", "/staff/monitors", None).await;
    assert_eq!(
        (&monitors["items"][0]["kind"], &monitors["items"][0]["closed_at"]),
        (&json!("plan_held"), &Value::Null)
    );
    let body = json!({ "reason": "we stay with the old one" });
    house.done(&owner, "POST", &format!("/staff/plans/{version}/cancel"), Some(body)).await;
    let monitors = house.done(&owner, "GET", "/staff/monitors", None).await;
    assert!(monitors["items"][0]["closed_at"].is_string());
    house.verified();
});

on_both!(a_dry_run_says_who_gains_and_who_loses, |house| async move {
    let owner = house.staff("owner").await;
    let sku = house.product("tea", 10_000, 4_000, 200_000, 100).await;
    let upline = house.named(None, 1, "梅姐").await;
    let seller = house.named(Some(upline), 1, "小林").await;
    let buyer = house.named(Some(seller), 0, "阿丽").await;
    // Before these days: it changes nothing.
    house.sell(buyer, sku, 5).await;
    house.days(40);
    let kept = house.sell(buyer, sku, 2).await;
    house.days(1);
    house.refund(buyer, kept.order, 1, None).await.unwrap();
    let run = |source: String| {
        let (house, owner) = (&house, &owner);
        async move {
            house
                .done(owner, "POST", "/staff/plans/dry-run", Some(json!({ "source": source, "days": 30 })))
                .await
        }
    };
    let same = run(TWO_LEVELS.to_owned()).await;
    assert_eq!(
        (&same["before"], &same["after"], &same["members"]),
        (&json!(2_500), &json!(2_500), &json!([]))
    );
    assert_eq!((&same["orders"], &same["sales"], &same["same"]), (&json!(1), &json!(20_000), &json!(2)));
    let other = run(stingy()).await;
    assert_eq!((&other["gain"], &other["lose"], &other["same"]), (&json!(0), &json!(1), &json!(1)));
    let loser = &other["members"][0];
    assert_eq!(
        (&loser["nickname"], &loser["before"], &loser["after"], &loser["change"]),
        (&json!("梅姐"), &json!(500), &json!(200), &json!(-300))
    );
    // It was a dry run.
    assert_eq!(house.balance(upline, Account::Pending).await, 3_000);
    let body = json!({ "source": stingy(), "days": 31 });
    house.refused(&owner, "POST", "/staff/plans/dry-run", Some(body), "dry_run_days").await;
    house.verified();
});

/// What was paid long ago counts: nobody above a seller gets more than this in their life.
fn capped(plan: &str) -> String {
    format!("{plan}cap = {{ per = \"life\", amount = \"15.00\" }}\n")
}

on_both!(a_dry_run_reads_the_month_and_not_what_was_before_it, |house| async move {
    let house = House::open(house.db(), &capped(TWO_LEVELS));
    let owner = house.staff("owner").await;
    let sku = house.product("tea", 10_000, 4_000, 200_000, 100).await;
    let upline = house.member(None, 1).await;
    let seller = house.member(Some(upline), 1).await;
    let buyer = house.member(Some(seller), 0).await;
    let old = house.sell(buyer, sku, 2).await.order;
    house.days(40);
    house.sell(buyer, sku, 2).await;
    let run = async |house: &House, plan: String| {
        let body = json!({ "source": plan, "days": 30 });
        let run = house.done(&owner, "POST", "/staff/plans/dry-run", Some(body)).await;
        (run["before"].as_i64().unwrap(), run["after"].as_i64().unwrap())
    };
    // 40.00 for the seller; 5.00 are left of the 15.00 of whoever is above.
    let (same, less) = ((4_500, 4_500), (4_500, 4_400));
    assert_eq!(run(&house, capped(TWO_LEVELS)).await, same);
    assert_eq!(run(&house, capped(&stingy())).await, less);
    let place = house.place.clone();
    let spoil = move || {
        let sql = format!("UPDATE line SET rate = 0 WHERE order_id = {old}");
        place.connect(false).unwrap().execute(&sql, &[]).unwrap()
    };
    assert_eq!(std::thread::spawn(spoil).join().unwrap(), 1);
    assert_eq!(run(&house, capped(&stingy())).await, less, "what is known of the past is not read again");
    let house = house.again(&capped(TWO_LEVELS));
    assert_eq!(run(&house, capped(TWO_LEVELS)).await, (4_500, 5_000), "nothing is known: all of it is read");
});

on_both!(ten_answers_write_a_plan_that_passes, |house| async move {
    let owner = house.staff("owner").await;
    let asked = house.done(&owner, "GET", "/staff/plans/draft", None).await;
    let asked = asked.as_array().unwrap();
    assert_eq!((asked.len(), &asked[3]["key"], &asked[1]["otherwise"]), (10, &json!("ranks"), &json!("CNY")));
    let draft = |answers: Value| {
        let body = json!({ "answers": answers, "lang": "en" });
        let (house, owner) = (&house, &owner);
        async move { house.done(owner, "POST", "/staff/plans/draft", Some(body)).await }
    };
    let whole = draft(json!(["tea", "", "398.00", "owner, gold", "5000.00", "10%, 12%", "5%, 3%"])).await;
    assert_eq!(whole["wrong"], Value::Null);
    let body = json!({ "source": whole["source"] });
    let checked = house.done(&owner, "POST", "/staff/plans/check", Some(body)).await;
    assert_eq!(checked["is_ok"], true, "{checked}");
    assert_eq!(checked["ranks"].as_array().unwrap().len(), 2);
    // Up to the first answer that cannot be used, the plan is as it was answered.
    let broken = draft(json!(["tea", "yuan", "", "owner, gold"])).await;
    assert_eq!(broken["wrong"]["key"], "currency");
    assert_eq!(broken["wrong"]["expected"]["en"], "three capital letters such as CNY");
    let source = broken["source"].as_str().unwrap();
    assert!(source.contains("id = \"tea\"") && !source.contains("gold"), "{source}");
    let long = draft(json!(["x".repeat(2_000)])).await;
    assert_eq!(long["wrong"]["expected"]["en"], "at most 1000 characters");
    let body = json!({ "answers": vec![""; 11], "lang": "en" });
    house.refused(&owner, "POST", "/staff/plans/draft", Some(body), "answers_many").await;
});

on_both!(an_order_tried_on_a_drawn_tree_shows_who_gets_what_and_why, |house| async move {
    let owner = house.staff("owner").await;
    let people = json!([
        { "name": "Mei", "rank": "owner" }, { "name": "Lin", "inviter": 0, "rank": "owner" },
        { "name": "Ali", "inviter": 1 },
    ]);
    let sale = json!({ "buyer": 2, "amount": 40_000, "rate": 200_000 });
    let body = json!({ "source": TWO_LEVELS, "people": people, "sale": sale });
    let tried = house.done(&owner, "POST", "/staff/plans/try", Some(body)).await;
    let paid: Vec<(i64, i64)> = tried["rewards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["payee"].as_i64().unwrap(), one["amount"].as_i64().unwrap()))
        .collect();
    assert_eq!((&tried["seller"], paid), (&json!(1), vec![(1, 8_000), (0, 2_000)]));
    let why = tried["rewards"][1]["sentence"]["en"].as_str().unwrap();
    assert!(why.contains("Mei") && why.contains("80.00 × 25% = 20.00"), "{why}");
    let body = json!({ "source": TWO_LEVELS, "people": [{ "name": "A", "inviter": 1 }], "sale": { "buyer": 0, "amount": 1 } });
    house.refused(&owner, "POST", "/staff/plans/try", Some(body), "trial_tree").await;
    let body =
        json!({ "source": TWO_LEVELS, "people": [{ "name": "A" }], "sale": { "buyer": 7, "amount": 1 } });
    house.refused(&owner, "POST", "/staff/plans/try", Some(body), "trial_sale").await;
});

on_both!(signatures_run_out_and_can_be_given_anew, |house| async move {
    let owner = house.in_china().await;
    house.member(None, 1).await;
    // A signature that does not last until the plan is due covers nothing.
    let mut short = signed();
    short[0]["expires_at"] = json!("2026-01-05T00:00:00Z");
    let body = json!({ "source": stingy(), "sign_offs": short });
    house.refused(&owner, "POST", "/staff/plans", Some(body), "sign_off_needed").await;
    let mut long = signed();
    long[0]["expires_at"] = json!("2036-01-05T00:00:00Z");
    let body = json!({ "source": stingy(), "sign_offs": long });
    house.refused(&owner, "POST", "/staff/plans", Some(body), "sign_off_expiry").await;
    let version = house.published(&owner, &stingy()).await;
    let path = format!("/staff/plans/{version}/sign");
    let seen = house.done(&owner, "POST", &path, Some(json!({ "sign_offs": signed() }))).await;
    assert_eq!(seen["sign_offs"].as_array().unwrap().len(), 4);
    house.clock.set(banyan_plan::time::Time(house.now() + 8 * DAY));
    house.member(None, 1).await;
    let body = json!({ "sign_offs": signed() });
    house.refused(&owner, "POST", &path, Some(body), "plan_not_waiting").await;
});
