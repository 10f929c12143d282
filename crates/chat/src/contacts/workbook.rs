//! The first sheet of an Excel workbook (`.xlsx`) as CSV, so that one reader reads both.

use std::collections::HashMap;
use std::fmt::Display;
use std::io::{BufRead, Read as _};

use banyan_base::refusal::Refusal;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Bytes of a part of a workbook at most, once it is unpacked.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// Columns that are read at most.
const MOST_COLUMNS: usize = 64;

/// Whether a file is a workbook, or anything else that is packed as one.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn bad(error: &dyn Display) -> Refusal {
    Refusal::unacceptable(
        "workbook_bad",
        format!("这个 Excel 文件读不了：{error}；请另存为 .xlsx 或 CSV 后再试"),
        format!("this Excel file cannot be read: {error}; please save it as .xlsx or CSV and try again"),
    )
}

/// The parts of a workbook, by their names.
struct Parts(HashMap<String, String>);

impl Parts {
    fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let archive = rawzip::ZipArchive::from_slice(bytes).map_err(|error| bad(&error))?;
        let (mut entries, mut parts, mut left) = (archive.entries(), HashMap::new(), MOST_BYTES);
        while let Some(entry) = entries.next_entry().map_err(|error| bad(&error))? {
            let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
            let is_wanted = name.starts_with("xl/worksheets/sheet")
                || matches!(
                    name.as_str(),
                    "xl/workbook.xml" | "xl/_rels/workbook.xml.rels" | "xl/sharedStrings.xml"
                );
            if !is_wanted {
                continue;
            }
            let method = entry.compression_method();
            let found = archive.get_entry(entry.wayfinder()).map_err(|error| bad(&error))?;
            let packed: Box<dyn BufRead> = match method {
                rawzip::CompressionMethod::STORE => Box::new(found.data()),
                rawzip::CompressionMethod::DEFLATE => {
                    Box::new(std::io::BufReader::new(flate2::bufread::DeflateDecoder::new(found.data())))
                }
                other => return Err(bad(&format!("{other:?}"))),
            };
            // A small file can unpack to a large one: what is read is counted, whatever the file says of itself.
            let mut text = String::new();
            packed.take(left + 1).read_to_string(&mut text).map_err(|error| bad(&error))?;
            left = left.checked_sub(text.len() as u64).ok_or_else(|| {
                let (zh, en) = ("这个 Excel 文件太大", "this Excel file is too large");
                Refusal::unacceptable("workbook_large", zh, en)
            })?;
            parts.insert(name, text);
        }
        Ok(Self(parts))
    }

    fn part(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The name of the part that holds the first sheet.
    fn first_sheet(&self) -> Result<String, Refusal> {
        let mut wanted = String::new();
        each(self.part("xl/workbook.xml"), |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && wanted.is_empty()
                && tag.local_name().as_ref() == "sheet"
            {
                wanted = attribute(tag, "r:id")?;
            }
            Ok(())
        })?;
        let mut target = String::new();
        each(self.part("xl/_rels/workbook.xml.rels"), |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && tag.local_name().as_ref() == "Relationship"
                && attribute(tag, "Id")? == wanted
            {
                target = attribute(tag, "Target")?;
            }
            Ok(())
        })?;
        let name = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        };
        if self.0.contains_key(&name) { Ok(name) } else { Err(bad(&"no sheet / 没有工作表")) }
    }
}

fn each(text: &str, mut act: impl FnMut(&Event<'_>) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|error| bad(&error))? {
            Event::Eof => return Ok(()),
            event => act(&event)?,
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<String, Refusal> {
    let found = tag.try_get_attribute(name).map_err(|error| bad(&error))?;
    let value = found.map(|one| one.normalized_value(quick_xml::XmlVersion::Implicit1_0)).transpose();
    Ok(value.map_err(|error| bad(&error))?.unwrap_or_default().into_owned())
}

/// What an event adds to the text of its element.
fn written(event: &Event<'_>, into: &mut String) -> Result<(), Refusal> {
    match event {
        Event::Text(text) => into.push_str(&text.xml10_content()),
        Event::CData(text) => into.push_str(&text.xml10_content()),
        Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|error| bad(&error))? {
            Some(letter) => into.push(letter),
            None => into.push_str(quick_xml::escape::resolve_predefined_entity(name).unwrap_or_default()),
        },
        _ => {}
    }
    Ok(())
}

/// The texts that cells refer to by number.
fn shared(text: &str) -> Result<Vec<String>, Refusal> {
    let (mut all, mut one, mut is_inside, mut is_sound) = (Vec::new(), String::new(), false, false);
    each(text, |event| {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => one.clear(),
                "t" => is_inside = !is_sound,
                // How a word is pronounced is no part of it.
                "rPh" => is_sound = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "si" => all.push(std::mem::take(&mut one)),
                "t" => is_inside = false,
                "rPh" => is_sound = false,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => all.push(String::new()),
            other if is_inside => written(other, &mut one)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(all)
}

/// The column of a cell such as `AB12`, from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).take(4);
    letters.fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1).checked_sub(1)
}

/// A number as people write it: spreadsheets keep long ones as `1.38001E+10`.
fn number(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(value) if text.contains(['e', 'E']) && value.abs() < 1e15 => value.to_string(),
        _ => text.to_owned(),
    }
}

