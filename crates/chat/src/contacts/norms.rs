//! What the shop wants to know of each contact, and after how long a customer is asleep.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, Json, Once, Staff};
use banyan_base::refusal::Refusal;
use banyan_core::audit;
use banyan_plan::time::DAY;
use banyan_store::{Conn, DbError, row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::sealed::bit;
use crate::words::ContactField;

/// What the shop holds to about contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactNorms {
    /// What should be known of every contact.
    #[schema(max_items = 4)]
    pub(crate) required: Vec<ContactField>,
    /// Days without an order after which a customer counts as asleep.
    #[schema(minimum = 1, maximum = 3_650)]
    pub(crate) asleep_days: i64,
}

impl Default for ContactNorms {
    fn default() -> Self {
        Self { required: vec![ContactField::Phone, ContactField::Region], asleep_days: 90 }
    }
}

impl ContactNorms {
    /// The norms; what nobody has set has its default.
    pub(crate) fn read(conn: &mut Conn) -> Result<Self, DbError> {
        match conn.one("SELECT value FROM setting WHERE name = 'contacts'", &[])? {
            None => Ok(Self::default()),
            Some(row) => serde_json::from_str(row.text(0)?)
                .map_err(|error| DbError::Broken(format!("the norms of contacts cannot be read: {error}"))),
        }
    }

    /// Customers whose last order was before this moment are asleep.
    pub(crate) fn asleep(&self, now: i64) -> i64 {
        now - self.asleep_days * DAY
    }

    /// How many of the fields that are required are known.
    pub(crate) fn known(&self, filled: i64) -> i64 {
        self.required.iter().filter(|field| filled & bit(**field) != 0).count() as i64
    }

    fn write(&self, conn: &mut Conn, at: i64) -> Result<(), Refusal> {
        let sql = "INSERT INTO setting(name, value, changed_at) VALUES('contacts', $1, $2) \
                   ON CONFLICT(name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at";
        conn.execute(sql, &row![serde_json::to_string(self)?, at])?;
        Ok(())
    }

    fn check(&self) -> Result<(), Refusal> {
        let mut fields = self.required.clone();
        fields.sort_unstable();
        fields.dedup();
        if fields.len() == self.required.len() && (1..=3_650).contains(&self.asleep_days) {
            return Ok(());
        }
        let (zh, en) = (
            "每个字段只写一次，天数应为 1 到 3650",
            "expected each field once, and a number of days from 1 to 3,650",
        );
        Err(Refusal::unacceptable("norm_bad", zh, en))
    }
}

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look, change))
}

/// Shows what the shop wants to know of each contact.
#[utoipa::path(get, path = "/staff/chat/contact-norms", tag = "staff: contacts", responses((status = 200, body = ContactNorms)))]
async fn look(State(app): State<App>, staff: Staff) -> Result<axum::Json<ContactNorms>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let read = |conn: &mut Conn| ContactNorms::read(conn).map_err(Refusal::from);
    app.reader.read(read).await.map(axum::Json)
}

/// Changes what the shop wants to know of each contact. Completeness and stages follow at once.
#[utoipa::path(put, path = "/staff/chat/contact-norms", tag = "staff: contacts", params(Once), request_body = ContactNorms,
    responses((status = 200, body = ContactNorms)))]
async fn change(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<ContactNorms>,
) -> Result<axum::Json<ContactNorms>, Refusal> {
    staff.may(Permission::ChatWrite)?;
    let by = staff.may(Permission::ChatAll)?;
    let key = key.key("PUT /staff/chat/contact-norms", &body)?;
    let set = app.command(by, key, move |work, actor| {
        body.check()?;
        let at = work.id();
        body.write(work.conn, at)?;
        audit::record(work, actor, "contacts.norms", "settings", &serde_json::to_value(&body)?)?;
        Ok(body)
    });
    set.await.map(axum::Json)
}
