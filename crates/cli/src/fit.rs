//! `banyan fit`: the figures of a scenario from a shop's own files.

#![allow(clippy::float_arithmetic, reason = "estimates of behaviour, never money")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use banyan_plan::kernel::Program;
use banyan_plan::time::Time;
use banyan_plan::words::{Lang, Text};
use banyan_settle::batch::{Input, Sources};
use banyan_settle::files::{FileError, Source};
use banyan_sim::fit::{BgNbd, GammaGamma, Invitations, Purchases};
use banyan_sim::scenario::Scenario;
use clap::Args;
use serde_json::json;

#[derive(Args)]
pub(crate) struct FitArgs {
    /// The plan whose files they are, by name or file: its ranks and currency 方案名称或文件
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Members, as for `settle` 会员
    #[arg(long, value_name = "FILE")]
    members: PathBuf,
    /// Order lines, as for `settle` 订单
    #[arg(long, value_name = "FILE")]
    orders: PathBuf,
    /// Where the scenario goes; without it, to the terminal 情景文件写到哪里
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// As JSON 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// What was estimated.
struct Fitted {
    buyers: usize,
    repeaters: usize,
    buying: (BgNbd, f64),
    spend: (GammaGamma, f64),
    invitations: Invitations,
    refund_rate: f64,
}

/// Buyers with repeat purchases that an estimate needs at least.
const ENOUGH: usize = 20;

/// Runs the command.
pub(crate) fn run(args: &FitArgs, lang: Lang) -> ExitCode {
    match fit(args, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{}", message.trim_end());
            ExitCode::from(1)
        }
    }
}

fn fit(args: &FitArgs, lang: Lang) -> Result<(), String> {
    let program = crate::ready::program(&args.plan, lang)?;
    let told = |error: FileError| error.show(lang);
    let open = |path: &Path| Source::open(path);
    let (members, orders) = (open(&args.members).map_err(told)?, open(&args.orders).map_err(told)?);
    let input = Input::read(&program, Sources::new(members, orders), &|_| ()).map_err(told)?;
    let fitted = estimate(&program, &input).ok_or_else(|| {
        let text = Text::new(
            format!("回头客不足 {ENOUGH} 人，估不出来；请给更长时间的订单"),
            format!(
                "fewer than {ENOUGH} buyers came again: too few to estimate; give orders of a longer time"
            ),
        );
        text.get(lang).to_owned()
    })?;
    if args.json {
        println!("{:#}", as_json(&fitted));
    }
    let scenario = as_scenario(&fitted);
    match &args.out {
        Some(path) => {
            std::fs::write(path, scenario).map_err(|error| format!("{}: {error}", path.display()))?;
            if !args.json {
                println!("{}", path.display());
            }
        }
        None if !args.json => print!("{scenario}"),
        None => {}
    }
    Ok(())
}

/// Estimates from what was read; `None` if too few came again.
fn estimate(program: &Program, input: &Input) -> Option<Fitted> {
    let plan = program.plan();
    let orders = &input.orders;
    let day = |at: Time| at.plus(plan.utc_offset).day();
    let until = orders.at.iter().map(|at| day(*at)).max()?;
    let lines = (0..orders.len()).map(|row| (orders.buyer[row], day(orders.at[row]), orders.amount[row]));
    let purchases = Purchases::of(lines, until, plan.currency.scale());
    let repeaters = purchases.buyers.iter().filter(|buyer| buyer.x > 0).count();
    if repeaters < ENOUGH {
        return None;
    }
    let members = &input.members;
    let joined: Vec<f64> = members.joined_at.iter().map(|at| day(*at) as f64).collect();
    let is_promoter: Vec<bool> = members.rank.iter().map(|rank| *rank > 0).collect();
    let refunds = orders.refunds().len();
    Some(Fitted {
        buyers: purchases.buyers.len(),
        repeaters,
        buying: BgNbd::fit(&purchases),
        spend: GammaGamma::fit(&purchases),
        invitations: Invitations::of(&members.inviter, &joined, &is_promoter, until as f64),
        refund_rate: refunds as f64 / (orders.len() - refunds).max(1) as f64,
    })
}

fn as_json(fitted: &Fitted) -> serde_json::Value {
    let (buying, spend, invitations) = (fitted.buying.0, fitted.spend.0, fitted.invitations);
    json!({
        "buyers": fitted.buyers,
        "repeat_buyers": fitted.repeaters,
        "buy": { "r": buying.r, "alpha": buying.alpha, "a": buying.a, "b": buying.b, "log_likelihood": fitted.buying.1 },
        "spend": { "p": spend.p, "q": spend.q, "gamma": spend.gamma, "mean": spend.mean(), "log_likelihood": fitted.spend.1 },
        "refund": { "rate": fitted.refund_rate },
        "invitations": {
            "promoters": invitations.promoters,
            "promoter_share": invitations.promoter_share,
            "invited_per_promoter": invitations.invited,
            "fatigue_days": invitations.fatigue_days,
        },
    })
}

/// A scenario file with what was estimated; all else keeps its default.
fn as_scenario(fitted: &Fitted) -> String {
    let (buying, spend, invitations) = (fitted.buying.0, fitted.spend.0, fitted.invitations);
    let mut out = format!(
        "# 由 banyan fit 估计：买家 {}，其中回头客 {}。其余用默认值。\n# Estimated by banyan fit from {} buyers, {} of whom came again. All else keeps its default.\n\n",
        fitted.buyers, fitted.repeaters, fitted.buyers, fitted.repeaters,
    );
    out += &format!(
        "[buy]  # BG/NBD, weeks; log-likelihood {:.1}\nr = {:.4}\nalpha = {:.4}\na = {:.4}\nb = {:.4}\n\n",
        fitted.buying.1, buying.r, buying.alpha, buying.a, buying.b,
    );
    match spend.mean() {
        Some(mean) => {
            out += &format!(
                "[spend]  # gamma-gamma\nmean = {mean:.2}\np = {:.4}\nq = {:.4}\n\n",
                spend.p, spend.q
            );
        }
        None => out += &format!("# spend: q = {:.4}, no mean exists (q ≤ 1 / 平均值不存在)\n\n", spend.q),
    }
    out += &format!("[refund]\nrate = {:.4}\n\n", fitted.refund_rate.min(1.0));
    let (promoter, customer) = answers(&invitations);
    let row = |shares: [f64; 5]| shares.map(|share| format!("{share:.4}")).join(", ");
    out += &format!(
        "[invite]  # {} promoters, each invited {:.2} people; {:.1} % of those became promoters\n",
        invitations.promoters,
        invitations.invited,
        invitations.promoter_share * 100.0,
    );
    if let Some(days) = invitations.fatigue_days {
        out += &format!("fatigue_days = {:.1}\n", days.clamp(1.0, 36_600.0));
    }
    out + &format!("promoter = [{}]\ncustomer = [{}]\n", row(promoter), row(customer))
}

/// The default answers by closeness, scaled so that the median promoter, once all their contacts are asked, brings as many people
/// as promoters here have brought, and as many of them promoters.
fn answers(invitations: &Invitations) -> ([f64; 5], [f64; 5]) {
    let base = Scenario::default();
    let (promoter, customer) = base.invite.expected_yes(&base.contacts, &base.market);
    let scale = |shares: [f64; 5], wanted: f64, now: f64| {
        shares.map(|share| (share * wanted / now.max(1e-9)).min(0.5))
    };
    let promoters = invitations.invited * invitations.promoter_share;
    let customers = invitations.invited - promoters;
    (scale(base.invite.promoter, promoters, promoter), scale(base.invite.customer, customers, customer))
}
