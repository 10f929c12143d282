/**
 * A tree of members that is opened bit by bit: rows of what is open, in the order in which they are drawn.
 * It never holds more than what somebody has opened, however many members the shop has.
 */
import type { Page } from '@/base/load'

/** What the tree needs of a member. */
export interface Person {
  id: string
  invited: number
}

/** A member in the tree, with those of their people that were asked for. */
export interface Branch<P extends Person> {
  person: P
  depth: number
  parent: Branch<P> | null
  isOpen: boolean
  isLoading: boolean
  /** In the order of the API, after those that a search has put in front. */
  children: Branch<P>[]
  /** Where the next page begins; `null`: there is none; `undefined`: nothing was asked for yet. */
  next: string | null | undefined
}

/** A line of the drawing: a member, or the way to more of somebody's people. */
export interface Row<P extends Person> {
  branch: Branch<P>
  isMore: boolean
}

/** How somebody's people are asked for. */
export type AskChildren<P> = (id: string, cursor: string | undefined) => Promise<Page<P>>

export class Forest<P extends Person> {
  rows: Row<P>[] = []

  constructor(private readonly ask: AskChildren<P>, roots: P[]) {
    this.rows = roots.map((person) => ({ branch: branch(person, null), isMore: false }))
  }

  /** Shows somebody's people. */
  async open(wanted: Branch<P>): Promise<void> {
    if (wanted.isOpen) return
    wanted.isOpen = true
    if (wanted.next === undefined) await this.load(wanted)
    this.redraw(wanted)
  }

  /** Hides them, and all below. */
  close(wanted: Branch<P>): void {
    if (!wanted.isOpen) return
    wanted.isOpen = false
    this.redraw(wanted)
  }

  /** Shows another page of somebody's people. */
  async more(of: Branch<P>): Promise<void> {
    const before = of.children.length
    await this.load(of)
    const at = this.rows.findIndex((row) => row.isMore && row.branch === of)
    if (at < 0) return
    const fresh = of.children.slice(before).map((child): Row<P> => ({ branch: child, isMore: false }))
    this.rows = this.rows.slice(0, at).concat(fresh, this.rows.slice(of.next === null ? at + 1 : at))
  }

  /** Opens the way down to somebody: `path` goes from them up to the root. Those beside the way are not asked for. Gives their branch. */
  reveal(path: P[]): Branch<P> | null {
    const [root, ...down] = [...path].reverse()
    if (!root) return null
    const top = this.rows.find((row) => row.branch.depth === 0 && row.branch.person.id === root.id)?.branch ?? this.plant(root)
    let here = top
    for (const person of down) {
      here.isOpen = true
      here = child(here, person)
    }
    this.redraw(top)
    return here
  }

  /** Draws another root above the others. */
  plant(root: P): Branch<P> {
    const planted = branch(root, null)
    this.rows = [{ branch: planted, isMore: false } as Row<P>].concat(this.rows)
    return planted
  }

  /** Where somebody is drawn; -1 if nowhere. */
  place(wanted: Branch<P>): number {
    return this.rows.findIndex((row) => row.branch === wanted && !row.isMore)
  }

  /** Draws what is below somebody as it is now. */
  private redraw(of: Branch<P>): void {
    const at = this.place(of)
    if (at >= 0) this.rows = this.rows.slice(0, at + 1).concat(of.isOpen ? lines(of) : [], this.rows.slice(this.end(at)))
  }

  private async load(of: Branch<P>): Promise<void> {
    if (of.isLoading || of.next === null) return
    of.isLoading = true
    try {
      const page = await this.ask(of.person.id, of.next)
      const known = new Set(of.children.map((child) => child.person.id))
      of.children = of.children.concat(page.items.filter((one) => !known.has(one.id)).map((one) => branch(one, of)))
      of.next = page.next ?? null
    } catch (thrown) {
      if (of.next === undefined && of.children.length === 0) of.isOpen = false
      throw thrown
    } finally {
      of.isLoading = false
    }
  }

  /** The first row after everything below the row at `at`. */
  private end(at: number): number {
    const depth = this.rows[at]?.branch.depth ?? 0
    let end = at + 1
    for (let row = this.rows[end]; row && (row.isMore ? row.branch.depth + 1 : row.branch.depth) > depth; row = this.rows[end]) end++
    return end
  }
}

/** The branch of one of somebody's people, put in front if that page was not asked for yet. */
function child<P extends Person>(parent: Branch<P>, person: P): Branch<P> {
  const known = parent.children.find((one) => one.person.id === person.id)
  if (known) return known
  const made = branch(person, parent)
  parent.children = [made, ...parent.children]
  return made
}

function branch<P extends Person>(person: P, parent: Branch<P> | null): Branch<P> {
  return { person, parent, depth: parent ? parent.depth + 1 : 0, isOpen: false, isLoading: false, children: [], next: undefined }
}

/** The rows of somebody's people, with what is open below them. */
function lines<P extends Person>(of: Branch<P>): Row<P>[] {
  const rows: Row<P>[] = []
  for (const child of of.children) {
    rows.push({ branch: child, isMore: false })
    if (child.isOpen) for (const row of lines(child)) rows.push(row)
  }
  // On the way down to somebody nobody beside it was asked for.
  const isLeft = of.next === undefined ? of.person.invited > of.children.length : of.next !== null
  if (isLeft) rows.push({ branch: of, isMore: true })
  return rows
}
