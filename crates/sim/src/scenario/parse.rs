//! From the text of a scenario file to a scenario, or to what is wrong with it.

use banyan_plan::words::Text;

use super::Scenario;

/// What is wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct ScenarioError {
    /// The line of the file, from 1; `None` if it is about the whole, or about how it goes with the plan.
    pub line: Option<usize>,
    /// What is wrong, and what was expected.
    pub text: Text,
}

impl ScenarioError {
    /// Something that is about no single line.
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { line: None, text: Text::new(zh, en) }
    }
}

impl Scenario {
    /// Reads and checks a scenario file.
    ///
    /// # Errors
    /// The first thing that is wrong: no TOML, an unknown key, a figure outside its range.
    pub fn parse(source: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(source).map_err(|error| {
            let line =
                error.span().map(|span| source[..span.start.min(source.len())].matches('\n').count() + 1);
            let said = error.message();
            ScenarioError {
                line,
                text: Text::new(
                    format!("情景文件读不懂：{said}"),
                    format!("the scenario cannot be read: {said}"),
                ),
            }
        })?;
        scenario.check()?;
        Ok(scenario)
    }
}
