//! What people type finds what they mean: the tables in `relevance/`, which a shopkeeper can read and extend.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read as _;
use std::path::Path;

use banyan_search::{Category, Index, Product, Search, Settings};

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of a table: columns by their names. Lines that begin with `#` are remarks.
fn table(path: &str) -> Vec<BTreeMap<String, String>> {
    let text = read(path);
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let names: Vec<&str> = lines.next().expect("a table has a header").split('\t').collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), names.len(), "{path}: a cell too many or too few in “{line}”");
        names.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), cell.trim().to_owned())).collect()
    };
    lines.map(row).collect()
}

/// The shelves of goods, with an id for each category.
struct Shelves(HashMap<String, i64>);

impl Shelves {
    fn of(&mut self, zh: &str, en: &str) -> Vec<Category> {
        let (mut way, mut out) = (String::new(), Vec::new());
        for (zh, en) in zh.split('/').zip(en.split('/')) {
            way = format!("{way}/{zh}");
            let next = self.0.len() as i64 + 1;
            let id = *self.0.entry(way.clone()).or_insert(next);
            out.push(Category { id, zh: zh.to_owned(), en: en.to_owned() });
        }
        out
    }
}

fn list(cell: &str) -> Vec<String> {
    cell.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The goods of the table and those of the demo, with the code of each.
fn goods() -> (Index, Vec<String>) {
    let (mut index, mut codes, mut shelves) = (Index::new(), Vec::new(), Shelves(HashMap::new()));
    for row in table("tests/relevance/goods.tsv") {
        codes.push(row["code"].clone());
        index.put(&Product {
            id: codes.len() as i64,
            title_zh: row["title_zh"].clone(),
            title_en: row["title_en"].clone(),
            brand: row["brand"].clone(),
            categories: shelves.of(&row["category_zh"], &row["category_en"]),
            keywords: list(&row["keywords"]),
            options: list(&row["skus"]),
            price: row["price"].parse().expect("a price in minor units"),
            sales: row["sales"].parse().expect("pieces sold"),
            in_stock: true,
            ..Product::default()
        });
    }
    let chinese = read("../../demo/data/titles.csv");
    let chinese: HashMap<&str, &str> =
        chinese.lines().skip(1).filter_map(|line| line.split_once(',')).collect();
    let packed =
        std::fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/data/products.csv.zst"));
    let mut english = String::new();
    let unpacked =
        zstd::Decoder::new(packed.expect("the demo's goods")).expect("zstd").read_to_string(&mut english);
    unpacked.expect("UTF-8");
    for (code, name) in english.lines().skip(1).filter_map(|line| line.split_once(',')) {
        codes.push(code.to_owned());
        index.put(&Product {
            id: codes.len() as i64,
            title_zh: chinese.get(code).copied().unwrap_or_default().to_owned(),
            title_en: name.trim_matches('"').to_owned(),
            // The bundle's Chinese titles are those of its best sellers.
            sales: if chinese.contains_key(code) { 100 } else { 1 },
            in_stock: true,
            ..Product::default()
        });
    }
    (index, codes)
}

#[test]
fn of_the_written_searches_at_least_95_of_100_find_their_product_among_the_first_three() {
    let (index, codes) = goods();
    let known: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    let searches = table("tests/relevance/searches.tsv");
    let settings = Settings::default();
    let mut missed = Vec::new();
    for row in &searches {
        let wanted: Vec<&str> = row["wanted"].split(' ').collect();
        for code in &wanted {
            assert!(known.contains(code), "{}: there is no product {code}", row["search"]);
        }
        let found = index.search(&Search { text: &row["search"], limit: 3, ..Search::default() }, &settings);
        let first: Vec<&str> = found.hits.iter().map(|hit| codes[hit.id as usize - 1].as_str()).collect();
        if !first.iter().any(|code| wanted.contains(code)) {
            missed.push(format!(
                "{} ({}): wanted {wanted:?}, found {first:?} of {} ({:?}, meant {:?})",
                row["search"], row["kind"], found.total, found.relaxed, found.corrected
            ));
        }
    }
    println!("{} of {} searches missed:\n{}", missed.len(), searches.len(), missed.join("\n"));
    assert!(searches.len() >= 200, "the table has 200 searches or more");
    assert!(missed.len() * 100 <= searches.len() * 5, "{} of {} missed", missed.len(), searches.len());
}
