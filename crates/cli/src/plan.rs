//! `banyan plan`: check a plan, or read it in plain words.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use banyan_law::finding::Finding;
use banyan_plan::check::{Report, Unbounded, WorstCase, check};
use banyan_plan::describe::{Section, describe, levels_paid, rank_names, reward_name};
use banyan_plan::diagnostic::{Diagnostic, Severity};
use banyan_plan::model::{Plan, RewardNo};
use banyan_plan::words::{Lang, Text};
use clap::{Args, Subcommand};
use serde::Serialize;

mod law;
mod new;

pub(crate) use self::law::packs;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();
const BOLD: Style = Style::new().bold();

#[derive(Subcommand)]
pub(crate) enum PlanCommand {
    /// Look for what cannot be meant, and prove the worst-case payout
    Check(CheckArgs),
    /// Read the plan in plain words
    Show(Source),
    /// Answer ten questions and get a plan to begin with 回答十个问题，得到一份初稿
    New(new::NewArgs),
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    source: Source,
    /// Judge it under a law pack; may be repeated 用规则包检查，可重复
    #[arg(long, value_name = "PACK", value_parser = packs())]
    law: Vec<String>,
    #[command(flatten)]
    out: law::Outputs,
}

#[derive(Args)]
pub(crate) struct Source {
    /// The plan, a TOML file
    file: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Runs a `banyan plan` command: 0 done, 1 the plan is wrong or cannot be read.
pub(crate) fn run(command: &PlanCommand, lang: Lang) -> ExitCode {
    let (source, check_args) = match command {
        PlanCommand::Check(args) => (&args.source, Some(args)),
        PlanCommand::Show(source) => (source, None),
        PlanCommand::New(args) => return new::run(args, lang).map_or_else(failed, |()| ExitCode::SUCCESS),
    };
    let text = match read(&source.file, lang) {
        Ok(text) => text,
        Err(message) => return failed(message),
    };
    let report = check(&text);
    let packs = check_args.map(|args| args.law.as_slice()).unwrap_or_default();
    let findings = law::findings(&report, packs);
    let job = Job { file: source.file.display().to_string(), report, findings, text, lang };
    let done = match command {
        PlanCommand::Check(_) if source.json => print_json(&job.check_json()),
        PlanCommand::Check(args) => job.print_check().and_then(|()| job.print_law(args)),
        PlanCommand::Show(_) | PlanCommand::New(_) => job.print_show(source.json),
    };
    if let Some(args) = check_args
        && let Err(message) = job.write_outputs(args)
    {
        return failed(message);
    }
    let fine = job.report.is_ok() && !job.findings.iter().any(Finding::refuses);
    match done {
        Ok(()) if fine => ExitCode::SUCCESS,
        // Whoever reads our output has had enough of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe && fine => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it ends here")]
fn failed(message: String) -> ExitCode {
    let _ = writeln!(anstream::stderr(), "{message}");
    ExitCode::FAILURE
}

/// The plan's text, or why there is none.
pub(crate) fn read(file: &Path, lang: Lang) -> Result<String, String> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|error| {
        let why =
            Text::new(format!("{name}: 读不出来（{error}）"), format!("{name}: cannot be read: {error}"));
        why.get(lang).to_owned()
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let why = Text::new(
            format!("{name}:{line}: 不是 UTF-8 文本；请用 UTF-8 编码保存"),
            format!("{name}:{line}: this is not UTF-8; save the file as UTF-8"),
        );
        why.get(lang).to_owned()
    })
}

pub(crate) struct Job {
    file: String,
    text: String,
    report: Report,
    findings: Vec<Finding>,
    lang: Lang,
}

impl Job {
    fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// The object that scripts read.
    fn check_json(&self) -> CheckJson<'_> {
        let plan = self.report.plan.as_ref();
        let worst = self.report.worst_case.as_ref().zip(plan);
        CheckJson {
            plan: plan.map(|plan| plan.id.as_str()),
            version: plan.map(|plan| plan.version),
            ok: self.report.is_ok() && !self.findings.iter().any(Finding::refuses),
            worst_case_payout: worst.map(|(worst, plan)| WorstJson {
                rate: worst.rate_text(),
                of: "amount",
                at: worst.at.get(self.lang),
                fixed: plan.currency.text(i128::from(worst.fixed)),
                limit: worst.limit.text(),
                exact: worst.exact && worst.unbounded.is_none(),
            }),
            tied_by: plan.and_then(Plan::ties_lines).map(|why| why.get(self.lang).to_owned()),
            diagnostics: self.report.diagnostics.iter().map(|one| self.diagnostic_json(one)).collect(),
            findings: law::json(&self.findings, &self.text, self.lang),
        }
    }

