import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { readItems, useCart, written } from './cart'

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
})

test('more of the same joins what is there', () => {
  const cart = useCart()
  cart.put('1', '11', 2)
  cart.put('1', '11', 3)
  cart.put('1', '12', 1)
  expect(cart.items.map(({ sku, quantity }) => [sku, quantity])).toEqual([['12', 1], ['11', 5]])
  expect(cart.pieces).toBe(6)
})

test('a cart that somebody has spoilt is an empty cart', () => {
  for (const spoilt of ['{', '7', '[{"sku":1}]', 'null']) {
    localStorage.setItem('banyan.cart', spoilt)
    setActivePinia(createPinia())
    expect(useCart().items).toEqual([])
  }
})

test('items in an address come back as they went; nonsense is left out', () => {
  const items = [{ sku: '123', quantity: 2 }, { sku: '456', quantity: 1 }]
  expect(readItems(written(items))).toEqual(items)
  expect(readItems('123*0,x*2,12*99999,7*1')).toEqual([{ sku: '7', quantity: 1 }])
})
