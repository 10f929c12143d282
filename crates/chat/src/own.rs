//! Whose accounts and groups somebody of staff sees: their own, or everybody's.

use banyan_api::access::Permission;
use banyan_api::http::Staff;
use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_store::row;

/// Whose accounts and groups somebody sees and looks after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Own {
    /// The only operator whose they are; nothing for everybody's.
    pub(crate) only: Option<i64>,
}

impl Own {
    /// What somebody sees.
    pub(crate) fn of(staff: &Staff) -> Self {
        Self { only: staff.may(Permission::ChatAll).is_err().then_some(staff.id) }
    }

    /// Whether something that an operator runs is in sight.
    pub(crate) fn sees(self, operator: i64) -> bool {
        self.only.is_none_or(|only| only == operator)
    }

    /// Decides who runs something new: the operator who was named, or else the one who asks. Nobody gives their work to others unless they see everybody's.
    pub(crate) fn operator(self, work: &mut Work<'_>, named: Option<i64>, asks: i64) -> Result<i64, Refusal> {
        let operator = named.unwrap_or(asks);
        if !self.sees(operator) {
            let (zh, en) = (
                "只能由自己负责；要交给同事，请找能查看全部号和群的同事",
                "you can take this on yourself only; ask somebody who sees all accounts and groups to give it to others",
            );
            return Err(Refusal::unacceptable("operator_other", zh, en).at("/operator"));
        }
        let sql = "SELECT id FROM staff WHERE id = $1 AND state = 'active'";
        if work.conn.one(sql, &row![operator])?.is_none() {
            let (zh, en) = ("没有这位员工", "there is nobody of staff with this id");
            return Err(Refusal::unacceptable("operator_unknown", zh, en).at("/operator"));
        }
        Ok(operator)
    }
}
