import { api, take, type Schema } from '@/api'
import { lang } from '@/base/words'

/** A category with its place in the tree. */
export interface Flat {
  category: Schema['CategoryView']
  depth: number
  parent: string | null
}

export const categoryTitle = (category: Schema['CategoryView']) => (lang.value === 'zh' ? category.title_zh : category.title_en)

/** Its title, further in the deeper it lies: for lists to choose from. */
export const indented = (one: Flat) => `${'\u2003'.repeat(one.depth)}${categoryTitle(one.category)}`

/** All categories, those inside of others after them. */
export async function flatCategories(): Promise<Flat[]> {
  const flat = (all: Schema['CategoryView'][], depth: number, parent: string | null): Flat[] =>
    all.flatMap((category) => [{ category, depth, parent }, ...flat(category.children, depth + 1, category.id)])
  return flat(await take(api.GET('/api/v1/categories')), 0, null)
}
