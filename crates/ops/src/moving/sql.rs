//! SQL dumps as `mysqldump` and Navicat write them: the columns of `CREATE TABLE`, the rows of `INSERT INTO`. Whatever else stands
//! there is passed over; nothing is run.

use std::collections::{BTreeMap, HashSet};
use std::iter::Peekable;
use std::str::Chars;

use banyan_base::refusal::Refusal;

use super::tables::{Row, Table, wrong};

/// A piece of SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A name or a key word.
    Word(String),
    /// A text.
    Text(String),
    /// A number.
    Number(String),
    Sign(char),
}

struct Reader<'a> {
    letters: Peekable<Chars<'a>>,
    line: u64,
}

impl Reader<'_> {
    fn letter(&mut self) -> Option<char> {
        let letter = self.letters.next()?;
        self.line += u64::from(letter == '\n');
        Some(letter)
    }

    fn skip_line(&mut self) {
        while self.letters.peek().is_some_and(|letter| *letter != '\n') {
            self.letter();
        }
    }

    /// The next token and the line on which it begins; nothing at the end. A text that does not end is none.
    fn token(&mut self) -> Option<(u64, Result<Token, ()>)> {
        loop {
            let line = self.line;
            let letter = self.letter()?;
            let token = match letter {
                letter if letter.is_whitespace() => continue,
                '#' => {
                    self.skip_line();
                    continue;
                }
                '-' if self.letters.peek() == Some(&'-') => {
                    self.skip_line();
                    continue;
                }
                '/' if self.letters.peek() == Some(&'*') => {
                    let mut before = ' ';
                    while let Some(letter) = self.letter() {
                        if before == '*' && letter == '/' {
                            break;
                        }
                        before = letter;
                    }
                    continue;
                }
                '\'' | '"' => self.text(letter).map(Token::Text),
                '`' => self.text('`').map(Token::Word),
                letter if letter.is_ascii_digit() || letter == '-' || letter == '+' => Ok(Token::Number(
                    self.run(letter, |one| one.is_ascii_alphanumeric() || ".+-".contains(one)),
                )),
                letter if letter.is_alphabetic() || letter == '_' => {
                    Ok(Token::Word(self.run(letter, |one| one.is_alphanumeric() || one == '_')))
                }
                sign => Ok(Token::Sign(sign)),
            };
            return Some((line, token));
        }
    }

    fn run(&mut self, first: char, goes_on: impl Fn(char) -> bool) -> String {
        let mut text = String::from(first);
        while let Some(letter) = self.letters.peek().copied().filter(|letter| goes_on(*letter)) {
            text.push(letter);
            self.letter();
        }
        text
    }

    fn text(&mut self, quote: char) -> Result<String, ()> {
        let mut text = String::new();
        while let Some(letter) = self.letter() {
            match letter {
                '\\' if quote != '`' => match self.letter().ok_or(())? {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    '0' => {}
                    other => text.push(other),
                },
                letter if letter == quote && self.letters.peek() == Some(&quote) => {
                    self.letter();
                    text.push(quote);
                }
                letter if letter == quote => return Ok(text),
                other => text.push(other),
            }
        }
        Err(())
    }
}

/// What is being read.
struct Dump<'a> {
    file: &'a str,
    reader: Reader<'a>,
    wanted: &'a HashSet<&'a str>,
    columns: BTreeMap<String, Vec<String>>,
    tables: BTreeMap<String, Table>,
}

/// The wanted tables of a dump.
pub(super) fn read(
    file: &str,
    text: &str,
    wanted: &HashSet<&str>,
) -> Result<BTreeMap<String, Table>, Refusal> {
    let reader = Reader { letters: text.chars().peekable(), line: 1 };
    let mut dump = Dump { file, reader, wanted, columns: BTreeMap::new(), tables: BTreeMap::new() };
    while let Some((_, token)) = dump.next()? {
        match token {
            Token::Word(word) if word.eq_ignore_ascii_case("create") => dump.create()?,
            Token::Word(word) if word.eq_ignore_ascii_case("insert") => dump.insert()?,
            _ => {}
        }
    }
    Ok(dump.tables)
}

