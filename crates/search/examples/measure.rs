//! Measures the index with a million made-up goods: building, memory, searches, changes. Prints one line of JSON.
//! `bench/search.py` runs it.
//!
//! Titles are put together from the words of shops, by a seed: the same on every machine.

use std::time::{Duration, Instant};

use banyan_search::{Category, Filter, Index, Product, Search, Settings, Suggestions, Synonyms};

const NOUNS: [(&str, &str, &str, &str); 40] = [
    ("婴儿奶粉", "infant formula", "母婴/奶粉", "Mother & baby/Formula"),
    ("奶瓶", "baby bottle", "母婴/喂养", "Mother & baby/Feeding"),
    ("纸尿裤", "diapers", "母婴/纸尿裤", "Mother & baby/Diapers"),
    ("婴儿推车", "stroller", "母婴/出行", "Mother & baby/Outdoors"),
    ("面膜", "face mask", "美妆/面膜", "Beauty/Face masks"),
    ("口红", "lipstick", "美妆/彩妆", "Beauty/Make-up"),
    ("洗面奶", "face wash", "美妆/洁面", "Beauty/Cleansers"),
    ("防晒霜", "sunscreen", "美妆/防晒", "Beauty/Sun care"),
    ("香水", "perfume", "美妆/香水", "Beauty/Perfume"),
    ("洗发水", "shampoo", "个护/洗发", "Personal care/Hair"),
    ("电动牙刷", "electric toothbrush", "个护/口腔", "Personal care/Oral care"),
    ("连衣裙", "dress", "服饰/女装", "Clothing/Women"),
    ("真丝睡衣", "silk pyjamas", "服饰/女装", "Clothing/Women"),
    ("短袖T恤", "T-shirt", "服饰/男装", "Clothing/Men"),
    ("羽绒服", "down jacket", "服饰/男装", "Clothing/Men"),
    ("运动鞋", "running shoes", "鞋包/女鞋", "Shoes & bags/Shoes"),
    ("商务皮鞋", "dress shoes", "鞋包/男鞋", "Shoes & bags/Men's shoes"),
    ("手提包女包", "handbag", "鞋包/女包", "Shoes & bags/Handbags"),
    ("拉杆箱", "suitcase", "鞋包/箱包", "Shoes & bags/Luggage"),
    ("保温杯", "vacuum flask", "家居/水具", "Home/Drinkware"),
    ("四件套", "bedding set", "家居/床品", "Home/Bedding"),
    ("乳胶枕头", "latex pillow", "家居/床品", "Home/Bedding"),
    ("不粘锅", "non-stick pan", "家居/厨具", "Home/Cookware"),
    ("抽纸", "tissues", "家居/纸品", "Home/Paper"),
    ("空气炸锅", "air fryer", "家电/厨电", "Appliances/Kitchen"),
    ("吸尘器", "vacuum cleaner", "家电/清洁", "Appliances/Cleaning"),
    ("手机壳", "phone case", "数码/配件", "Electronics/Accessories"),
    ("蓝牙耳机", "earbuds", "数码/耳机", "Electronics/Earphones"),
    ("充电宝", "power bank", "数码/配件", "Electronics/Accessories"),
    ("大米", "rice", "食品/粮油", "Food/Staples"),
    ("绿茶", "green tea", "食品/茶叶", "Food/Tea"),
    ("咖啡豆", "coffee beans", "食品/冲饮", "Food/Drinks"),
    ("坚果礼盒", "nut gift box", "食品/零食", "Food/Snacks"),
    ("苹果", "apples", "食品/水果", "Food/Fruit"),
    ("牛排", "steak", "食品/生鲜", "Food/Fresh"),
    ("猫粮", "cat food", "宠物/猫", "Pets/Cats"),
    ("瑜伽垫", "yoga mat", "运动/健身", "Sports/Fitness"),
    ("积木玩具", "building blocks", "玩具/积木", "Toys/Blocks"),
    ("酒店套餐券", "hotel voucher", "券/酒店券", "Vouchers/Hotels"),
    ("维生素片", "vitamins", "保健/营养", "Health/Supplements"),
];
const BEFORE: [(&str, &str); 32] = [
    ("新款", "new"),
    ("进口", "imported"),
    ("有机", "organic"),
    ("儿童", "kids"),
    ("男士", "men's"),
    ("女士", "women's"),
    ("便携", "portable"),
    ("加厚", "thick"),
    ("轻薄", "light"),
    ("宽松", "loose"),
    ("纯棉", "cotton"),
    ("真皮", "leather"),
    ("红色", "red"),
    ("黑色", "black"),
    ("白色", "white"),
    ("粉色", "pink"),
    ("蓝色", "blue"),
    ("绿色", "green"),
    ("夏季", "summer"),
    ("冬季", "winter"),
    ("家用", "home"),
    ("户外", "outdoor"),
    ("旅行", "travel"),
    ("高端", "premium"),
    ("补水", "hydrating"),
    ("控油", "oil control"),
    ("防水", "waterproof"),
    ("静音", "quiet"),
    ("复古", "vintage"),
    ("法式", "French"),
    ("日式", "Japanese"),
    ("无糖", "sugar-free"),
];
const AFTER: [&str; 16] = [
    "礼盒装",
    "大容量",
    "官方正品",
    "包邮",
    "送礼",
    "学生党",
    "家庭装",
    "旗舰店",
    "限量版",
    "情侣款",
    "升级版",
    "多功能",
    "可折叠",
    "孕妇可用",
    "老人适用",
    "网红同款",
];
const SYLLABLES: [&str; 24] = [
    "美", "雅", "康", "佳", "乐", "思", "兰", "欧", "维", "诺", "贝", "尔", "安", "德", "森", "格", "丽",
    "芙", "奥", "莱", "斯", "特", "琪", "悦",
];
const LATIN: [&str; 16] =
    ["ka", "lo", "mi", "ne", "ra", "so", "ta", "vi", "zo", "be", "du", "fi", "gor", "han", "lex", "tron"];

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Small numbers far more often than large ones.
    fn skewed(&mut self, end: usize) -> usize {
        self.below(end).min(self.below(end)).min(self.below(end))
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// One of five thousand brands; the first are everywhere.
fn brand(place: usize) -> (String, String) {
    let mut dice = Dice(place as u64 * 7 + 1);
    let zh: String = (0..2 + dice.below(2)).map(|_| *dice.one(&SYLLABLES)).collect();
    let en: String = (0..2 + dice.below(2)).map(|_| *dice.one(&LATIN)).collect();
    (zh, en)
}

fn product(id: i64, seed: u64) -> Product {
    let mut dice = Dice(seed ^ (id as u64).wrapping_mul(0x2545_f491_4f6c_dd1d));
    let place = dice.skewed(5_000);
    let (brand_zh, brand_en) = brand(place);
    let noun = dice.skewed(NOUNS.len());
    let (zh, en, category_zh, category_en) = NOUNS[noun];
    let (first, second) = (dice.one(&BEFORE), dice.one(&BEFORE));
    let model = format!("{}{}", dice.one(&LATIN).to_uppercase(), dice.below(9_000) + 100);
    let size = dice.one(&["500ml", "900g", "2.5kg", "XL", "20寸", "3段", "30片", "1.8m"]);
    let after = dice.one(&AFTER);
    let title_zh = format!("{brand_zh}{}{}{zh} {model} {size} {after}", first.0, second.0);
    let title_en = format!("{brand_en} {} {} {en} {model}", first.1, second.1);
    let ids = [noun as i64 / 4 + 1_000, noun as i64];
    let ways = category_zh.split('/').zip(category_en.split('/')).zip(ids);
    let categories = ways.map(|((zh, en), id)| Category { id, zh: zh.to_owned(), en: en.to_owned() });
    Product {
        id,
        title_zh,
        title_en,
        brand: format!("{brand_zh} {brand_en}"),
        categories: categories.collect(),
        keywords: vec![(*dice.one(&["送礼", "爆款", "直播同款", "节日"])).to_owned()],
        options: vec![dice.one(&BEFORE).0.to_owned(), (*dice.one(&["S", "M", "L", "XL"])).to_owned()],
        price: dice.skewed(200_000) as i64 + 100,
        lists: Vec::new(),
        sales: dice.skewed(20_000) as u32,
        margin: dice.below(600) as u16,
        listed: dice.below(900) as i32,
        in_stock: dice.below(10) > 0,
    }
}

/// What people type: the words of a product cut, turned round, in pinyin, with a mistake.
fn question(dice: &mut Dice, products: i64, seed: u64) -> String {
    const PINYIN: [&str; 12] = [
        "naifen",
        "mianmo",
        "kouhong",
        "lianyiqun",
        "yundongxie",
        "baowenbei",
        "erji",
        "kafei",
        "nf",
        "mm",
        "lyq",
        "dm",
    ];
    let (zh, en, ..) = NOUNS[dice.skewed(NOUNS.len())];
    let (first, second) = (dice.one(&BEFORE), dice.one(&BEFORE));
    match dice.below(12) {
        0 | 1 => zh.to_owned(),
        2 => format!("{}{zh}", first.0),
        3 => format!("{zh}{}", first.0),
        4 => format!("{}{}{zh}", first.0, second.0),
        5 => format!("{} {en}", first.1),
        6 => {
            let mut typed: Vec<char> = format!("{} {en}", first.1).chars().collect();
            typed.remove(dice.below(typed.len()));
            typed.into_iter().collect()
        }
        7 => (*dice.one(&PINYIN)).to_owned(),
        8 => zh.chars().last().into_iter().collect(),
        9 => format!("{}{zh}", brand(dice.skewed(5_000)).0),
        10 => {
            let title = product(dice.below(products as usize) as i64 + 1, seed).title_zh;
            title.split(' ').take(2).collect::<Vec<_>>().join(" ")
        }
        _ => format!("{zh}潜水艇{}", first.0),
    }
}

/// Memory of this process in kilobytes: a line of `/proc/self/status`.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found =
        status.lines().find_map(|text| text.strip_prefix(line)?.split_whitespace().next()?.parse().ok());
    found.unwrap_or(0)
}

