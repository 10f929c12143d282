import { describe, expect, it } from 'vitest'
import { differences, merged, type Settings } from './draft'

const base: Settings = {
  contact: '', notifier: '', name: 'Tea', packs: ['cn'], binding: { kind: 'permanent' }, attribution_days: 7, unpaid_minutes: 30, unpaid_orders: 50, unpaid_pieces: 2000, receive_days: 10,
  withdrawals: { least: 100, most_a_day: 5000, tax_profile: 'none' }, coupon_days: 90, least_age: 18, providers: ['test'],
  offline_instructions: '', country_code: '86', private_webhooks: false, is_set_up: true,
  declared: { comments_asked: null, courses_sold: null, custody: null, free_sign_up: null, guardian_consent: null, inviter_coupon: null, online_withdrawal: null, ranks_by_heads: null, ranks_sold: null, shares_marked: null, vat_checked_on: null },
}

describe('settings that two people change', () => {
  it('keep what both of them changed elsewhere', () => {
    const mine = { ...base, name: 'Tea house' }
    const theirs = { ...base, receive_days: 14, withdrawals: { ...base.withdrawals, least: 200 } }
    expect(differences(base, theirs)).toEqual(['receive_days', 'withdrawals'])
    expect(merged(base, mine, theirs)).toEqual({ ...theirs, name: 'Tea house' })
  })

  it('are mine where both changed the same', () => {
    expect(merged(base, { ...base, name: 'Mine' }, { ...base, name: 'Theirs' }).name).toBe('Mine')
  })
})