impl Dump<'_> {
    fn next(&mut self) -> Result<Option<(u64, Token)>, Refusal> {
        match self.reader.token() {
            None => Ok(None),
            Some((line, Ok(token))) => Ok(Some((line, token))),
            Some((line, Err(()))) => {
                Err(wrong(self.file, Some(line), "引号没有结束", "a quote is not closed"))
            }
        }
    }

    fn some(&mut self) -> Result<(u64, Token), Refusal> {
        let line = self.reader.line;
        self.next()?
            .ok_or_else(|| wrong(self.file, Some(line), "语句没有结束", "a statement is not finished"))
    }

    /// The next word that is none of some key words.
    fn name(&mut self, but: &[&str]) -> Result<Option<String>, Refusal> {
        loop {
            match self.some()?.1 {
                Token::Word(word) if but.iter().any(|key| word.eq_ignore_ascii_case(key)) => {}
                Token::Word(word) => return Ok(Some(word.to_ascii_lowercase())),
                Token::Sign(';') => return Ok(None),
                _ => {}
            }
        }
    }

    /// `CREATE TABLE name (column type …, …)`: a column is a name at the begin of a part in the outer brackets.
    fn create(&mut self) -> Result<(), Refusal> {
        let Some((_, Token::Word(what))) = self.next()? else { return Ok(()) };
        if !what.eq_ignore_ascii_case("table") {
            return Ok(());
        }
        let Some(table) = self.name(&["if", "not", "exists"])? else { return Ok(()) };
        let keys = ["primary", "key", "unique", "index", "constraint", "fulltext", "foreign", "check"];
        let (mut columns, mut depth, mut begins) = (Vec::new(), 0, false);
        loop {
            match self.some()?.1 {
                Token::Sign('(') => {
                    depth += 1;
                    begins = depth == 1;
                }
                Token::Sign(')') => depth -= 1,
                Token::Sign(',') if depth == 1 => begins = true,
                Token::Sign(';') => break,
                Token::Word(word) if begins && depth == 1 => {
                    begins = false;
                    if !keys.iter().any(|key| word.eq_ignore_ascii_case(key)) {
                        columns.push(word.to_ascii_lowercase());
                    }
                }
                _ => {}
            }
        }
        self.columns.insert(table, columns);
        Ok(())
    }

    /// `INSERT INTO name [(column, …)] VALUES (value, …), …;`
    fn insert(&mut self) -> Result<(), Refusal> {
        let Some(table) = self.name(&["into", "ignore"])? else { return Ok(()) };
        if !self.wanted.contains(table.as_str()) {
            while self.some()?.1 != Token::Sign(';') {}
            return Ok(());
        }
        let mut named: Vec<String> = Vec::new();
        loop {
            match self.some()? {
                (_, Token::Word(word)) if word.eq_ignore_ascii_case("values") => break,
                (_, Token::Word(word)) => named.push(word.to_ascii_lowercase()),
                (line, Token::Sign(';')) => {
                    return Err(wrong(self.file, Some(line), "没有 VALUES", "there is no VALUES"));
                }
                _ => {}
            }
        }
        let columns =
            if named.is_empty() { self.columns.get(&table).cloned().unwrap_or_default() } else { named };
        let rows = self.values(&table, columns.len())?;
        let file = format!("{}/{table}", self.file);
        let into = self.tables.entry(table).or_insert_with(|| Table {
            file,
            columns: columns.clone(),
            rows: Vec::new(),
        });
        if into.columns != columns {
            let line = rows.first().map(|row| row.line);
            return Err(wrong(self.file, line, "同一张表的列前后不同", "the columns of one table differ"));
        }
        into.rows.extend(rows);
        Ok(())
    }

    fn values(&mut self, table: &str, width: usize) -> Result<Vec<Row>, Refusal> {
        let (mut rows, mut row, mut is_open) = (Vec::new(), Row::default(), false);
        loop {
            let (line, token) = self.some()?;
            match token {
                Token::Sign('(') if !is_open => (row, is_open) = (Row { line, cells: Vec::new() }, true),
                Token::Sign(')') if is_open => {
                    if row.cells.len() != width {
                        let found = row.cells.len();
                        return Err(wrong(
                            self.file,
                            Some(line),
                            &format!("{table} 这一行有 {found} 个值，应为 {width} 个"),
                            &format!("{found} values for the {width} columns of {table}"),
                        ));
                    }
                    rows.push(std::mem::take(&mut row));
                    is_open = false;
                }
                Token::Sign(',') => {}
                Token::Sign(';') if !is_open => return Ok(rows),
                Token::Text(text) | Token::Number(text) if is_open => row.cells.push(text),
                Token::Word(word) if is_open && word.eq_ignore_ascii_case("null") => {
                    row.cells.push(String::new());
                }
                Token::Word(word) if is_open && word.eq_ignore_ascii_case("true") => {
                    row.cells.push("1".to_owned());
                }
                Token::Word(word) if is_open && word.eq_ignore_ascii_case("false") => {
                    row.cells.push("0".to_owned());
                }
                // The character set or the base before a text, as b'1' has it.
                Token::Word(word) if is_open && word.len() <= 8 => {}
                other => {
                    let (zh, en) = (format!("读不懂 {other:?}"), format!("{other:?} is no value"));
                    return Err(wrong(self.file, Some(line), &zh, &en));
                }
            }
        }
    }
}
