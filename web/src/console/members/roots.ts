import { api, take, type Schema } from '@/api'

/** How many of those who joined last are asked where their trees begin. */
const NEWEST = 12

/** Where drawing begins: the root above `id`, or the roots above those who joined last. */
export async function firstRoots(id: string, at: string | undefined): Promise<Schema['DeskMember'][]> {
  const ids = id ? [id] : (await take(api.GET('/api/v1/staff/members', { params: { query: { limit: NEWEST, joined_to: at } } }))).items.map((one) => one.id)
  const paths = await Promise.all(ids.map((one) => take(api.GET('/api/v1/staff/members/{id}/path', { params: { path: { id: one }, query: { at } } }))))
  const roots = new Map(paths.flatMap((path) => path.slice(-1)).map((root) => [root.id, root]))
  return [...roots.values()]
}
