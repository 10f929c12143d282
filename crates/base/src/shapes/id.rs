//! Ids on the way in and out: whole numbers of 63 bits, written as texts, since JavaScript's numbers end at 2^53.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// An id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub i64);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let id = text.parse().ok().filter(|_| is_plain);
        id.map(Self).ok_or_else(|| serde::de::Error::custom("expected an id: digits in quotes"))
    }
}

/// An id that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeView {
    id: Id,
}

impl MadeView {
    /// What was made, by its id.
    pub fn of(id: i64) -> Self {
        Self { id: Id(id) }
    }
}

impl PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]{1,19}$")).build().into()
    }
}

impl ToSchema for Id {
    fn name() -> Cow<'static, str> {
        "Id".into()
    }
}

/// A moment as RFC 3339 with seconds, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At(pub i64);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = banyan_plan::time::Time(self.0).to_string();
        serializer.serialize_str(&format!("{}Z", text.replace(' ', "T")))
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let read = banyan_settle::files::Clock::default().read(text.as_bytes());
        read.map(|at| Self(at.0)).map_err(|error| {
            serde::de::Error::custom(format!("expected a time as 2026-01-31T08:00:00Z: {error}"))
        })
    }
}

impl PartialSchema for At {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .build()
            .into()
    }
}

impl ToSchema for At {
    fn name() -> Cow<'static, str> {
        "At".into()
    }
}
