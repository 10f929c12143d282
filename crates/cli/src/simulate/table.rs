//! The result as the terminal shows it.

use banyan_law::finding::{Finding, Verdict};
use banyan_law::pack::Pack;
use banyan_plan::kernel::Program;
use banyan_plan::words::{Lang, Text};
use banyan_report::Reader;
use banyan_report::format::{count, tenths};
use banyan_sim::figures::{Figure, MAIN, Unit};
use banyan_sim::law::Law;
use banyan_sim::scenario::Scenario;
use banyan_sim::study::{Band, Study};
use banyan_sim::summary::{self, After};

use crate::columns::pad;

fn number(_: Reader, value: i128) -> String {
    let number = count(value.unsigned_abs() as u64);
    if value < 0 { format!("−{number}") } else { number }
}

fn money(reader: Reader, value: i128) -> String {
    reader.compact(value)
}

fn exact(reader: Reader, value: i128) -> String {
    reader.money(value)
}

fn share(_: Reader, value: i128) -> String {
    tenths(value)
}

fn written(unit: Unit) -> fn(Reader, i128) -> String {
    match unit {
        Unit::Count => number,
        Unit::Money => money,
        Unit::Income => exact,
        Unit::Share => share,
    }
}

/// The whole table.
pub(super) fn of(
    program: &Program,
    scenario: &Scenario,
    study: &Study,
    rival: Option<(&Program, &Study)>,
    laws: (&Law, Option<&Law>),
    lang: Lang,
) -> String {
    let reader = Reader { lang, currency: program.plan().currency };
    let title = Text::from(&scenario.title);
    let mut out = heading(reader, program, &title, scenario, study);
    let of = |study: &Study, row: &Figure| band(reader, study.band(row.pick), written(row.unit));
    if let Some((rival, _)) = rival {
        let (one, other) = (program.plan().title.get(lang), rival.plan().title.get(lang));
        out += &format!("{}{}{other}\n", pad("", 20), pad(one, 40));
    }
    for row in &MAIN {
        let (mine, name) = (of(study, row), row.name());
        let line = match rival {
            Some((_, other)) => {
                format!("{}{}{}", pad(name.get(lang), 20), pad(&mine, 40), of(other, row))
            }
            None => format!("{}{mine}", pad(name.get(lang), 20)),
        };
        out += &format!("{}\n", line.trim_end());
    }
    if study.outcomes.iter().all(|one| one.hourly_median.is_some()) {
        let hourly = study.band(|one| i128::from(one.hourly_median.unwrap_or(0)));
        let name = reader.say("每小时中位数", "median per hour");
        out += &format!("{}{}\n", pad(name, 20), band(reader, hourly, exact));
    }
    out += &ranks(reader, program, study);
    out += &closing(reader, study);
    out += &verdicts(reader, laws);
    out
}

fn heading(reader: Reader, program: &Program, title: &Text, scenario: &Scenario, study: &Study) -> String {
    let plan = program.plan();
    let (days, runs) = (scenario.run.days, study.outcomes.len());
    let (name, world) = (reader.text(&plan.title), reader.text(title));
    reader.tell(
        || format!("{name} · {world} · {days} 天 · {runs} 次运行\n中间值（九成运行的范围）\n\n"),
        || format!("{name} · {world} · {days} days · {runs} runs\nthe middle run (nine runs in ten)\n\n"),
    )
}

fn ranks(reader: Reader, program: &Program, study: &Study) -> String {
    let mut out = format!("\n{}\n", reader.say("期末各等级人数", "members by rank"));
    for (rank, title) in summary::ranks(program).iter().enumerate() {
        let people = study.band(|one| i128::from(one.ranks[rank]));
        out += &format!("  {}{}\n", pad(reader.text(title), 18), band(reader, people, number));
    }
    out
}

fn closing(reader: Reader, study: &Study) -> String {
    let Some(stopped) = &study.stopped else { return String::new() };
    let levers: Vec<String> = study
        .levers
        .iter()
        .take(3)
        .map(|effect| format!("{} ({})", reader.text(&effect.name), effect.key))
        .collect();
    let day = stopped.day;
    let After { on, off, .. } = After::of(&study.outcomes, stopped);
    let (on, off) = (band(reader, on, money), band(reader, off, money));
    let levers = levers.join(reader.say("、", ", "));
    reader.tell(
        || format!("\n影响最大的三个输入：{levers}\n第 {day} 天之后 30 天的奖励：继续邀请 {on}；停止邀请 {off}\n"),
        || format!("\ninputs that matter most: {levers}\nrewards in the 30 days after day {day}: {on}; if invitations stop then: {off}\n"),
    )
}

/// A line for each rule pack: what it comes to, and which rules decided it.
fn verdicts(reader: Reader, (law, rival): (&Law, Option<&Law>)) -> String {
    let one = |law: &Law, pack: &'static Pack| {
        let verdict = law.verdict(pack);
        let decided = |one: &&Finding| match verdict {
            Verdict::Refused => one.refuses(),
            Verdict::NeedsReview => one.needs_sign_off(),
            Verdict::NoFinding => false,
        };
        let rules: Vec<&str> = law.under(pack).filter(decided).map(|one| one.rule.id.as_str()).collect();
        let text = verdict.text();
        format!("{} {}", reader.text(&text), rules.join(" ")).trim_end().to_owned()
    };
    let mut out =
        format!("\n{}\n", reader.say("规则包（用运行产生的事实）", "rule packs, with the facts of the runs"));
    for pack in &law.packs {
        let mine = one(law, pack);
        let line = match rival {
            Some(rival) => format!("{}{}", pad(&mine, 40), one(rival, pack)),
            None => mine,
        };
        out += &format!("  {}{line}\n", pad(&pack.id, 18));
        out += &format!("    {}\n", reader.text(&pack.reads()));
    }
    out
}

fn band(reader: Reader, band: Band, say: fn(Reader, i128) -> String) -> String {
    if band.low == band.high {
        return say(reader, band.mid);
    }
    format!("{} ({}–{})", say(reader, band.mid), say(reader, band.low), say(reader, band.high))
}
