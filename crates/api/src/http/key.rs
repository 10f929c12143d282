//! The `Idempotency-Key` of a write that may be sent again.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use banyan_base::refusal::{Kind, Refusal};
use banyan_core::idempotency::Key;
use serde::Serialize;
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// Characters of a key at most.
const MOST: usize = 200;

/// The client's key, if it sent one. In the `params(…)` of a route it describes itself.
#[derive(Debug, Clone)]
pub struct Once(Option<String>);

impl IntoParams for Once {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(MOST));
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(
                "Sent again with the same key, it is done once, and answered as the first time.",
            ))
            .schema(Some(text));
        vec![key.build()]
    }
}

impl Once {
    /// The key of a request: `what` names the route and what of the address counts.
    pub fn key(self, what: &str, body: &impl Serialize) -> Result<Option<Key>, Refusal> {
        let Some(name) = self.0 else { return Ok(None) };
        let body = serde_json::to_vec(body)?;
        Ok(Some(Key::new(name, &[what.as_bytes(), &body])))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Once {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let text = value.to_str().ok().filter(|text| (1..=MOST).contains(&text.len()));
        text.map(|text| Self(Some(text.to_owned()))).ok_or_else(|| {
            Refusal::new(
                Kind::Malformed,
                "idempotency_key",
                "Idempotency-Key 应为 1 到 200 个可见的 ASCII 字符",
                "an Idempotency-Key has 1 to 200 visible ASCII characters",
            )
        })
    }
}
