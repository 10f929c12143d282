//! Facts of a shop: what is absent is asked for, what is there is judged.

use banyan_law::finding::Verdict;
use banyan_law::pack::packs;
use banyan_law::shop::{
    Ages, Content, Custody, Data, EarningsClaims, Facts, IncomeTax, Notice, Retention, Settings, Shop, Stock,
    Vat,
};
use banyan_law::signoff::{SignOff, obstacles};
use banyan_plan::money::Rate;
use banyan_plan::time::Time;

use super::{findings, plan};

const BODY: &str = "[sale]\nretail_tracking = true\nrelease_after = \"14d\"\n[limits]\npayout = \"20%\"\n[[rank]]\nid = \"o\"\n[[reward]]\nid = \"own\"\non = \"sale\"\nto = \"seller\"\nrate = \"10%\"\n";

/// A shop about which everything is known and nothing is wrong.
fn good_shop() -> Shop {
    Shop {
        facts: Facts {
            retail_share: Some(Rate(900_000)),
            end_user_share: Some(Rate(900_000)),
            retail_reward_share: Some(Rate(900_000)),
            introduction_share: Some(Rate(0)),
            contribution_share: Some(Rate(0)),
            live_tree_depth: Some(2),
            smallest_margin: Some(Rate(300_000)),
            points_and_tax: Some(Rate(50_000)),
            stock: Some(Stock::default()),
        },
        settings: Settings {
            max_chain: Some(2),
            manual_ranks_count_heads: Some(false),
            manual_ranks_sold: Some(false),
            courses_sold: Some(false),
            inviter_coupon: None,
            free_sign_up: Some(true),
            release_days: Some(14),
            clawback: Some(true),
            online_withdrawal: Some(true),
            income_tax: Some(IncomeTax::Cumulative),
            vat: Some(Vat::CheckedOn(30_000)),
            custody: Some(Custody::Licensed),
            notice: Some(Notice { days: 7, comments: true }),
        },
        content: Content {
            shares_marked: Some(true),
            pays_for_praise: Some(false),
            reviews_bound: Some(true),
            counts_true: Some(true),
            reviews_deletable: Some(false),
            draws: Some(Vec::new()),
            ages: Some(Ages { promoter: 18, host: 16, guardian: true }),
            earnings: Some(EarningsClaims { shown: true, typical_beside: true, in_recruiting: false }),
            share_to_unlock: Some(false),
        },
        data: Data {
            human_appeal: Some(true),
            upline_sees_downline: Some(false),
            profiling_optional: Some(true),
            retention: Some(Retention { years: 3, pseudonymises: true }),
            pre_ticked: Some(false),
        },
    }
}

#[test]
fn a_file_by_itself_is_asked_for_what_it_does_not_hold() {
    let source = plan(BODY);
    for pack in packs() {
        for finding in findings(&source, &pack.id, &Shop::default()) {
            let needs = finding.needs.as_ref().expect("everything decidable is fine here");
            assert!(!needs.zh.is_empty() && !needs.en.is_empty(), "{}", finding.rule.id);
            assert!(!finding.refuses() && !finding.needs_sign_off());
        }
    }
    assert!(findings(&source, "cn", &Shop::default()).len() > 20);
}

#[test]
fn a_shop_about_which_everything_is_known_and_nothing_is_wrong_has_no_finding() {
    for pack in packs() {
        let found = findings(&plan(BODY), &pack.id, &good_shop());
        assert!(found.is_empty(), "{}: {found:?}", pack.id);
    }
}

