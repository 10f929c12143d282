//! `banyan backup`, `banyan restore`, `banyan verify`: a copy of the shop, bringing it back, and whether the books are right.

use std::path::PathBuf;
use std::process::ExitCode;

use banyan_base::refusal::Refusal;
use banyan_ops::backup::{self, Checked, Restore};
use banyan_ops::history::{self, Against, Verified};
use banyan_plan::words::{Lang, Text};
use banyan_store::DatabaseUrl;
use clap::Args;
use serde_json::json;

use crate::open::{ShopArgs, ended, say, told};
use crate::progress::Progress;

#[derive(Args)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// Where the copy goes 备份文件
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Args)]
pub(crate) struct RestoreArgs {
    /// The backup 备份文件
    file: PathBuf,
    #[command(flatten)]
    shop: ShopArgs,
    /// Replace a shop that is there 覆盖已有的商店
    #[arg(long)]
    force: bool,
    /// The backup was made by an older program, which gave none a checksum 旧版程序的备份，没有校验和
    #[arg(long)]
    without_checksum: bool,
}

#[derive(Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// What was found as JSON 以 JSON 输出
    #[arg(long)]
    json: bool,
    /// Ends of the audit log that `serve --audit-heads` has kept 每日存下的操作记录末尾
    #[arg(long, value_name = "FILE")]
    audit_heads: Option<PathBuf>,
}

/// Runs `banyan backup`.
pub(crate) fn save(args: &BackupArgs, lang: Lang) -> ExitCode {
    let save = || {
        let place = args.shop.place()?;
        let progress = Progress::new(0, lang);
        progress.copying();
        let saved = backup::save(&place, &args.out, &|done, all| progress.of(done, all));
        progress.finish();
        let Checked { orders, entries, .. } = saved.map_err(|refusal| told(&refusal, lang))?;
        let (out, key) = (args.out.display(), args.shop.key_file()?);
        Ok(say(
            format!(
                "已备份并核对：{out}（订单 {orders} 笔，分录 {entries} 条，账目平衡）\n\
                 个人数据的密钥不在备份里。请把 {} 另外保存：没有它，姓名、电话、地址都读不出来。",
                key.display()
            ),
            format!(
                "Saved and checked: {out} ({orders} orders, {entries} entries, the books balance)\n\
                 The key for personal data is not in the backup. Please keep {} elsewhere: without it no name, phone or \
                 address can be read.",
                key.display()
            ),
            lang,
        ))
    };
    ended(save())
}

/// Runs `banyan restore`.
pub(crate) fn restore(args: &RestoreArgs, lang: Lang) -> ExitCode {
    let restore = || {
        let place = args.shop.place()?;
        let key = args.shop.key_file()?;
        // A backup of an embedded shop says by which key its data are sealed.
        if key.exists() && matches!(place, DatabaseUrl::Sqlite(_)) && args.file.exists() {
            args.shop.check_key(&DatabaseUrl::Sqlite(args.file.clone()), lang)?;
        }
        let how = Restore { replaces: args.force, has_no_checksum: args.without_checksum };
        let done = backup::restore(&args.file, &place, how).map_err(|refusal| told(&refusal, lang))?;
        let (Checked { orders, entries, .. }, old) = done;
        if key.exists() {
            args.shop.check_key(&place, lang)?;
        }
        let mut text = say(
            format!("已恢复并核对：订单 {orders} 笔，分录 {entries} 条，账目平衡。"),
            format!("Restored and checked: {orders} orders, {entries} entries, the books balance."),
            lang,
        );
        if let Some(old) = old {
            let old = old.display();
            text += &say(
                format!("\n原来的商店留在 {old}。"),
                format!("\nThe former shop is kept at {old}."),
                lang,
            );
        }
        if !key.exists() {
            let key = key.display();
            text += &say(
                format!("\n请把个人数据的密钥放到 {key}，再开店：没有它，商店打不开。"),
                format!(
                    "\nPlease put the key for personal data at {key} before opening the shop: it does not open without."
                ),
                lang,
            );
        }
        Ok(text)
    };
    ended(restore())
}

/// Runs `banyan verify`.
pub(crate) fn verify(args: &VerifyArgs, lang: Lang) -> ExitCode {
    let place = match args.shop.place() {
        Ok(place) => place,
        Err(message) => return ended(Err(message)),
    };
    let vault = match args.shop.check_key(&place, lang) {
        Ok(vault) => vault,
        Err(message) => return ended(Err(message)),
    };
    let heads = match args.audit_heads.as_ref().map(std::fs::read_to_string).transpose() {
        Ok(heads) => heads.unwrap_or_default(),
        Err(error) => return ended(Err(format!("--audit-heads: {error}"))),
    };
    let progress = Progress::new(0, lang);
    progress.say(&Text::new("重算", "computing"));
    let against = Against { vault: Some(&vault), heads: &heads };
    let verified = history::verify(&place, against, &|done, all| progress.of(done, all));
    progress.finish();
    let done = verified.and_then(|verified| Ok((verified, backup::check(&place)?)));
    let is_clean = done.as_ref().is_ok_and(|(verified, _)| verified.differences.is_empty());
    if args.json {
        println!("{}", found(&done));
        return if is_clean { ExitCode::SUCCESS } else { ExitCode::from(1) };
    }
    ended(done.and_then(|(verified, checked)| Ok((verified.clean()?, checked))).map_or_else(
        |refusal| Err(told(&refusal, lang)),
        |(verified, checked)| Ok(clean(&verified, checked, lang)),
    ))
}

fn clean(verified: &Verified, checked: Checked, lang: Lang) -> String {
    let Verified { events, rewards, ranks, members, .. } = verified;
    let Checked { orders, entries, .. } = checked;
    say(
        format!(
            "没有差错。从头重算了 {events} 件事：{rewards} 笔奖励、{ranks} 次等级变更、{members} 位会员都与库里一致；\n\
             订单 {orders} 笔，分录 {entries} 条，每一分都对得上。"
        ),
        format!(
            "Nothing is wrong. {events} events were computed again: {rewards} rewards, {ranks} changes of rank and \
             {members} members are as they are stored;\n{orders} orders, {entries} entries, every cent adds up."
        ),
        lang,
    )
}

/// What was found, for programs.
fn found(done: &Result<(Verified, Checked), Refusal>) -> serde_json::Value {
    match done {
        Ok((verified, Checked { orders, entries, .. })) => {
            let Verified { events, rewards, ranks, members, differences, .. } = verified;
            let list: Vec<_> =
                differences.list.iter().map(|Text { zh, en }| json!({ "zh": zh, "en": en })).collect();
            json!({
                "ok": differences.is_empty(), "events": events, "rewards": rewards, "rank_changes": ranks,
                "members": members, "orders": orders, "entries": entries, "differences": list,
                "differences_in_all": differences.count,
            })
        }
        Err(refusal) => json!({
            "ok": false, "code": refusal.code, "zh": refusal.text.zh, "en": refusal.text.en,
            "internal": refusal.internal,
        }),
    }
}
