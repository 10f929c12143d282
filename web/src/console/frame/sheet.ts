/**
 * Excel workbooks of one sheet, written here: no row leaves the browser.
 *
 * Texts are stored as texts and numbers as numbers, so that nothing a member wrote (`=HYPERLINK(…)`) is ever a formula.
 */
export type Cell = string | number

const encoder = new TextEncoder()

function escaped(text: string): string {
  // Characters that XML cannot hold are left out.
  const clean = [...text].filter((one) => one >= ' ' || one === '\n' || one === '\t').join('')
  return clean.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

function cell(value: Cell, style: string): string {
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  // The most that Excel takes in one cell.
  return `<c t="inlineStr"${style}><is><t xml:space="preserve">${escaped(value.slice(0, 32_767))}</t></is></c>`
}

function sheetXml(head: string[], rows: Cell[][]): string {
  const line = (cells: Cell[], style = '') => `<row>${cells.map((one) => cell(one, style)).join('')}</row>`
  const widths = head.map((_, at) => `<col min="${at + 1}" max="${at + 1}" width="20" customWidth="1"/>`).join('')
  const view = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  return `${XML}<worksheet xmlns="${MAIN}">${view}<cols>${widths}</cols><sheetData>${line(head, ' s="1"')}${rows.map((row) => line(row)).join('')}</sheetData></worksheet>`
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const parts = (title: string): [string, string][] => [
  ['[Content_Types].xml', `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/></Types>`],
  ['_rels/.rels', `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
  ['xl/_rels/workbook.xml.rels', `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
  ['xl/workbook.xml', `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
  ['xl/styles.xml', `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`],
]

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}

/** A header of a ZIP file: pairs of a value and its width in bytes. */
function header(fields: [number, 2 | 4][]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((length, [, width]) => length + width, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [value, width] of fields) {
    if (width === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += width
  }
  return bytes
}

/** Files stored in a ZIP file, as they are: 1 January 1980, names in UTF-8. */
function zip(files: [string, string][]): Blob {
  const body: Uint8Array<ArrayBuffer>[] = []
  const index: Uint8Array<ArrayBuffer>[] = []
  const length = (pieces: Uint8Array[]) => pieces.reduce((sum, piece) => sum + piece.length, 0)
  for (const [path, text] of files) {
    const name = encoder.encode(path)
    const bytes = encoder.encode(text)
    const what: [number, 2 | 4][] = [[20, 2], [0x0800, 2], [0, 2], [0, 2], [0x21, 2], [checksum(bytes), 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]]
    index.push(header([[0x02014b50, 4], [20, 2], ...what, [0, 2], [0, 2], [0, 2], [0, 4], [length(body), 4]]), name)
    body.push(header([[0x04034b50, 4], ...what]), name, bytes)
  }
  const end = header([[0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [length(index), 4], [length(body), 4], [0, 2]])
  return new Blob([...body, ...index, end], { type: `${KIND}.sheet` })
}

/** A workbook with one sheet. */
export function workbook(title: string, head: string[], rows: Cell[][]): Blob {
  return zip([...parts(title), ['xl/worksheets/sheet1.xml', sheetXml(head, rows)]])
}

/** Gives a file to the reader. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
