//! Opening a shop from the command line.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use banyan_api::{App, Proxies};
use banyan_base::clock::{SharedClock, SystemClock};
use banyan_base::passwords::Strength;
use banyan_base::random::Os;
use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_core::key_check;
use banyan_core::work::writer::Thread;
use banyan_ops::keys::Keys;
use banyan_pay::providers::wechat;
use banyan_people::notify::{File, Notifier, Notifiers};
use banyan_plan::words::{Lang, Text};
use banyan_rules::plans::First;
use banyan_shop::shop::{Opening, key_file, open};
use banyan_store::DatabaseUrl;
use clap::Args;

/// The plan of a shop that has none yet: the safe start.
const FIRST_PLAN: &str = include_str!("../../../plans/starter.toml");

/// Characters of a token that nobody guesses.
const SHORTEST_TOKEN: usize = 16;

/// Where a shop's data lives.
#[derive(Args, Clone)]
pub(crate) struct ShopArgs {
    /// sqlite:PATH or postgres://USER@HOST/DATABASE 数据库
    #[arg(long, default_value = "sqlite:banyan.db", value_name = "ADDRESS", env = "BANYAN_DB")]
    pub(crate) db: String,
    /// The file of the key for personal data; made if there is none [default: beside the database] 个人数据密钥文件
    #[arg(long, value_name = "FILE", env = "BANYAN_KEY_FILE")]
    pub(crate) key: Option<PathBuf>,
    /// The file with the shop's account at WeChat Pay 微信支付商户配置文件
    #[arg(long, value_name = "FILE", env = "BANYAN_WECHAT")]
    pub(crate) wechat: Option<PathBuf>,
    /// Deliver messages by writing them into this file, one JSON object a line 把短信等消息写入此文件
    #[arg(long, value_name = "FILE", env = "BANYAN_NOTIFY_FILE")]
    pub(crate) notify_file: Option<PathBuf>,
    /// A proxy in front of the shop, address or network: whom it speaks for is believed; may be given often 可信反向代理
    #[arg(long = "trust-proxy", value_name = "ADDRESS", env = "BANYAN_TRUST_PROXY", value_delimiter = ',')]
    pub(crate) trust_proxy: Vec<String>,
    /// Whether there is a till at which no money moves.
    #[arg(skip)]
    pub(crate) test_till: bool,
}

impl ShopArgs {
    /// The database, or what is wrong with its address.
    pub(crate) fn place(&self) -> Result<DatabaseUrl, String> {
        DatabaseUrl::parse(&self.db).map_err(|error| error.to_string())
    }

    fn wechat(&self, address: &str, lang: Lang) -> Result<Option<wechat::Settings>, String> {
        let Some(file) = &self.wechat else { return Ok(None) };
        let key = std::env::var("BANYAN_WECHAT_API_V3_KEY").ok();
        let read = wechat::file::read(file, address, key);
        read.map(Some).map_err(|error| error.text().get(lang).to_owned())
    }

    fn proxies(&self, lang: Lang) -> Result<Proxies, String> {
        Proxies::parse(&self.trust_proxy).map_err(|bad| {
            say(
                format!("--trust-proxy：“{bad}”不是地址或网段；应如 10.0.0.7 或 10.0.0.0/24"),
                format!("--trust-proxy: “{bad}” is no address or network; expected 10.0.0.7 or 10.0.0.0/24"),
                lang,
            )
        })
    }

    fn notifiers(&self) -> Notifiers {
        let file = self.notify_file.clone().map(|path| Arc::new(File::new(path)) as Arc<dyn Notifier>);
        Notifiers::new(file.into_iter().collect())
    }

    /// Where the key for personal data lies.
    pub(crate) fn key_file(&self) -> Result<PathBuf, String> {
        let place = self.place()?;
        Ok(self.key.clone().unwrap_or_else(|| key_file(&place)))
    }

    /// The vault of the key file, if that is the one by which the data at a place are sealed.
    pub(crate) fn check_key(&self, place: &DatabaseUrl, lang: Lang) -> Result<Vault, String> {
        let keys = Keys::read(&self.key_file()?, place, &mut Os);
        let vault = keys.and_then(|keys| keys.vault()).map_err(|refusal| told(&refusal, lang))?;
        key_check::check(place, &vault).map_err(|refusal| told(&refusal, lang))?;
        Ok(vault)
    }

    /// Opens the shop, with the machine's clock.
    pub(crate) fn open(&self, address: &str, lang: Lang) -> Result<(App, Thread), String> {
        self.open_at(address, Arc::new(SystemClock), First::of(FIRST_PLAN), lang)
    }

    /// Opens the shop with a clock and the plan of an empty shop.
    pub(crate) fn open_at(
        &self,
        address: &str,
        clock: SharedClock,
        first_plan: First,
        lang: Lang,
    ) -> Result<(App, Thread), String> {
        let place = self.place()?;
        let file = self.key_file()?;
        let keys = Keys::read(&file, &place, &mut Os).map_err(|refusal| told(&refusal, lang))?;
        let opening = Opening {
            place,
            key: keys.current,
            older_keys: keys.former,
            clock,
            random: Box::new(Os),
            strength: Strength::OWASP,
            first_plan,
            address: address.to_owned(),
            wechat: self.wechat(address, lang)?,
            notifiers: self.notifiers(),
            proxies: self.proxies(lang)?,
            test_till: self.test_till,
            metrics_token: metrics_token(lang)?,
        };
        open(opening).map_err(|refusal| told(&refusal, lang))
    }
}

/// The token for the figures, which stands in the environment as no other process may see it.
fn metrics_token(lang: Lang) -> Result<Option<String>, String> {
    let token = std::env::var("BANYAN_METRICS_TOKEN").ok().filter(|token| !token.is_empty());
    if token.as_ref().is_none_or(|token| token.len() >= SHORTEST_TOKEN) {
        return Ok(token);
    }
    Err(say(
        format!("BANYAN_METRICS_TOKEN 太短，至少 {SHORTEST_TOKEN} 个字符"),
        format!("BANYAN_METRICS_TOKEN is too short: expected {SHORTEST_TOKEN} characters at least"),
        lang,
    ))
}

/// A refusal for the terminal: what lies behind it is shown too, as whoever sits here runs the shop.
pub(crate) fn told(refusal: &Refusal, lang: Lang) -> String {
    if refusal.internal.is_empty() { refusal.text.get(lang).to_owned() } else { refusal.internal.clone() }
}

/// Structured logs on standard error: readable on a terminal, JSON elsewhere.
pub(crate) fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BANYAN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _ = if std::io::stderr().is_terminal() { builder.try_init() } else { builder.json().try_init() };
}

/// A sentence in the reader's language.
pub(crate) fn say(zh: impl Into<String>, en: impl Into<String>, lang: Lang) -> String {
    Text::new(zh, en).get(lang).to_owned()
}

/// Ends a command: what it came to is printed, and a failure goes to standard error with exit code 1.
pub(crate) fn ended(done: Result<String, String>) -> ExitCode {
    match done {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
    }
}
