//! `banyan plan check --law`: findings for people and for scripts, and what is written from them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use banyan_law::finding::{Finding, Verdict};
use banyan_law::judge::{Subject, judge};
use banyan_law::mend::{Mended, mend};
use banyan_law::pack::{Pack, Severity, day, pack};
use banyan_law::report::{Page, render};
use banyan_law::shop::Shop;
use banyan_plan::check::Report;
use banyan_plan::time::civil_from_days;
use banyan_plan::words::{Lang, Text};
use clap::Args;
use clap::builder::PossibleValuesParser;
use serde::Serialize;

mod compare;

use super::{BOLD, CheckArgs, GREEN, Job, RED, YELLOW};

#[derive(Args)]
pub(crate) struct Outputs {
    /// Write the plan, changed as little as it takes until no pack refuses it 写出改好的方案
    #[arg(long, value_name = "OUT.toml", requires = "law")]
    fix: Option<PathBuf>,
    /// With --fix: who is paid what on the bundled demo orders, before and after 用演示订单对比改前改后
    #[arg(long, requires = "fix")]
    compare: bool,
    /// Write a page that a lawyer can read and sign 写出可供律师签字的报告
    #[arg(long, value_name = "FILE.html", requires = "law")]
    report: Option<PathBuf>,
    /// The day on which it is asked, for packs that have grown old [default: today] 检查日期
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    date: Option<i64>,
}

fn parse_day(text: &str) -> Result<i64, String> {
    day(text).ok_or_else(|| "expected YYYY-MM-DD".to_owned())
}

/// The packs that may be named.
pub(crate) fn packs() -> PossibleValuesParser {
    PossibleValuesParser::new(banyan_law::pack::packs().iter().map(|pack| pack.id.as_str()))
}

fn chosen(ids: &[String]) -> Vec<&'static Pack> {
    let mut packs: Vec<&'static Pack> = Vec::new();
    for found in ids.iter().filter_map(|id| pack(id)) {
        if !packs.iter().any(|known| known.id == found.id) {
            packs.push(found);
        }
    }
    packs
}

/// What the packs find in a plan that could be understood.
pub(super) fn findings(report: &Report, ids: &[String]) -> Vec<Finding> {
    let Some(plan) = &report.plan else { return Vec::new() };
    let shop = Shop::default();
    judge(Subject { plan, worst_case: report.worst_case.as_ref(), shop: &shop }, &chosen(ids))
}

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    pack: &'a str,
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    line: Option<usize>,
    citation: String,
    basis: &'static str,
    /// The fact that is missing; null for a decided finding.
    needs: Option<&'a str>,
    mend: Option<&'a str>,
}

pub(super) fn json<'a>(findings: &'a [Finding], source: &str, lang: Lang) -> Vec<FindingJson<'a>> {
    let one = |finding: &'a Finding| FindingJson {
        pack: finding.pack,
        rule: &finding.rule.id,
        severity: finding.severity.code(),
        message: finding.message.get(lang),
        line: finding.line(source),
        citation: finding.citation(),
        basis: finding.basis.code(),
        needs: finding.needs.as_ref().map(|needs| needs.get(lang)),
        mend: Some(finding.rule.mend.get(lang)).filter(|mend| !mend.is_empty() && finding.needs.is_none()),
    };
    findings.iter().map(one).collect()
}

