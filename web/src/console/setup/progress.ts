/** How far the set-up is: read from the shop itself, so that it goes on wherever it was left. */
import { api, session, take, type Schema } from '@/api'
import { shop } from '@/base/shop'
import { isIn, may } from '../frame/session'

export const steps = ['owner', 'shop', 'plan', 'product', 'promoter', 'done'] as const
export type Step = (typeof steps)[number]

/** What the plan step leaves behind: keeping the plan that is in force changes nothing in the shop. */
const PLAN = 'banyan.setup.plan'
export const keepPlan = () => localStorage.setItem(PLAN, session.value.id ?? '')

/** How far the set-up is. */
export interface Progress {
  done: Set<Step>
  /** The settings, if they had to be read to know it. */
  settings?: Schema['SettingsBody']
}

/**
 * How far the set-up is; unless all of it is wanted, it is read no further than the first step that is left, as that is what is
 * shown first.
 */
export async function progress(isWhole: boolean): Promise<Progress> {
  if (!isIn.value) return { done: new Set() }
  if (!may('settings_write')) return { done: new Set(['owner']) }
  if (shop.value?.is_set_up) return { done: new Set(steps) }
  const done = new Set<Step>(['owner'])
  const isKept = localStorage.getItem(PLAN) === session.value.id
  if (isKept) done.add('plan')
  // Who has chosen the plan has been past the shop's settings.
  const settings = isWhole || !isKept ? await take(api.GET('/api/v1/staff/settings')) : undefined
  if (isKept || settings?.version !== '0') done.add('shop')
  if (!isWhole && !isKept) return { done, settings }
  const [products, members] = await Promise.all([
    take(api.GET('/api/v1/staff/products', { params: { query: { limit: 1 } } })),
    take(api.GET('/api/v1/staff/members', { params: { query: { limit: 100 } } })),
  ])
  if (products.items.length) done.add('product')
  if (members.items.some((one) => one.promoter_at)) done.add('promoter')
  return { done, settings }
}
