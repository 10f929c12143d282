//! What a page can say beside the hits.

use banyan_search::{
    Factor, Index, Kind, Place, Product, Ranking, Relaxed, Search, Settings, Suggestions, Synonyms,
};

fn product(id: i64, title: &str) -> Product {
    Product { id, title_zh: title.to_owned(), in_stock: true, price: 10_000, ..Product::default() }
}

fn index(titles: &[&str]) -> Index {
    let mut index = Index::new();
    for (at, title) in titles.iter().enumerate() {
        index.put(&product(at as i64 + 1, title));
    }
    index
}

fn search(text: &str) -> Search<'_> {
    Search { text, limit: 10, explain: true, ..Search::default() }
}

fn ids(index: &Index, text: &str) -> Vec<i64> {
    index.search(&search(text), &Settings::default()).hits.iter().map(|hit| hit.id).collect()
}

#[test]
fn an_edited_product_is_found_by_its_new_words_only() {
    let mut index = index(&["婴儿奶粉", "纸尿裤"]);
    index.put(&product(1, "口红"));
    assert_eq!(ids(&index, "口红"), [1]);
    assert_eq!(ids(&index, "kouhong"), [1]);
    assert!(ids(&index, "奶粉").is_empty());
    assert!(ids(&index, "naifen").is_empty());
    assert!(index.remove(2));
    assert!(!index.remove(2));
    assert!(ids(&index, "纸尿裤").is_empty());
}

#[test]
fn words_typed_together_are_found_in_any_order() {
    let index = index(&["德国婴儿配方奶粉 3段", "奶粉盒", "婴儿湿巾"]);
    for typed in ["婴儿奶粉", "奶粉婴儿", "奶粉 婴儿", "奶粉婴儿3段", "三段奶粉"] {
        assert_eq!(ids(&index, typed)[0], 1, "{typed}");
    }
}

#[test]
fn a_guess_is_told_and_what_was_typed_comes_before_it() {
    let index = index(&["婴儿奶粉", "奶粉罐"]);
    for (typed, kind) in
        [("naifen", Kind::Pinyin), ("nf", Kind::Initials), ("naifeng", Kind::Typo), ("奶份", Kind::Sound)]
    {
        let found = index.search(&search(typed), &Settings::default());
        assert_eq!(found.corrected.as_deref(), Some("奶粉"), "{typed}");
        assert_eq!(found.plan.clauses[0].alternatives[0].kind, kind, "{typed}");
        assert_eq!(found.total, 2, "{typed}");
    }
    assert_eq!(index.search(&search("奶粉"), &Settings::default()).corrected, None);
}

#[test]
fn nothing_found_says_which_word_to_leave_out() {
    let index = index(&["红色连衣裙", "蓝色连衣裙", "红色口红"]);
    let found = index.search(&search("蓝色口红"), &Settings::default());
    assert_eq!(found.relaxed, Relaxed::Most);
    let ways: Vec<(&str, u64)> = found.without.iter().map(|way| (way.word.as_str(), way.count)).collect();
    assert_eq!(ways, [("口红", 1), ("蓝色", 1)]);
    let unknown = index.search(&search("红色潜水艇"), &Settings::default());
    assert_eq!(unknown.unknown, ["潜水艇"]);
    assert_eq!(unknown.without[0].word, "潜水艇");
    assert_eq!(unknown.without[0].count, 2);
    let nothing = index.search(&search("潜水艇"), &Settings::default());
    assert_eq!((nothing.total, nothing.unknown), (0, vec!["潜水艇".to_owned()]));
}

