//! `banyan key`: the key for personal data.

use std::process::ExitCode;

use banyan_base::random::Os;
use banyan_ops::keys::{Renewed, rotate};
use banyan_plan::words::{Lang, Text};
use clap::Subcommand;

use crate::open::{ShopArgs, ended, say, told};
use crate::progress::Progress;

#[derive(Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a new key and put everything under it; the shop must be closed. Stopped in the middle, it goes on when it is run again 更换密钥
    Rotate(ShopArgs),
}

/// Runs the command.
pub(crate) fn run(command: &KeyCommand, lang: Lang) -> ExitCode {
    let KeyCommand::Rotate(shop) = command;
    ended(change(shop, lang))
}

fn change(shop: &ShopArgs, lang: Lang) -> Result<String, String> {
    let (place, file) = (shop.place()?, shop.key_file()?);
    let progress = Progress::new(0, lang);
    progress.say(&Text::new("更换密钥", "changing the key"));
    let done = rotate(&place, &file, &mut Os, &|rows| progress.of(rows, 0));
    progress.finish();
    let (was_begun, Renewed { rows, unreadable }) = done.map_err(|refusal| told(&refusal, lang))?;
    let file = file.display();
    let mut text = say(
        format!(
            "{}，{rows} 行数据已改用新密钥。\n\
             新旧密钥都在 {file} 里：以前的备份要用旧密钥才能读，请把这个文件另外保存，并重新备份一次商店。",
            if was_begun { "上次没有做完的更换已完成" } else { "密钥已更换" }
        ),
        format!(
            "{}: {rows} rows are under the new one.\n\
             {file} holds the new key and the former ones: backups from before need these. Please keep a copy of the file elsewhere, \
             and back the shop up again.",
            if was_begun { "The change that was begun before is done" } else { "The key was changed" }
        ),
        lang,
    );
    if unreadable > 0 {
        text += &say(
            format!(
                "\n有 {unreadable} 个值用这里的任何密钥都打不开，保持原样：它们被改动过，或缺少当初的密钥。"
            ),
            format!(
                "\n{unreadable} values open with none of these keys and were left as they are: they were changed, or their key is missing."
            ),
            lang,
        );
    }
    Ok(text)
}
