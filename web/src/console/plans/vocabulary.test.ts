import { expect, it } from 'vitest'

const joined = (files: Record<string, unknown>) => Object.values(files).join('\n')
const parser = joined(import.meta.glob('../../../../crates/plan/src/parse/*.rs', { query: '?raw', import: 'default', eager: true }))
const form = joined(import.meta.glob(['./*Fields.vue', './Form.vue', './Weights.vue', './PurchaseField.vue', './form.ts', './formWords.ts'], { query: '?raw', import: 'default', eager: true }))

/** Whatever the parser takes: keys, and words that may stand in their place. */
function vocabulary(): string[] {
  const keys = [...parser.matchAll(/\.(?:take|has)\("([a-z_]+)"\)/g)]
  const words = [...parser.matchAll(/\("([a-z_]+|\d:\d)", (?:[A-Z]\w*::|\d|true|false|reward|filters)/g)]
  return [...new Set([...keys, ...words].map((one) => one[1] ?? ''))]
}

it('knows every word of the language', () => {
  const words = vocabulary()
  expect(words.length).toBeGreaterThan(110)
  expect(words.filter((word) => !new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(form))).toEqual([])
})
