import { computed } from 'vue'
import { session, type Schema } from '@/api'

/** Whether somebody of staff is signed in, second factor and all. */
export const isIn = computed(() => session.value.kind === 'staff' && !session.value.code_needed)

/** Whether they may do that. */
export function may(permission: Schema['Permission'] | undefined): boolean {
  return permission === undefined || session.value.permissions.includes(permission)
}
