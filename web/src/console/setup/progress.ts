/** How far the set-up is: read from the shop itself, so that it goes on wherever it was left. */
import { api, session, take } from '@/api'
import { isIn, may } from '../frame/session'

export const steps = ['owner', 'shop', 'plan', 'product', 'promoter', 'done'] as const
export type Step = (typeof steps)[number]

/** What the plan step leaves behind: keeping the plan that is in force changes nothing in the shop. */
const PLAN = 'banyan.setup.plan'
export const keepPlan = () => localStorage.setItem(PLAN, session.value.id ?? '')

/** The steps that are done. */
export async function done(): Promise<Set<Step>> {
  const found = new Set<Step>()
  if (!isIn.value) return found
  found.add('owner')
  if (!may('settings_write')) return found
  const [settings, products, members] = await Promise.all([
    take(api.GET('/api/v1/staff/settings')),
    take(api.GET('/api/v1/staff/products', { params: { query: { limit: 1 } } })),
    take(api.GET('/api/v1/staff/members', { params: { query: { limit: 100 } } })),
  ])
  if (settings.version !== '0') found.add('shop')
  if (localStorage.getItem(PLAN) === session.value.id) found.add('plan')
  if (products.items.length) found.add('product')
  if (members.items.some((one) => one.promoter_at)) found.add('promoter')
  if (settings.settings.is_set_up) found.add('done')
  return found
}
