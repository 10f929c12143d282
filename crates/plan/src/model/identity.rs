//! Whether two plans are the same, wherever in their files they say what they say.

use super::{Conditions, Plan};

impl Plan {
    /// A text that is the same for plans that say the same: layout and comments of the file do not matter, every word does.
    /// For telling plans apart within one version of the program; nobody is meant to read it.
    pub fn identity(&self) -> String {
        let mut plan = self.clone();
        for span in [&mut plan.limit_span, &mut plan.join_span, &mut plan.sale_span] {
            *span = 0..0;
        }
        for caps in &mut plan.caps {
            caps.span = 0..0;
        }
        for rank in &mut plan.ranks {
            rank.span = 0..0;
            rank.promote.iter_mut().chain(&mut rank.keep).for_each(forget_places);
        }
        for reward in &mut plan.rewards {
            (reward.span, reward.to_span) = (0..0, 0..0);
            reward.key_spans.clear();
            reward.filters.payee_active.iter_mut().for_each(forget_places);
        }
        format!("{plan:?}")
    }
}

fn forget_places(conditions: &mut Conditions) {
    for condition in &mut conditions.list {
        condition.span = 0..0;
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::parse;
    use crate::ready::READY;

    fn identity(source: &str) -> String {
        let (plan, wrong) = parse(source);
        plan.unwrap_or_else(|| panic!("{wrong:?}")).identity()
    }

    #[test]
    fn comments_and_blank_lines_change_nothing_and_words_do() {
        for source in READY.map(|ready| ready.source) {
            let moved =
                format!("# A comment.\n\n{}", source.replace("\n[[reward]]", "\n\n# Next.\n[[reward]]"));
            assert_eq!(identity(source), identity(&moved));
            assert_ne!(identity(source), identity(&source.replace("version = 1", "version = 2")));
        }
    }
}
