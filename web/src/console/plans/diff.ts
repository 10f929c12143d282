/** What differs between two texts, line by line. */

/** A line of a comparison: gone, new, or in both. */
export interface Line {
  kind: 'gone' | 'new' | 'same'
  text: string
}

/** The lines of both texts: gone ones before new ones, as few of both as there can be. */
export function compared(before: string, after: string): Line[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const same = (text: string): Line => ({ kind: 'same', text })
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  return [...a.slice(0, head).map(same), ...middle, ...a.slice(a.length - tail).map(same)]
}

/** Of two texts that begin and end differently: the longest common lines, from a table of what is left. */
function between(a: string[], b: string[]): Line[] {
  const width = b.length + 1
  const left = new Uint32Array((a.length + 1) * width)
  const at = (x: number, y: number) => left[x * width + y] ?? 0
  for (let x = a.length - 1; x >= 0; x--) {
    for (let y = b.length - 1; y >= 0; y--) {
      left[x * width + y] = a[x] === b[y] ? at(x + 1, y + 1) + 1 : Math.max(at(x + 1, y), at(x, y + 1))
    }
  }
  const lines: Line[] = []
  let [x, y] = [0, 0]
  while (x < a.length || y < b.length) {
    if (x < a.length && y < b.length && a[x] === b[y]) {
      lines.push({ kind: 'same', text: a[x] ?? '' })
      x++
      y++
    } else if (x < a.length && (y === b.length || at(x + 1, y) >= at(x, y + 1))) lines.push({ kind: 'gone', text: a[x++] ?? '' })
    else lines.push({ kind: 'new', text: b[y++] ?? '' })
  }
  return lines
}

/** Lines around what differs; `null` stands for lines left out. */
export function shortened(lines: Line[], around = 2): (Line | null)[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - around), at + around + 1).some((one) => one.kind !== 'same'))
  return lines.flatMap((line, at) => (near[at] ? [line] : near[at - 1] || at === 0 ? [null] : []))
}

/** How many lines are new and gone. */
export function tally(lines: Line[]): { gone: number; fresh: number } {
  return { gone: lines.filter((one) => one.kind === 'gone').length, fresh: lines.filter((one) => one.kind === 'new').length }
}
