import { expect, test } from 'vitest'

const pages = import.meta.glob<string>('../**/*.vue', { query: '?raw', import: 'default', eager: true })
/** Fields that are no text of a body: digits, amounts, what is looked for, titles within the text of a plan. */
const others = ['SearchBox', 'Stepper', 'PhoneCode', 'Second', 'Withdraw', 'TitleFields', 'Settings', 'Shop', 'Everything', 'Search']

test('between which numbers a number lies stands in the API, not on the page', () => {
  // Shares are typed in percent and kept in millionths.
  const own = Object.entries(pages).flatMap(([file, source]) => [...source.matchAll(/<(?:el-input-number|Number)\b[^>]*? :max="[\d_]+"[^>]*>/g)].filter(([tag]) => !tag.includes('/ 10_000')).map(() => file))
  expect(own).toEqual([])
})

test('how long a text may be stands in the API, not on the page', () => {
  const own = Object.entries(pages).filter(([, source]) => / maxlength="/.test(source)).map(([file]) => file.replace(/^.*\/|\.vue$/g, ''))
  expect(own.filter((page) => !others.includes(page))).toEqual([])
})
