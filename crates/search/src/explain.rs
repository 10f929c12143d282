//! Why a hit stands where it stands, and what would move it.

use banyan_plan::words::Text;

use crate::index::{Index, Row};
use crate::plan::{Alternative, Kind, Plan, join};
use crate::rank::{Factor, Ranking};
use crate::score::{ANYWHERE, AS_TYPED, AS_WORD, Asked, IN_NAME, IN_TITLE, Sets};
use crate::terms::has_word;

/// Where a word was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The Chinese title.
    TitleZh,
    /// The English title.
    TitleEn,
    /// The brand.
    Brand,
    /// A category.
    Category,
    /// A keyword.
    Keyword,
    /// What tells its SKUs apart.
    Options,
}

impl Place {
    /// What people call it.
    pub fn say(self) -> Text {
        match self {
            Self::TitleZh => Text::new("中文标题", "the Chinese title"),
            Self::TitleEn => Text::new("英文标题", "the English title"),
            Self::Brand => Text::new("品牌", "the brand"),
            Self::Category => Text::new("类目", "the category"),
            Self::Keyword => Text::new("关键词", "the keywords"),
            Self::Options => Text::new("规格", "the options"),
        }
    }
}

/// How a hit meets a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// What was typed.
    pub typed: String,
    /// What was found for it; nothing if the product does not have it.
    pub found: Option<Alternative>,
    /// Where it stands; of several words, where any of them stands.
    pub places: Vec<Place>,
    /// What that is worth, in millionths of the text's score.
    pub points: i64,
}

/// A change that would bring a hit past the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// What would have to change.
    pub factor: Factor,
    /// What it is now, 0 to 1000.
    pub from: u16,
    /// What it would have to be.
    pub to: u16,
}

/// Why a hit stands where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// How it meets each word.
    pub matches: Vec<Match>,
    /// Words that stand in a title as they were typed.
    pub phrases: Vec<String>,
    /// How well its text meets the question, in millionths.
    pub text: i64,
    /// Each factor, its weight, and what both add, in thousandths.
    pub factors: Vec<(Factor, u16, i16, i64)>,
    /// By what the text's score is multiplied, in thousandths.
    pub boost: i64,
    /// The hit above it, and its score.
    pub above: Option<(i64, i64)>,
    /// What alone would bring it past that one; nothing if no factor can.
    pub moves: Vec<Move>,
}

/// Explains a hit.
pub(crate) fn explain(
    index: &Index,
    plan: &Plan,
    asked: &Asked,
    slot: u32,
    (ranking, factors): (&Ranking, &[u16; 6]),
    above: Option<(i64, i64)>,
) -> Explanation {
    let row = &index.rows[slot as usize];
    let (mut matches, mut sum) = (Vec::new(), 0);
    for ((clause, sets), share) in plan.clauses.iter().zip(&asked.clauses).zip(&asked.shares) {
        let points = |(alternative, sets): (_, &Sets)| {
            let parts = [
                (&sets.any, ANYWHERE),
                (&sets.title, IN_TITLE),
                (&sets.whole, AS_WORD),
                (&sets.name, IN_NAME),
            ];
            let points: u32 =
                parts.iter().map(|(set, points)| if set.contains(slot) { *points } else { 0 }).sum();
            (i64::from(sets.weight * points), alternative)
        };
        // Of equal ones the first.
        let best = clause.alternatives.iter().zip(sets).map(points).rev().max_by_key(|(points, _)| *points);
        let best = best.filter(|(points, _)| *points > 0);
        sum += best.map_or(0, |(points, _)| points) * i64::from(*share);
        matches.push(Match {
            typed: clause.typed.clone(),
            found: best.map(|(_, alternative): (_, &Alternative)| alternative.clone()),
            places: best.map_or_else(Vec::new, |(_, alternative)| places(index, row, alternative)),
            points: best.map_or(0, |(points, _)| points * i64::from(*share) / 1000),
        });
    }
    let held = plan.phrases.iter().zip(&asked.phrases).filter(|(_, set)| set.contains(slot));
    let phrases: Vec<String> = held.map(|(phrase, _)| phrase.clone()).collect();
    sum += phrases.len() as i64 * i64::from(AS_TYPED) * 1_000_000;
    let text = if plan.clauses.is_empty() { 1_000_000 } else { sum / 1000 };
    let weighed = Factor::ALL.map(|factor| {
        let (value, weight) = (factors[factor as usize], ranking.weight(factor));
        (factor, value, weight as i16, weight * i64::from(value) / 1000)
    });
    let moves = above.map_or_else(Vec::new, |above| moves(ranking, factors, text, (row.id, above)));
    Explanation {
        matches,
        phrases,
        text,
        factors: weighed.to_vec(),
        boost: ranking.boost(factors),
        above,
        moves,
    }
}

