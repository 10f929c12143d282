/** The cart: kept in this browser. It knows what and how many; titles, prices and stock are asked for when they are shown. */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'

/** Some pieces of a SKU. */
export interface Item {
  product: string
  sku: string
  quantity: number
  /** Whether they are to be bought next. */
  picked: boolean
}

const KEY = 'banyan.cart'
/** What the shop takes in one order. */
export const MOST_LINES = 100
export const MOST_PIECES = 9999

function isItem(value: unknown): value is Item {
  const item = value as Partial<Item> | null
  return typeof item?.product === 'string' && typeof item.sku === 'string' && Number.isInteger(item.quantity)
}

function kept(): Item[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(found) ? found.filter(isItem) : []
  } catch {
    return []
  }
}

/** The cart of this browser. */
export const useCart = defineStore('cart', () => {
  const items = ref(kept())
  watch(items, (now) => localStorage.setItem(KEY, JSON.stringify(now)), { deep: true })

  const pieces = computed(() => items.value.reduce((sum, item) => sum + item.quantity, 0))
  const picked = computed(() => items.value.filter((item) => item.picked))

  /** Puts pieces in, on top of those that are there; whether there was room. */
  function put(product: string, sku: string, quantity: number): boolean {
    const there = items.value.find((item) => item.sku === sku)
    if (!there && items.value.length >= MOST_LINES) return false
    if (there) {
      there.quantity = Math.min(MOST_PIECES, there.quantity + quantity)
      there.picked = true
    } else {
      items.value.unshift({ product, sku, quantity, picked: true })
    }
    return true
  }

  /** Takes these SKUs out. */
  function drop(skus: string[]): void {
    items.value = items.value.filter((item) => !skus.includes(item.sku))
  }

  return { items, pieces, picked, put, drop }
})

/** Items as they stand in an address: `123*2,456*1`. */
export function written(items: { sku: string; quantity: number }[]): string {
  return items.map(({ sku, quantity }) => `${sku}*${quantity}`).join(',')
}

/** Items of an address; what cannot be read is left out. */
export function readItems(text: unknown): { sku: string; quantity: number }[] {
  if (typeof text !== 'string') return []
  return text.split(',').flatMap((part) => {
    const [, sku, quantity] = /^(\d{1,19})\*(\d{1,4})$/.exec(part) ?? []
    return sku && Number(quantity) > 0 ? [{ sku, quantity: Number(quantity) }] : []
  })
}
