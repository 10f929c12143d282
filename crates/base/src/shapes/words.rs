//! Words for people, in both languages.

use banyan_plan::words::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Words {
    /// 中文
    pub zh: String,
    /// English.
    pub en: String,
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

impl From<&Text> for Words {
    fn from(text: &Text) -> Self {
        text.clone().into()
    }
}
