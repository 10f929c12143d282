import { parse, type TomlValue } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { readConditions, readPair, readPay, readTo, writeConditions, writePair, writePay, writeTo } from './form'

const value = (text: string): TomlValue => parse(`v = ${text}`).v ?? ''

describe('conditions', () => {
  it.each([
    '{ direct_invites = 15 }',
    '{ own_sales = "5000.00", within = "30d" }',
    '{ all = [{ direct_customers = 30 }, { team_sales = "50000.00", within = "month" }] }',
    '{ team_sales = "4350.00", leg_at_most = "40%", within = "month" }',
    '{ any = [{ held = { rank = "gold", months = 3, of = 6 } }, { held = { rank = "gold", months = 2 } }] }',
    '{ any = [{ legs = { own_sales = "100.00", count = 3 }, within = "month" }, { lesser_legs = "2000.00" }] }',
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
    expect(writeConditions({ how: 'any', list: [{ kind: 'own_orders', value: ' ', rank: '', more: '', within: '' }, { kind: 'team_size', value: '5', rank: '', more: '', within: '' }] })).toBe('{ team_size = 5 }')
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
    ['rate', '"25%"'], ['rate', '"product"'], ['rates', '["5%", "3%"]'], ['rates', '{ owner = "16%", "金" = "20%" }'], ['amounts', '{ owner = "1.00", gold = "2.00" }'],
    ['rates', '{ silver = ["5%"], gold = ["5%", "3%"] }'], ['rates', '{ by = { group = "gold" }, from = { "0.00" = "3%", "5000.00" = "6%" } }'],
    ['rates', '{ by = "own_sales", within = "ever", marginal = true, from = { "100.00" = "1%" } }'], ['amount', '"100.00"'], ['coupon', '"5.00"'], ['points', '50'],
  ] as const)('%s = %s comes back as it was', (key, text) => {
    const read = readPay({ [key]: value(text) })
    expect(read && writePay(read)).toEqual([key, text])
  })

  it('takes 25 for a percentage', () => expect(writePay({ kind: 'rate', value: ' 25 ', rates: {} })).toEqual(['rate', '"25%"']))
  it('said twice is left alone', () => expect(readPay({ rate: '1%', amount: '1.00' })).toBeNull())
})

describe('pairs', () => {
  it.each(['{ unit = "200.00", ratio = "2:1", carry = "none" }', '{ steps = ["500.00", "1000.00"], idle = "lose", expires = 4 }', '{ carry = "100000.00" }'])('%s come back as they were', (text) => {
    const read = readPair(value(text))
    expect(read && writePair(read)).toBe(text)
  })

  it('of any amount need no words', () => expect(writePair(readPair(undefined) ?? { unit: '1', steps: '', ratio: '', carry: '', idle: '', expires: '' })).toBe(''))
})
