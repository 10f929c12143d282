//! `banyan preset`: shops ready to open.

use std::process::ExitCode;

use banyan_api::App;
use banyan_core::work::Work;
use banyan_people::staff::{self, Role};
use banyan_plan::words::Lang;
use banyan_preset::{Client, Preset, all, apply, first, named};
use clap::{Args, Subcommand};

use crate::open::{ShopArgs, ended, say, told};

#[derive(Subcommand)]
pub(crate) enum PresetCommand {
    /// What there is 样板店一览
    List(ListArgs),
    /// Set one up in an empty shop: plan, goods, offers, chat groups; no people and no past 装进空店
    Apply(ApplyArgs),
}

#[derive(Args)]
pub(crate) struct ListArgs {
    /// For programs: a JSON array 输出 JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct ApplyArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// Its name 名称
    #[arg(value_name = "NAME")]
    name: String,
}

/// Runs the command.
pub(crate) fn run(command: &PresetCommand, lang: Lang) -> ExitCode {
    ended(match command {
        PresetCommand::List(args) => list(args, lang),
        PresetCommand::Apply(args) => set_up(args, lang),
    })
}

fn list(args: &ListArgs, lang: Lang) -> Result<String, String> {
    let presets = all().map_err(|broken| broken.to_string())?;
    if args.json {
        let view = |preset: &Preset| {
            let [name, like, about] = preset.told(lang);
            serde_json::json!({ "id": preset.id, "name": name, "like": like, "about": about, "packs": preset.head.packs })
        };
        let views: Vec<_> = presets.iter().map(view).collect();
        return serde_json::to_string_pretty(&views).map_err(|error| error.to_string());
    }
    let lines = presets.iter().map(|preset| {
        let [name, like, about] = preset.told(lang);
        format!("{:<10} {name} ({like})\n           {about}", preset.id)
    });
    let how = say(
        "试用：banyan demo --preset 名称；装进自己的空店：banyan preset apply 名称",
        "Try one: banyan demo --preset NAME. Set one up in an empty shop of yours: banyan preset apply NAME",
        lang,
    );
    Ok(format!("{}\n\n{how}", lines.collect::<Vec<_>>().join("\n")))
}

fn set_up(args: &ApplyArgs, lang: Lang) -> Result<String, String> {
    let preset = found(&args.name, lang)?;
    let clock = std::sync::Arc::new(banyan_base::clock::SystemClock);
    let (shop, thread) = args.shop.open_at("http://127.0.0.1:8080", clock, first(&preset), lang)?;
    let [name, ..] = preset.told(lang);
    let done = owner(&shop, lang).and_then(|owner| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let client = Client::new(&shop, lang);
        runtime.block_on(apply(&client, owner, &preset, name)).map_err(|failed| failed.said)
    });
    drop(shop);
    thread.stop();
    let goods = done?;
    let (zh, en) = (
        format!("已装好“{name}”：{goods} 件样例商品、方案、拼团和社群都可以在后台改。"),
        format!(
            "“{name}” is set up: {goods} example products, the plan, the offers and the chat groups can be changed in the console."
        ),
    );
    Ok(say(zh, en, lang))
}

/// A preset by its name.
pub(crate) fn found(name: &str, lang: Lang) -> Result<Preset, String> {
    if let Some(preset) = named(name).map_err(|broken| broken.to_string())? {
        return Ok(preset);
    }
    let presets = all().map_err(|broken| broken.to_string())?;
    let names = presets.iter().map(|preset| preset.id).collect::<Vec<_>>().join(", ");
    let (zh, en) =
        (format!("没有样板店“{name}”；可用的有：{names}"), format!("no preset “{name}”; there are {names}"));
    Err(say(zh, en, lang))
}

/// The owner in whose name a shop is set up.
pub(crate) fn owner(shop: &App, lang: Lang) -> Result<i64, String> {
    let owner = |work: &mut Work<'_>| {
        Ok(staff::everybody(work)?.into_iter().find(|one| one.role == Role::Owner && one.is_active))
    };
    let found = shop.writer.run_now(owner).map_err(|refusal| told(&refusal, lang))?;
    found.map(|owner| owner.id).ok_or_else(|| {
        say(
            "店里还没有超级管理员：请先运行 banyan staff add 建一个",
            "the shop has no owner yet: make one with banyan staff add",
            lang,
        )
    })
}
