import { expect, test } from 'vitest'
import { coded, reasonSaid } from './reasons'
import { lang } from './words'

test('a stored reason is said in the language of who reads it', () => {
  const stored = coded('broken', '杯口有裂')
  lang.value = 'en'
  expect(reasonSaid(stored)).toBe('Broken or faulty · 杯口有裂')
  lang.value = 'zh'
  expect(reasonSaid(stored)).toBe('质量问题 · 杯口有裂')
  expect(reasonSaid(coded('late'))).toBe('未收到货')
  expect(reasonSaid(coded('other', '想换颜色'))).toBe('想换颜色')
})

test('why a refund was not sent is said, with what the provider wrote', () => {
  lang.value = 'en'
  expect(reasonSaid('refused: NOT_ENOUGH 余额不足')).toBe('The payment provider refused · NOT_ENOUGH 余额不足')
  for (const code of ['noprovider', 'busy', 'unsure', 'invalid', 'unsupported', 'settings', 'closed', 'stuck']) expect(reasonSaid(code)).not.toBe(code)
})

test('what somebody wrote stays as it is', () => {
  for (const written of ['颜色不对', 'it broke', 'toString', 'note: see mail', '']) expect(reasonSaid(written)).toBe(written)
})
