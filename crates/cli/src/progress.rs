//! A progress bar on the terminal; nothing elsewhere.

use std::io::IsTerminal;

use banyan_plan::words::{Lang, Text};
use banyan_settle::batch::Stage;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// One bar for the two stages of a settlement.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
    lang: Lang,
}

impl Progress {
    /// Starts with reading so many bytes.
    pub(crate) fn new(bytes: u64, lang: Lang) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr_with_hz(10))
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{msg:>8} [{bar:40.green}] {percent:>3}%  {eta}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(Text::new("读取", "reading").get(lang).to_owned());
        Self { bar, lang }
    }

    /// The second stage: so many order lines.
    pub(crate) fn settling(&self, lines: u64) {
        self.bar.set_length(lines);
        self.bar.set_position(0);
        self.bar.set_message(Text::new("结算", "settling").get(self.lang).to_owned());
    }

    /// What is being done.
    pub(crate) fn say(&self, what: &Text) {
        self.bar.set_message(what.get(self.lang).to_owned());
    }

    /// So far.
    pub(crate) fn at(&self, stage: Stage) {
        let (Stage::Reading(position) | Stage::Settling(position)) = stage;
        self.bar.set_position(position);
    }

    /// Loading, instead of settling.
    pub(crate) fn loading(&self) {
        self.bar.set_message(Text::new("载入", "loading").get(self.lang).to_owned());
    }

    /// Copying.
    pub(crate) fn copying(&self) {
        self.bar.set_message(Text::new("复制", "copying").get(self.lang).to_owned());
    }

    /// So much of so much.
    pub(crate) fn of(&self, done: u64, all: u64) {
        self.bar.set_length(all);
        self.bar.set_position(done);
    }

    /// So far, in whatever is counted.
    pub(crate) fn position(&self, position: u64) {
        self.bar.set_position(position);
    }

    /// Clears the bar.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
