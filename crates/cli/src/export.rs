//! `banyan export`: the history of a shop as files.

use std::path::PathBuf;
use std::process::ExitCode;

use banyan_ops::history::{self, Exported};
use banyan_plan::words::{Lang, Text};
use clap::Args;

use crate::open::{ShopArgs, ended, say, told};
use crate::progress::Progress;

#[derive(Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// The folder that the files go to; made if there is none 写到哪个目录
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Runs `banyan export`.
pub(crate) fn run(args: &ExportArgs, lang: Lang) -> ExitCode {
    ended(export(args, lang))
}

fn export(args: &ExportArgs, lang: Lang) -> Result<String, String> {
    let place = args.shop.place()?;
    let progress = Progress::new(0, lang);
    progress.say(&Text::new("导出", "exporting"));
    let exported = history::export(&place, &args.out, &|done, all| progress.of(done, all));
    progress.finish();
    let Exported { files, plans } = exported.map_err(|refusal| told(&refusal, lang))?;
    let mut text = String::new();
    for (name, rows) in files {
        text += &format!("{rows:>12}  {}\n", args.out.join(name).display());
    }
    let dir = args.out.display();
    text += &match plans {
        1 => say(
            format!(
                "核对：banyan settle --plan {dir}/plan.toml --members {dir}/members.csv --ranks {dir}/ranks.csv --transfers {dir}/transfers.csv --stops {dir}/stops.csv --orders {dir}/orders.csv --out rewards.csv"
            ),
            format!(
                "To check: banyan settle --plan {dir}/plan.toml --members {dir}/members.csv --ranks {dir}/ranks.csv --transfers {dir}/transfers.csv --stops {dir}/stops.csv --orders {dir}/orders.csv --out rewards.csv"
            ),
            lang,
        ),
        _ => say(
            format!(
                "先后有 {plans} 版方案生效（{dir}/plans.csv）。settle 一次只算一版，所以算不出这份 rewards.csv；要核对请用 banyan verify。"
            ),
            format!(
                "{plans} versions of the plan have been in force ({dir}/plans.csv). One run of settle takes one plan, so none gives this rewards.csv; banyan verify checks it."
            ),
            lang,
        ),
    };
    Ok(text)
}
