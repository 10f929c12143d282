import type { Schema } from '@/api'

type Permission = Schema['Permission']

export const roles: Schema['Role'][] = ['owner', 'finance', 'operations', 'branch', 'bd', 'support']

/** Every permission, in the order in which it is shown. */
export const permissions: Permission[] = [
  'members_read', 'personal_data', 'members_write', 'privacy',
  'orders_read', 'orders_write', 'refunds', 'payments',
  'catalog_read', 'catalog_write',
  'ledger_read', 'withdrawals', 'plans_read', 'plans_write', 'reports',
  'audit_read', 'settings_write', 'staff_write',
]

/** What each role may do, as the shop has it: a browser test compares it with what the shop says. */
const granted: Record<Exclude<Schema['Role'], 'owner'>, Permission[]> = {
  finance: ['members_read', 'personal_data', 'orders_read', 'refunds', 'payments', 'catalog_read', 'ledger_read', 'withdrawals', 'plans_read', 'audit_read', 'reports'],
  operations: ['members_read', 'members_write', 'orders_read', 'orders_write', 'refunds', 'catalog_read', 'catalog_write', 'ledger_read', 'plans_read', 'reports'],
  branch: ['members_read', 'orders_read', 'orders_write', 'catalog_read', 'catalog_write', 'reports'],
  bd: ['catalog_read', 'catalog_write', 'reports'],
  support: ['members_read', 'personal_data', 'orders_read', 'orders_write', 'refunds', 'catalog_read'],
}

export const mayRole = (role: Schema['Role'], permission: Permission) => role === 'owner' || granted[role].includes(permission)
