/** What the shop says of itself: asked once, at the start of each surface. */
import { shallowRef } from 'vue'
import { api, take, type Schema } from '@/api'
import { currency } from './money'

/** The shop; `null` as long as it has not answered. */
export const shop = shallowRef<Schema['ShopView'] | null>(null)

/** Asks the shop what it is, and takes over its currency. */
export async function learnShop(): Promise<void> {
  shop.value = await take(api.GET('/api/v1/shop'))
  currency.value = { code: shop.value.currency, digits: shop.value.digits }
}
