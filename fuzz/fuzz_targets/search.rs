//! Any text as a question, as a product and as a list of synonyms.
#![no_main]

use banyan_search::{Category, Index, Product, Search, Settings, Suggestions, Synonyms};
use libfuzzer_sys::fuzz_target;

/// Goods among which something can be found.
const TITLES: [&str; 6] =
    ["爱他美婴儿奶粉3段900g", "红色连衣裙 XL", "iPhone15 手机壳", "Matte lipstick true red", "真皮手提包女", "重庆火锅券"];

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\0');
    let [question, title, rules] = [(); 3].map(|()| parts.next().unwrap_or(""));
    let mut index = Index::new();
    for (at, known) in TITLES.into_iter().enumerate() {
        index.put(&Product { id: at as i64, title_zh: known.to_owned(), ..Product::default() });
    }
    let category = Category { id: 1, zh: title.to_owned(), en: question.to_owned() };
    let made = Product {
        id: 99,
        title_zh: title.to_owned(),
        brand: title.to_owned(),
        categories: vec![category],
        keywords: vec![title.to_owned(); 50],
        options: vec![question.to_owned()],
        price: data.len() as i64 - 40,
        ..Product::default()
    };
    index.put(&made);
    let settings = match Synonyms::parse(rules) {
        Ok(synonyms) => Settings { synonyms, ..Settings::default() },
        Err(wrong) => {
            assert!(wrong.iter().all(|wrong| wrong.line > 0 && !wrong.message.zh.is_empty()));
            Settings::default()
        }
    };
    let search = Search { text: question, limit: 20, explain: true, ..Search::default() };
    let found = index.search(&search, &settings);
    assert!(found.plan.clauses.len() <= 12 && found.hits.len() as u64 <= found.total);
    for hit in &found.hits {
        let why = hit.explanation.as_ref().expect("an explanation was asked for");
        assert_eq!(hit.score, why.text * why.boost / 1000);
        why.say();
    }
    index.suggest(question, 20, &Suggestions::of([(title.to_owned(), 3)]), &settings.synonyms);

    // What is put in twice is there once; what is taken out leaves nothing.
    index.put(&made);
    assert_eq!(index.search(&search, &settings), found);
    index.remove(99);
    assert_eq!(index.len(), TITLES.len());
});
