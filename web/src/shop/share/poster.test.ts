import { expect, test } from 'vitest'
import { lines } from './poster'

const within = (most: number) => (line: string) => line.length <= most

test('English breaks between words, Chinese anywhere', () => {
  expect(lines('a jumbo bag', 2, within(8))).toEqual(['a jumbo', 'bag'])
  expect(lines('大号红色复古购物袋', 2, within(5))).toEqual(['大号红色复', '古购物袋'])
})

test('what does not fit ends with an ellipsis', () => {
  expect(lines('one two three four', 2, within(8))).toEqual(['one two', 'three…'])
  expect(lines('x'.repeat(5000), 2, within(10))).toEqual(['x'.repeat(10), `${'x'.repeat(9)}…`])
})
