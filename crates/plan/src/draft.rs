//! The first text of a plan, from the answers to ten questions. It is a beginning: whoever wants more writes it in.

use toml::de::{DeTable, DeValue};

use crate::money::{Currency, Rate};
use crate::words::{Lang, Text};

/// The rank of a plan whose ranks nobody named.
const LOWEST: &str = "promoter";

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Its key in a file of answers, and its option on the command line.
    pub key: &'static str,
    zh: &'static str,
    en: &'static str,
    /// The answer if there is none. Empty: the plan goes without.
    pub otherwise: &'static str,
    reads: fn(&Draft, &str) -> Result<(), Text>,
}

/// All of them, in the order in which they are asked: later answers depend on earlier ones.
pub const QUESTIONS: [Question; 10] = [
    Question {
        key: "id",
        zh: "方案的标识？字母、数字、- 和 _",
        en: "What is the plan’s id? Letters, digits, - and _",
        otherwise: "my-plan",
        reads: |_, text| id(text),
    },
    Question {
        key: "currency",
        zh: "用什么货币？三个大写字母",
        en: "Which currency? Three capital letters",
        otherwise: "CNY",
        reads: |_, text| {
            Currency::of_code(text)
                .map(|_| ())
                .ok_or_else(|| Text::new("三个大写字母，如 CNY", "three capital letters such as CNY"))
        },
    },
    Question {
        key: "join",
        zh: "怎样成为推广者？填 open（自由加入）、invitation（受邀加入），或一笔订单的最低金额",
        en: "Who can become a promoter? Enter open (anyone), invitation (invited people), or the order amount it takes",
        otherwise: "open",
        reads: |draft, text| match text {
            "open" | "invitation" => Ok(()),
            amount => draft.amount(amount),
        },
    },
    Question {
        key: "ranks",
        zh: "有哪些等级？从低到高，用逗号隔开",
        en: "Which ranks are there? Lowest first, separated by commas",
        otherwise: LOWEST,
        reads: |_, text| ranks(text),
    },
    Question {
        key: "rise",
        zh: "从第二个等级起，每个等级要达到多少团队成交额？留空则由商家授予",
        en: "What team sales does each rank after the first require? Leave empty if you grant ranks by hand",
        otherwise: "",
        reads: |draft, text| {
            one_each(text, draft.ranks().len() - 1)?;
            parts(text).try_for_each(|part| draft.amount(part))
        },
    },
    Question {
        key: "seller",
        zh: "卖家得成交额的多少？一个比例，或每个等级一个",
        en: "What share of a sale does the seller get? One rate, or one for each rank",
        otherwise: "10%",
        reads: |draft, text| draft.one_or_each(text),
    },
    Question {
        key: "upline",
        zh: "上级每一层得多少？由近到远；留空则不设",
        en: "What does each level above the seller get? Nearest first; leave empty for none",
        otherwise: "",
        reads: |_, text| rates(text),
    },
    Question {
        key: "difference",
        zh: "级差：每个等级的比例？留空则不设",
        en: "Differential: what rate does each rank have? Leave empty for none",
        otherwise: "",
        reads: |draft, text| {
            one_each(text, draft.ranks().len())?;
            rates(text)
        },
    },
    Question {
        key: "pool",
        zh: "最高等级每月平分全店成交额的多少？留空则不设",
        en: "What share of the month’s sales is split among the highest rank? Leave empty for none",
        otherwise: "",
        reads: |_, text| {
            one_each(text, 1)?;
            rates(text)
        },
    },
    Question {
        key: "payout",
        zh: "一笔成交的全部奖励最多占成交额的多少？",
        en: "What share of a sale may all its rewards come to at most?",
        otherwise: "50%",
        reads: |_, text| {
            one_each(text, 1)?;
            rates(text)
        },
    },
];

impl Question {
    /// What is asked.
    pub fn text(&self) -> Text {
        Text::new(self.zh, self.en)
    }
}

/// The answers so far, each as it was given.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    answers: Vec<String>,
}

