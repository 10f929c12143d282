//! Sealed values and keyed hashes, made anew under the current key, some rows at a time.

use banyan_base::random::Random;
use banyan_base::refusal::Refusal;
use banyan_base::vault::{Phones, Place, Vault};
use banyan_chat::contacts;
use banyan_core::{key_check, settings};
use banyan_people::members::identity;
use banyan_people::members::recipient::{self, Recipient};
use banyan_store::{Conn, DbError, Value, row};
use banyan_trade::vouchers;

use super::columns::{SEALED, Sealed};
use crate::history::placed;

/// What was made anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Renewed {
    /// Rows of which something was sealed or hashed anew.
    pub rows: u64,
    /// Values that no key opens: they were changed, or sealed by a key that is not in the file. They stay as they are.
    pub unreadable: u64,
}

/// Makes everything anew that is not under the vault's current key; then the database knows that key. `many` rows at a time are one
/// transaction, after each of which `progress` is told how many were done.
pub fn renew(
    conn: &mut Conn,
    vault: &Vault,
    random: &mut dyn Random,
    many: i64,
    progress: &dyn Fn(u64),
) -> Result<Renewed, Refusal> {
    let phones = settings::read(conn)?.phones();
    let mut work = Work { conn, vault, random, phones, many, progress, done: Renewed::default() };
    SEALED.iter().try_for_each(|sealed| work.sealed(sealed))?;
    work.identities()?;
    work.contacts()?;
    work.orders()?;
    work.vouchers()?;
    let Work { conn, done, .. } = work;
    key_check::replace(conn, vault)?;
    Ok(done)
}

struct Work<'a> {
    conn: &'a mut Conn,
    vault: &'a Vault,
    random: &'a mut dyn Random,
    phones: Phones,
    many: i64,
    progress: &'a dyn Fn(u64),
    done: Renewed,
}

