//! How the demo's goods and people look: drawn scenes, titles in Chinese, names. All of it is constructed.

use std::borrow::Cow;
use std::collections::HashMap;

use rust_embed::RustEmbed;

/// Scenes of each motif, as `pictures/make.mjs` composes them.
const VARIANTS: u32 = 6;
/// What is drawn where no word of a title says what it is.
const ANYTHING: &str = "parcel";
/// Which variant a colour in a title asks for.
const COLOURS: [(&str, u32); 6] = [
    ("red pink rose cherry strawberry", 0),
    ("yellow orange gold honey sunflower", 1),
    ("green olive mint leaf", 2),
    ("blue turquoise navy aqua", 3),
    ("purple lilac lavender black violet skull", 4),
    ("white cream ivory natural brown vintage antique wood wooden", 5),
];

#[derive(RustEmbed)]
#[folder = "pictures/scenes"]
struct Scenes;

/// A picture as WebP, by the name that [`Looks::scene`] gives.
pub fn picture(scene: &str) -> Option<Cow<'static, [u8]>> {
    Scenes::get(&format!("{scene}.webp")).map(|file| file.data)
}

/// What goods look like and are called.
#[derive(Debug)]
pub struct Looks {
    /// Each motif with its words; the first that fits is drawn.
    motifs: Vec<(String, Vec<String>)>,
    titles: HashMap<&'static str, &'static str>,
}

impl Looks {
    /// Reads `pictures/motifs.json` and `data/titles.csv`.
    pub fn read() -> Result<Self, serde_json::Error> {
        let motifs: Vec<(String, String, Vec<String>, Vec<String>)> =
            serde_json::from_str(include_str!("../pictures/motifs.json"))?;
        let motifs = motifs
            .into_iter()
            .map(|(name, words, ..)| (name, words.split_whitespace().map(str::to_owned).collect()));
        let titles =
            include_str!("../data/titles.csv").lines().skip(1).filter_map(|line| line.split_once(','));
        Ok(Self { motifs: motifs.collect(), titles: titles.collect() })
    }

    /// The Chinese title of one of the best sellers, by its code.
    pub fn chinese(&self, code: &str) -> Option<&'static str> {
        self.titles.get(code).copied()
    }

    /// The scene for a title: its words decide what is drawn, its colour and its code which variant.
    pub fn scene(&self, code: &str, title: &str) -> String {
        let lower = title.to_lowercase();
        let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
        let has =
            |wanted: &str| words.iter().any(|one| *one == wanted || one.strip_suffix('s') == Some(wanted));
        // `hottie:hot+water` asks for both words.
        let fits = |word: &String| {
            let word = word.split_once(':').map_or(word.as_str(), |(_, all)| all);
            word.split('+').all(|one| has(one) || (one.contains('-') && lower.contains(one)))
        };
        let motif = self.motifs.iter().find(|(_, words)| words.iter().any(fits));
        let name = motif.map_or(ANYTHING, |(name, _)| name.as_str());
        let own = code.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let colour = COLOURS.iter().find(|(words, _)| words.split_whitespace().any(has));
        format!("{name}-{}", colour.map_or(own % VARIANTS, |(_, variant)| *variant))
    }
}

const GIVEN: &str = "Emma Oliver Amelia Jack Isla Harry Ava George Mia Noah Ivy Charlie Lily Jacob Freya Alfie Grace Freddie \
    Ella Oscar Sophie Leo Poppy Logan Evie Archie Alice Theo Daisy Joshua Florence James Rosie Henry Ruby Thomas Phoebe \
    William Sienna Max Elsie Lucas Clara Ethan Matilda Arthur Harriet Isaac Eleanor Samuel Martha Daniel Maya Adam Zara \
    Edward Nina Ben Hannah Luke Anna Toby Lucy Ryan Ellie Aaron Holly Liam Molly Nathan Tilly Owen Orla Finn Esme Jude \
    Beth Hugo Robyn Kai";
const FAMILY: &str = "Carter Bennett Hughes Foster Palmer Reid Murray Barnes Walsh Fletcher Gibson Ellis Pearson Grant \
    Howard Watts Perry Lawson Webb Marsh Doyle Lambert Norris Chapman Barker Holmes Spencer Dixon Hunt Porter Burton \
    Lowe Steele Page Wells Cole Nash Booth Hale Frost Moss Parry Quinn Rhodes Savage Tait Underwood Vaughan Whittle \
    Yates Ashton Bolton Clayton Dalton Eaton Farrow Goddard Hollis Irwin Jarvis Kemp Langley Mercer Newton Osborne Pratt \
    Rowe Sutton Talbot Upton Vince Warner Abbott Bishop Conway Draper Emery Fuller Gale Haynes";

/// A name for the member at a place: all of the bundle's members have different ones.
pub fn person(place: usize) -> String {
    let pick = |names: &'static str, place: usize| {
        let count = names.split_whitespace().count().max(1);
        names.split_whitespace().nth(place % count).unwrap_or_default()
    };
    let families = GIVEN.split_whitespace().count().max(1);
    format!("{} {}", pick(GIVEN, place), pick(FAMILY, place / families + place))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::bundle::Bundle;

    #[test]
    fn what_is_drawn_fits_the_title_and_is_there() {
        let looks = Looks::read().unwrap();
        for (title, motif) in [
            ("LUNCH BAG RED RETROSPOT", "lunch"),
            ("JUMBO BAG RED RETROSPOT", "bag"),
            ("WHITE HANGING HEART T-LIGHT HOLDER", "candle"),
            ("CHOCOLATE HOT WATER BOTTLE", "hottie"),
            ("ALARM CLOCK BAKELIKE RED", "clock"),
            ("SET OF 3 HEART COOKIE CUTTERS", "cookie"),
            ("60 TEATIME FAIRY CAKE CASES", "cupcake"),
            ("???", ANYTHING),
        ] {
            assert_eq!(looks.scene("1", title).rsplit_once('-').unwrap().0, motif, "{title}");
        }
        let bundle = Bundle::read().unwrap();
        for product in &bundle.products {
            let scene = looks.scene(&product.code, &product.name);
            let bytes = picture(&scene).unwrap_or_else(|| panic!("{scene} is not drawn"));
            assert!(bytes.len() < 40_000, "{scene} has {} bytes", bytes.len());
        }
    }

    #[test]
    fn two_goods_of_a_kind_differ_mostly() {
        let looks = Looks::read().unwrap();
        let bags = [
            "RED RETROSPOT",
            "PINK POLKADOT",
            "BLUE PAISLEY",
            "OWLS",
            "TOYS",
            "ALPHABET",
            "WOODLAND",
            "VINTAGE",
        ];
        let scenes: BTreeSet<String> = bags
            .iter()
            .enumerate()
            .map(|(at, one)| looks.scene(&at.to_string(), &format!("JUMBO BAG {one}")))
            .collect();
        assert!(scenes.len() >= 5, "{scenes:?}");
    }

    #[test]
    fn what_has_a_chinese_title_is_in_the_bundle() {
        let looks = Looks::read().unwrap();
        let codes: BTreeSet<String> =
            Bundle::read().unwrap().products.into_iter().map(|one| one.code).collect();
        assert!(looks.titles.keys().all(|code| codes.contains(*code)));
    }

    #[test]
    fn everybody_has_a_name_of_their_own() {
        let names: BTreeSet<String> = (0..4_373).map(person).collect();
        assert_eq!(names.len(), 4_373);
        assert!(names.iter().all(|name| name.contains(' ') && !name.chars().any(char::is_numeric)));
    }
}
