//! The index against a plain look at every product: the same hits, scores, facets, in the same order.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::index::Row;
use crate::lexicon::Field;
use crate::plan::Alternative;
use crate::rank::step;
use crate::score::{ANYWHERE, AS_TYPED, AS_WORD, IN_NAME, IN_TITLE};
use crate::terms::{Terms, needed};
use crate::text::is_han;
use crate::{
    Category, Filter, Found, Index, Product, Ranking, Relaxed, Search, Settings, Suggestions, Synonyms,
};

/// Whether terms have a word.
fn has(terms: &Terms, word: &str) -> bool {
    if word.starts_with(is_han) {
        needed(word).iter().all(|gram| terms.grams.contains(gram))
    } else {
        terms.words.contains(word)
    }
}

/// What meeting an alternative is worth to a product, without the alternative's own weight.
fn points(fields: &[(Field, Terms); 3], alternative: &Alternative) -> u32 {
    let words = &alternative.words;
    let all = |meets: &dyn Fn(&str) -> bool| words.iter().all(|word| meets(word));
    let at = |field: Field| &fields[field as usize].1;
    if !all(&|word| Field::ALL.iter().any(|field| has(at(*field), word))) {
        return 0;
    }
    let title = all(&|word| has(at(Field::Title), word));
    let whole = title && all(&|word| at(Field::Title).words.contains(word));
    let name = all(&|word| has(at(Field::Name), word));
    let part = |is_so: bool, points: u32| if is_so { points } else { 0 };
    ANYWHERE + part(title, IN_TITLE) + part(whole, AS_WORD) + part(name, IN_NAME)
}

/// The products of a shelf, one after the other, as the ranking sees them.
fn factors(
    index: &Index,
    rows: &[&Row],
    (row, price): (&Row, i64),
    ranking: &Ranking,
    today: i32,
) -> [u16; 6] {
    let shelf: Vec<&&Row> = rows.iter().filter(|other| other.shelf == row.shelf).collect();
    let on_scale = |price: i64| step(price.max(0).unsigned_abs());
    let sales = |row: &Row| step(u64::from(row.sales));
    let cheaper = shelf.iter().filter(|other| on_scale(other.price) < on_scale(price)).count();
    let most = shelf.iter().map(|other| sales(other)).max().unwrap_or(0);
    let name = crate::normalise(&index.brands[row.brand as usize].name);
    let is_it = |word: &str| name == word || name.split(' ').any(|part| part == word);
    let given =
        ranking.brands.iter().filter(|(word, _)| is_it(word)).map(|(_, given)| *given).max().unwrap_or(0);
    [
        (sales(row) * 1000).checked_div(most).unwrap_or(0) as u16,
        row.margin,
        ((shelf.len() - cheaper) * 1000 / shelf.len()) as u16,
        given,
        ranking.newness(row.listed, today),
        if row.in_stock { 1000 } else { 0 },
    ]
}

/// Ids and scores of all hits, and how many of each brand, by looking at every product.
type Plain = (Vec<(i64, i64)>, BTreeMap<String, u64>);

fn plain(index: &Index, search: &Search<'_>, settings: &Settings, found: &Found) -> Plain {
    let rows: Vec<&Row> = index.live.iter().map(|slot| &index.rows[slot as usize]).collect();
    let terms: Vec<[(Field, Terms); 3]> = rows.iter().map(|row| index.terms(row)).collect();
    let clauses = &found.plan.clauses;
    let meets = |fields: &[(Field, Terms); 3], at: usize| {
        clauses[at].alternatives.iter().any(|alternative| points(fields, alternative) > 0)
    };
    let counts: Vec<u64> =
        (0..clauses.len()).map(|at| terms.iter().filter(|fields| meets(fields, at)).count() as u64).collect();
    let (least, shares) = if found.relaxed == Relaxed::Most {
        let rarity = |count: &u64| if *count == 0 { 0 } else { 1 + step(rows.len() as u64 / count) as u64 };
        let sum: u64 = counts.iter().map(rarity).sum::<u64>().max(1);
        let least = if clauses.len() == 2 { 1 } else { (clauses.len() * 6).div_ceil(10) };
        (least, counts.iter().map(|count| rarity(count) * 1000 / sum).collect())
    } else {
        (clauses.len(), vec![1000 / clauses.len().max(1) as u64; clauses.len()])
    };
    let (mut hits, mut brands) = (Vec::new(), BTreeMap::new());
    for (row, fields) in rows.iter().zip(&terms) {
        let best = |at: usize| {
            let worth = clauses[at]
                .alternatives
                .iter()
                .map(|one| u64::from(one.weight) * u64::from(points(fields, one)));
            worth.max().unwrap_or(0)
        };
        let met = (0..clauses.len()).filter(|at| meets(fields, *at)).count();
        if met < least {
            continue;
        }
        let sum: u64 = shares.iter().enumerate().map(|(at, share)| best(at) * share).sum();
        let phrases = found.plan.phrases.iter().filter(|phrase| has(&fields[0].1, phrase)).count() as u64;
        let text = if clauses.is_empty() {
            1_000_000
        } else {
            ((sum + phrases * u64::from(AS_TYPED) * 1_000_000) / 1000) as i64
        };
        let brand = &index.brands[row.brand as usize].name;
        let paid = row.price_for(&index.buyer(search.lists));
        let price = search.filter.price_from.is_none_or(|from| paid >= from);
        let stock = !search.filter.in_stock || row.in_stock;
        let categories = &index.shelves[row.shelf as usize].categories;
        let category = search.filter.category.is_none_or(|id| categories.iter().any(|one| one.id == id));
        if price && stock && category && !brand.is_empty() {
            *brands.entry(brand.clone()).or_insert(0) += 1;
        }
        let is_brand = search.filter.brands.is_empty() || search.filter.brands.contains(brand);
        if price && stock && category && is_brand {
            let factors = factors(index, &rows, (row, paid), &settings.ranking, search.today);
            hits.push((row.id, text * settings.ranking.boost(&factors) / 1000));
        }
    }
    hits.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    (hits, brands)
}

