//! Contacts from a file: CSV or the first sheet of an Excel workbook.

use std::collections::{HashMap, HashSet};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use banyan_api::access::Permission;
use banyan_api::http::{App, Id, Once, Query, Staff};
use banyan_base::refusal::{Kind, Refusal};
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use banyan_plan::words::{Lang, Text};
use banyan_settle::files::{FileError, Source as File, read_rows};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{BasisText, Batch, ContactText, account, fill, store, workbook};
use crate::channels;
use crate::own::Own;
use crate::words::{Basis, Source};

/// Bytes of a file at most.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Contacts of a file at most.
const MOST: usize = 5_000;

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(import)).layer(DefaultBodyLimit::max(MOST_BYTES))
}

/// For which account contacts are, and why they may be contacted.
#[derive(Debug, Clone, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// The account that is to know the contact.
    #[param(value_type = String, pattern = "^[0-9]{1,19}$")]
    account: Id,
    /// Where they came from.
    source: Source,
    /// Why the contact may be contacted.
    basis: Basis,
    /// Where that can be seen: which list, which form, which day.
    #[param(min_length = 2, max_length = 200)]
    basis_note: String,
}

/// What became of the rows of a file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct ImportedView {
    /// People who were not known.
    added: i64,
    /// People whose phone was known: what nobody knew of them was filled in.
    merged: i64,
    /// People who have said that they want no contact, and who were left out.
    said_no: i64,
}

/// A row of a file.
#[derive(Debug, Clone, Default)]
struct Line {
    line: u64,
    fields: [String; 7],
}

/// What is wrong with a row, with its line.
fn told(line: u64, refusal: Refusal) -> Refusal {
    let zh = format!("第 {line} 行：{}", refusal.text.zh);
    let text = Text::new(zh, format!("line {line}: {}", refusal.text.en));
    Refusal { text, field: String::new(), ..refusal }
}

fn refused(error: &FileError) -> Refusal {
    Refusal::unacceptable("file_bad", error.show(Lang::Zh), error.show(Lang::En))
}

/// Reads `name` and, optional, `phone`, `handle`, `region`, `birthday`, `note`, `channel`.
fn read(bytes: Vec<u8>) -> Result<Vec<Line>, Refusal> {
    let is_workbook = workbook::is_workbook(&bytes);
    let bytes = if is_workbook { workbook::to_csv(&bytes, MOST + 1)? } else { bytes };
    let source = File::from_bytes("contacts.csv", bytes).map_err(|error| refused(&error))?;
    let mut lines: Vec<Line> = Vec::new();
    let read = read_rows(
        source,
        &["name"],
        &["phone", "handle", "region", "birthday", "note", "channel"],
        |line, fields| {
            let mut found = Line { line, ..Line::default() };
            for (field, bytes) in found.fields.iter_mut().zip(fields) {
                // A spreadsheet keeps long numbers whole behind an apostrophe.
                String::from_utf8_lossy(bytes).trim().trim_start_matches('\'').clone_into(field);
            }
            if found.fields.iter().all(String::is_empty) {
                return Ok(());
            }
            if lines.len() == MOST {
                return Err(Text::new("最多 5000 行", "a file has at most 5,000 rows"));
            }
            lines.push(found);
            Ok(())
        },
    );
    read.map_err(|error| refused(&error))?;
    if lines.is_empty() {
        return Err(Refusal::unacceptable("file_empty", "文件里没有数据", "there is no row in the file"));
    }
    Ok(lines)
}

