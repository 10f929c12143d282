//! Which shelf a product of the bundle stands on: its words decide, as it has no category of its own.

/// A shelf.
pub(super) struct Shelf {
    pub(super) code: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    /// Whatever has one of these words in its name, in the singular.
    words: &'static str,
}

/// The shelves; a product stands on the first one that fits, the last one takes all others.
pub(super) const SHELVES: [Shelf; 9] = [
    Shelf {
        code: "bags",
        zh: "包袋",
        en: "Bags",
        words: "bag shopper purse wallet handbag satchel rucksack",
    },
    Shelf {
        code: "festive",
        zh: "节庆",
        en: "Festive",
        words: "christmas xmas advent reindeer santa snowman snowflake angel easter birthday party bunting balloon",
    },
    Shelf {
        code: "lights",
        zh: "灯与烛",
        en: "Lights and candles",
        words: "light candle lantern lamp candlestick candleholder",
    },
    Shelf {
        code: "paper",
        zh: "文具与包装",
        en: "Paper and writing",
        words: "card wrap paper pen pencil notebook journal sticker tissue envelope book chalk crayon tape ribbon ruler \
                eraser stamp postage calendar",
    },
    Shelf {
        code: "kitchen",
        zh: "厨房与餐桌",
        en: "Kitchen and table",
        words: "mug cup tea teapot cake plate bowl jar tin kitchen baking jug lunch bottle napkin spoon coaster tray \
                glass egg cutlery fork knife apron cookie jam jelly recipe bread dinner oven popcorn bakeware milk",
    },
    Shelf {
        code: "toys",
        zh: "玩具与游戏",
        en: "Toys and games",
        words: "toy game doll glider puzzle domino snap harmonica teddy children kid skipping soldier paint colouring \
                playhouse dinosaur marble jigsaw magic ludo",
    },
    Shelf {
        code: "garden",
        zh: "园艺",
        en: "Garden",
        words: "garden gardener plant planter flower bird watering seed pot parasol picnic",
    },
    Shelf {
        code: "wear",
        zh: "饰品与随身",
        en: "Things to wear",
        words: "necklace bracelet earring ring brooch scarf hair hairclip bangle fan poncho umbrella slipper glove sock \
                warmer keyring gloss",
    },
    Shelf { code: "home", zh: "家居摆设", en: "For the home", words: "" },
];

/// What the other system booked as lines of an order and nobody takes off a shelf: postage, discounts, corrections, and vouchers
/// that another shop would have to honour.
const NO_GOODS: [&str; 11] = ["22016", "B", "BANK CHARGES", "C2", "CRUK", "D", "DOT", "M", "POST", "S", "m"];

/// Whether people can buy it.
pub(super) fn is_goods(code: &str) -> bool {
    !NO_GOODS.contains(&code) && !["AMAZON", "gift_"].iter().any(|kind| code.starts_with(kind))
}

/// The place of its shelf in [`SHELVES`].
pub(super) fn shelf(title: &str) -> usize {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
    let fits = |word: &str| words.iter().any(|one| *one == word || one.strip_suffix('s') == Some(word));
    let found = SHELVES.iter().position(|shelf| shelf.words.split_whitespace().any(fits));
    found.unwrap_or(SHELVES.len() - 1)
}

/// `LUNCH BAG RED  RETROSPOT` as people write it: `Lunch bag red retrospot`. Names that are not all capitals stay.
pub(super) fn title(name: &str) -> String {
    let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().any(char::is_lowercase) {
        return words;
    }
    let lower = words.to_lowercase();
    let Some(first) = lower.find(char::is_alphabetic) else { return lower };
    let letter = lower[first..].chars().next().map(char::to_uppercase).into_iter().flatten();
    let rest: String = lower[first..].chars().skip(1).collect();
    lower[..first].chars().chain(letter).chain(rest.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_stands_on_the_first_shelf_that_fits() {
        for (title, code) in [
            ("LUNCH BAG RED RETROSPOT", "bags"),
            ("WHITE HANGING HEART T-LIGHT HOLDER", "lights"),
            ("60 CAKE CASES VINTAGE CHRISTMAS", "festive"),
            ("JAM MAKING SET PRINTED", "kitchen"),
            ("12 PENCILS SMALL TUBE SKULL", "paper"),
            ("CLEAR DRAWER KNOB ACRYLIC EDWARDIAN", "home"),
        ] {
            assert_eq!(SHELVES[shelf(title)].code, code, "{title}");
        }
    }

    #[test]
    fn names_do_not_shout() {
        assert_eq!(title("LUNCH BAG  BLACK SKULL."), "Lunch bag black skull.");
        assert_eq!(title("60 CAKE CASES"), "60 Cake cases");
        assert_eq!(title("BAG 125g SWIRLY MARBLES"), "BAG 125g SWIRLY MARBLES");
    }
}