const WORDS: [&str; 22] = [
    "奶粉",
    "婴儿",
    "奶",
    "粉色",
    "面膜",
    "女包",
    "真皮",
    "手提包",
    "连衣裙",
    "红色",
    "T恤",
    "iPhone15",
    "lipstick",
    "baby",
    "三段",
    "900g",
    "酒店",
    "券",
    "洗面奶",
    "ＸＬ",
    "bags",
    "防曬霜",
];
const TYPED: [&str; 26] = [
    "奶粉",
    "婴儿",
    "婴儿奶粉",
    "粉",
    "naifen",
    "nf",
    "naifeng",
    "lipstik",
    "lipsticks",
    "奶份",
    "女包",
    "真皮女包",
    "红",
    "xl",
    "iphone",
    "15",
    "3段",
    "bag",
    "hongselianyiqun",
    "jiu dian",
    "不存在",
    "zzz",
    "t恤",
    "宝宝",
    "mm",
    "防晒",
];

fn titles() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..5).prop_map(|words| words.concat())
}

fn products() -> impl Strategy<Value = Product> {
    let names = (titles(), titles(), proptest::sample::select(&["", "爱他美 Aptamil", "花王", "dior"][..]));
    let categories = proptest::sample::select(&["", "母婴", "母婴/奶粉", "美妆"][..]);
    let figures = (0_i64..40_000, 0_u32..2_000, 0_u16..1_200, 0_i32..60, any::<bool>());
    (0_i64..12, names, categories, figures, titles()).prop_map(|(id, names, categories, figures, more)| {
        let (title_zh, title_en, brand) = names;
        let (price, sales, margin, listed, in_stock) = figures;
        let categories = categories.split('/').filter(|part| !part.is_empty()).enumerate();
        let category = |(at, zh): (usize, &str)| Category {
            id: at as i64 * 10 + zh.chars().count() as i64,
            zh: zh.to_owned(),
            en: "care".to_owned(),
        };
        Product {
            id,
            title_zh,
            title_en,
            brand: brand.to_owned(),
            categories: categories.map(category).collect(),
            keywords: vec![more.clone()],
            options: vec![more],
            price,
            lists: if price % 3 == 0 { vec![("member".to_owned(), price / 2)] } else { Vec::new() },
            sales,
            margin,
            listed,
            in_stock,
        }
    })
}

#[derive(Debug, Clone)]
enum Change {
    Put(Box<Product>),
    Remove(i64),
    Sales(i64, u32),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let put = products().prop_map(|product| Change::Put(Box::new(product)));
    proptest::collection::vec(
        prop_oneof![
            4 => put,
            1 => (0_i64..12).prop_map(Change::Remove),
            1 => (0_i64..12, 0_u32..900).prop_map(|(id, sales)| Change::Sales(id, sales)),
        ],
        0..30,
    )
}

fn questions() -> impl Strategy<Value = (String, Filter)> {
    let typed = proptest::collection::vec(proptest::sample::select(&TYPED[..]), 0..4);
    let text = (typed, any::<bool>()).prop_map(|(words, apart)| words.join(if apart { " " } else { "" }));
    let filter = (
        proptest::option::of(0_i64..14),
        proptest::option::of(proptest::sample::select(&["花王", "dior"][..])),
        proptest::option::of(0_i64..40_000),
        any::<bool>(),
    );
    (text, filter).prop_map(|(text, (category, brand, price_from, in_stock))| {
        let brands = brand.into_iter().map(str::to_owned).collect();
        (text, Filter { category, brands, price_from, price_below: None, in_stock })
    })
}