impl Work<'_> {
    /// Does one transaction after another, each from where the last one ended, until nothing is left.
    fn walk<K>(
        &mut self,
        from: K,
        some: impl Fn(&mut Self, &K) -> Result<Option<K>, Refusal>,
    ) -> Result<(), Refusal> {
        let mut at = from;
        loop {
            self.conn.begin()?;
            let next = some(self, &at).and_then(|next| Ok(self.conn.commit().map(|()| next)?));
            match next {
                Ok(Some(next)) => at = next,
                Ok(None) => return Ok(()),
                Err(refusal) => {
                    // What a transaction that fails has begun goes with its connection at the latest.
                    let _ = self.conn.rollback();
                    return Err(refusal);
                }
            }
            (self.progress)(self.done.rows);
        }
    }

    /// What is made of a value, if any key opens it.
    fn opened<T>(&mut self, made: Result<Option<T>, Refusal>) -> Option<T> {
        match made {
            Ok(Some(made)) => {
                self.done.rows += 1;
                Some(made)
            }
            Ok(None) => None,
            Err(_) => {
                self.done.unreadable += 1;
                None
            }
        }
    }

    fn sealed(&mut self, sealed: &Sealed) -> Result<(), Refusal> {
        let Sealed { table, owner, row: own, column, field, kind } = *sealed;
        let keys: Vec<&str> = owner.into_iter().chain(own).collect();
        let list = keys.join(", ");
        let places = |from: usize| {
            let places: Vec<String> = (from..from + keys.len()).map(|place| format!("${place}")).collect();
            places.join(", ")
        };
        let select = format!(
            "SELECT {list}, {column} FROM {table} WHERE ({list}) > ({}) AND {column} IS NOT NULL ORDER BY {list} LIMIT $1",
            places(2)
        );
        let update = format!("UPDATE {table} SET {column} = $1 WHERE ({list}) = ({})", places(2));
        let start = vec![i64::MIN; keys.len()];
        self.walk(start, |work, from| {
            let rows = work.conn.query(&select, &with(work.many.into(), from))?;
            let mut last = None;
            for row in rows {
                let key = (0..keys.len()).map(|place| row.int(place)).collect::<Result<Vec<_>, _>>()?;
                let mut ids = key.iter().copied();
                let owner = owner.and_then(|_| ids.next()).unwrap_or(0);
                let place = Place { table, owner, row: ids.next().unwrap_or(0), field };
                let made = work.vault.renew(kind, &place, row.bytes(keys.len())?, work.random);
                if let Some(secret) = work.opened(made.map_err(Refusal::from)) {
                    work.conn.execute(&update, &with(secret.into(), &key))?;
                }
                last = Some(key);
            }
            Ok(last)
        })
    }

    /// How members sign in: sealed, found by a hash, a phone by the hash of its tail as well.
    fn identities(&mut self) -> Result<(), Refusal> {
        let select = "SELECT member, field, secret FROM private WHERE (member, field) > ($1, $2) ORDER BY member, field LIMIT $3";
        self.walk((i64::MIN, String::new()), |work, (member, field)| {
            let mut last = None;
            for row in work.conn.query(select, &row![*member, field.as_str(), work.many])? {
                let (member, field) = (row.int(0)?, row.text(1)?.to_owned());
                let of = (member, &*field);
                let made = identity::renew(work.vault, work.random, &work.phones, of, row.bytes(2)?);
                if let Some(made) = work.opened(made) {
                    let sql = "UPDATE private SET secret = $3 WHERE member = $1 AND field = $2";
                    work.conn.execute(sql, &row![member, field.as_str(), made.secret])?;
                    let sql = "UPDATE identity SET hash = $1 WHERE hash = $2 AND member = $3";
                    work.rehash(sql, &made.hashes, Some(member))?;
                    let sql = "UPDATE phone_tail SET hash = $1 WHERE hash = $2 AND member = $3";
                    work.rehash(sql, &made.tails, Some(member))?;
                    if field == "phone" {
                        work.rehash(NO, &made.hashes, None)?;
                    }
                }
                last = Some((member, field));
            }
            Ok(last)
        })
    }

    /// Whom the chat accounts know: sealed, found by the hash of a phone.
    fn contacts(&mut self) -> Result<(), Refusal> {
        let select = "SELECT person, secret FROM chat_person WHERE person > $1 ORDER BY person LIMIT $2";
        self.walk(i64::MIN, |work, person| {
            let mut last = None;
            for row in work.conn.query(select, &row![*person, work.many])? {
                let person = row.int(0)?;
                let made = contacts::renew(work.vault, work.random, &work.phones, person, row.bytes(1)?);
                if let Some((secret, hashes)) = work.opened(made) {
                    let sql = "UPDATE chat_person SET secret = $2, hash = $3 WHERE person = $1";
                    work.conn.execute(sql, &row![person, secret, hashes.first().cloned()])?;
                    work.rehash(NO, &hashes, None)?;
                }
                last = Some(person);
            }
            Ok(last)
        })
    }

    /// Recipients of orders: sealed, found by hashes; and what orders were when they were placed. A seal that does not fit its order
    /// stays as it is: the order was changed, and `verify` shall go on saying so.
    fn orders(&mut self) -> Result<(), Refusal> {
        self.walk(i64::MIN, |work, from| {
            let orders = placed(work.conn, *from, work.many)?;
            let last = orders.last().map(|placed| placed.order + 1);
            for placed in orders {
                let key = row![placed.buyer, placed.order];
                let seals = placed.sealed.seals(work.vault);
                let [current, former @ ..] = seals.as_slice() else { continue };
                let found = placed.seal.as_deref();
                if former.iter().any(|seal| found == Some(seal.as_slice())) {
                    let sql = "UPDATE orders SET seal = $1 WHERE buyer = $2 AND id = $3";
                    work.conn.execute(sql, &[&[current.to_vec().into()], key.as_slice()].concat())?;
                    work.done.rows += 1;
                }
                let Some(secret) = placed.recipient else { continue };
                let made = recipient::renew(work.vault, work.random, &work.phones, placed.buyer, &secret);
                if let Some(Recipient { secret, tail, name }) = work.opened(made) {
                    let sql =
                        "UPDATE orders SET recipient = $1, tail = $2, name = $3 WHERE buyer = $4 AND id = $5";
                    let new = row![secret, tail, name];
                    work.conn.execute(sql, &[new.as_slice(), key.as_slice()].concat())?;
                }
            }
            Ok(last)
        })
    }

    /// Codes of vouchers: sealed, and found by a hash.
    fn vouchers(&mut self) -> Result<(), Refusal> {
        let select = "SELECT buyer, id, code FROM voucher WHERE (buyer, id) > ($1, $2) AND code IS NOT NULL ORDER BY buyer, id LIMIT $3";
        self.walk((i64::MIN, i64::MIN), |work, (buyer, id)| {
            let mut last = None;
            for row in work.conn.query(select, &row![*buyer, *id, work.many])? {
                let of = (row.int(0)?, row.int(1)?);
                let made = vouchers::renew(work.vault, of, row.bytes(2)?, work.random);
                if let Some((code, hash)) = work.opened(made) {
                    let sql = "UPDATE voucher SET code = $3, hash = $4 WHERE buyer = $1 AND id = $2";
                    work.conn.execute(sql, &row![of.0, of.1, code, hash])?;
                }
                last = Some(of);
            }
            Ok(last)
        })
    }

    /// Puts the hash under the current key, the first one, in the place of those under former keys.
    fn rehash(&mut self, sql: &str, hashes: &[Vec<u8>], owner: Option<i64>) -> Result<(), DbError> {
        let Some((current, former)) = hashes.split_first() else { return Ok(()) };
        for hash in former {
            let hashes = [Value::from(current.clone()), hash.clone().into()];
            self.conn.execute(sql, &hashes.into_iter().chain(owner.map(Value::from)).collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

/// That the owner of a phone wants no contact may have been said again meanwhile.
const NO: &str =
    "UPDATE chat_no SET hash = $1 WHERE hash = $2 AND NOT EXISTS (SELECT 1 FROM chat_no WHERE hash = $1)";

/// Parameters: one, and a key.
fn with(first: Value, key: &[i64]) -> Vec<Value> {
    std::iter::once(first).chain(key.iter().map(|id| Value::from(*id))).collect()
}
