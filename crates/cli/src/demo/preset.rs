//! `banyan demo --preset NAME`: a shop like one that exists, with the past that its files tell.

use std::sync::Arc;

use banyan_base::clock::{Clock as _, HandClock, SystemClock};
use banyan_core::work::{Work, change_settings};
use banyan_plan::words::Lang;
use banyan_preset::{Client, Preset, Told, first, tell};

use super::{DemoArgs, fresh_shop, logins};
use crate::open::{log, say, told};
use crate::preset::{found, owner};
use crate::progress::Progress;
use crate::serve::{Open, serve};

/// Sets the preset up in a fresh database, tells its past, and serves it.
pub(super) fn open(args: &DemoArgs, name: &str, lang: Lang) -> Result<(), String> {
    let preset = found(name, lang)?;
    let shop = fresh_shop(&args.data)?;
    let now = SystemClock.now();
    let clock = HandClock::at(preset.begins(now));
    let (open, thread) =
        shop.open_at(&format!("http://{}", args.listen), clock.clone(), first(&preset), lang)?;
    let refused = |refusal| told(&refusal, lang);
    // A demo that is broken off is replaced by the next one.
    open.writer.set_durability(false).map_err(refused)?;
    let mut logins = logins::staff(&open, lang)?;
    let owner = owner(&open, lang)?;
    let progress = Progress::new(preset.head.days as u64, lang);
    progress.loading();
    let bar = progress.clone();
    let hears: Told = Arc::new(move |day, days| bar.of(day as u64, days as u64));
    let [shop_name, ..] = preset.told(lang);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let client = Client::new(&open, lang);
    let people = runtime.block_on(tell(&client, (&clock, now), owner, (&preset, shop_name), &hears));
    progress.finish();
    let people: Vec<_> =
        people.map_err(|failed| failed.said)?.into_iter().map(|one| (one.member, one.is_promoter)).collect();
    drop(client);
    logins.extend(logins::members(&open, "+861990000000", &people, lang)?);
    open.writer.run_now(is_set_up).map_err(refused)?;
    open.writer.set_durability(true).map_err(refused)?;
    clock.run();
    log();
    println!("{}\n\n{}", about(&preset, lang), logins::table(&logins, lang));
    if args.load_only {
        drop(open);
        thread.stop();
        return Ok(());
    }
    serve(&open, thread, &Open { listen: args.listen, metrics: None, heads: None }, lang, &|_| ())
}

/// The set-up of an empty shop is not asked for any more.
fn is_set_up(work: &mut Work<'_>) -> Result<(), banyan_base::refusal::Refusal> {
    let settings = banyan_core::settings::Settings { is_set_up: true, ..work.settings().clone() };
    change_settings(work, &settings)
}

/// What the shop is, and which figures it is measured by.
fn about(preset: &Preset, lang: Lang) -> String {
    let [name, like, about] = preset.told(lang);
    let days = preset.head.days;
    let mut out = say(
        format!(
            "{name}（类似 {like}）。{about}\n商品、人物和 {days} 天的经营记录都是构造的，按各自的时刻走完了同一套接口。"
        ),
        format!(
            "{name}, a shop like {like}. {about}\nGoods, people and {days} days of trade are constructed; all of it went through \
             the same API as live traffic, each thing at its own moment."
        ),
        lang,
    );
    for figure in &preset.head.figures {
        out += &format!("\n{}", figure.get(lang));
    }
    out
}