impl Draft {
    /// The question that comes next; `None` after the last.
    pub fn next(&self) -> Option<&'static Question> {
        QUESTIONS.get(self.answers.len())
    }

    /// Answers the next question; an empty answer stands for [`Question::otherwise`]. What was expected, if the answer
    /// cannot be used: the question stays.
    pub fn answer(&mut self, text: &str) -> Result<(), Text> {
        let Some(question) = self.next() else { return Ok(()) };
        let text = text.trim();
        let text = if text.is_empty() { question.otherwise } else { text };
        if !text.is_empty() {
            (question.reads)(self, text)?;
        }
        self.answers.push(text.to_owned());
        Ok(())
    }

    /// The plan in the plan language. What was not answered is as it would be without an answer.
    pub fn write(&self, lang: Lang) -> String {
        let mut draft = self.clone();
        while draft.answers.len() < QUESTIONS.len() && draft.answer("").is_ok() {}
        let mut out = draft.head(lang);
        let ranks = draft.ranks();
        let rise: Vec<&str> = draft.list("rise");
        for (at, rank) in ranks.iter().enumerate() {
            out += &format!("\n[[rank]]\nid = \"{rank}\"\n");
            if *rank == LOWEST {
                out += "title = { zh = \"推广者\", en = \"Promoter\" }\n";
            }
            if let Some(sum) = at.checked_sub(1).and_then(|at| rise.get(at)) {
                out += &format!("promote = {{ team_sales = \"{sum}\" }}\n");
            }
        }
        let each = |rates: &[&str]| {
            let pairs = ranks.iter().zip(rates).map(|(rank, rate)| format!("{rank} = \"{rate}\""));
            format!("rates = {{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        };
        let by_rank = |rates: &[&str]| match rates {
            [rate] => format!("rate = \"{rate}\""),
            many => each(many),
        };
        let reward = |id: &str, (zh, en): (&str, &str), on: &str, to: &str, rate: &str| {
            format!(
                "\n[[reward]]\nid = \"{id}\"\ntitle = {{ zh = \"{zh}\", en = \"{en}\" }}\non = {on}\nto = {to}\n{rate}\nof = \"amount\"\n"
            )
        };
        let sale = "\"sale\"";
        let pays = |rates: &[&str]| {
            rates.iter().any(|rate| Rate::parse(rate.as_bytes()).is_ok_and(|rate| rate.0 > 0))
        };
        let seller = draft.list("seller");
        if pays(&seller) {
            out += &reward("seller", ("销售佣金", "Sales commission"), sale, "\"seller\"", &by_rank(&seller));
        }
        let levels = draft.list("upline");
        if pays(&levels) {
            let quoted: Vec<String> = levels.iter().map(|rate| format!("\"{rate}\"")).collect();
            let to = format!("{{ upline = \"1..={}\" }}", levels.len());
            out += &reward(
                "upline",
                ("上级佣金", "Upline commission"),
                sale,
                &to,
                &format!("rates = [{}]", quoted.join(", ")),
            );
        }
        let difference = draft.list("difference");
        if pays(&difference) {
            out += &reward(
                "difference",
                ("级差奖励", "Differential"),
                sale,
                "\"differential\"",
                &each(&difference),
            );
        }
        let pool = draft.list("pool");
        if let (true, Some(top)) = (pays(&pool), ranks.last()) {
            let to = format!("{{ pool = \"{top}\" }}");
            out +=
                &reward("pool", ("分红池", "Pool"), "\"period\"\nperiod = \"month\"", &to, &by_rank(&pool));
        }
        out
    }

    fn head(&self, lang: Lang) -> String {
        let comment = match lang {
            Lang::Zh => "# 由十个问题写成的方案，可以接着改；写法见方案语言的说明。",
            Lang::En => {
                "# A plan from ten answers. Edit it as you like: the plan language says what else it can hold."
            }
        };
        let join = match self.said("join") {
            word @ ("open" | "invitation") => format!("how = \"{word}\""),
            amount => format!("how = \"purchase\"\npurchase = {{ min = \"{amount}\" }}"),
        };
        format!(
            "{comment}\n[plan]\nid = \"{}\"\ncurrency = \"{}\"\n\n[join]\n{join}\n\n[sale]\nself_purchase = \"seller\"\nrelease_after = \"7d\"\n\n[limits]\npayout = \"{}\"\n",
            self.said("id"),
            self.said("currency"),
            self.said("payout")
        )
    }

    fn said(&self, key: &str) -> &str {
        let place = QUESTIONS.iter().position(|question| question.key == key);
        place.and_then(|place| self.answers.get(place)).map_or("", String::as_str)
    }

    fn list(&self, key: &str) -> Vec<&str> {
        parts(self.said(key)).collect()
    }

    fn ranks(&self) -> Vec<&str> {
        self.list("ranks")
    }

    fn amount(&self, text: &str) -> Result<(), Text> {
        let currency = Currency::of_code(self.said("currency"));
        let is_amount =
            currency.is_some_and(|currency| currency.parse(text.as_bytes()).is_ok_and(|sum| sum >= 0));
        if is_amount { Ok(()) } else { Err(Text::new("金额，如 5000.00", "an amount such as 5000.00")) }
    }

    fn one_or_each(&self, text: &str) -> Result<(), Text> {
        if parts(text).count() != 1 {
            one_each(text, self.ranks().len())?;
        }
        rates(text)
    }
}

/// The answers of a file: a TOML table with the questions' keys, each a text.
pub fn read(source: &str) -> Result<Draft, Text> {
    let table = DeTable::parse(source).map_err(|error| {
        Text::new(format!("不是 TOML：{}", error.message()), format!("not TOML: {}", error.message()))
    })?;
    let table = table.get_ref();
    if let Some(key) =
        table.keys().find(|key| QUESTIONS.iter().all(|question| question.key != key.get_ref().as_ref()))
    {
        let (key, known) = (key.get_ref(), QUESTIONS.map(|question| question.key).join(", "));
        return Err(Text::new(
            format!("没有 `{key}` 这个问题；可以写 {known}"),
            format!("there is no question `{key}`; expected {known}"),
        ));
    }
    let mut draft = Draft::default();
    for question in QUESTIONS {
        let value =
            table.iter().find(|(key, _)| key.get_ref() == question.key).map(|(_, value)| value.get_ref());
        let text = match value {
            None => "",
            Some(DeValue::String(text)) => text.as_ref(),
            Some(_) => return Err(expected(&question, &Text::new("加引号的文字", "text in quotes"))),
        };
        draft.answer(text).map_err(|what| expected(&question, &what))?;
    }
    Ok(draft)
}

/// What an answer should have been.
pub fn expected(question: &Question, what: &Text) -> Text {
    Text::new(
        format!("`{}` 应为{}", question.key, what.zh),
        format!("`{}`: expected {}", question.key, what.en),
    )
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty())
}