/// Writes down the contacts of a file; one wrong row refuses all.
fn run(
    work: &mut Work<'_>,
    own: Own,
    query: &ImportQuery,
    lines: &[Line],
    actor: &str,
) -> Result<ImportedView, Refusal> {
    let account = account(work, own, query.account.0)?;
    let basis = BasisText { basis: query.basis, note: text::line(&query.basis_note, "basis_note", 2, 200)? };
    let mut people = Vec::with_capacity(lines.len());
    let channels = channels::store::codes(work.conn, own)?;
    let (vault, phones) = (&work.facts.vault, work.settings().phones());
    for Line { line, fields: [name, phone, handle, region, birthday, note, code] } in lines {
        let known = channels.get(&code.to_ascii_uppercase()).map(|(channel, kind)| (*kind, Some(*channel)));
        if known.is_none() && !code.is_empty() {
            return Err(told(*line, channels::unknown()));
        }
        let came = known.unwrap_or((query.source, None));
        let read = ContactText::read(work, (name, region), [phone, birthday, note], came)
            .and_then(|read| Ok((read, text::line(handle, "", 0, 64)?)));
        let (read, handle) = read.map_err(|refusal| told(*line, refusal))?;
        let hashes = read.details.hashes(vault, &phones);
        people.push((read, handle, hashes));
    }
    let all: Vec<Vec<u8>> = people.iter().flat_map(|(_, _, hashes)| hashes.clone()).collect();
    let mut known: HashMap<Vec<u8>, i64> = store::of_phones(work.conn, all.clone())?.into_iter().collect();
    let refused: HashSet<Vec<u8>> =
        store::said_no(work.conn, all)?.into_iter().map(|(hash, _)| hash).collect();
    let mut done = ImportedView { added: 0, merged: 0, said_no: 0 };
    let (mut batch, added_at) = (Batch::new(), work.id());
    // Somebody of the same phone further down in the file is filled in once they have been written.
    let mut later: Vec<(i64, ContactText)> = Vec::new();
    for (text, handle, hashes) in people {
        if hashes.iter().any(|hash| refused.contains(hash)) {
            done.said_no += 1;
            continue;
        }
        if let Some(person) = hashes.iter().find_map(|hash| known.get(hash)) {
            done.merged += 1;
            batch.tie(account.id, *person, &handle, text.channel.map(|_| added_at));
            later.push((*person, text));
            continue;
        }
        let person = batch.add(work, &text, &basis, None, actor)?;
        batch.tie(account.id, person, &handle, text.channel.map(|_| added_at));
        known.extend(hashes.into_iter().map(|hash| (hash, person)));
        done.added += 1;
    }
    batch.write(work)?;
    for (person, text) in later {
        fill(work, person, &text, actor)?;
    }
    let detail = json!({ "account": account.id.to_string(), "added": done.added, "merged": done.merged });
    audit::record(work, actor, "contact.import", "contacts", &detail)?;
    Ok(done)
}

/// Writes down contacts from a CSV file or an Excel workbook (`.xlsx`, its first sheet) with the column `name` and, optional,
/// `phone`, `handle`, `region`, `birthday`, `note`, `channel` (the code of a channel by which they came); at most 5,000 rows. People whose phone is known are merged, those who said
/// no are left out, and one wrong row refuses the whole file.
#[utoipa::path(post, path = "/staff/chat/contacts/import", tag = "staff: contacts", params(ImportQuery, Once),
    request_body(content = Vec<u8>, content_type = "text/csv"), responses((status = 201, body = ImportedView)))]
async fn import(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query<ImportQuery>,
    key: Once,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, axum::Json<ImportedView>), Refusal> {
    let (by, own) = (staff.may(Permission::ChatWrite)?, Own::of(&staff));
    let bytes = bytes.map_err(|_| {
        let (zh, en) =
            ("文件没有传完，或超过 4 MB", "the file did not arrive in full, or is larger than 4 MB");
        Refusal::new(Kind::Malformed, "file_too_large", zh, en)
    })?;
    let key = key.key("POST /staff/chat/contacts/import", &(&query, String::from_utf8_lossy(&bytes)))?;
    // It is read beside the writer, which others wait for.
    let lines = app.reader.read(move |_| read(bytes.to_vec())).await?;
    let set = app.command(by, key, move |work, actor| run(work, own, &query, &lines, actor));
    Ok((StatusCode::CREATED, axum::Json(set.await?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_is_wrong_and_where() {
        let lines = read("name,phone\n小微,13800138000\n,\n小红,\n".as_bytes().to_vec());
        let lines = lines.unwrap_or_else(|no| panic!("{no:?}"));
        assert_eq!((lines.len(), lines[1].line, lines[1].fields[0].as_str()), (2, 4, "小红"));
        for (bad, says) in
            [(&b"phone\n1\n"[..], "name"), (b"name\n", "no row"), (b"PK\x03\x04 no workbook", "Excel")]
        {
            let told = read(bad.to_vec()).err().map(|refusal| refusal.text.en).unwrap_or_default();
            assert!(told.contains(says), "{told}");
        }
    }
}
