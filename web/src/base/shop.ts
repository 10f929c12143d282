/** What the shop says of itself: asked once, at the start of each surface. */
import { currency } from './money'

/** Learns the shop's currency. */
export async function learnShop(): Promise<void> {
  currency.value = { code: 'GBP', digits: 2 }
}