fn settings() -> Settings {
    let synonyms = Synonyms::parse("宝宝 = 婴儿 = baby\n外套 > 羽绒服").unwrap();
    let ranking = Ranking { brands: [("花王".to_owned(), 700)].into(), ..Ranking::default() };
    Settings { synonyms, ranking, price_bands: vec![10_000, 20_000] }
}

fn built(changes: &[Change]) -> Index {
    let mut index = Index::new();
    for change in changes {
        match change {
            Change::Put(product) => index.put(product),
            Change::Remove(id) => {
                index.remove(*id);
            }
            Change::Sales(id, sales) => index.set_sales(*id, *sales),
        }
    }
    index
}

proptest! {
    #[test]
    fn the_index_finds_what_a_look_at_every_product_finds(changes in changes(), question in questions(), is_member in any::<bool>()) {
        let (index, settings) = (built(&changes), settings());
        let lists = if is_member { vec!["member".to_owned(), "unheard of".to_owned()] } else { Vec::new() };
        let search = Search { text: &question.0, filter: question.1, lists: &lists, limit: 1_000, today: 40, explain: true, ..Search::default() };
        let found = index.search(&search, &settings);
        let (hits, brands) = plain(&index, &search, &settings, &found);
        prop_assert_eq!(found.total, hits.len() as u64);
        prop_assert_eq!(found.hits.iter().map(|hit| (hit.id, hit.score)).collect::<Vec<_>>(), hits);
        prop_assert_eq!(found.facets.brands.iter().cloned().collect::<BTreeMap<_, _>>(), brands);
        for hit in &found.hits {
            let why = hit.explanation.as_ref().unwrap();
            prop_assert_eq!(hit.score, why.text * why.boost / 1000);
            let matched = why.matches.iter().filter(|one| one.found.is_some());
            for one in matched {
                prop_assert!(!one.places.is_empty(), "{} was found nowhere", one.typed);
            }
            why.say();
        }
    }

    #[test]
    fn what_was_changed_is_found_as_if_all_had_been_built_anew(changes in changes(), question in questions()) {
        let settings = settings();
        let changed = built(&changes);
        let mut last: BTreeMap<i64, Product> = BTreeMap::new();
        for change in &changes {
            match change {
                Change::Put(product) => {
                    last.insert(product.id, Product::clone(product));
                }
                Change::Remove(id) => {
                    last.remove(id);
                }
                Change::Sales(id, sales) => {
                    if let Some(product) = last.get_mut(id) {
                        product.sales = *sales;
                    }
                }
            }
        }
        let mut anew = Index::new();
        for product in last.values().rev() {
            anew.put(product);
        }
        prop_assert_eq!(changed.len(), anew.len());
        let search = Search { text: &question.0, filter: question.1, limit: 1_000, today: 40, explain: true, ..Search::default() };
        prop_assert_eq!(changed.search(&search, &settings), anew.search(&search, &settings));
        let suggest = |index: &Index| index.suggest(&question.0, 20, &Suggestions::default(), &settings.synonyms);
        prop_assert_eq!(suggest(&changed), suggest(&anew));
    }

    #[test]
    fn pages_put_together_are_the_whole(changes in changes(), question in questions(), limit in 1_usize..5) {
        let (index, settings) = (built(&changes), settings());
        let page = |start, limit| {
            let filter = question.1.clone();
            index.search(&Search { text: &question.0, filter, start, limit, ..Search::default() }, &settings).hits
        };
        let pages: Vec<_> = (0..20).flat_map(|nth| page(nth * limit, limit)).collect();
        prop_assert_eq!(pages, page(0, 20 * limit));
    }

    #[test]
    fn anything_may_be_typed(text in any::<String>(), title in any::<String>(), changes in changes()) {
        let (mut index, settings) = (built(&changes), settings());
        index.put(&Product { id: 99, title_zh: title.clone(), ..Product::default() });
        let found = index.search(&Search { text: &text, limit: 10, explain: true, ..Search::default() }, &settings);
        prop_assert!(found.plan.clauses.len() <= 12);
        index.search(&Search { text: &title, limit: 10, explain: true, ..Search::default() }, &settings);
        index.suggest(&text, 10, &Suggestions::default(), &settings.synonyms);
        let _ = Synonyms::parse(&text);
    }
}
