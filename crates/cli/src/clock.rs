//! `banyan clock`: an operator says that the machine's clock is right, after the shop has stopped writing because it is far ahead.

use std::process::ExitCode;

use banyan_base::clock::{Clock as _, SystemClock};
use banyan_core::work::accept_clock;
use banyan_plan::words::Lang;
use clap::Subcommand;

use crate::open::{ShopArgs, ended, say};

#[derive(Subcommand)]
pub(crate) enum ClockCommand {
    /// The machine's clock is right, although the shop has not written for days: go on 确认服务器时钟无误，恢复写入
    Accept(ShopArgs),
}

/// Runs the command.
pub(crate) fn run(command: &ClockCommand, lang: Lang) -> ExitCode {
    let ClockCommand::Accept(shop) = command;
    ended(accept(shop, lang))
}

fn accept(shop: &ShopArgs, lang: Lang) -> Result<String, String> {
    let place = shop.place()?;
    if place.is_empty().map_err(|error| error.to_string())? {
        let (zh, en) =
            ("这里没有商店；请用 --db 指明数据库", "there is no shop here; say with --db where its data are");
        return Err(say(zh, en, lang));
    }
    let now = SystemClock.now();
    let mut conn = place.connect(false).map_err(|error| error.to_string())?;
    accept_clock(&mut conn, now.0).map_err(|error| error.to_string())?;
    let at = now.to_string();
    Ok(say(
        format!("已确认：现在是 {at}。商店恢复写入。"),
        format!("Accepted: it is {at}. The shop goes on."),
        lang,
    ))
}
