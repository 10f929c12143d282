import { expect, it } from 'vitest'
import { offset, pieces, type Mark } from './colour'

const mark = (line: number, column: number, endColumn: number): Mark => ({ severity: 'error', text: '', line, column, endLine: line, endColumn })
const kinds = (line: string) => pieces(line, 1, []).filter((one) => one.text.trim()).map((one) => `${one.kind}:${one.text.trim()}`)

it('colours keys, texts, numbers, heads and comments', () => {
  expect(kinds('rate = "25%" # of "own"')).toEqual(['key:rate', 'plain:=', 'text:"25%"', 'comment:# of "own"'])
  expect(kinds('[[reward]]  # a')).toEqual(['head:[[reward]]', 'comment:# a'])
  expect(kinds('cap = { per = "day", n = 15 }')).toEqual(['key:cap', 'plain:= {', 'key:per', 'plain:=', 'text:"day"', 'plain:,', 'key:n', 'plain:=', 'number:15', 'plain:}'])
})

it('loses no character of whatever somebody types', () => {
  for (const line of ['', '  ', 'a="', "'", '[[', ']=#', '\t中文 = "榕树"', '\u202e"x', '=== 1.5.', '🌳 = 1']) {
    expect(pieces(line, 1, [mark(1, 1, 3)]).map((one) => one.text).join('')).toBe(line)
  }
})

it('underlines just what is wrong, counted in characters', () => {
  const wrong = (line: string, one: Mark) => pieces(line, 1, [one]).filter((piece) => piece.severity).map((piece) => piece.text).join('')
  expect(wrong('rates = "25%"', mark(1, 1, 6))).toBe('rates')
  expect(wrong('a = "🌳🌳" # b', mark(1, 5, 9))).toBe('"🌳🌳"')
  expect(wrong('a = 1', mark(1, 6, 6))).toBe('1')
  expect(wrong('a = 1', mark(2, 1, 2))).toBe('')
})

it('finds the place of a line and column', () => {
  expect(offset('ab\n🌳c\nd', 2, 2)).toBe(5)
  expect(offset('ab\nc', 9, 1)).toBe(5)
})
