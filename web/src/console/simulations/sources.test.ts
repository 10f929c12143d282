import { beforeEach, expect, it } from 'vitest'
import { shop } from '@/base/shop'
import { choose } from '@/base/words'
import { keep } from '../plans/draft'
import type { Run } from './outcome'
import { groups, handed, inForce, studio, textOf, type Sources } from './sources'

type Lists = NonNullable<Sources['lists']>
const version = (no: number, state: string) => ({ version: no, state, title: { zh: '', en: `V${no}` } }) as Lists['versions'][number]
const ready = [{ id: 'wanwu', title: { zh: '', en: 'Wanwu' } }] as Lists['ready']
const all: Sources = { lists: { versions: [version(2, 'waiting'), version(1, 'active')], ready }, earlier: null }
beforeEach(() => {
  localStorage.clear()
  choose('en')
})

it('begins with the plan in force', () => {
  shop.value = { plan: { id: 'one', version: 1, title: { zh: '', en: 'V1' } } } as NonNullable<typeof shop.value>
  expect(inForce()).toBe('version-1')
  expect(groups({ lists: null, earlier: null })).toEqual([{ title: 'Versions', options: [{ name: 'version-1', text: 'Version 1 · V1 · current' }] }])
  expect(groups(all).map((one) => [one.title, ...one.options.map(({ text }) => text)])).toEqual([
    ['Versions', 'Version 2 · V2', 'Version 1 · V1 · current'],
    ['Ready plans', 'Wanwu'],
  ])
})

it('takes over a draft of the studio as it is at that moment', async () => {
  expect(handed('version-1')).toBe('version-1')
  keep({ from: 'version-1', text: 'changed', began: 'before', at: 1 })
  expect(handed('version-1')).toBe('draft-version-1')
  expect(groups(all)[0]).toEqual({ title: 'Unfinished drafts', options: [{ name: 'draft-version-1', text: 'Draft (Version 1)' }] })
  expect(await textOf('draft-version-1', null)).toBe('changed')
  expect(studio('draft-version-1')).toBe('/plans/studio/version-1')
  expect(await textOf('draft-version-9', null)).toBeNull()
})

it('runs the texts of an earlier run again, whatever became of them since', async () => {
  const earlier = { plan: { zh: '', en: 'Old' }, against: { zh: '', en: 'Other' }, source: 'a', against_source: 'b' } as Run
  expect(groups({ ...all, earlier })[0]?.options.map((one) => one.name)).toEqual(['run-one', 'run-other'])
  expect([await textOf('run-one', earlier), await textOf('run-other', earlier), studio('run-one')]).toEqual(['a', 'b', ''])
})