/// The rows of a sheet.
fn rows(text: &str, shared: &[String], most: usize) -> Result<Vec<Vec<String>>, Refusal> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let (mut place, mut kind, mut value, mut is_inside) = (0, String::new(), String::new(), false);
    each(text, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "row" => {
                    let line: usize = attribute(tag, "r")?.parse().unwrap_or(all.len() + 1);
                    if line > most {
                        return Err(bad(&format!("> {most} rows / 行")));
                    }
                    // Rows that are empty are left out of the file; lines keep their numbers.
                    all.resize(line.max(all.len() + 1), Vec::new());
                    place = 0;
                }
                "c" => {
                    place = column(&attribute(tag, "r")?).unwrap_or(place);
                    (kind, value) = (attribute(tag, "t")?, String::new());
                }
                "v" | "t" => is_inside = matches!(event, Event::Start(_)),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => is_inside = false,
                "c" => {
                    let text = match kind.as_str() {
                        "s" => value
                            .parse()
                            .ok()
                            .and_then(|at: usize| shared.get(at))
                            .cloned()
                            .unwrap_or_default(),
                        "" | "n" => number(&value),
                        _ => value.clone(),
                    };
                    if let Some(row) = all.last_mut().filter(|_| place < MOST_COLUMNS && !text.is_empty()) {
                        row.resize(row.len().max(place + 1), String::new());
                        row[place] = text;
                    }
                    place += 1;
                }
                _ => {}
            },
            other if is_inside => written(other, &mut value)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(all)
}

/// The first sheet as CSV, at most so many rows with the one of titles.
pub(super) fn to_csv(bytes: &[u8], most: usize) -> Result<Vec<u8>, Refusal> {
    let parts = Parts::read(bytes)?;
    let all = rows(parts.part(&parts.first_sheet()?), &shared(parts.part("xl/sharedStrings.xml"))?, most)?;
    let width = all.first().map_or(0, Vec::len);
    let mut csv = String::new();
    for row in &all {
        let cells: Vec<String> =
            (0..width)
                .map(|place| row.get(place).map_or("", String::as_str).replace(['\r', '\n'], " "))
                .map(|text| {
                    if text.contains([',', '"']) {
                        format!("\"{}\"", text.replace('"', "\"\""))
                    } else {
                        text
                    }
                })
                .collect();
        csv += &cells.join(",");
        csv.push('\n');
    }
    Ok(csv.into_bytes())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// A workbook of the parts that are given.
    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
        for (name, text) in parts {
            let builder = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE);
            let (mut entry, config) = builder.start().unwrap_or_else(|no| panic!("{no}"));
            let packer = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
            let mut writer = config.wrap(packer);
            writer.write_all(text.as_bytes()).unwrap_or_else(|no| panic!("{no}"));
            let (packer, descriptor) = writer.finish().unwrap_or_else(|no| panic!("{no}"));
            packer.finish().unwrap_or_else(|no| panic!("{no}"));
            entry.finish(descriptor).unwrap_or_else(|no| panic!("{no}"));
        }
        archive.finish().unwrap_or_else(|no| panic!("{no}"));
        out
    }

    const BOOK: &str = r#"<workbook xmlns:r="x"><sheets><sheet name="B" r:id="rId2"/><sheet name="A" r:id="rId1"/></sheets></workbook>"#;
    const RELS: &str = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>"#;
    const TEXTS: &str = "<sst><si><t>name</t></si><si><r><t>小</t></r><r><t>微 &amp; co, &#x201c;x&#x201d;</t></r><rPh><t>xiao</t></rPh></si></sst>";

    fn book(sheet: &str) -> Vec<u8> {
        let other = ("xl/worksheets/sheet1.xml", "<worksheet/>");
        packed(&[
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", RELS),
            ("xl/sharedStrings.xml", TEXTS),
            other,
            ("xl/worksheets/sheet2.xml", sheet),
        ])
    }

    #[test]
    fn the_first_sheet_is_read_as_a_table() {
        let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>phone</t></is></c></row>
            <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>1.3800138E+10</v></c></row></sheetData></worksheet>"#;
        let csv = to_csv(&book(sheet), 10).unwrap_or_else(|no| panic!("{no:?}"));
        // The second row is empty, and keeps its place.
        assert_eq!(String::from_utf8_lossy(&csv), "name,phone\n,\n\"小微 & co, “x”\",13800138000\n");
    }

    #[test]
    fn what_is_no_workbook_or_too_large_is_refused_with_a_sentence() {
        let far = r#"<worksheet><row r="999999"><c r="A999999"><v>1</v></c></row></worksheet>"#;
        let bomb = format!("<worksheet>{}</worksheet>", " ".repeat(MOST_BYTES as usize));
        let cases = [
            (book(far), "workbook_bad"),
            (book(&bomb), "workbook_large"),
            (book("<worksheet><row"), "workbook_bad"),
            (packed(&[("word/document.xml", "<x/>")]), "workbook_bad"),
            (b"PK\x03\x04garbage".to_vec(), "workbook_bad"),
        ];
        for (bytes, code) in cases {
            assert_eq!(to_csv(&bytes, 10).err().map(|refusal| refusal.code), Some(code));
        }
    }
}
