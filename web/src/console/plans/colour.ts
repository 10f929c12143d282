/** A line of a plan in coloured pieces, with what is wrong with it underlined. */

export type Kind = 'comment' | 'head' | 'key' | 'text' | 'number' | 'plain'
/** What a mark says: an error, a warning, or what a rule pack finds. */
export type Severity = 'error' | 'warning' | 'law'

/** A place in the text that something is said of. Lines and columns from 1, columns in characters; the end is not included. */
export interface Mark {
  severity: Severity
  text: string
  line: number
  column: number
  endLine: number
  endColumn: number
}

export interface Piece {
  text: string
  kind: Kind
  severity?: Severity
}

const TOKEN = /(?<comment>#.*)|(?<text>"(?:[^"\\]|\\.)*"?|'[^']*'?)|(?<head>^\s*\[\[?[^\]"'#=]*\]?\]?)|(?<key>[\w.-]+(?=\s*=))|(?<number>\b(?:true|false|[\d.:_-]*\d)\b)|(?<plain>[^#"'\w]+|\w+)/gu

function tokens(line: string): Piece[] {
  return Array.from(line.matchAll(TOKEN), (found): Piece => {
    const kind = Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? 'plain'
    return { text: found[0], kind: kind as Kind }
  })
}

/** Characters of a line, up to a column, in units of the text. */
function units(line: string, column: number): number {
  return Array.from(line).slice(0, column - 1).join('').length
}

/** Where a mark lies in one line; `null`: not in it. One that has no length covers a character. */
function reach(mark: Mark, number: number, line: string): [number, number] | null {
  if (number < mark.line || number > mark.endLine) return null
  const from = number === mark.line ? units(line, mark.column) : line.length - line.trimStart().length
  const to = number === mark.endLine ? units(line, mark.endColumn) : line.length
  if (to > from) return [from, to]
  return number === mark.line ? [Math.max(0, Math.min(from, line.length - 1)), Math.min(from, line.length - 1) + 1] : null
}

const ORDER: Severity[] = ['error', 'warning', 'law']

/** The pieces of a line, the `number`-th. */
export function pieces(line: string, number: number, marks: Mark[]): Piece[] {
  const here = marks.flatMap((mark) => {
    const found = reach(mark, number, line)
    return found ? [{ from: found[0], to: found[1], severity: mark.severity }] : []
  })
  if (here.length === 0) return tokens(line)
  const cuts = here.flatMap((one) => [one.from, one.to])
  let at = 0
  return tokens(line).flatMap((token) => {
    const [from, to] = [at, (at += token.text.length)]
    const inside = [from, ...cuts.filter((cut) => cut > from && cut < to), to].sort((a, b) => a - b)
    return inside.slice(0, -1).map((start, place): Piece => {
      const over = here.filter((one) => one.from <= start && one.to > start).map((one) => one.severity)
      return { text: line.slice(start, inside[place + 1]), kind: token.kind, severity: ORDER.find((one) => over.includes(one)) }
    }).filter((piece) => piece.text)
  })
}

/** The marks of a line. */
export function marksOf(number: number, marks: Mark[]): Mark[] {
  return marks.filter((mark) => mark.line <= number && number <= mark.endLine)
}

/** Where a line and column begin in a text. */
export function offset(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  return before + units(lines[line - 1] ?? '', column)
}
