//! The corp that the shop is connected to: its id, and the secrets by which the two know each other.

use std::sync::PoisonError;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::vault::{Kind, Place, Vault};
use banyan_core::audit;
use banyan_core::work::{Facts, Work};
use banyan_store::{Conn, DbError, row};
use banyan_wecom::Callback;
use serde_json::json;

/// Where WeCom's API is.
pub(super) const API: &str = "https://qyapi.weixin.qq.com";

/// The corp that the shop is connected to.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Connection {
    pub(super) corp: String,
    pub(super) api: String,
    pub(super) secret: String,
    pub(super) token: String,
    pub(super) aes_key: String,
    pub(super) is_on: bool,
}

/// What somebody sets; a secret that is left out stays as it is.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) corp: String,
    pub(super) api: String,
    pub(super) secret: Option<String>,
    pub(super) token: Option<String>,
    pub(super) aes_key: Option<String>,
    pub(super) is_on: bool,
}

fn place(field: &'static str) -> Place<'static> {
    Place { table: "wecom_connection", owner: 0, row: 1, field }
}

fn seal(facts: &Facts, field: &'static str, secret: &str) -> Result<Vec<u8>, Refusal> {
    let mut random = facts.random.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(facts.vault.seal(Kind::Secret, &place(field), secret, &mut **random)?)
}

/// The connection, if somebody has set one up.
pub(super) fn find(conn: &mut Conn, vault: &Vault) -> Result<Option<Connection>, Refusal> {
    let sql = "SELECT corp, api, secret, token, aes_key, is_on FROM wecom_connection WHERE id = 1";
    let Some(row) = conn.one(sql, &[])? else { return Ok(None) };
    let open = |field, column| -> Result<String, Refusal> {
        Ok(vault.open(Kind::Secret, &place(field), row.bytes(column)?)?)
    };
    Ok(Some(Connection {
        corp: row.text(0)?.to_owned(),
        api: row.text(1)?.to_owned(),
        secret: open("secret", 2)?,
        token: open("token", 3)?,
        aes_key: open("aes_key", 4)?,
        is_on: row.flag(5)?,
    }))
}

/// Checks where the API is: at WeCom, or a double on this machine.
fn checked_api(api: &str) -> Result<String, Refusal> {
    let api = api.trim().trim_end_matches('/');
    let port = api.strip_prefix("http://127.0.0.1:").and_then(|port| port.parse::<u16>().ok());
    if api.is_empty() || api == API {
        return Ok(API.to_owned());
    }
    match port {
        Some(port) if port > 0 => Ok(format!("http://127.0.0.1:{port}")),
        _ => {
            let (zh, en) = (
                "接口地址应为 https://qyapi.weixin.qq.com，或本机的模拟器，如 http://127.0.0.1:8090",
                "expected https://qyapi.weixin.qq.com, or the double on this machine such as http://127.0.0.1:8090",
            );
            Err(Refusal::unacceptable("wecom_api_bad", zh, en).at("/api"))
        }
    }
}

impl Connection {
    /// What checks and opens callbacks.
    pub(super) fn callback(&self) -> Result<Callback, Refusal> {
        Callback::new(&self.token, &self.aes_key, &self.corp).map_err(|error| {
            let field = match error {
                banyan_wecom::KeyError::NotAToken => "/token",
                banyan_wecom::KeyError::NotAKey => "/aes_key",
                banyan_wecom::KeyError::NoReceiveId => "/corp",
            };
            let text = error.text();
            Refusal::unacceptable("wecom_key_bad", text.zh, text.en).at(field)
        })
    }
}

/// Sets the connection up, or changes it. Another corp has other customers, so that one is connected for good.
pub(super) fn set(work: &mut Work<'_>, wanted: &Wanted, actor: &str) -> Result<Connection, Refusal> {
    let before = find(work.conn, &work.facts.vault)?;
    let corp = text::line(&wanted.corp, "/corp", 1, 64)?;
    if before.as_ref().is_some_and(|before| before.corp != corp) {
        let (zh, en) = (
            "已经连了另一家企业；顾客和群都是那家企业的，不能改连别家",
            "another corp is connected: its customers and groups are here, so that it cannot be exchanged",
        );
        return Err(Refusal::conflict("wecom_other_corp", zh, en).at("/corp"));
    }
    let kept = |given: &Option<String>, field: &str, of: fn(&Connection) -> &String| match given {
        Some(given) => text::line(given, field, 1, 128),
        None => before.as_ref().map(|before| of(before).clone()).ok_or_else(|| {
            Refusal::unacceptable("wecom_secret_missing", "请填写", "please fill this in").at(field)
        }),
    };
    let after = Connection {
        api: checked_api(&wanted.api)?,
        secret: kept(&wanted.secret, "/secret", |before| &before.secret)?,
        token: kept(&wanted.token, "/token", |before| &before.token)?,
        aes_key: kept(&wanted.aes_key, "/aes_key", |before| &before.aes_key)?,
        is_on: wanted.is_on,
        corp,
    };
    after.callback()?;
    write(work, &after)?;
    let detail = json!({ "corp": after.corp, "api": after.api, "is_on": after.is_on });
    audit::record(work, actor, "wecom.connect", "settings", &detail)?;
    Ok(after)
}

fn write(work: &mut Work<'_>, connection: &Connection) -> Result<(), Refusal> {
    let Connection { corp, api, secret, token, aes_key, is_on } = connection;
    let sealed = [
        seal(work.facts, "secret", secret)?,
        seal(work.facts, "token", token)?,
        seal(work.facts, "aes_key", aes_key)?,
    ];
    let [secret, token, aes_key] = sealed;
    let sql = "INSERT INTO wecom_connection(id, corp, api, secret, token, aes_key, is_on) VALUES(1, $1, $2, $3, $4, $5, $6) \
               ON CONFLICT(id) DO UPDATE SET api = excluded.api, secret = excluded.secret, token = excluded.token, \
               aes_key = excluded.aes_key, is_on = excluded.is_on";
    work.conn.execute(sql, &row![corp.as_str(), api.as_str(), secret, token, aes_key, i64::from(*is_on)])?;
    Ok(())
}

/// A callback has come.
pub(super) fn heard(conn: &mut Conn, at: i64) -> Result<(), DbError> {
    conn.execute("UPDATE wecom_connection SET heard_at = $1 WHERE id = 1", &row![at])?;
    Ok(())
}
