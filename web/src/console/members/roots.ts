/** Where drawing begins when nobody was asked for: the trees of those who joined last, found one at a time. */
import { api, take, type Schema } from '@/api'

type Member = Schema['DeskMember']

/** Whose trees are found. */
const NEWEST = 12

export const pathOf = (id: string, at: string | undefined): Promise<Member[]> =>
  take(api.GET('/api/v1/staff/members/{id}/path', { params: { path: { id }, query: { at } } }))

export class Roots {
  /** Who is known to be in a tree that was found. */
  private readonly seen = new Set<string>()

  private constructor(private readonly at: string | undefined, private left: Member[]) {}

  static async open(at: string | undefined): Promise<Roots> {
    const { items } = await take(api.GET('/api/v1/staff/members', { params: { query: { limit: NEWEST, joined_to: at } } }))
    return new Roots(at, items)
  }

  /** Whether there may be another tree. */
  get isMore(): boolean {
    return this.left.length > 0
  }

  /** The root of another tree; `null` if there is none. */
  async next(): Promise<Member | null> {
    const [newest] = this.left
    if (!newest) return null
    const path = await pathOf(newest.id, this.at)
    for (const one of path) this.seen.add(one.id)
    this.left = this.left.slice(1).filter((one) => !this.seen.has(one.id) && !(one.inviter && this.seen.has(one.inviter)))
    return path.at(-1) ?? null
  }
}