/// Processor time of this process in milliseconds: two figures of `/proc/self/stat`, in hundredths of a second.
fn processor() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let figures = stat.rsplit(')').next().unwrap_or("").split_whitespace().skip(11).take(2);
    figures.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10
}

fn micros(time: Duration) -> u64 {
    time.as_micros() as u64
}

/// p50, p99 and the longest, in microseconds.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: usize| micros(times[(times.len() * share / 100).min(times.len() - 1)]);
    format!("[{},{},{}]", at(50), at(99), micros(times[times.len() - 1]))
}

/// The index, how long it was built, and how many characters its Chinese titles have.
fn build(products: i64, seed: u64) -> (Index, Duration, usize) {
    let mut index = Index::new();
    let (mut building, mut read) = (Duration::ZERO, 0);
    for id in 1..=products {
        let product = product(id, seed);
        read += product.title_zh.chars().count();
        let start = Instant::now();
        index.put(&product);
        building += start.elapsed();
    }
    (index, building, read)
}

fn main() {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse::<i64>().expect("a number"));
    let (products, questions) = (args.next().unwrap_or(1_000_000), args.next().unwrap_or(5_000));
    let seed = 20_261_129;
    let settings = Settings {
        synonyms: Synonyms::parse("尿不湿 = 纸尿裤\n宝宝 = 婴儿").expect("synonyms"),
        price_bands: vec![5_000, 10_000, 20_000, 50_000],
        ..Settings::default()
    };
    let (mut index, building, read) = build(products, seed);
    let (built, built_in) = (memory("VmRSS:"), processor());
    let mut dice = Dice(7);
    let (mut times, mut planned, mut nothing, mut hits) = (Vec::new(), Vec::new(), 0_u64, 0_u64);
    let mut slowest = (Duration::ZERO, String::new(), 0);
    for _ in 0..questions {
        let text = question(&mut dice, products, seed);
        let search = Search { text: &text, limit: 20, today: 900, ..Search::default() };
        let start = Instant::now();
        let found = index.search(&search, &settings);
        let time = start.elapsed();
        if time > slowest.0 {
            slowest = (time, text.clone(), found.total);
        }
        times.push(time);
        (nothing, hits) = (nothing + u64::from(found.total == 0), hits + found.total);
        let typed: String = text.chars().take(2).collect();
        let start = Instant::now();
        index.suggest(&typed, 10, &Suggestions::default(), &settings.synonyms);
        planned.push(start.elapsed());
    }
    let asked_in = processor() - built_in;
    let mut explained = Vec::new();
    let mut browsed = Vec::new();
    for nth in 0..20 {
        let filter = Filter { category: (nth % 2 == 1).then_some(3), ..Filter::default() };
        let search = Search { limit: 20, today: 900, filter, ..Search::default() };
        let start = Instant::now();
        index.search(&search, &settings);
        browsed.push(start.elapsed());
        let start = Instant::now();
        index
            .search(&Search { text: "红色连衣裙", limit: 20, explain: true, ..Search::default() }, &settings);
        explained.push(start.elapsed());
    }
    let mut changes = Vec::new();
    for _ in 0..2_000 {
        let id = dice.below(products as usize) as i64 + 1;
        let product = product(id, dice.next());
        let start = Instant::now();
        index.put(&product);
        changes.push(start.elapsed());
    }
    println!(
        "{{\"products\":{products},\"characters\":{},\"build_ms\":{},\"build_cpu_ms\":{built_in},\"question_cpu_us\":{},\"rss_mb\":{},\"peak_mb\":{},\"questions\":{questions},\
         \"search\":{},\"suggest\":{},\"browse\":{},\"explain\":{},\"change\":{},\"nothing\":{nothing},\"mean_hits\":{},\
         \"slowest\":[{:?},{}]}}",
        read as i64 / products,
        building.as_millis(),
        asked_in * 1000 / questions.max(1) as u64,
        built / 1000,
        memory("VmHWM:") / 1000,
        spread(times),
        spread(planned),
        spread(browsed),
        spread(explained),
        spread(changes),
        hits / questions.max(1) as u64,
        slowest.1,
        slowest.2,
    );
}
