import { beforeEach, expect, it, vi } from 'vitest'
import { drafts, drop, fresh, keep, kept } from './draft'

beforeEach(() => localStorage.clear())

it('keeps a text for each plan, the latest first', () => {
  keep({ from: 'version-1', text: 'a', began: 'x', at: 1 })
  keep({ from: 'ready-wanwu', text: 'b', began: 'y', at: 3 })
  keep({ from: 'version-1', text: 'c', began: 'x', at: 2 })
  localStorage.setItem('banyan.lang', 'zh')
  expect(drafts().map((one) => one.text)).toEqual(['b', 'c'])
  expect(kept('version-1')?.began).toBe('x')
  drop('version-1')
  expect(kept('version-1')).toBeNull()
})

it('is not led astray by what is no draft', () => {
  localStorage.setItem('banyan.plan.a', '{"text":')
  localStorage.setItem('banyan.plan.b', '[]')
  localStorage.setItem('banyan.plan.c', '{"text":"d"}')
  expect(drafts()).toEqual([{ from: 'c', text: 'd', began: 'd', at: 0 }])
})

it('says so where nothing can be kept', () => {
  const full = { setItem: vi.fn(() => { throw new DOMException('full', 'QuotaExceededError') }) } as unknown as Storage
  expect(keep({ from: 'a', text: '', began: '', at: 0 }, full)).toBe(false)
})

it('finds a name under which nothing is kept', () => {
  expect(fresh('file-shop')).toBe('file-shop')
  keep({ from: 'file-shop', text: '', began: '', at: 0 })
  keep({ from: 'file-shop-2', text: '', began: '', at: 0 })
  expect(fresh('file-shop')).toBe('file-shop-3')
})
