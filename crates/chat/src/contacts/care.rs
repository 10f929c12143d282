//! The routes by which contacts are looked after: friendships, groups, tags, follow-ups, "no", who they are, erasure.

use axum::extract::State;
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, At, Id, Json, MadeView, Once, Path, Staff};
use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::work::Work;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ties;
use super::views::FollowUpView;
use super::{befriend, erase, follow_up, note, seen, set_group, set_member, set_no};
use crate::own::Own;
use crate::tags;
use crate::words::Friendship;

/// Follow-ups shown at most.
const MOST: i64 = 500;

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(account_one))
        .routes(routes!(group_one))
        .routes(routes!(tag_one))
        .routes(routes!(follow_one))
        .routes(routes!(follow_done))
        .routes(routes!(follow_ups))
        .routes(routes!(no_one))
        .routes(routes!(member_one))
        .routes(routes!(erase_one))
}

/// How an account stands to a contact.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FriendshipBody {
    account: Id,
    friendship: Friendship,
}

/// Whether a contact is in a group.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MembershipBody {
    group: Id,
    is_in: bool,
}

/// Whether a contact has a tag.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaggingBody {
    tag: Id,
    given: bool,
}

/// What somebody is going to do for a contact.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FollowUpBody {
    due_at: At,
    #[schema(min_length = 1, max_length = 300)]
    what: String,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FollowedBody {
    #[schema(min_length = 1, max_length = 300)]
    result: String,
}

/// What is still to be done for contacts.
#[derive(Debug, Serialize, ToSchema)]
struct FollowUpsView {
    /// The soonest first, at most 500.
    follow_ups: Vec<FollowUpView>,
    /// Whether there are more than are shown.
    is_cut: bool,
}

/// Whether a contact wants no contact.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoBody {
    said_no: bool,
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// The member account that a contact has in the shop.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactMemberBody {
    /// Nothing, if that is not known after all.
    #[serde(default)]
    member: Option<Id>,
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// Why all that is kept of a contact is taken away.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactEraseBody {
    /// For the audit log: no personal data.
    #[schema(min_length = 2, max_length = 500)]
    reason: String,
}

/// One write of staff about a contact.
async fn write<B: Serialize + Send + 'static>(
    app: &App,
    staff: &Staff,
    key: Once,
    (what, id, body): (&str, i64, B),
    act: impl FnOnce(&mut Work<'_>, Own, &B, &str) -> Result<(), Refusal> + Send + 'static,
) -> Result<StatusCode, Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(staff));
    let key = key.key(&format!("POST /staff/chat/contacts/{id}/{what}"), &body)?;
    app.command(by, key, move |work, actor| act(work, own, &body, actor)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down how an account stands to a contact: it is to add them, it has, or one of the two has removed the other.
#[utoipa::path(post, path = "/staff/chat/contacts/{id}/accounts", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = FriendshipBody, responses((status = 204)))]
async fn account_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<FriendshipBody>,
) -> Result<StatusCode, Refusal> {
    let act = move |work: &mut Work<'_>, own, body: &FriendshipBody, actor: &str| {
        befriend(work, own, id, (body.account.0, body.friendship), actor)
    };
    write(&app, &staff, key, ("accounts", id, body), act).await
}

/// Writes down that a contact is in a group, or has left it.
#[utoipa::path(post, path = "/staff/chat/contacts/{id}/groups", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = MembershipBody, responses((status = 204)))]
async fn group_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<MembershipBody>,
) -> Result<StatusCode, Refusal> {
    let act = move |work: &mut Work<'_>, own, body: &MembershipBody, actor: &str| {
        set_group(work, own, id, (body.group.0, body.is_in), actor)
    };
    write(&app, &staff, key, ("groups", id, body), act).await
}

/// Gives a contact a tag by hand, or takes one away.
#[utoipa::path(post, path = "/staff/chat/contacts/{id}/tags", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = TaggingBody, responses((status = 204)))]
async fn tag_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<TaggingBody>,
) -> Result<StatusCode, Refusal> {
    let act = move |work: &mut Work<'_>, own, body: &TaggingBody, actor: &str| {
        seen(work, own, id)?;
        let tag = tags::find(work, body.tag.0).map_err(|refusal| refusal.at("/tag"))?;
        let at = work.id();
        if body.given && tags::store::give(work.conn, id, tag.id, at)? {
            note(work, id, "tagged", ["", &tag.name, ""], actor)?;
        } else if !body.given && tags::store::take(work.conn, id, tag.id)? {
            note(work, id, "untagged", [&tag.name, "", ""], actor)?;
        }
        Ok(())
    };
    write(&app, &staff, key, ("tags", id, body), act).await
}

