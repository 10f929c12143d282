//! To whom a reward goes: a word, or a table with levels, a rank, another reward or a pool.

use toml::de::{DeTable, DeValue};

use super::reader::{Fields, Reader};
use super::suggest::closest;
use crate::diagnostic::Span;
use crate::model::{Share, To};
use crate::words::Text;

const SHARES: [(&str, Share); 3] =
    [("equal", Share::Equal), ("own_sales", Share::OwnSales), ("team_sales", Share::TeamSales)];
const TO_ZH: &str = "`\"seller\"`、`\"buyer\"`、`\"differential\"`、`\"pairing\"`、`{ upline = 1 }`、`{ nearest = \"等级\" }`、`{ generation = \"1..=3\", of = \"等级\" }`、`{ peer = \"奖励\" }` 或 `{ pool = \"等级\" }`";
const TO_EN: &str = "`\"seller\"`, `\"buyer\"`, `\"differential\"`, `\"pairing\"`, `{ upline = 1 }`, `{ nearest = \"RANK\" }`, `{ generation = \"1..=3\", of = \"RANK\" }`, `{ peer = \"REWARD\" }` or `{ pool = \"RANK\" }`";

impl Reader {
    pub(super) fn to(&mut self, fields: &mut Fields<'_>) -> Option<To> {
        let by = fields.take("by").map(|value| (value.span(), self.word(value, &SHARES)));
        let Some(value) = fields.take("to") else {
            let span = fields.span.clone();
            self.missing(&span, "to", TO_ZH, TO_EN);
            return None;
        };
        let to = match value.get_ref() {
            DeValue::String(word) => self.payee_word(word, &value.span()),
            DeValue::Table(table) => self.payee_table(table, value.span()),
            _ => {
                self.expected(&value.span(), TO_ZH, TO_EN);
                None
            }
        }?;
        match (to, by) {
            (To::Pool(rank, _), Some((_, share))) => Some(To::Pool(rank, share?)),
            (_, Some((span, _))) => {
                self.error(
                    &span,
                    Text::new("`by` 只用于 `{ pool = … }`", "`by` belongs to `{ pool = … }`"),
                    Text::default(),
                );
                None
            }
            (to, None) => Some(to),
        }
    }

    fn payee_word(&mut self, word: &str, span: &Span) -> Option<To> {
        let to = match word {
            "seller" => To::Seller,
            "buyer" => To::Buyer,
            "differential" => To::Differential,
            "pairing" => To::Pairing,
            _ => {
                self.unknown_payee(word, span);
                return None;
            }
        };
        Some(to)
    }

    /// What the field calls a payee is told what it is called here.
    fn unknown_payee(&mut self, word: &str, span: &Span) {
        let guess = match word {
            "inviter" | "sponsor" | "parent" | "upline" | "direct" | "level" | "levels" => "{ upline = 1 }",
            "pair" | "pairs" | "binary" | "dual" | "dual-track" | "legs" => "\"pairing\"",
            "difference" | "diff" | "override" | "stairstep" | "stair-step" => "\"differential\"",
            "nearest" | "breakaway" => "{ nearest = \"RANK\" }",
            "generation" | "generations" => "{ generation = \"1..=3\", of = \"RANK\" }",
            "peer" | "equal" => "{ peer = \"REWARD\" }",
            "pool" | "shares" | "dividend" => "{ pool = \"RANK\" }",
            "self" | "promoter" | "owner" => "\"seller\"",
            "customer" | "cashback" => "\"buyer\"",
            _ => match closest(word, ["seller", "buyer", "differential", "pairing"].into_iter()) {
                Some("seller") => "\"seller\"",
                Some("buyer") => "\"buyer\"",
                Some("differential") => "\"differential\"",
                Some(_) => "\"pairing\"",
                None => "",
            },
        };
        let help = if guess.is_empty() {
            Text::new(format!("这里可以写 {TO_ZH}"), format!("what can stand here: {TO_EN}"))
        } else {
            let zh = guess.replace("RANK", "等级").replace("REWARD", "奖励");
            Text::new(format!("是否想写 `{zh}`？"), format!("did you mean `{guess}`?"))
        };
        self.error(
            span,
            Text::new(format!("不认识的领取人 `\"{word}\"`"), format!("unknown payee `\"{word}\"`")),
            help,
        );
    }

    fn payee_table<'a>(&mut self, table: &'a DeTable<'a>, span: Span) -> Option<To> {
        let mut fields = Fields::new(table, span.clone(), "to");
        let upline = fields.take("upline");
        let nearest = fields.take("nearest");
        let generation = fields.take("generation");
        let peer = fields.take("peer");
        let pool = fields.take("pool");
        let forms = [upline, nearest, generation, peer, pool].iter().flatten().count();
        if forms != 1 {
            if forms == 0 && !table.is_empty() {
                fields.finish(self);
            } else {
                self.expected(&span, TO_ZH, TO_EN);
            }
            return None;
        }
        let mut to = None;
        if let Some(value) = upline {
            to = self.levels(value).map(|(from, last)| To::Upline(from, last));
        } else if let Some(value) = nearest {
            to = self.rank_value(value).map(To::Nearest);
        } else if let Some(value) = generation {
            let levels = self.levels(value);
            match fields.take("of") {
                Some(of) => {
                    let rank = self.rank_value(of);
                    to = levels.zip(rank).map(|((from, last), rank)| To::Generation(from, last, rank));
                }
                None => self.missing(&span, "of", "`of = \"等级\"`", "`of = \"RANK\"`"),
            }
        } else if let Some(value) = peer {
            let id = self.text(value)?;
            to = self.reward(id, &value.span()).map(To::Peer);
        } else if let Some(value) = pool {
            let share = match fields.take("by") {
                Some(by) => self.word(by, &SHARES)?,
                None => Share::Equal,
            };
            to = self.rank_value(value).map(|rank| To::Pool(rank, share));
        }
        fields.finish(self);
        to
    }

    /// `weights = { silver = 1, crown = 6 }`: how a pool is shared by rank. Empty if there are none.
    pub(super) fn weights(&mut self, fields: &mut Fields<'_>, to: Option<To>) -> Option<Vec<u32>> {
        let by_is_written = fields.has("by");
        let Some(value) = fields.take("weights") else { return Some(Vec::new()) };
        let (DeValue::Table(table), false, Some(To::Pool(..))) = (value.get_ref(), by_is_written, to) else {
            self.error(
                &value.span(),
                Text::new(
                    "`weights` 是奖金池里每个等级的份数，代替 `by`",
                    "`weights` are the shares of each rank in a pool, in place of `by`",
                ),
                Text::new(
                    "写 `to = { pool = \"等级\" }` 和 `weights = { 等级 = 1, … }`",
                    "write `to = { pool = \"RANK\" }` and `weights = { RANK = 1, … }`",
                ),
            );
            return None;
        };
        let mut weights = vec![0; self.ranks.len()];
        for (rank, weight) in table {
            let no = self.rank(rank.get_ref(), &rank.span());
            let weight = self.count(weight, 0);
            weights[usize::from(no?) - 1] = weight?;
        }
        Some(weights)
    }
}