    fn diagnostic_json<'a>(&self, one: &'a Diagnostic) -> DiagnosticJson<'a> {
        let (line, column) = one.position(&self.text);
        let (message, help) = (one.message.get(self.lang), one.help.get(self.lang));
        DiagnosticJson { severity: one.severity.code(), message, line, column, help }
    }

    /// Every diagnostic to standard error.
    fn print_diagnostics(&self, least: Severity) -> io::Result<()> {
        let mut err = anstream::stderr().lock();
        for one in self.report.diagnostics.iter().filter(|one| one.severity >= least) {
            writeln!(err, "{}", coloured(one, &one.render(&self.file, &self.text, self.lang)))?;
        }
        Ok(())
    }

    fn print_check(&self) -> io::Result<()> {
        self.print_diagnostics(Severity::Warning)?;
        let mut out = anstream::stdout().lock();
        let count = |severity| self.report.diagnostics.iter().filter(|one| one.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let file = &self.file;
        if let Some((plan, worst)) = self.report.plan.as_ref().zip(self.report.worst_case.as_ref())
            && self.report.is_ok()
        {
            let verdict = match warnings {
                0 => self.say("可以运行", "fit to run").to_owned(),
                _ if self.lang == Lang::Zh => format!("可以运行，{warnings} 个警告"),
                1 => "fit to run, 1 warning".to_owned(),
                _ => format!("fit to run, {warnings} warnings"),
            };
            let id = &plan.id;
            let version = plan.version;
            let title = plan.title.get(self.lang);
            let colour = if warnings == 0 { GREEN } else { YELLOW };
            writeln!(out, "{BOLD}{title}{BOLD:#} ({id} v{version}): {colour}{verdict}{colour:#}")?;
            return self.print_facts(&mut out, plan, worst);
        }
        let verdict = match (self.lang, errors) {
            (Lang::Zh, _) => format!("{errors} 个错误，不能运行"),
            (Lang::En, 1) => "1 error, not fit to run".to_owned(),
            (Lang::En, _) => format!("{errors} errors, not fit to run"),
        };
        writeln!(out, "{file}: {RED}{verdict}{RED:#}")
    }

    /// Ranks, rewards, levels and the worst case, one line each.
    fn print_facts(&self, out: &mut impl Write, plan: &Plan, worst: &WorstCase) -> io::Result<()> {
        let ranks = rank_names(plan);
        let rewards: Vec<String> = (0..plan.rewards.len())
            .map(|no| reward_name(plan, no as RewardNo).get(self.lang).replace('`', ""))
            .collect();
        let lines = [
            (self.say("等级", "ranks"), ranks.get(self.lang).replace('`', "")),
            (self.say("奖励", "rewards"), rewards.join(self.say("、", ", "))),
            (self.say("付到第几级", "levels paid"), levels_paid(plan).text().get(self.lang).to_owned()),
            (self.say("最坏情况", "worst case"), self.worst_case(plan, worst)),
            (self.say("按行拆开", "in slices"), self.in_slices(plan)),
        ];
        for (label, value) in lines {
            let width: usize = label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            writeln!(out, "  {label}{} {value}", " ".repeat(12_usize.saturating_sub(width)))?;
        }
        Ok(())
    }

    /// Whether lines can be settled apart from one another, in words.
    fn in_slices(&self, plan: &Plan) -> String {
        plan.ties_lines().map_or_else(
            || self.say("可以，各行互不影响", "yes, no line depends on others").to_owned(),
            |why| format!("{}{}", self.say("不行，", "no, "), why.get(self.lang).replace('`', "")),
        )
    }

    /// The worst-case payout against the limit, in words.
    fn worst_case(&self, plan: &Plan, worst: &WorstCase) -> String {
        let (hundredths, part) = (worst.rate / 10_000, worst.rate % 10_000);
        let percent = format!("{hundredths}.{part:04}");
        let mut sum = format!("{}%", percent.trim_end_matches('0').trim_end_matches('.'));
        if worst.fixed > 0 {
            let fixed = banyan_plan::describe::money(plan.currency, worst.fixed);
            sum += &format!(" + {}", fixed.get(self.lang));
        }
        match worst.unbounded {
            Some(Unbounded::Pairs) => sum += self.say(" + 双轨（无上限）", " + pairs (no bound)"),
            Some(Unbounded::Pieces) => {
                sum += self.say(" + 按件奖励（无上限）", " + amounts for each piece (no bound)");
            }
            None => {}
        }
        if !worst.exact {
            sum = format!("{} {sum}", self.say("不超过", "at most"));
        }
        let (limit, at) = (worst.limit.percent(), worst.at.get(self.lang));
        let beyond = match (worst.is_over(), self.lang) {
            (true, Lang::Zh) => "，超出部分截断",
            (true, Lang::En) => ", the rest is cut",
            (false, _) => "",
        };
        match self.lang {
            Lang::Zh => format!("{sum}，上限 {limit}{beyond}（{at}）"),
            Lang::En => format!("{sum}, limit {limit}{beyond} ({at})"),
        }
    }

    fn print_show(&self, as_json: bool) -> io::Result<()> {
        self.print_diagnostics(Severity::Error)?;
        let Some(plan) = self.report.plan.as_ref().filter(|_| self.report.is_ok()) else { return Ok(()) };
        let sections = describe(plan);
        if as_json {
            return print_json(&show_json(plan, &sections));
        }
        let mut out = anstream::stdout().lock();
        for (place, section) in sections.iter().enumerate() {
            if place > 0 {
                writeln!(out)?;
            }
            writeln!(out, "{BOLD}{}{BOLD:#}", section.title.get(self.lang))?;
            for sentence in &section.sentences {
                writeln!(out, "  {}", sentence.get(self.lang))?;
            }
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct CheckJson<'a> {
    plan: Option<&'a str>,
    version: Option<u32>,
    ok: bool,
    worst_case_payout: Option<WorstJson<'a>>,
    /// By which word what one line pays depends on others; without one, lines can be settled apart.
    tied_by: Option<String>,
    diagnostics: Vec<DiagnosticJson<'a>>,
    /// Of the rule packs; none is asked here.
    findings: Vec<law::FindingJson<'a>>,
}

#[derive(Serialize)]
struct WorstJson<'a> {
    rate: String,
    of: &'static str,
    at: &'a str,
    fixed: String,
    limit: String,
    /// False when the rate is an upper bound only, or when pairs leave it without one.
    exact: bool,
}

#[derive(Serialize)]
struct DiagnosticJson<'a> {
    severity: &'static str,
    message: &'a str,
    line: usize,
    column: usize,
    help: &'a str,
}