#[test]
fn each_fact_that_is_wrong_is_found_by_its_rule() {
    type Spoil = fn(&mut Shop);
    let spoilt: [(&str, &str, Spoil); 27] = [
        ("cn", "STR-12", |shop| shop.facts.smallest_margin = Some(Rate(140_000))),
        ("us", "STR-14", |shop| shop.facts.retail_share = Some(Rate(500_000))),
        ("us", "STR-15", |shop| shop.facts.end_user_share = Some(Rate(799_999))),
        ("us", "STR-16", |shop| {
            shop.facts.stock = Some(Stock {
                members_buy: true,
                buyback_percent: 90,
                buyback_months: 11,
                guarded: true,
                overloaded: 0,
            });
        }),
        ("cn", "STR-17", |shop| {
            shop.facts.stock = Some(Stock {
                members_buy: true,
                buyback_percent: 90,
                buyback_months: 12,
                guarded: true,
                overloaded: 1,
            });
        }),
        ("cn", "SET-01", |shop| shop.settings.release_days = Some(6)),
        ("eu", "SET-01", |shop| shop.settings.release_days = Some(13)),
        ("us", "SET-01", |shop| shop.settings.release_days = Some(0)),
        ("eu", "SET-02", |shop| shop.settings.clawback = Some(false)),
        ("eu", "SET-03", |shop| shop.settings.online_withdrawal = Some(false)),
        ("cn", "SET-04", |shop| shop.settings.income_tax = Some(IncomeTax::None)),
        ("cn", "SET-05", |shop| shop.settings.vat = Some(Vat::CheckedOn(20_757))),
        ("cn", "SET-06", |shop| shop.settings.custody = Some(Custody::Pooled)),
        ("cn", "SET-07", |shop| shop.settings.notice = Some(Notice { days: 6, comments: true })),
        ("cn", "CON-01", |shop| shop.content.shares_marked = Some(false)),
        ("us", "CON-02", |shop| shop.content.pays_for_praise = Some(true)),
        ("eu", "CON-03", |shop| shop.content.reviews_bound = Some(false)),
        ("cn", "CON-04", |shop| shop.content.counts_true = Some(false)),
        ("cn", "CON-05", |shop| shop.content.reviews_deletable = Some(true)),
        ("eu", "CON-09", |shop| shop.content.ages = Some(Ages { promoter: 17, host: 16, guardian: true })),
        ("cn", "CON-10", |shop| {
            shop.content.earnings =
                Some(EarningsClaims { shown: false, typical_beside: false, in_recruiting: true });
        }),
        ("cn-wechat", "CON-11", |shop| shop.content.share_to_unlock = Some(true)),
        ("cn", "DAT-01", |shop| shop.data.human_appeal = Some(false)),
        ("eu", "DAT-02", |shop| shop.data.upline_sees_downline = Some(true)),
        ("cn", "DAT-03", |shop| shop.data.profiling_optional = Some(false)),
        ("cn", "DAT-04", |shop| shop.data.retention = Some(Retention { years: 2, pseudonymises: true })),
        ("cn", "DAT-05", |shop| shop.data.pre_ticked = Some(true)),
    ];
    for (pack, rule, spoil) in spoilt {
        let mut shop = good_shop();
        spoil(&mut shop);
        let found = findings(&plan(BODY), pack, &shop);
        assert_eq!(found.iter().map(|one| one.rule.id.as_str()).collect::<Vec<_>>(), [rule], "{pack}");
        assert!(found[0].needs.is_none());
    }
}

#[test]
fn draws_are_judged_one_by_one() {
    use banyan_law::shop::Draw;
    let fine = Draw { top_prize: 5_000_000, published: true, ..Draw::default() };
    let rules: [(&str, Draw); 5] = [
        ("CON-06", Draw { top_prize: 5_000_001, ..fine }),
        ("CON-07", Draw { published: false, ..fine }),
        ("CON-07", Draw { changed: true, ..fine }),
        ("CON-07", Draw { insiders: true, ..fine }),
        ("CON-08", Draw { paid_entry: true, ..fine }),
    ];
    for (rule, draw) in rules {
        let mut shop = good_shop();
        shop.content.draws = Some(vec![fine, draw]);
        let found = findings(&plan(BODY), "cn", &shop);
        assert_eq!(found.iter().map(|one| one.rule.id.as_str()).collect::<Vec<_>>(), [rule]);
    }
}

#[test]
fn a_warning_waits_for_a_signature_that_has_not_expired() {
    let two = plan(&format!(
        "{BODY}[[reward]]\nid = \"up\"\non = \"sale\"\nto = {{ upline = 1 }}\nrate = \"3%\"\n"
    ));
    let found = findings(&two, "cn", &good_shop());
    assert_eq!(Verdict::of(&found), Verdict::NeedsReview);
    let signed = |who: &str| SignOff {
        pack: "cn".to_owned(),
        rule: "STR-08".to_owned(),
        who: who.to_owned(),
        at: Time(100),
        document: "opinion-7.pdf".to_owned(),
        reason: "reviewed".to_owned(),
        expires: Time(200),
    };
    assert_eq!(obstacles(&found, &[], Time(150)).len(), 1);
    assert_eq!(obstacles(&found, &[signed("Lin")], Time(150)).len(), 0);
    for now in [99, 200] {
        assert_eq!(obstacles(&found, &[signed("Lin")], Time(now)).len(), 1, "{now}");
    }
    assert_eq!(obstacles(&found, &[signed(" ")], Time(150)).len(), 1, "nobody signed");
    let strict = findings(&two, "cn-strict", &good_shop());
    assert_eq!(
        obstacles(&strict, &[SignOff { pack: "cn-strict".to_owned(), ..signed("Lin") }], Time(150)).len(),
        1,
        "what refuses cannot be signed away"
    );
}
