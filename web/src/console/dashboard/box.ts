/** A product of three factors as a box, seen from above: its sides are the factors, its volume is the product. */

/** Buyers, orders each, spend per order. */
export type Sides = [number, number, number]
type Point = [number, number]

export interface Box {
  /** The three faces that one sees, as points of SVG polygons. */
  top: string
  left: string
  right: string
  /** Where the names of the sides stand: in the middle of their edges. */
  middles: [Point, Point, Point]
}

const COS = Math.cos(Math.PI / 6)

/** The sides of now, if those of before are one each; nothing if there was no before. */
export function compared(now: Sides, before: Sides): Sides | null {
  const ratios = now.map((side, place) => side / (before[place] ?? 0)) as Sides
  return ratios.every((one) => Number.isFinite(one) && one > 0) ? ratios : null
}

/** Boxes that stand in the same far corner, as large as fits, the picture's middle at the middle of all of them. */
export function boxes(all: Sides[], width: number, height: number): Box[] {
  const most = (place: 0 | 1 | 2) => Math.max(...all.map((sides) => sides[place]))
  const [a, b, c] = [most(0), most(1), most(2)]
  const scale = Math.min(width / ((a + b) * COS), height / ((a + b) / 2 + c))
  const shift: Point = [width / 2 - ((b - a) * COS * scale) / 2, height / 2 - (((a + b) / 2 - c) * scale) / 2]
  return all.map((sides) => box(sides.map((side) => side * scale) as Sides, shift))
}

function box([x, y, z]: Sides, [right, down]: Point): Box {
  // The first side runs to the lower left, the second to the lower right, the third up.
  const at = (x: number, y: number, z: number): Point => [right + (y - x) * COS, down + (x + y) / 2 - z]
  const points = (...corners: Point[]) => corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  return {
    top: points(at(0, 0, z), at(x, 0, z), at(x, y, z), at(0, y, z)),
    left: points(at(x, 0, 0), at(x, y, 0), at(x, y, z), at(x, 0, z)),
    right: points(at(0, y, 0), at(x, y, 0), at(x, y, z), at(0, y, z)),
    middles: [at(x / 2, y, 0), at(x, y / 2, 0), at(0, y, z / 2)],
  }
}
