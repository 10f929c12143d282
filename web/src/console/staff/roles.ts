import type { Schema } from '@/api'

type Permission = Schema['Permission']

export const roles: Schema['Role'][] = ['owner', 'finance', 'operations', 'branch', 'bd', 'support', 'clerk']

/** Every permission, in the order in which it is shown. */
export const permissions: Permission[] = [
  'members_read', 'personal_data', 'members_write', 'members_reset', 'privacy',
  'orders_read', 'orders_all', 'orders_write', 'vouchers_redeem', 'refunds', 'payments',
  'catalog_read', 'catalog_write', 'prices_free', 'chat_read', 'chat_write', 'chat_all',
  'ledger_read', 'withdrawals', 'plans_read', 'plans_write', 'reports', 'reports_all',
  'audit_read', 'settings_write', 'staff_write',
]
