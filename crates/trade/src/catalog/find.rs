//! Search: what has all the words; those with the words as typed in their title first, then those with them in any
//! order there, then the others, each as they sell.

use banyan_base::refusal::Refusal;
use banyan_store::Conn;

use super::store::{self, ProductRow};
use super::terms::Query;
use super::terms::index_terms;

/// Products that are ranked; who does not find it among so many types another word.
const MOST: i64 = 500;

/// Products that a text finds, the best first.
pub(super) fn search(conn: &mut Conn, text: &str, on_sale: bool) -> Result<Vec<ProductRow>, Refusal> {
    let query = Query::of(text);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = store::found(conn, &query, on_sale, MOST)?;
    // A stable sort: within each part they stay as they sell.
    found.sort_by_cached_key(|product| {
        let title = index_terms(&product.title);
        (!query.says(&title), !query.finds(&title))
    });
    Ok(found)
}
