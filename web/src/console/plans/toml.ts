/**
 * Where things stand in a plan's text, so that a form can change one value and leave everything else as it was written:
 * comments, blank lines, order. The values themselves are read by a TOML library; only places are found here.
 */
import { parse, type TomlValue } from 'smol-toml'

/** A key with its value. `from` to `to` is the value; `lineFrom` to `lineTo` all of its lines. */
export interface Entry {
  key: string
  from: number
  to: number
  lineFrom: number
  lineTo: number
}

/** A table: `[plan]`, or one of several `[[rank]]`. What stands before the first of them has no name. */
export interface Part {
  name: string
  isList: boolean
  /** With the comment lines that stand right above it. */
  from: number
  /** After its header's line. */
  body: number
  /** Before the next table, or that one's comment. */
  to: number
  entries: Entry[]
}

/** The tables of a text in their order; `null` if it is no TOML. */
export function parts(text: string): Part[] | null {
  try {
    parse(text)
  } catch {
    return null
  }
  const found: Part[] = [{ name: '', isList: false, from: 0, body: 0, to: text.length, entries: [] }]
  let at = 0
  while (at < text.length) {
    const end = lineEnd(text, at)
    const line = text.slice(at, end)
    const header = /^\s*(\[\[?)\s*([^\]]+?)\s*\]/.exec(line)
    const key = /^\s*([\w-]+(?:\s*\.\s*[\w-]+)*|"[^"]*"|'[^']*')\s*=\s*/.exec(line)
    let next = end
    if (header) {
      const from = withComment(text, at)
      const last = found.at(-1)
      if (last) last.to = from
      found.push({ name: (header[2] ?? '').replace(/\s/g, ''), isList: header[1] === '[[', from, body: end, to: text.length, entries: [] })
    } else if (key) {
      const from = at + key[0].length
      const to = valueEnd(text, from)
      next = lineEnd(text, to)
      found.at(-1)?.entries.push({ key: bare(key[1] ?? ''), from, to, lineFrom: at, lineTo: next })
    }
    at = next
  }
  return found
}