fn one_each(text: &str, count: usize) -> Result<(), Text> {
    let found = parts(text).count();
    if found == count {
        return Ok(());
    }
    Err(Text::new(
        format!("用逗号隔开的 {count} 项，这里有 {found} 项"),
        format!("{count} of them, separated by commas; there are {found}"),
    ))
}

fn id(text: &str) -> Result<(), Text> {
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if text.len() <= 64 && text.chars().all(fits) {
        return Ok(());
    }
    Err(Text::new("字母、数字、- 和 _，最多 64 字节", "letters, digits, - and _, at most 64 bytes"))
}

fn ranks(text: &str) -> Result<(), Text> {
    let mut seen: Vec<&str> = Vec::new();
    for rank in parts(text) {
        id(rank)?;
        if seen.contains(&rank) {
            return Err(Text::new("各不相同的名称", "names that differ from one another"));
        }
        seen.push(rank);
    }
    if seen.is_empty() { Err(Text::new("至少一个等级", "at least one rank")) } else { Ok(()) }
}

fn rates(text: &str) -> Result<(), Text> {
    if parts(text).all(|part| Rate::parse(part.as_bytes()).is_ok()) {
        return Ok(());
    }
    Err(Text::new("0% 到 100% 的比例，如 10%", "rates from 0% to 100%, such as 10%"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;

    fn draft(answers: &[&str]) -> Draft {
        let mut draft = Draft::default();
        for answer in answers {
            draft.answer(answer).unwrap();
        }
        draft
    }

    #[test]
    fn every_draft_is_a_plan_that_passes() {
        let all = [
            "shop",
            "CNY",
            "398.00",
            "owner, gold，crown",
            "5000.00, 50000.00",
            "10%, 12%, 14%",
            "5%, 3%",
            "2%, 4%, 6%",
            "1%",
            "60%",
        ];
        for count in 0..=all.len() {
            for lang in [Lang::Zh, Lang::En] {
                let text = draft(&all[..count]).write(lang);
                let report = check(&text);
                assert!(report.is_ok(), "{:#?}\n{text}", report.diagnostics);
                assert_eq!(report.plan.unwrap().id, if count == 0 { "my-plan" } else { "shop" });
            }
        }
        let text = draft(&all).write(Lang::En);
        let plan = check(&text).plan.unwrap();
        assert_eq!((plan.ranks.len(), plan.rewards.len()), (3, 4));
        assert!(plan.ranks[2].promote.is_some());
    }

    #[test]
    fn a_wrong_answer_says_what_was_expected_and_the_question_stays() {
        let mut draft = draft(&["shop", "CNY"]);
        for wrong in ["closed", "1.005", "-5"] {
            assert!(draft.answer(wrong).unwrap_err().en.starts_with("an amount"), "{wrong}");
        }
        draft.answer("invitation").unwrap();
        assert!(draft.answer("gold, gold").is_err());
        draft.answer("owner, gold").unwrap();
        assert!(draft.answer("5000.00, 9000.00").unwrap_err().en.starts_with("1 of them"));
        draft.answer("").unwrap();
        assert!(draft.answer("10%, 20%, 30%").is_err());
        assert!(draft.answer("101%").is_err());
        assert_eq!(draft.next().unwrap().key, "seller");
    }

    #[test]
    fn a_file_of_answers_names_the_questions() {
        let text =
            read("id = \"shop\"\nranks = \"owner, gold\"\nupline = \"5%, 3%\"\n").unwrap().write(Lang::En);
        let plan = check(&text).plan.unwrap();
        assert_eq!((plan.id.as_str(), plan.ranks.len(), plan.rewards.len()), ("shop", 2, 2));
        assert!(read("name = \"shop\"").unwrap_err().en.contains("`name`"));
        assert!(read("payout = 50").unwrap_err().en.contains("`payout`: expected text in quotes"));
        assert!(read("rise = \"5.00\"").unwrap_err().en.contains("`rise`: expected 0 of them"));
    }
}
