/** Money: integers of minor units, from the API to the screen and back. No float comes near. */
import { shallowRef } from 'vue'
import { lang, type Lang } from './words'

export interface Currency {
  /** ISO 4217. */
  code: string
  /** Minor digits: 2 for cents. */
  digits: number
}

/** The shop's currency; the first answer of the shop sets it. */
export const currency = shallowRef<Currency>({ code: 'CNY', digits: 2 })

/** `¥`, `£`, … as people write it. */
export function sign(of: Currency = currency.value): string {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency: of.code, currencyDisplay: 'narrowSymbol' })
  return parts.formatToParts(0).find((part) => part.type === 'currency')?.value ?? of.code
}

/** A count with thousands separators: `1,234`. */
export function count(number: number): string {
  return number < 0 ? `−${grouped(String(-number))}` : grouped(String(number))
}

/** A figure in words, or a dash where the reader is not told. */
export function known(figure: number | null | undefined, said: (figure: number) => string): string {
  return figure === null || figure === undefined ? '–' : said(figure)
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** The parts of an amount: `−`, `£`, `1,234`, `.56`. */
export function parts(amount: number, of: Currency = currency.value) {
  const digits = String(Math.abs(amount)).padStart(of.digits + 1, '0')
  const cut = digits.length - of.digits
  return {
    minus: amount < 0 ? '−' : '',
    sign: sign(of),
    whole: grouped(digits.slice(0, cut)),
    rest: of.digits > 0 ? `.${digits.slice(cut)}` : '',
  }
}

/** An amount: `£1,234.56`, `−£3.00`. */
export function money(amount: number, of: Currency = currency.value): string {
  const { minus, sign, whole, rest } = parts(amount, of)
  return `${minus}${sign}${whole}${rest}`
}

/** What somebody typed, in minor units; `null` if it is no amount. */
export function typed(text: string, of: Currency = currency.value): number | null {
  const plain = text.trim().replace(/[,，\s]/g, '')
  const found = /^(\d{1,12})(?:\.(\d*))?$/.exec(plain)
  const rest = found?.[2] ?? ''
  if (!found || rest.length > of.digits) return null
  return Number(`${found[1]}${rest.padEnd(of.digits, '0')}`)
}

/** An amount as one types it: `1234.56`. */
export function plain(amount: number, of: Currency = currency.value): string {
  const { minus, whole, rest } = parts(amount, of)
  return `${minus && '-'}${whole.replaceAll(',', '')}${rest}`
}

/** A rate in millionths as percent: `12.5%`. */
export function percent(millionths: number): string {
  const digits = String(Math.abs(millionths)).padStart(5, '0')
  const rest = digits.slice(-4).replace(/0+$/, '')
  return `${millionths < 0 ? '−' : ''}${grouped(digits.slice(0, -4))}${rest && `.${rest}`}%`
}

/** A large amount, short: `£1.2m`, `¥120.5万`. For charts and tiles only. */
export function short(amount: number, language: Lang = lang.value, of: Currency = currency.value): string {
  const whole = Math.abs(amount) / 10 ** of.digits
  const format = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', { notation: 'compact', maximumFractionDigits: 1 })
  return `${amount < 0 ? '−' : ''}${sign(of)}${format.format(whole)}`
}
