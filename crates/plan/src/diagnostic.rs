//! What is wrong with a plan, where, and what to write instead.

use std::fmt::Write as _;
use std::ops::Range;

use crate::words::{Lang, Text};

/// A place in the plan's text, in bytes.
pub type Span = Range<usize>;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the plan runs.
    Warning,
    /// The plan does not run.
    Error,
}

impl Severity {
    /// The stable word of the JSON output.
    pub fn code(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// The words that it is about.
    pub span: Span,
    /// What is wrong.
    pub message: Text,
    /// What to write instead; may be empty.
    pub help: Text,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(span: &Span, message: Text, help: Text) -> Self {
        Self { severity: Severity::Error, span: span.clone(), message, help }
    }

    /// A warning at `span`.
    pub fn warning(span: &Span, message: Text, help: Text) -> Self {
        Self { severity: Severity::Warning, span: span.clone(), message, help }
    }

    /// Line and column of the first word, counted from 1; columns in characters.
    pub fn position(&self, source: &str) -> (usize, usize) {
        let start = floor_boundary(source, self.span.start);
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// The diagnostic as people read it: `FILE:LINE:COLUMN: …`, the line itself, the words underlined, the help.
    pub fn render(&self, file: &str, source: &str, lang: Lang) -> String {
        let (line, column) = self.position(source);
        let severity = match (self.severity, lang) {
            (Severity::Error, Lang::En) => "error",
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Warning, Lang::En) => "warning",
            (Severity::Warning, Lang::Zh) => "警告",
        };
        let mut out = format!("{file}:{line}:{column}: {severity}: {}\n", self.message.get(lang));
        let text = source.lines().nth(line - 1).unwrap_or_default();
        let gutter = line.to_string().len();
        let start = floor_boundary(source, self.span.start);
        let end = floor_boundary(source, self.span.end.max(start));
        let pointed: String = source[start..end].lines().next().unwrap_or_default().to_owned();
        let lead: String = text.chars().take(column - 1).collect();
        let _ = writeln!(out, "{:gutter$} |", "");
        let _ = writeln!(out, "{line} | {}", text.replace('\t', " "));
        let _ = writeln!(
            out,
            "{:gutter$} | {}{}",
            "",
            " ".repeat(columns(&lead)),
            "^".repeat(columns(&pointed).max(1))
        );
        let help = self.help.get(lang);
        if !help.is_empty() {
            let word = if lang == Lang::En { "help" } else { "建议" };
            let _ = writeln!(out, "{:gutter$} = {word}: {help}", "");
        }
        out
    }
}

/// How many terminal columns a text takes: Han characters and full-width marks take two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6) { 2 } else { 1 }).sum()
}

fn floor_boundary(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_pointed_at() {
        let source = "[plan]\ntitel = \"万物心选\"\n";
        let at = source.find("titel").unwrap();
        let diagnostic = Diagnostic::error(
            &(at..at + 5),
            Text::new("未知", "unknown key `titel`"),
            Text::new("", "write `title`"),
        );
        assert_eq!(diagnostic.position(source), (2, 1));
        assert_eq!(
            diagnostic.render("p.toml", source, Lang::En),
            "p.toml:2:1: error: unknown key `titel`\n  |\n2 | titel = \"万物心选\"\n  | ^^^^^\n  = help: write `title`\n"
        );
        let value = source.find('"').unwrap();
        let at_value = Diagnostic::error(&(value..value + 14), Text::same("x"), Text::default());
        assert!(at_value.render("p", source, Lang::Zh).contains("\n  |         ^^^^^^^^^^\n"));
    }
}