impl Job {
    /// Findings by pack: what refuses, what needs review, what the shop has to tell.
    pub(super) fn print_law(&self, args: &CheckArgs) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        let today = args.out.date.unwrap_or_else(today);
        for pack in chosen(&args.law) {
            let found: Vec<&Finding> = self.findings.iter().filter(|one| one.pack == pack.id).collect();
            let verdict = Verdict::of(found.iter().copied());
            let (colour, words) = match verdict {
                Verdict::Refused => {
                    (RED, Text::new(format!("按 {} 不予启用", pack.id), format!("refused under {}", pack.id)))
                }
                Verdict::NeedsReview => (
                    YELLOW,
                    Text::new(format!("按 {} 需审查", pack.id), format!("needs review under {}", pack.id)),
                ),
                Verdict::NoFinding => (
                    GREEN,
                    Text::new(format!("按 {} 没有发现", pack.id), format!("no finding under {}", pack.id)),
                ),
            };
            writeln!(
                out,
                "\n{BOLD}{}{BOLD:#}: {colour}{}{colour:#}",
                pack.title.get(self.lang),
                words.get(self.lang)
            )?;
            writeln!(out, "  {}", pack.age(today).get(self.lang))?;
            for finding in found.iter().filter(|one| one.needs.is_none()) {
                self.print_finding(&mut out, finding)?;
            }
            let needs: Vec<&&Finding> = found.iter().filter(|one| one.needs.is_some()).collect();
            if !needs.is_empty() {
                writeln!(
                    out,
                    "  {}",
                    self.say(
                        "还要看店铺的情况，文件里没有：",
                        "Still to be told by the shop, as the file does not say:"
                    )
                )?;
                for finding in needs {
                    let needs = finding.needs.as_ref().map_or("", |needs| needs.get(self.lang));
                    writeln!(out, "    {} {needs}", finding.rule.id)?;
                }
            }
        }
        Ok(())
    }

    fn print_finding(&self, out: &mut impl Write, finding: &Finding) -> io::Result<()> {
        let colour = match finding.severity {
            Severity::Error => RED,
            Severity::Warn => YELLOW,
            Severity::Info => GREEN,
        };
        let place =
            finding.line(&self.text).map_or_else(String::new, |line| format!(" {}:{line}", self.file));
        let severity = finding.severity.text();
        writeln!(out, "  {colour}{} {}{colour:#}{place}", finding.rule.id, severity.get(self.lang))?;
        writeln!(out, "    {}", finding.message.get(self.lang))?;
        let basis = finding.basis.text();
        writeln!(out, "    {} · {}", basis.get(self.lang), finding.citation())?;
        let mend = finding.rule.mend.get(self.lang);
        if !mend.is_empty() {
            writeln!(out, "    {} {mend}", self.say("改法：", "mend:"))?;
        }
        Ok(())
    }

    /// Writes what was asked for; warns of old packs on standard error.
    pub(super) fn write_outputs(&self, args: &CheckArgs) -> Result<(), String> {
        let today = args.out.date.unwrap_or_else(today);
        for old in chosen(&args.law).into_iter().filter(|pack| pack.is_old(today)) {
            let (id, as_of) = (&old.id, &old.as_of);
            let text = Text::new(
                format!("警告：规则包 {id} 的日期是 {as_of}，已超过一年，请先核对法律有无变化"),
                format!(
                    "warning: the pack {id} is of {as_of}, more than a year old: check whether the law has moved"
                ),
            );
            let _ = writeln!(anstream::stderr(), "{}", text.get(self.lang));
        }
        if let Some(out) = &args.out.report {
            self.write_report(&args.law, out, today)?;
        }
        match &args.out.fix {
            Some(out) => self.write_fix(&args.law, out, args.out.compare),
            None => Ok(()),
        }
    }

    fn write_report(&self, ids: &[String], out: &Path, today: i64) -> Result<(), String> {
        let (year, month, day) = civil_from_days(today);
        let date = format!("{year:04}-{month:02}-{day:02}");
        let page = Page {
            file: &self.file,
            source: &self.text,
            report: &self.report,
            packs: &chosen(ids),
            findings: &self.findings,
            date: &date,
            lang: self.lang,
        };
        if self.report.plan.is_none() {
            return Ok(());
        }
        std::fs::write(out, render(page)).map_err(|error| format!("{}: {error}", out.display()))
    }

    /// The mended plan into a new file; what was changed to standard error, so that JSON stays by itself.
    fn write_fix(&self, ids: &[String], out: &Path, compared: bool) -> Result<(), String> {
        let name = out.display();
        let said = |text: Text| text.get(self.lang).to_owned();
        let mended = mend(&self.text, &chosen(ids), &Shop::default()).ok_or_else(|| {
            said(Text::new(
                "方案看不懂，先改正上面的错误",
                "the plan is not understood: mend the errors above first",
            ))
        })?;
        let text = format!("{}{}", head(&mended, ids), mended.text);
        std::fs::write(out, text).map_err(|error| format!("{name}: {error}"))?;
        let mut err = anstream::stderr().lock();
        let wrote = Text::new(format!("{name}：改动如下"), format!("{name}: changed"));
        let _ = writeln!(err, "{}", wrote.get(self.lang));
        for change in &mended.changes {
            let _ = writeln!(err, "  {}", change.get(self.lang));
        }
        if compared {
            let table = compare::table(&self.text, &mended.text, self.lang)?;
            let _ = write!(err, "\n{table}");
        }
        if mended.left.is_empty() {
            return Ok(());
        }
        let left = mended.left.join(", ");
        Err(said(Text::new(
            format!("{name}：{left} 无法在方案里改掉"),
            format!("{name}: nothing in the plan would clear {left}"),
        )))
    }
}

/// What the tool has done, as comments at the head of the file.
fn head(mended: &Mended, ids: &[String]) -> String {
    if mended.changes.is_empty() {
        return String::new();
    }
    let mut out =
        format!("# 由 `banyan plan check --law {0} --fix` 改成 / changed by it:\n", ids.join(" --law "));
    for change in &mended.changes {
        out += &format!("# - {} / {}\n", change.zh, change.en);
    }
    out + "\n"
}

/// The command is where the clock comes in.
#[allow(clippy::disallowed_methods, reason = "the rooms below take the day as a parameter")]
fn today() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| (since.as_secs() / 86_400) as i64)
}