/// Writes down what is going to be done for a contact, and when. Whoever writes it down does it.
#[utoipa::path(post, path = "/staff/chat/contacts/{id}/follow-ups", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = FollowUpBody, responses((status = 201, body = MadeView)))]
async fn follow_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<FollowUpBody>,
) -> Result<(StatusCode, axum::Json<MadeView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let key = key.key(&format!("POST /staff/chat/contacts/{id}/follow-ups"), &body)?;
    let asks = by.id();
    let add =
        app.command(by, key, move |work, _| follow_up(work, own, id, (asks, body.due_at.0), &body.what));
    Ok((StatusCode::CREATED, axum::Json(MadeView::of(add.await?))))
}

/// Writes down that something was done for a contact, and what came of it.
#[utoipa::path(post, path = "/staff/chat/contacts/{id}/follow-ups/{follow_up}/done", tag = "staff: contacts",
    params(("id" = Id, Path), ("follow_up" = Id, Path), Once), request_body = FollowedBody, responses((status = 204)))]
async fn follow_done(
    State(app): State<App>,
    staff: Staff,
    Path(place): Path<(Id, Id)>,
    key: Once,
    Json(body): Json<FollowedBody>,
) -> Result<StatusCode, Refusal> {
    let (Id(id), Id(follow_up)) = place;
    let act = move |work: &mut Work<'_>, own, body: &FollowedBody, _: &str| {
        seen(work, own, id)?;
        let result = text::line(&body.result, "/result", 1, 300)?;
        let at = work.id();
        if ties::do_follow_up(work.conn, (id, follow_up), at, &result)? {
            return Ok(());
        }
        Err(Refusal::not_found("待跟进事项", "follow-up that is still to be done"))
    };
    write(&app, &staff, key, (&format!("follow-ups/{follow_up}/done"), id, body), act).await
}

/// Lists what is still to be done for contacts, the soonest first: what the caller is to do, or everybody for whoever may see all.
#[utoipa::path(get, path = "/staff/chat/follow-ups", tag = "staff: contacts", responses((status = 200, body = FollowUpsView)))]
async fn follow_ups(State(app): State<App>, staff: Staff) -> Result<axum::Json<FollowUpsView>, Refusal> {
    staff.may(Permission::ChatRead)?;
    let own = Own::of(&staff);
    let read = move |conn: &mut Conn| {
        let mut rows = ties::due(conn, own, MOST + 1)?;
        let is_cut = rows.len() as i64 > MOST;
        rows.truncate(MOST as usize);
        let follow_ups = rows.into_iter().map(Into::into).collect();
        Ok::<_, Refusal>(FollowUpsView { follow_ups, is_cut })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Writes down that a contact wants no contact, or does again. It holds on every account and every platform at once.
#[utoipa::path(post, path = "/staff/chat/contacts/{id}/no", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = NoBody, responses((status = 204)))]
async fn no_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<NoBody>,
) -> Result<StatusCode, Refusal> {
    let act = move |work: &mut Work<'_>, own, body: &NoBody, actor: &str| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        set_no(work, own, id, (body.said_no, &reason), actor)
    };
    write(&app, &staff, key, ("no", id, body), act).await
}

/// Writes down which member a contact is. A phone that a member has verified says so by itself.
#[utoipa::path(post, path = "/staff/chat/contacts/{id}/member", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = ContactMemberBody, responses((status = 204)))]
async fn member_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ContactMemberBody>,
) -> Result<StatusCode, Refusal> {
    staff.may(Permission::MembersRead)?;
    let act = move |work: &mut Work<'_>, own, body: &ContactMemberBody, actor: &str| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        set_member(work, own, id, (body.member.as_ref().map(|Id(member)| *member), &reason), actor)
    };
    write(&app, &staff, key, ("member", id, body), act).await
}

/// Takes away all that is kept of a contact. That they said no stays, under the keyed hash of their phone.
#[utoipa::path(post, path = "/staff/chat/contacts/{id}/erase", tag = "staff: contacts", params(("id" = Id, Path), Once),
    request_body = ContactEraseBody, responses((status = 204)))]
async fn erase_one(
    State(app): State<App>,
    staff: Staff,
    Path(Id(id)): Path<Id>,
    key: Once,
    Json(body): Json<ContactEraseBody>,
) -> Result<StatusCode, Refusal> {
    let act = move |work: &mut Work<'_>, own, body: &ContactEraseBody, actor: &str| {
        let reason = text::lines(&body.reason, "/reason", 2, 500)?;
        seen(work, own, id)?;
        erase(work, id, &reason, actor)
    };
    write(&app, &staff, key, ("erase", id, body), act).await
}
