/** Words that people see stay the field's own: docs/glossary.md says which. This looks for those that must not come back. */
import { expect, test } from 'vitest'

const refused: [RegExp, string][] = [
  [/任何(状态|等级|分类|操作|人|账户|方式|事由)/, '全部…'],
  [/改好/, '一键修正'],
  [/规则包的发现|规则包未予拒绝|规则包怎么说/, '合规检查结果'],
  [/她|(?<!其)他/, '不分性别：用户、会员、对方、其'],
  [/店主/, '商家（店铺一方）、超级管理员（后台角色）；“店主”只作等级名'],
  [/(这个|每个|一个|按|所有)号(?!码)|登记号/, '聊天账号'],
  [/被停用|停用账号/, '冻结'],
  [/\b[Nn]orms\b(?! *:)|^In force$|\bpieces? came back\b|\bplan in force\b/, 'standards, current, items returned, current plan'],
  [/读不通|一分没赚到|看过再采纳/, '书面的说法'],
  [/\b(She|Her|she|her|herself|hers)\b/, 'they, the member, the promoter'],
  [/^(House|Mend|Trade|Ask for it|I have it|Hot now|Go on|Taken back|Any state|Anything)$/, 'see the glossary'],
  [/\b[Mm]end(s|ed|ing)?\b|\breckon(s|ed)?\b|\bput(s)? a name to\b/, 'fix, calculate, sign'],
  [/\b[Pp]lan in force\b|\brule packs? (say|find)/, 'current plan, compliance findings'],
  [/谁也没|拿得|多拿|少拿|最要紧|做完的|弄准|跑几/, '书面的说法'],
  [/\b[Tt]he time for returns\b|\bAsked for\b|\bif you like\b/, 'return period, requested, optional'],
]

const sources = import.meta.glob<string>(['./**/*.{ts,vue}', '!./**/*.test.ts', '!./**/*.d.ts'], { query: '?raw', import: 'default', eager: true })

const comment = /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|^\s*\/\/.*$/gm

/** What stands between quotes, comments left out. */
function literals(source: string): string[] {
  const code = source.replace(comment, '')
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, ' ').trim())
}

/** Words for people: Chinese, or more than a name of something in the program. */
const isSaid = (text: string) => /\p{Script=Han}/u.test(text) || /^[A-Z“]/.test(text) || /\s/.test(text)

test('no page says what the glossary refuses', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(200)
  const found = Object.entries(sources).flatMap(([file, source]) =>
    literals(source).filter(isSaid).flatMap((text) => refused.filter(([bad]) => bad.test(text)).map(([, better]) => `${file}: “${text}” → ${better}`)))
  expect(found).toEqual([])
})

test('nobody is of one sex in comments', () => {
  const all = { ...sources, ...import.meta.glob<string>('../tests/**/*.ts', { query: '?raw', import: 'default', eager: true }) }
  const found = Object.entries(all).flatMap(([file, source]) => (source.match(comment) ?? []).filter((text) => /\b(she|hers?|herself|he|him|his|himself)\b/i.test(text)).map((text) => `${file}: ${text}`))
  expect(found).toEqual([])
})

test('the search sees words of both kinds, and no comments', () => {
  const seen = literals("// '她'\nconst t = { zh: { a: '她的' }, en: { a: `Her ${name}` } } /* 'House' */")
  expect(seen).toEqual(['她的', 'Her'])
})
