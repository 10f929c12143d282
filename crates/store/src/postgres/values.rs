//! How our values go to PostgreSQL and come back.

use tokio_postgres::types::{IsNull, ToSql, Type, private, to_sql_checked};

use crate::{DbError, Row, Rows, Value};

/// A column of many rows, sent as an array.
#[derive(Debug)]
pub(super) struct Column(Vec<Value>);

impl Column {
    /// Each column of some rows.
    pub(super) fn all(rows: &Rows) -> Vec<Self> {
        let one = |column: usize| Self(rows.rows().map(|row| row[column].clone()).collect());
        (0..rows.columns.len()).map(one).collect()
    }
}

impl ToSql for Column {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        self.0.to_sql(kind, out)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8_ARRAY | Type::TEXT_ARRAY | Type::BYTEA_ARRAY)
    }

    to_sql_checked!();
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.to_sql(kind, out),
            Self::Bytes(value) => value.to_sql(kind, out),
            Self::Ints(values) => values.to_sql(kind, out),
            Self::Pairs(pairs) => {
                let ones = pairs.iter().map(|(one, _)| *one);
                ones.chain(pairs.iter().map(|(_, other)| *other)).collect::<Vec<i64>>().to_sql(kind, out)
            }
            Self::Keys(keys) => keys.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::BYTEA | Type::INT8_ARRAY | Type::BYTEA_ARRAY)
    }

    to_sql_checked!();
}

pub(super) fn read(row: &tokio_postgres::Row) -> Result<Row, DbError> {
    let value = |(place, column): (usize, &tokio_postgres::Column)| -> Result<Value, DbError> {
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
