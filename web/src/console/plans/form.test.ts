import { parse, type TomlValue } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { readConditions, readPay, readTo, writeConditions, writePay, writeTo } from './form'

const value = (text: string): TomlValue => parse(`v = ${text}`).v ?? ''

describe('conditions', () => {
  it.each([
    '{ direct_invites = 15 }',
    '{ own_sales = "5000.00", within = "30d" }',
    '{ all = [{ direct_customers = 30 }, { team_sales = "50000.00", within = "month" }] }',
    '{ any = [{ team_size = 1000 }, { legs = { rank = "manager", count = 5 } }] }',
  ])('%s comes back as it was', (text) => {
    const read = readConditions(value(text))
    expect(read && writeConditions(read)).toBe(text)
  })

  it('of one table share its window', () => {
    expect(readConditions(value('{ own_sales = "1.00", own_orders = 2, within = "30d" }'))?.list.map((one) => one.within)).toEqual(['30d', '30d'])
  })

  it('that a form cannot show are left alone', () => {
    expect(readConditions(value('{ moon = 1 }'))).toBeNull()
    expect(readConditions(value('{ all = [{ any = [] }] }'))).toBeNull()
    expect(readConditions(value('"sometimes"'))).toBeNull()
  })

  it('without a value are not written', () => {
    expect(writeConditions({ how: 'any', list: [{ kind: 'own_orders', value: ' ', rank: '', within: '' }, { kind: 'team_size', value: '5', rank: '', within: '' }] })).toBe('{ team_size = 5 }')
    expect(writeConditions({ how: 'manual', list: [] })).toBe('')
  })
})

describe('to whom', () => {
  it.each(['"seller"', '"differential"', '{ upline = 2 }', '{ upline = "1..=9" }', '{ nearest = "gold" }', '{ generation = "1..=3", of = "gold" }', '{ peer = "own" }', '{ pool = "senior", by = "own_sales" }'])('%s comes back as it was', (text) => {
    const read = readTo(value(text))
    expect(read && writeTo(read)).toBe(text)
  })

  it('that nobody knows is left alone', () => expect(readTo(value('{ upline = 1, moon = 2 }'))).toBeNull())
})

describe('how much', () => {
  it.each([
    ['rate', '"25%"'], ['rate', '"product"'], ['rates', '["5%", "3%"]'], ['rates', '{ owner = "16%", "金" = "20%" }'], ['amount', '"100.00"'], ['coupon', '"5.00"'], ['points', '50'],
  ] as const)('%s = %s comes back as it was', (key, text) => {
    const read = readPay({ [key]: value(text) })
    expect(read && writePay(read)).toEqual([key, text])
  })

  it('takes 25 for a percentage', () => expect(writePay({ kind: 'rate', value: ' 25 ', rates: {} })).toEqual(['rate', '"25%"']))
  it('said twice is left alone', () => expect(readPay({ rate: '1%', amount: '1.00' })).toBeNull())
})
