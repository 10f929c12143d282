//! Signatures on findings that need review: who signed what, on which document, until when.

use banyan_plan::time::Time;

use crate::finding::Finding;

/// A recorded signature on one warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// The pack of the finding.
    pub pack: String,
    /// The rule of the finding.
    pub rule: String,
    /// Who signed.
    pub who: String,
    /// When.
    pub at: Time,
    /// The document signed.
    pub document: String,
    /// Why it was found acceptable.
    pub reason: String,
    /// From this moment on it no longer counts.
    pub expires: Time,
}

impl SignOff {
    /// Whether it covers a finding at a moment. One without a name, a document and a reason covers nothing.
    pub fn covers(&self, finding: &Finding, now: Time) -> bool {
        let filled = [&self.who, &self.document, &self.reason].iter().all(|text| !text.trim().is_empty());
        filled
            && self.pack == finding.pack
            && self.rule == finding.rule.id
            && self.at <= now
            && now < self.expires
    }
}

/// What keeps a plan from being activated now: everything that refuses it, and each warning that nobody has signed.
pub fn obstacles<'a>(findings: &'a [Finding], signed: &[SignOff], now: Time) -> Vec<&'a Finding> {
    let open = |finding: &&Finding| {
        finding.refuses() || (finding.needs_sign_off() && !signed.iter().any(|one| one.covers(finding, now)))
    };
    findings.iter().filter(open).collect()
}
