/** What a search is narrowed down to, as it stands in the address. */
import type { LocationQuery } from 'vue-router'
import type { Schema } from '@/api'
import { money } from '@/base/money'
import { lang, words } from '@/base/words'

export interface Filter {
  category?: string
  brand?: string
  /** Minor units. */
  from?: string
  below?: string
  stock?: string
}

export const t = words({
  zh: { category: '分类', brand: '品牌', price: '价格', stock: '库存', inStock: '只看有货', below: (to: string) => `${to} 以下`, from: (at: string) => `${at} 以上`, between: (at: string, to: string) => `${at} – ${to}` },
  en: { category: 'Category', brand: 'Brand', price: 'Price', stock: 'Stock', inStock: 'In stock', below: (to: string) => `Under ${to}`, from: (at: string) => `${at} and up`, between: (at: string, to: string) => `${at} – ${to}` },
})

/** The filter of an address; what makes no sense is left out. */
export function filterOf(query: LocationQuery): Filter {
  const text = (name: string, fits: RegExp) => {
    const value = query[name]
    return typeof value === 'string' && fits.test(value) ? value : undefined
  }
  const amount = /^\d{1,15}$/
  return { category: text('category', /^\d{1,19}$/), brand: text('brand', /^.{1,60}$/), from: text('from', amount), below: text('below', amount), stock: text('stock', /^1$/) }
}

/** A filter with something else chosen. */
export const chosen = (filter: Filter, change: Filter): Filter => ({ ...filter, ...change })

/** How a price band reads. */
export function band(from: number | null | undefined, below: number | null | undefined): string {
  if (typeof from !== 'number') return typeof below === 'number' ? t.below(money(below)) : ''
  return typeof below === 'number' ? t.between(money(from), money(below)) : t.from(money(from))
}

/** What is chosen, each with what takes it back. */
export function labels(filter: Filter, facets: Schema['FacetsView'] | null): { text: string; without: Filter }[] {
  const out: { text: string; without: Filter }[] = []
  if (filter.category) {
    const found = facets?.categories.find((one) => one.id === filter.category)
    out.push({ text: found ? (lang.value === 'zh' ? found.title_zh : found.title_en) : t.category, without: { category: undefined } })
  }
  if (filter.brand) out.push({ text: filter.brand, without: { brand: undefined } })
  if (filter.from || filter.below) out.push({ text: band(filter.from ? Number(filter.from) : null, filter.below ? Number(filter.below) : null), without: { from: undefined, below: undefined } })
  if (filter.stock) out.push({ text: t.inStock, without: { stock: undefined } })
  return out
}
