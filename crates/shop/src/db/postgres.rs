//! PostgreSQL: for a shop that needs several server processes.

use std::collections::HashMap;
use std::fmt::Write as _;

use postgres::types::{ToSql, Type};
use postgres::{Client, NoTls, Statement};

use super::{DbError, Row, Rows, Value};

/// A connection, with its statements kept ready.
pub struct Postgres {
    client: Client,
    statements: HashMap<String, Statement>,
    types: HashMap<(String, String), &'static str>,
}

impl Postgres {
    pub(super) fn open(url: &str, read_only: bool) -> Result<Self, DbError> {
        let mut client = Client::connect(url, NoTls)?;
        client.batch_execute(if read_only {
            "SET default_transaction_read_only = on; SET statement_timeout = '30s'"
        } else {
            "SET synchronous_commit = on; SET lock_timeout = '30s'; SET client_min_messages = warning"
        })?;
        Ok(Self { client, statements: HashMap::new(), types: HashMap::new() })
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&dialect(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(super) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        self.client.query(&statement, &params)?.iter().map(read).collect()
    }

    pub(super) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DbError> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        Ok(self.client.execute(&statement, &params)?)
    }

    pub(super) fn script(&mut self, sql: &str) -> Result<(), DbError> {
        Ok(self.client.batch_execute(&dialect(sql))?)
    }

    pub(super) fn upsert(&mut self, rows: &Rows, conflict: &str) -> Result<(), DbError> {
        let source = self.source(rows)?;
        let sql = format!(
            "INSERT INTO {}({}) SELECT * FROM {source} {conflict}",
            rows.table,
            rows.columns.join(",")
        );
        self.many(&sql, rows)
    }

    pub(super) fn update(&mut self, rows: &Rows, keys: usize) -> Result<(), DbError> {
        let source = self.source(rows)?;
        let set: Vec<String> =
            rows.columns[keys..].iter().map(|column| format!("{column} = new.{column}")).collect();
        let found: Vec<String> =
            rows.columns[..keys].iter().map(|column| format!("old.{column} = new.{column}")).collect();
        let sql = format!(
            "UPDATE {} AS old SET {} FROM {source} AS new({}) WHERE {}",
            rows.table,
            set.join(","),
            rows.columns.join(","),
            found.join(" AND ")
        );
        self.many(&sql, rows)
    }

    /// One array for each column.
    fn many(&mut self, sql: &str, rows: &Rows) -> Result<(), DbError> {
        let statement = self.prepare(sql)?;
        let columns: Vec<Column<'_>> = (0..rows.columns.len())
            .map(|column| Column(rows.rows().map(|row| &row[column]).collect()))
            .collect();
        let params: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as _).collect();
        self.client.execute(&statement, &params)?;
        Ok(())
    }

    /// `unnest($1::bigint[], …)` for the columns of a table.
    fn source(&mut self, rows: &Rows) -> Result<String, DbError> {
        let mut source = String::from("unnest(");
        for (place, column) in rows.columns.iter().enumerate() {
            let kind = self.type_of(rows.table, column)?;
            let _ = write!(source, "{}${}::{kind}[]", if place > 0 { "," } else { "" }, place + 1);
        }
        Ok(source + ")")
    }

    fn type_of(&mut self, table: &str, column: &str) -> Result<&'static str, DbError> {
        if !self.types.contains_key(&(table.to_owned(), column.to_owned())) {
            let found = self.client.query(
                "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
                 WHERE table_schema = current_schema()",
                &[],
            )?;
            for row in found {
                let kind = match row.get::<_, &str>(2) {
                    "bigint" => "bigint",
                    "bytea" => "bytea",
                    _ => "text",
                };
                self.types.insert((row.get(0), row.get(1)), kind);
            }
        }
        let known = self.types.get(&(table.to_owned(), column.to_owned())).copied();
        known.ok_or_else(|| DbError::Broken(format!("there is no column {table}.{column}")))
    }
}

/// A column of many rows, sent as an array.
#[derive(Debug)]
struct Column<'a>(Vec<&'a Value>);

impl ToSql for Column<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        self.0.to_sql(kind, out)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8_ARRAY | Type::TEXT_ARRAY | Type::BYTEA_ARRAY)
    }

    postgres::types::to_sql_checked!();
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(postgres::types::IsNull::Yes),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.to_sql(kind, out),
            Self::Bytes(value) => value.to_sql(kind, out),
            Self::Ints(values) => values.to_sql(kind, out),
            Self::Pairs(pairs) => {
                let flat: Vec<i64> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
                flat.to_sql(kind, out)
            }
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::BYTEA | Type::INT8_ARRAY)
    }

    postgres::types::to_sql_checked!();
}

fn read(row: &postgres::Row) -> Result<Row, DbError> {
    let value = |(place, column): (usize, &postgres::Column)| -> Result<Value, DbError> {
        Ok(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(place)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(place)?.map(i64::from).into(),
            Type::TEXT | Type::VARCHAR => row.try_get::<_, Option<String>>(place)?.into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(place)?.into(),
            ref other => return Err(DbError::Broken(format!("column {} is {other}", column.name()))),
        })
    };
    Ok(Row(row.columns().iter().enumerate().map(value).collect::<Result<_, _>>()?))
}

/// Our SQL as PostgreSQL reads it. Pairs come as one flat array.
fn dialect(sql: &str) -> String {
    // Not a subquery: its rows would be joined, and a table that was small when the statement was planned be read from end to end.
    let many = super::expand(sql, "IN MANY(", |list| format!("= ANY({list}::bigint[])"));
    let pairs = super::expand(&many, "PAIRS(", |list| {
        format!(
            "(SELECT ({list}::bigint[])[2 * i - 1], ({list}::bigint[])[2 * i] \
             FROM generate_series(1, array_length({list}::bigint[], 1) / 2) i)"
        )
    });
    pairs.replace("BYTES", "bytea").replace("CLUSTERED", "").replace("LOCKED", "FOR UPDATE")
}
