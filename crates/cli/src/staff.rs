//! `banyan staff`: the first owner, a forgotten password, from the command line.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::{Command, ExitCode};

use banyan_api::App;
use banyan_base::passwords::check_rules;
use banyan_people::staff::{Role, Somebody, everybody, hire, set_password, token_for};
use banyan_plan::words::Lang;
use clap::{Args, Subcommand};

use crate::open::{ShopArgs, ended, say, told};

#[derive(Subcommand)]
pub(crate) enum StaffCommand {
    /// Take somebody on; their password is asked for, or read from standard input 添加员工
    Add(AddArgs),
    /// Give somebody a new password, who has forgotten theirs; theirs may be the owner's 重设密码
    Password(PasswordArgs),
    /// Who works in the shop 员工名单
    List(ListArgs),
    /// Give a program a token with everything that somebody's role may do 为程序签发令牌
    Token(TokenArgs),
}

#[derive(Args)]
pub(crate) struct TokenArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// Whose log-in name 登录名
    login: String,
    /// What the token is for 用途
    #[arg(long, default_value = "command line")]
    name: String,
}

#[derive(Args)]
pub(crate) struct PasswordArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// Whose log-in name 登录名
    login: String,
    /// Remove the second factor as well: phone and recovery codes are lost 同时取消两步验证
    #[arg(long)]
    drop_second_factor: bool,
}

#[derive(Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    shop: ShopArgs,
}

#[derive(Args)]
pub(crate) struct AddArgs {
    #[command(flatten)]
    shop: ShopArgs,
    /// Their log-in name 登录名
    login: String,
    /// Their name [default: the log-in name] 姓名
    #[arg(long)]
    name: Option<String>,
    /// owner, finance, operations, branch, bd or support 角色
    #[arg(long, default_value = "owner", value_parser = role)]
    role: Role,
}

fn role(word: &str) -> Result<Role, String> {
    let words = || Role::ALL.map(Role::word).join(", ");
    Role::of(word).ok_or_else(|| format!("there are {}", words()))
}

/// Runs the command.
pub(crate) fn run(command: &StaffCommand, lang: Lang) -> ExitCode {
    let done = match command {
        StaffCommand::Add(args) => add(args, lang),
        StaffCommand::Password(args) => reset(args, lang),
        StaffCommand::List(args) => list(args, lang),
        StaffCommand::Token(args) => token(args, lang),
    };
    ended(done)
}

fn add(args: &AddArgs, lang: Lang) -> Result<String, String> {
    let password = password(lang).map_err(|error| error.to_string())?;
    check_rules(&password, std::slice::from_ref(&args.login))
        .map_err(|error| error.text().get(lang).to_owned())?;
    let (shop, thread) = args.shop.open("", lang)?;
    let hash = hashed(&shop, &password, lang);
    let (login, role) = (args.login.clone(), args.role);
    let name = args.name.clone().unwrap_or_else(|| login.clone());
    let done = hash.and_then(|hash| {
        let hired = shop.writer.run_now(move |work| hire(work, &login, &name, role, &hash, "system"));
        hired.map_err(|refusal| told(&refusal, lang))
    });
    thread.stop();
    done?;
    let (login, role) = (&args.login, args.role.word());
    Ok(say(format!("已添加 {login}（{role}）。"), format!("{login} was taken on ({role})."), lang))
}

fn hashed(shop: &App, password: &str, lang: Lang) -> Result<String, String> {
    let mut random = shop.facts.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    shop.passwords.hash(password, random.as_mut()).map_err(|error| error.text().get(lang).to_owned())
}

fn reset(args: &PasswordArgs, lang: Lang) -> Result<String, String> {
    let password = password(lang).map_err(|error| error.to_string())?;
    check_rules(&password, std::slice::from_ref(&args.login))
        .map_err(|error| error.text().get(lang).to_owned())?;
    let (shop, thread) = args.shop.open("", lang)?;
    let (login, drops) = (args.login.clone(), args.drop_second_factor);
    let done = hashed(&shop, &password, lang).and_then(|hash| {
        let reset = shop.writer.run_now(move |work| set_password(work, &login, &hash, drops, "system"));
        reset.map_err(|refusal| told(&refusal, lang))
    });
    thread.stop();
    done?;
    let login = &args.login;
    Ok(say(
        format!("{login} 的密码已重设：各处已退出登录，签发的令牌已停用。"),
        format!(
            "{login} has a new password: signed out everywhere, and tokens that were issued are revoked."
        ),
        lang,
    ))
}

fn list(args: &ListArgs, lang: Lang) -> Result<String, String> {
    let (shop, thread) = args.shop.open("", lang)?;
    let listed = shop.writer.run_now(everybody);
    thread.stop();
    let rows = listed.map_err(|refusal| told(&refusal, lang))?;
    if rows.is_empty() {
        return Ok(say("还没有员工。", "Nobody works here yet.", lang));
    }
    let gone = say("，已离职", ", left", lang);
    let line = |row: &Somebody| {
        let state = if row.is_active { "" } else { gone.as_str() };
        format!("{}  {}  ({}{state})", row.login, row.name, row.role.word())
    };
    Ok(rows.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn token(args: &TokenArgs, lang: Lang) -> Result<String, String> {
    let (shop, thread) = args.shop.open("", lang)?;
    let (login, name) = (args.login.clone(), args.name.clone());
    let token = shop.writer.run_now(move |work| token_for(work, &login, &name, "system"));
    thread.stop();
    token.map(|token| token.reveal().to_owned()).map_err(|refusal| told(&refusal, lang))
}

/// One line of standard input; on a terminal it is asked for, and not shown.
fn password(lang: Lang) -> std::io::Result<String> {
    let is_terminal = std::io::stdin().is_terminal();
    let echo = |word: &str| Command::new("stty").arg(word).status();
    if is_terminal {
        eprint!("{}", say("口令：", "Password: ", lang));
        std::io::stderr().flush()?;
        echo("-echo")?;
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if is_terminal {
        echo("echo")?;
        eprintln!();
    }
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