/// Where the words of an alternative stand.
fn places(index: &Index, row: &Row, alternative: &Alternative) -> Vec<Place> {
    let has = |text: &str| alternative.words.iter().any(|word| has_word(text, word));
    let [zh, en, ..] = row.texts();
    let mut places = Vec::new();
    let mut add = |place, is_there: bool| {
        if is_there {
            places.push(place);
        }
    };
    add(Place::TitleZh, has(zh));
    add(Place::TitleEn, has(en));
    add(Place::Brand, has(&index.brands[row.brand as usize].compared));
    add(Place::Category, index.shelves[row.shelf as usize].compared.iter().any(|text| has(text)));
    add(Place::Keyword, row.keywords().any(has));
    add(Place::Options, row.options().any(has));
    places
}

/// The factors that could alone bring a hit past the one above, and to what.
fn moves(ranking: &Ranking, factors: &[u16; 6], text: i64, (id, above): (i64, (i64, i64))) -> Vec<Move> {
    let (above_id, above_score) = above;
    let passes = |factors: &[u16; 6]| {
        let score = text * ranking.boost(factors) / 1000;
        score > above_score || (score == above_score && id < above_id)
    };
    let mut out = Vec::new();
    for factor in Factor::ALL {
        let weight = ranking.weight(factor);
        let from = factors[factor as usize];
        let with = |value: u16| {
            let mut changed = *factors;
            changed[factor as usize] = value;
            passes(&changed)
        };
        let far = if weight > 0 { 1000 } else { 0 };
        if weight == 0 || from == far || !with(far) {
            continue;
        }
        // The score follows the factor one way, so the place where it passes is found by halving.
        let (mut no, mut yes) = (from, far);
        while no.abs_diff(yes) > 1 {
            let middle = u16::midpoint(no, yes);
            if with(middle) {
                yes = middle;
            } else {
                no = middle;
            }
        }
        out.push(Move { factor, from, to: yes });
    }
    out
}

impl Kind {
    /// How it follows from what was typed, as people say it.
    pub fn say(self) -> Text {
        match self {
            Self::Exact => Text::new("原词", "as typed"),
            Self::Form => Text::new("同一个词的另一种写法", "another form of the word"),
            Self::Synonym => Text::new("店铺设的同义词", "a synonym set by the shop"),
            Self::Pinyin => Text::new("拼音", "pinyin"),
            Self::Initials => Text::new("拼音首字母", "initials of its pinyin"),
            Self::Sound => Text::new("读音相同或相近", "sounds alike"),
            Self::Beginning => Text::new("以它开头", "begins with it"),
            Self::Typo => Text::new("拼写相近", "spelled nearly so"),
            Self::Apart => Text::new("字都有，但不连着", "its characters stand apart"),
        }
    }
}

impl Explanation {
    /// The explanation in sentences, one a line.
    pub fn say(&self) -> Vec<Text> {
        let mut out: Vec<Text> = self.matches.iter().map(Match::say).collect();
        for phrase in &self.phrases {
            out.push(Text::new(
                format!("标题里正好有“{phrase}”"),
                format!("the title has “{phrase}” as it was typed"),
            ));
        }
        for (factor, value, weight, adds) in self.factors.iter().filter(|(.., adds)| *adds != 0) {
            let name = factor.say();
            out.push(Text::new(
                format!("{} {value}/1000 × 权重 {weight} = {}{}%", name.zh, sign(*adds), percent(*adds)),
                format!("{} {value}/1000 × weight {weight} = {}{}%", name.en, sign(*adds), percent(*adds)),
            ));
        }
        for Move { factor, from, to } in &self.moves {
            let name = factor.say();
            out.push(Text::new(
                format!("{}从 {from} 到 {to}（满分 1000）就能排到前一名前面", name.zh),
                format!("{} from {from} to {to} of 1000 would bring it past the one above", name.en),
            ));
        }
        out
    }
}

fn sign(adds: i64) -> &'static str {
    if adds < 0 { "−" } else { "+" }
}

/// Thousandths as per cent, without their sign.
fn percent(adds: i64) -> String {
    let adds = adds.unsigned_abs();
    if adds.is_multiple_of(10) { (adds / 10).to_string() } else { format!("{}.{}", adds / 10, adds % 10) }
}

impl Match {
    fn say(&self) -> Text {
        let typed = &self.typed;
        let Some(found) = &self.found else {
            return Text::new(format!("没有“{typed}”"), format!("it does not have “{typed}”"));
        };
        let word = join(found.words.iter().map(String::as_str));
        let kind = found.kind.say();
        let (zh, en): (Vec<String>, Vec<String>) =
            self.places.iter().map(|place| place.say()).map(|text| (text.zh, text.en)).unzip();
        Text::new(
            format!("“{typed}”：{}有“{word}”（{}）", zh.join("、"), kind.zh),
            format!("“{typed}”: “{word}” ({}) stands in {}", kind.en, en.join(", ")),
        )
    }
}