#[derive(Serialize)]
struct ShowJson<'a> {
    plan: &'a str,
    version: u32,
    title: TextJson<'a>,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    title: TextJson<'a>,
    sentences: Vec<TextJson<'a>>,
}

#[derive(Serialize)]
struct TextJson<'a> {
    zh: &'a str,
    en: &'a str,
}

impl<'a> From<&'a Text> for TextJson<'a> {
    fn from(text: &'a Text) -> Self {
        Self { zh: &text.zh, en: &text.en }
    }
}

fn show_json<'a>(plan: &'a Plan, sections: &'a [Section]) -> ShowJson<'a> {
    let section = |section: &'a Section| SectionJson {
        title: (&section.title).into(),
        sentences: section.sentences.iter().map(TextJson::from).collect(),
    };
    ShowJson {
        plan: &plan.id,
        version: plan.version,
        title: (&plan.title).into(),
        sections: sections.iter().map(section).collect(),
    }
}

fn print_json(value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    writeln!(io::stdout().lock(), "{text}")
}

/// A rendered diagnostic with its first line and the words pointed at in the colour of its severity.
fn coloured(one: &Diagnostic, rendered: &str) -> String {
    let colour = if one.severity == Severity::Error { RED } else { YELLOW };
    let mut out = String::with_capacity(rendered.len() + 64);
    for (place, line) in rendered.lines().enumerate() {
        match line.split_once(" | ") {
            _ if place == 0 => out += &format!("{colour}{line}{colour:#}\n"),
            Some((gutter, marks)) if marks.trim_start().starts_with('^') => {
                out += &format!("{gutter} | {colour}{marks}{colour:#}\n");
            }
            _ => out += &format!("{line}\n"),
        }
    }
    out
}