const bare = (key: string) => key.replace(/\s/g, '').replace(/^["']|["']$/g, '')

/** After the line's break. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end + 1
}

/** Where the comment lines right above a line begin. */
function withComment(text: string, at: number): number {
  let from = at
  while (from > 0) {
    const before = text.lastIndexOf('\n', from - 2) + 1
    if (!/^\s*#/.test(text.slice(before, from))) return from
    from = before
  }
  return from
}

const QUOTES = ['"""', "'''", '"', "'"]

/** Where a value ends that begins at `at`: quotes and brackets are closed, comments passed over. */
function valueEnd(text: string, start: number): number {
  let at = start
  let depth = 0
  while (at < text.length) {
    const quote = QUOTES.find((one) => text.startsWith(one, at))
    const char = text[at] ?? ''
    if (quote) at = quoteEnd(text, at + quote.length, quote)
    else if (depth === 0 && /[\n#]/.test(char)) break
    else if (char === '#') at = lineEnd(text, at)
    else {
      if ('[{'.includes(char)) depth++
      if (']}'.includes(char)) depth--
      at++
    }
  }
  return start + text.slice(start, at).trimEnd().length
}

function quoteEnd(text: string, start: number, quote: string): number {
  let at = start
  while (at < text.length && !text.startsWith(quote, at)) at += quote.startsWith('"') && text[at] === '\\' ? 2 : 1
  return Math.min(text.length, at + quote.length)
}

/** What stands there, read; `undefined`: nothing. */
export function valueOf(text: string, part: Part | undefined, key: string): TomlValue | undefined {
  const entry = part?.entries.find((one) => one.key === key)
  return entry && parse(`value = ${text.slice(entry.from, entry.to)}`).value
}

/** What stands there, as it is written. */
export function written(text: string, part: Part | undefined, key: string): string {
  const entry = part?.entries.find((one) => one.key === key)
  return entry ? text.slice(entry.from, entry.to) : ''
}

/** A text in quotes. */
export const quoted = (text: string) => JSON.stringify(text)

/** A table's key gets a value as it is to be written; an empty one takes its line out, comment and all. */
export function put(text: string, part: Part, key: string, value: string): string {
  const entry = part.entries.find((one) => one.key === key)
  if (entry && !value) return text.slice(0, entry.lineFrom) + text.slice(entry.lineTo)
  if (entry) return text.slice(0, entry.from) + value + text.slice(entry.to)
  if (!value) return text
  const at = part.entries.at(-1)?.lineTo ?? part.body
  const isBroken = at > 0 && text[at - 1] !== '\n'
  return `${text.slice(0, at)}${isBroken ? '\n' : ''}${key} = ${value}\n${text.slice(at)}`
}

/** A table that there is only once: made at the end of the named one, if it is missing. */
export function ensure(text: string, name: string, after: string[]): string {
  const all = parts(text)
  if (!all || all.some((part) => part.name === name)) return text
  const before = after.map((one) => all.findLast((part) => part.name === one)).find(Boolean)
  return inserted(text, before?.to ?? text.length, `[${name}]\n`)
}

/** Another table of a list, after the last of them. */
export function appended(text: string, name: string, lines: string): string {
  const last = parts(text)?.findLast((part) => belongs(part, name))
  return inserted(text, last?.to ?? text.length, `[[${name}]]\n${lines}`)
}

function inserted(text: string, at: number, block: string): string {
  const before = text.slice(0, at).trimEnd()
  const after = text.slice(at)
  return `${before}${before ? '\n\n' : ''}${block.trimEnd()}\n${after ? `\n${after.trimStart()}` : ''}`
}

/** Whether a table is one of a list, or stands inside of one: `[rank.promote]` belongs to the rank before it. */
const belongs = (part: Part, name: string) => part.name === name || part.name.startsWith(`${name}.`)

/** From where to where the `place`-th table of a list goes, with what stands inside of it. */
function block(text: string, name: string, place: number): [number, number] | null {
  const all = parts(text) ?? []
  const heads = all.filter((part) => part.name === name)
  const head = heads[place]
  if (!head) return null
  let last = head
  for (const part of all.slice(all.indexOf(head) + 1)) {
    if (!part.name.startsWith(`${name}.`)) break
    last = part
  }
  return [head.from, last.to]
}

/** Takes a table of a list out, with the comments in it and right above it. */
export function without(text: string, name: string, place: number): string {
  const found = block(text, name, place)
  return found ? text.slice(0, found[0]) + text.slice(found[1]).replace(/^\n+/, '') : text
}

/** A table of a list and the one after it change places. */
export function swapped(text: string, name: string, place: number): string {
  const [one, other] = [block(text, name, place), block(text, name, place + 1)]
  if (!one || !other) return text
  const ended = (piece: string) => `${piece.trimEnd()}\n`
  const gap = text.slice(one[0], one[1]).match(/\n(\s*)$/)?.[1] ?? ''
  const tail = text.slice(other[0], other[1]).match(/\n(\s*)$/)?.[1] ?? ''
  const [first, second] = [text.slice(one[0], one[1]), text.slice(other[0], other[1])]
  return text.slice(0, one[0]) + ended(second) + gap + text.slice(one[1], other[0]) + ended(first) + tail + text.slice(other[1])
}

/** Comments of the `place`-th table of a list: what goes when it is taken out. */
export function comments(text: string, name: string, place: number): number {
  const found = block(text, name, place)
  if (!found) return 0
  return commentsIn(text.slice(...found))
}

/** How many comments a piece of a text has. */
export function commentsIn(piece: string): number {
  let count = 0
  let at = 0
  while (at < piece.length) {
    const quote = QUOTES.find((one) => piece.startsWith(one, at))
    if (quote) at = quoteEnd(piece, at + quote.length, quote)
    else if (piece[at] === '#') {
      count++
      at = lineEnd(piece, at)
    } else at++
  }
  return count
}
