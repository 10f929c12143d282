//! `banyan groups measure`: who speaks in groups, who answers whom, who comes back.

use std::path::PathBuf;
use std::process::ExitCode;

use banyan_community::{Figure, Measured, Measures, Ratio, Value, measure};
use banyan_plan::money::grouped;
use banyan_plan::words::{Lang, Text};
use banyan_settle::files::{Activity, FileError, Source};
use clap::{Args, Subcommand};

use crate::columns::{cut, pad, pad_left};
use crate::progress::Progress;

#[derive(Subcommand)]
pub(crate) enum GroupsCommand {
    /// Measures of each group and of all together 群的各项指标
    Measure(MeasureArgs),
}

#[derive(Args)]
pub(crate) struct MeasureArgs {
    /// What people did: group,member,at,kind,to (.csv, .csv.gz, .csv.zst) 群里发生的事
    #[arg(long, value_name = "FILE")]
    activity: PathBuf,
    /// As JSON 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(GroupsCommand::Measure(args): &GroupsCommand, lang: Lang) -> ExitCode {
    match measured(args, lang) {
        Ok(measured) if args.json => print!("{}", as_json(&measured)),
        Ok(measured) => print!("{}", as_table(&measured, lang)),
        Err(error) => {
            eprintln!("{}", error.show(lang));
            return ExitCode::from(1);
        }
    }
    ExitCode::SUCCESS
}

fn measured(args: &MeasureArgs, lang: Lang) -> Result<Measured, FileError> {
    let source = Source::open(&args.activity)?;
    let progress = Progress::new(source.len(), lang);
    let activity = Activity::read(source, &|bytes| progress.position(bytes));
    let measured = activity.map(|activity| {
        progress.say(&Text::new("计算", "measuring"));
        measure(&activity)
    });
    progress.finish();
    measured
}

/// The object that scripts read. It is written by hand so that every number has its decimals.
fn as_json(measured: &Measured) -> String {
    let object = |measures: &Measures, indent: &str| {
        let figures = measures.figures();
        let fields = figures.iter().map(|one| format!("{indent}  \"{}\": {}", one.key, one.value.json()));
        format!("{{\n{}\n{indent}}}", fields.collect::<Vec<_>>().join(",\n"))
    };
    let groups = measured.groups.iter().map(|(name, measures)| {
        format!("    {}: {}", serde_json::Value::from(name.as_str()), object(measures, "    "))
    });
    let groups = match groups.collect::<Vec<_>>().join(",\n") {
        none if none.is_empty() => "{}".to_owned(),
        groups => format!("{{\n{groups}\n  }}"),
    };
    format!("{{\n  \"all\": {},\n  \"groups\": {groups}\n}}\n", object(&measured.all, "  "))
}

/// The measures by which groups are laid side by side, with headings that fit into a column.
const COLUMNS: [(&str, &str, &str); 13] = [
    ("members", "成员", "members"),
    ("speakers", "发言", "speakers"),
    ("messages", "消息", "messages"),
    ("dau_mean", "日均发言", "a day"),
    ("stickiness", "粘性", "sticky"),
    ("top10_share", "前 10%", "top 10 %"),
    ("silent_share", "沉默", "silent"),
    ("reciprocity", "往来", "mutual"),
    ("median_reply_s", "回复", "reply in"),
    ("reply_1h", "1 小时内", "in 1 h"),
    ("joins", "入群", "joins"),
    ("leaves", "退群", "leaves"),
    ("buyers", "下单", "buyers"),
];
/// Columns of the terminal for the name of a group, and for a measure.
const NAME: usize = 24;
const MEASURE: usize = 10;

fn as_table(measured: &Measured, lang: Lang) -> String {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(lang).to_owned();
    let groups = grouped(&measured.groups.len().to_string());
    let mut out = match measured.groups.as_slice() {
        [(name, _)] => title(name, lang) + "\n",
        _ => say(&format!("全部（{groups} 个群）\n"), &format!("All together ({groups} groups)\n")),
    };
    for figure in measured.all.figures() {
        out += &format!("  {}{}\n", pad(figure.name.get(lang), 26), value(figure.value, lang));
    }
    if measured.groups.len() < 2 {
        return out;
    }
    out += &format!("\n{}", pad(&say("群", "group"), NAME));
    out.extend(COLUMNS.map(|(_, zh, en)| pad_left(&say(zh, en), MEASURE)));
    for (name, measures) in &measured.groups {
        let figures = measures.figures();
        let of = |key: &str| figures.iter().find(|figure| figure.key == key);
        out += &format!("\n{}", pad(&cut(&title(name, lang), NAME), NAME));
        out.extend(COLUMNS.map(|(key, ..)| pad_left(&cell(of(key), lang), MEASURE)));
    }
    out + &say("\n\n–：没有数据，无从得出\n", "\n\n–: not observed\n")
}

/// The name of a group, or what stands for one that has none.
fn title(name: &str, lang: Lang) -> String {
    if name.is_empty() {
        Text::new("（未命名）", "(no name)").get(lang).to_owned()
    } else {
        name.to_owned()
    }
}

/// A measure in words.
fn value(value: Value, lang: Lang) -> String {
    told(value, lang).unwrap_or_else(|| Text::new("没有数据", "not observed").get(lang).to_owned())
}

/// A measure in a cell of the table.
fn cell(figure: Option<&Figure>, lang: Lang) -> String {
    figure.and_then(|figure| told(figure.value, lang)).unwrap_or_else(|| "–".to_owned())
}

fn told(value: Value, lang: Lang) -> Option<String> {
    match value {
        Value::Count(count) => Some(grouped(&count.to_string())),
        Value::Mean(mean) => Some(mean?.text(1)),
        Value::Share(share) => {
            let tenths = share?.rounded(3);
            Some(format!("{}.{}%", tenths / 10, tenths % 10))
        }
        Value::Index(index, _) => Some(index?.text(3)),
        Value::Seconds(seconds) => Some(duration(seconds?, lang)),
    }
}

/// A time in the unit in which people would say it.
fn duration(seconds: Ratio, lang: Lang) -> String {
    const MINUTE: u128 = 60;
    const HOUR: u128 = 60 * MINUTE;
    const DAY: u128 = 24 * HOUR;
    let (unit, zh, en) = match seconds.rounded(0) {
        ..MINUTE => (1, "秒", "s"),
        MINUTE..HOUR => (MINUTE, "分钟", "min"),
        HOUR..DAY => (HOUR, "小时", "h"),
        _ => (DAY, "天", "days"),
    };
    let tenths = seconds.per(unit).rounded(1);
    let number =
        if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { seconds.per(unit).text(1) };
    format!("{number} {}", Text::new(zh, en).get(lang))
}
