//! Published decisions and known evasions, each written as a plan with the rules that have to find it. Data files beside
//! this crate's sources, read once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use banyan_plan::words::Text;
use serde::Deserialize;

use crate::pack::{Status, Words, read};

/// A published decision, written as a plan.
#[derive(Debug, Clone)]
pub struct Case {
    /// `huasheng-2019`.
    pub id: String,
    /// Whose plan it was.
    pub title: Text,
    /// Who decided what, when.
    pub decided: Text,
    /// What the decision says about the plan.
    pub facts: Text,
    /// What it does not say, and the plan here needs.
    pub ours: Text,
    /// Where that was read.
    pub source: String,
    /// How well that was checked.
    pub status: Status,
    /// Rules that each pack has to find.
    pub finds: BTreeMap<String, Vec<String>>,
    /// Rules that each pack must not find; or `error`: nothing refuses it; or `law`: nothing refuses it as law.
    pub spares: BTreeMap<String, Vec<String>>,
    /// The plan.
    pub plan: String,
}

/// A way of saying a refused plan otherwise.
#[derive(Debug, Clone)]
pub struct Device {
    /// `clean-course`.
    pub id: String,
    /// What is said for what.
    pub title: Text,
    /// Rules that each pack has to find all the same.
    pub finds: BTreeMap<String, Vec<String>>,
    /// The plan.
    pub plan: String,
}

/// All cases.
pub fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let file: CasesFile = read(include_str!("../cases/cases.toml"));
        file.case.into_iter().map(CaseRow::into_case).collect()
    })
}

/// All known evasions.
pub fn devices() -> &'static [Device] {
    static DEVICES: OnceLock<Vec<Device>> = OnceLock::new();
    DEVICES.get_or_init(|| {
        let file: DevicesFile = read(include_str!("../cases/devices.toml"));
        file.device.into_iter().map(DeviceRow::into_device).collect()
    })
}

#[derive(Deserialize)]
struct CasesFile {
    case: Vec<CaseRow>,
}

#[derive(Deserialize)]
struct DevicesFile {
    device: Vec<DeviceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseRow {
    id: String,
    title: Words,
    decided: Words,
    facts: Words,
    ours: Words,
    source: String,
    status: Status,
    finds: BTreeMap<String, Vec<String>>,
    spares: BTreeMap<String, Vec<String>>,
    plan: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviceRow {
    id: String,
    title: Words,
    finds: BTreeMap<String, Vec<String>>,
    plan: String,
}

impl CaseRow {
    fn into_case(self) -> Case {
        Case {
            id: self.id,
            title: self.title.text(),
            decided: self.decided.text(),
            facts: self.facts.text(),
            ours: self.ours.text(),
            source: self.source,
            status: self.status,
            finds: self.finds,
            spares: self.spares,
            plan: self.plan,
        }
    }
}

impl DeviceRow {
    fn into_device(self) -> Device {
        Device { id: self.id, title: self.title.text(), finds: self.finds, plan: self.plan }
    }
}
