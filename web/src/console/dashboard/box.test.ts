import { expect, test } from 'vitest'
import { boxes, compared, type Sides } from './box'

const numbers = (points: string) => points.split(' ').map((point) => point.split(',').map(Number) as [number, number])

test('sides are told against those of before', () => {
  expect(compared([20, 3, 50], [10, 2, 100])).toEqual([2, 1.5, 0.5])
  expect(compared([20, 3, 50], [0, 0, 0])).toBeNull()
  expect(compared([0, 0, 0], [10, 2, 100])).toBeNull()
})

test.each<[string, Sides[]]>([
  ['a cube', [[1, 1, 1]]],
  ['a tall one beside a cube', [[1, 1, 8], [1, 1, 1]]],
  ['a flat one beside a cube', [[6, 5, 0.2], [1, 1, 1]]],
])('%s stays inside of the picture and fills it one way', (_, sides) => {
  const all = boxes(sides, 160, 120).flatMap((one) => [one.top, one.left, one.right].flatMap(numbers))
  const spread = (place: 0 | 1) => {
    const values = all.map((point) => point[place])
    return [Math.min(...values), Math.max(...values)] as const
  }
  const [left, right] = spread(0)
  const [top, bottom] = spread(1)
  for (const edge of [left, top]) expect(edge).toBeGreaterThanOrEqual(-0.1)
  expect(right).toBeLessThanOrEqual(160.1)
  expect(bottom).toBeLessThanOrEqual(120.1)
  expect(Math.max((right - left) / 160, (bottom - top) / 120)).toBeCloseTo(1, 2)
})
