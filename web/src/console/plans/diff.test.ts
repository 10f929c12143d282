import { expect, it } from 'vitest'
import { compared, shortened, tally } from './diff'

const told = (lines: ReturnType<typeof shortened>) => lines.map((one) => (one ? `${{ gone: '-', new: '+', same: ' ' }[one.kind]}${one.text}` : '…')).join('|')

it('tells what is gone and what is new', () => {
  const lines = compared('a\nb\nc\nd', 'a\nB\nc\nx\nd')
  expect(told(lines)).toBe(' a|-b|+B| c|+x| d')
  expect(tally(lines)).toEqual({ gone: 1, fresh: 2 })
})

it('has nothing to tell of equal texts', () => expect(tally(compared('a\nb', 'a\nb'))).toEqual({ gone: 0, fresh: 0 }))

it('leaves out what is far from any change', () => {
  expect(told(shortened(compared('1\n2\n3\n4\n5\n6\n7', '1\n2\n3\nfour\n5\n6\n7'), 1))).toBe('…| 3|-4|+four| 5|…')
})

it('takes the largest plan in its stride', () => {
  const many = Array.from({ length: 3000 }, (_, at) => `line ${at}`)
  const other = many.map((line, at) => (at % 7 ? line : `${line}!`))
  expect(tally(compared(many.join('\n'), other.join('\n')))).toEqual({ gone: 429, fresh: 429 })
})
