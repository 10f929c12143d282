//! A table of another system as it was exported, in CSV or JSON, UTF-8 or GBK, and where each cell stands.

use std::collections::HashMap;

use banyan_base::refusal::Refusal;

use super::cells::Cell;

/// A row, and where it stands: the line of the file, or the number of the record where a file has no lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// One table.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// The file it came from, with the table's name where the file has several.
    pub(super) file: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// What is wrong with a file as a whole, or with a line of it.
pub(super) fn wrong(file: &str, line: Option<u64>, zh: &str, en: &str) -> Refusal {
    let (zh, en) = match line {
        Some(line) => (format!("{file} 第 {line} 行：{zh}"), format!("{file}:{line}: {en}")),
        None => (format!("{file}：{zh}"), format!("{file}: {en}")),
    };
    Refusal::unacceptable("file_bad", zh, en)
}

impl Table {
    /// Its rows as cells by the name of their column.
    pub(super) fn rows(&self) -> impl Iterator<Item = Record<'_>> {
        let places: HashMap<&str, usize> =
            self.columns.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        let places = std::rc::Rc::new(places);
        self.rows.iter().map(move |row| Record { table: self, row, places: places.clone() })
    }

    /// Refuses a table that lacks columns, and one in which two rows have the same key.
    pub(super) fn check(&self, columns: &[&'static str]) -> Result<(), Refusal> {
        let missing: Vec<&str> =
            columns.iter().copied().filter(|name| !self.columns.iter().any(|known| known == name)).collect();
        if !missing.is_empty() {
            let names = missing.join(", ");
            return Err(wrong(
                &self.file,
                None,
                &format!("缺少列 {names}"),
                &format!("missing columns: {names}"),
            ));
        }
        let mut keys: HashMap<String, u64> = HashMap::new();
        for record in self.rows() {
            let key = record.cell(columns[0]).id()?;
            if let Some(first) = keys.insert(key.clone(), record.row.line) {
                let column = columns[0];
                return Err(wrong(
                    &self.file,
                    Some(record.row.line),
                    &format!("{column} {key} 已出现在第 {first} 行"),
                    &format!("{column} {key} stands on line {first} already"),
                ));
            }
        }
        Ok(())
    }
}

/// A row whose cells have names.
pub(super) struct Record<'a> {
    table: &'a Table,
    row: &'a Row,
    places: std::rc::Rc<HashMap<&'a str, usize>>,
}

impl<'a> Record<'a> {
    /// The cell of a column; an empty one if there is no such column.
    pub(super) fn cell(&self, column: &'static str) -> Cell<'a> {
        let text =
            self.places.get(column).and_then(|place| self.row.cells.get(*place)).map_or("", String::as_str);
        Cell { file: &self.table.file, line: self.row.line, column, text }
    }

    /// Where it stands.
    pub(super) fn line(&self) -> u64 {
        self.row.line
    }

    /// Something is wrong with it.
    pub(super) fn wrong(&self, zh: &str, en: &str) -> Refusal {
        wrong(&self.table.file, Some(self.row.line), zh, en)
    }
}

/// UTF-8 with or without a mark, UTF-16 with one, or else GBK.
pub(super) fn decoded(name: &str, bytes: &[u8]) -> Result<String, Refusal> {
    let (encoding, skip) = encoding_rs::Encoding::for_bom(bytes).unwrap_or_else(|| {
        (if std::str::from_utf8(bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::GB18030 }, 0)
    });
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[skip..]);
    text.map(std::borrow::Cow::into_owned).ok_or_else(|| {
        wrong(
            name,
            None,
            "既不是 UTF-8 也不是 GBK；请另存为 UTF-8",
            "is neither UTF-8 nor GBK; please save it as UTF-8",
        )
    })
}

/// A CSV file as RFC 4180 has it; quotes that stand inside of a field are text.
pub(super) fn csv(name: &str, text: &str) -> Result<Table, Refusal> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut row, mut cell) = (Row { line: 1, cells: Vec::new() }, String::new());
    let (mut line, mut is_quoted, mut was_quoted) = (1, false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if cell.is_empty() && !was_quoted => (is_quoted, was_quoted) = (true, true),
            ',' if !is_quoted => {
                row.cells.push(std::mem::take(&mut cell));
                was_quoted = false;
            }
            '\r' if !is_quoted && letters.peek() == Some(&'\n') => {}
            '\n' if !is_quoted => {
                line += 1;
                row.cells.push(std::mem::take(&mut cell));
                was_quoted = false;
                rows.push(std::mem::replace(&mut row, Row { line, cells: Vec::new() }));
            }
            other => {
                line += u64::from(other == '\n');
                cell.push(other);
            }
        }
    }
    if is_quoted {
        let (zh, en) = ("引号没有结束", "a quote is not closed");
        return Err(wrong(name, Some(row.line), zh, en));
    }
    if !cell.is_empty() || !row.cells.is_empty() {
        row.cells.push(cell);
        rows.push(row);
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    if rows.is_empty() {
        return Err(wrong(name, None, "文件是空的", "is empty"));
    }
    let columns: Vec<String> =
        rows.remove(0).cells.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    if let Some(row) = rows.iter().find(|row| row.cells.len() > columns.len()) {
        let (found, most) = (row.cells.len(), columns.len());
        return Err(wrong(
            name,
            Some(row.line),
            &format!("有 {found} 格，表头只有 {most} 列"),
            &format!("{found} cells for the {most} columns of the header"),
        ));
    }
    Ok(Table { file: name.to_owned(), columns, rows })
}

/// A list of objects, or `{"RECORDS": […]}` as Navicat writes it.
pub(super) fn json(name: &str, text: &str) -> Result<Table, Refusal> {
    let bad = |en: String| {
        wrong(name, None, &format!("不是记录的列表（{en}）"), &format!("is no list of records: {en}"))
    };
    let whole: serde_json::Value = serde_json::from_str(text).map_err(|error| bad(error.to_string()))?;
    let list =
        whole.get("RECORDS").unwrap_or(&whole).as_array().ok_or_else(|| bad("expected [{…}]".to_owned()))?;
    let mut columns: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows = Vec::with_capacity(list.len());
    for (number, one) in list.iter().enumerate() {
        let fields = one.as_object().ok_or_else(|| bad(format!("record {}", number + 1)))?;
        let mut row = Row { line: number as u64 + 1, cells: vec![String::new(); columns.len()] };
        for (field, value) in fields {
            let place = *places.entry(field.to_ascii_lowercase()).or_insert_with(|| {
                columns.push(field.to_ascii_lowercase());
                columns.len() - 1
            });
            row.cells.resize(columns.len().max(row.cells.len()), String::new());
            row.cells[place] = match value {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
        }
        rows.push(row);
    }
    Ok(Table { file: name.to_owned(), columns, rows })
}
