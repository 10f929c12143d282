//! Signing in as a member.

use axum::http::HeaderMap;
use banyan_api::guard::attempts::{self, Attempt};
use banyan_api::guard::secrets;
use banyan_api::http::{App, Peer};
use banyan_api::sessions::{Opened, Whose, open};
use banyan_base::refusal::{Kind, Refusal};
use banyan_core::idempotency::Key;
use banyan_core::settings;

use crate::members::{self, Identity, State};

/// A name and a password that do not fit together; which of the two is wrong is not told.
pub fn login_wrong() -> Refusal {
    Refusal::new(
        Kind::Unauthenticated,
        "login_wrong",
        "账号或密码不对，请检查后再试",
        "the account or the password is wrong; please check both",
    )
}

/// Who asks to be let in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entered {
    /// The member.
    pub member: i64,
    /// Where it stands.
    pub state: State,
}

/// Signs a member in by phone or account name. Staff may have stopped them: they are let in, to see why and to appeal.
pub(super) async fn login(
    app: &App,
    (peer, headers): (Peer, &HeaderMap),
    account: &str,
    password: String,
    visitor: Option<String>,
    key: Option<Key>,
) -> Result<(Entered, Opened), Refusal> {
    let text = account.to_owned();
    let facts = app.facts.clone();
    let found = app.reader.read(move |conn| {
        let phones = settings::read(conn)?.phones();
        let Some(identity) = Identity::read(&text, &phones) else { return Ok::<_, Refusal>(None) };
        let login = members::login_of(conn, identity.digests(&facts.vault, &phones))?;
        Ok(Some((identity, login)))
    });
    // What can be no account is no account: it takes as long to say so.
    let (name, login) = found.await?.map_or_else(
        || (account.chars().take(64).collect(), None),
        |(identity, login)| (identity.text().to_owned(), login),
    );
    let device = login
        .as_ref()
        .and_then(|login| app.devices.known(app.cookies(), headers, Whose::Member, login.member));
    let attempt = Attempt::to_sign_in(&app.facts, &format!("member:{name}"), peer, device.as_ref());
    let counted = attempt.clone();
    app.writer.run(move |work| attempts::begin(work, &counted)).await?;
    let stored = login.as_ref().and_then(|login| login.password.clone());
    let checked = stored.clone();
    if !secrets::verify(app, password, checked).await? {
        return Err(login_wrong());
    }
    let login = login.ok_or_else(login_wrong)?;
    let entered = Entered { member: login.member, state: login.state };
    let opened = app.once_secret(entered.member, key, move |work| {
        // They may have changed their password, to lock out whoever knows the old one, while that was being checked.
        if members::password(work.conn, entered.member)? != stored {
            return Err(login_wrong());
        }
        attempts::forgive(work, &attempt)?;
        if let Some(visitor) = &visitor {
            members::claim_visits(work, entered.member, visitor)?;
        }
        open(work, Whose::Member, entered.member, true)
    });
    Ok((entered, opened.await?))
}