#[test]
fn the_shops_synonyms_find_each_other() {
    let index = index(&["一级帮纸尿裤", "diaper bag"]);
    let synonyms = Synonyms::parse("尿不湿 = 纸尿裤 = diaper").unwrap();
    let settings = Settings { synonyms, ..Settings::default() };
    let found = index.search(&search("尿不湿"), &settings);
    assert_eq!(found.hits.len(), 2);
    assert!(found.hits.iter().all(|hit| {
        let matched = hit.explanation.as_ref().unwrap().matches[0].found.as_ref().unwrap();
        matched.kind == Kind::Synonym
    }));
    assert_eq!(found.corrected, None);
}

#[test]
fn an_explanation_says_where_each_word_stands_and_what_would_move_the_product() {
    let mut index = Index::new();
    index.put(&Product { sales: 1_000, brand: "花王".to_owned(), ..product(9, "婴儿奶粉") });
    index.put(&Product { sales: 10, keywords: vec!["宝宝".to_owned()], ..product(1, "婴儿奶粉") });
    let found = index.search(&search("奶粉"), &Settings::default());
    assert_eq!(found.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [9, 1]);
    let why = found.hits[1].explanation.as_ref().unwrap();
    assert_eq!(why.matches[0].places, [Place::TitleZh]);
    assert_eq!(why.above, Some((9, found.hits[0].score)));
    let sales = why.moves.iter().find(|one| one.factor == Factor::Sales).unwrap();
    assert!(sales.from < sales.to);
    assert!(why.moves.iter().any(|one| one.factor == Factor::Brand && one.to <= 1000));
    assert_eq!(why.say()[0].zh, "“奶粉”：中文标题有“奶粉”（原词）");
    assert_eq!(why.say()[0].en, "“奶粉”: “奶粉” (as typed) stands in the Chinese title");

    // What the explanation promises happens.
    let brand = why.moves.iter().find(|one| one.factor == Factor::Brand).unwrap();
    index.put(&Product { sales: 10, brand: "贝亲".to_owned(), ..product(1, "婴儿奶粉") });
    let with = |given: u16| {
        let ranking = Ranking { brands: [("贝亲".to_owned(), given)].into(), ..Ranking::default() };
        index.search(&search("奶粉"), &Settings { ranking, ..Settings::default() }).hits[0].id
    };
    assert_eq!((with(brand.to - 1), with(brand.to)), (9, 1));
}

#[test]
fn what_is_weighed_never_outranks_what_was_typed_by_far() {
    let mut index = Index::new();
    index.put(&Product { sales: 1_000_000, ..product(1, "洗面奶 粉色") });
    index.put(&Product { sales: 50_000, options: vec!["送奶粉".to_owned()], ..product(2, "礼盒") });
    index.put(&product(3, "婴儿奶粉"));
    assert_eq!(ids(&index, "奶粉").last(), Some(&2));
}

#[test]
fn suggestions_go_on_with_what_was_typed() {
    let index = index(&["婴儿奶粉", "奶瓶", "奶粉盒", "红色连衣裙", "red dress"]);
    let texts = |typed: &str| -> Vec<String> {
        let all = index.suggest(typed, 10, &Suggestions::default(), &Synonyms::default());
        all.into_iter().map(|one| one.text).collect()
    };
    assert_eq!(texts("奶")[0], "奶粉");
    assert!(texts("奶").contains(&"奶瓶".to_owned()));
    assert_eq!(texts("naif")[0], "奶粉");
    assert_eq!(texts("nf")[0], "奶粉");
    assert_eq!(texts("婴儿奶"), ["婴儿奶粉"]);
    assert_eq!(texts("红色 l"), ["红色连衣裙"]);
    assert_eq!(texts("red d"), ["red dress"]);
    assert!(texts("").is_empty() && texts("火箭").is_empty());
    let searched =
        Suggestions::of([("奶粉 三段".to_owned(), 9), ("奶粉婴儿".to_owned(), 4), ("奶牛".to_owned(), 50)]);
    let first = index.suggest("奶", 10, &searched, &Synonyms::default()).remove(0);
    assert_eq!((first.text.as_str(), first.is_searched, first.count), ("奶粉婴儿", true, 1));
}
