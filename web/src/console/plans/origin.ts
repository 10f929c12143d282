/** Where a draft came from: `version-3`, `ready-wanwu`, `file-mine`. */
import { api, take, type Schema } from '@/api'
import { say } from '@/base/words'
import { t } from './words'

export type Ready = Schema['ReadyPlan']

/** The text that a name stands for; `null` if it is none, or a file, which is only in its draft. */
export async function origin(from: string): Promise<string | null> {
  const [, kind = '', name = ''] = /^(\w+)-(.*)$/.exec(from) ?? []
  if (kind === 'version') return (await take(api.GET('/api/v1/staff/plans/{version}', { params: { path: { version: name } } }))).source
  if (kind !== 'ready') return null
  return (await take(api.GET('/api/v1/staff/plans/ready'))).find((one) => one.id === name)?.source ?? null
}

/** The same for people. */
export function originWord(from: string, ready: Ready[] | null): string {
  const [, kind = '', name = ''] = /^(\w+)-(.*)$/.exec(from) ?? []
  if (kind === 'version') return t.version(Number(name))
  return kind === 'ready' ? t.fromReady(say(ready?.find((one) => one.id === name)?.title) || name) : t.fromFile(name)
}
