/** What trying an order takes from a plan's text. */
import { currency, type Currency } from '@/base/money'
import { parts, valueOf } from './toml'

/** The currency in which it counts: its own, which need not be the shop's while it is only tried. */
export function currencyOf(text: string): Currency {
  const code = valueOf(text, parts(text)?.find((one) => one.name === 'plan'), 'currency')
  if (typeof code !== 'string' || !/^[A-Z]{3}$/.test(code) || code === currency.value.code) return currency.value
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits
  return { code, digits: digits ?? 2 }
}

/** The highest rate that a product may have, in percent as one types it. */
export function highestRate(text: string): string | null {
  const range = valueOf(text, parts(text)?.find((one) => one.name === 'sale'), 'product_rate')
  return typeof range === 'string' ? (/([\d.]+)%\s*$/.exec(range)?.[1] ?? null) : null
}
