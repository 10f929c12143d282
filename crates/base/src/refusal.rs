//! Why the shop does not do what it is asked: one kind of error for everything that people and programs see.

use axum_core::response::{IntoResponse, Response};
use banyan_plan::words::Text;
use http::{HeaderValue, StatusCode, header};

use crate::passwords::PasswordError;
use crate::random::NoRandomness;
use crate::tax::TaxError;
use crate::throttle::TooMany;
use crate::totp::TotpError;
use crate::vault::VaultError;

/// A refusal with a code that stays the same, and a sentence that says what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which kind, for the HTTP status.
    pub kind: Kind,
    /// The stable code for programs: `stock_short`.
    pub code: &'static str,
    /// The sentence.
    pub text: Text,
    /// The field at fault, as a JSON pointer; empty if it is not about one.
    pub field: String,
    /// What holds now, if what was sent rests on something that has changed meanwhile.
    pub now: Option<serde_json::Value>,
    /// For the log only: never shown.
    pub internal: String,
    /// Seconds after which it is worth asking again.
    pub retry_after: u32,
}

/// Kinds of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request cannot be understood.
    Malformed,
    /// Nobody is signed in.
    Unauthenticated,
    /// The one who is signed in may not.
    Forbidden,
    /// There is no such thing, or it is somebody else's.
    NotFound,
    /// Its address takes no request of that method.
    NotAllowed,
    /// It was understood, but what is there now does not allow it.
    Conflict,
    /// Understood, but not acceptable.
    Unacceptable,
    /// It did not arrive in time.
    TooSlow,
    /// Too often.
    TooMany,
    /// The shop is too busy, or stopping.
    Busy,
    /// Our fault.
    Broken,
}

impl Kind {
    /// The HTTP status that tells of it.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Unacceptable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// A refusal as the answer of a route: the status, and the refusal itself for the layer around all routes, which knows the
/// reader's language and writes it out.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if !self.internal.is_empty() {
            tracing::error!(error = %self.internal, "a request failed");
        }
        let mut response = self.kind.status().into_response();
        if matches!(self.kind, Kind::Busy | Kind::TooMany) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(self.retry_after));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl Refusal {
    /// A refusal of a kind, with its code and its sentence.
    pub fn new(kind: Kind, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            kind,
            code,
            text: Text::new(zh, en),
            field: String::new(),
            now: None,
            internal: String::new(),
            retry_after: 1,
        }
    }

    /// What was sent is not acceptable.
    pub fn unacceptable(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Kind::Unacceptable, code, zh, en)
    }

    /// What is there now does not allow it.
    pub fn conflict(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Kind::Conflict, code, zh, en)
    }

    /// There is no such thing.
    pub fn not_found(zh: &str, en: &str) -> Self {
        Self::new(Kind::NotFound, "not_found", format!("没有这个{zh}"), format!("there is no such {en}"))
    }

    /// About one field of the request.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }

    /// With what holds now.
    #[must_use]
    pub fn with(mut self, now: serde_json::Value) -> Self {
        self.now = Some(now);
        self
    }

    /// Our fault: the sentence says so, the log says why.
    pub fn broken(why: impl Into<String>) -> Self {
        let mut refusal = Self::new(
            Kind::Broken,
            "internal",
            "系统出了问题，操作没有生效；请稍后再试",
            "something broke on our side and nothing was changed; please try again later",
        );
        refusal.internal = why.into();
        refusal
    }

    /// The shop cannot take more work just now.
    pub fn busy() -> Self {
        Self::new(
            Kind::Busy,
            "busy",
            "系统繁忙，操作没有生效；请稍后再试",
            "the shop is busy and nothing was changed; please try again in a moment",
        )
    }
}

impl From<TooMany> for Refusal {
    fn from(error: TooMany) -> Self {
        let text = error.text();
        let refusal = Self::new(Kind::TooMany, error.code(), text.zh, text.en);
        Self { retry_after: error.seconds, ..refusal }
    }
}

impl From<NoRandomness> for Refusal {
    fn from(error: NoRandomness) -> Self {
        Self::broken(error.to_string())
    }
}

impl From<VaultError> for Refusal {
    fn from(error: VaultError) -> Self {
        Self::broken(error.to_string())
    }
}

impl From<PasswordError> for Refusal {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::TooShort
            | PasswordError::TooLong
            | PasswordError::SameAsAccount
            | PasswordError::TooCommon => {
                let text = error.text();
                Self::unacceptable(error.code(), text.zh, text.en).at("/password")
            }
            PasswordError::NoRandomness(_) | PasswordError::StoredHash | PasswordError::Failed => {
                Self::broken(error.to_string())
            }
        }
    }
}

impl From<TotpError> for Refusal {
    fn from(error: TotpError) -> Self {
        match error {
            TotpError::Malformed | TotpError::Wrong | TotpError::Used => {
                let text = error.text();
                Self::unacceptable(error.code(), text.zh, text.en).at("/code")
            }
            TotpError::Secret | TotpError::NoRandomness(_) => Self::broken(error.to_string()),
        }
    }
}

impl From<TaxError> for Refusal {
    fn from(error: TaxError) -> Self {
        let text = error.text();
        Self::conflict(error.code(), text.zh, text.en)
    }
}

/// One of many answers: a refusal is one, but what is our own fault stops all of them.
pub fn answer<T>(done: Result<T, Refusal>) -> Result<Result<T, Refusal>, Refusal> {
    match done {
        Err(refusal) if refusal.kind == Kind::Broken => Err(refusal),
        done => Ok(done),
    }
}

/// A record to read is no JSON of the form that this version writes.
impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::broken(error.to_string())
    }
}
