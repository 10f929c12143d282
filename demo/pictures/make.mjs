// Composes the scenes of the demo's products: npm ci && npm run make.
//
// A scene is a hero at about 70 % of the width, two companions, a table line, a pale disc, a pattern and shadows. Each motif
// of motifs.json, [name, words, hero, companions], becomes VARIANTS scenes, which differ in colour, companions and places, so
// that two goods of a kind need not look alike. They are drawings and are said to be.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import sharp from 'sharp'

const assets = new URL('node_modules/@lobehub/fluent-emoji-3d/assets/', import.meta.url).pathname
const out = new URL('scenes/', import.meta.url).pathname
const motifs = JSON.parse(readFileSync(new URL('motifs.json', import.meta.url), 'utf8'))

const SIZE = 480
const VARIANTS = 6
// Wall, table, accent: rose, amber, green, blue, violet, sand.
const colours = [
  ['#fbdfe3', '#efb6c0', '#fff4f6'], ['#fdeccb', '#efcd8c', '#fffaec'], ['#e0efdc', '#b8d6ac', '#f5fbf2'],
  ['#dbe8f6', '#b3cce8', '#f2f8fd'], ['#e5def4', '#c8b9e4', '#f8f5fd'], ['#f2e7da', '#dcc5a8', '#fdf8f1'],
]
const patterns = [
  (ink) => `<circle cx="15" cy="15" r="3" fill="${ink}" opacity=".7"/>`,
  (ink) => `<path d="M-2 32L32 -2M-2 2L2 -2M28 32L32 28" stroke="${ink}" stroke-width="3" opacity=".45"/>`,
  (ink) => `<path d="M0 15q7.5-8 15 0t15 0" stroke="${ink}" fill="none" stroke-width="2.4" opacity=".6"/>`,
]
// Where hero and companions stand: centre, foot and width of each, of 360. Light things float.
const layouts = [
  [[180, 300, 250], [84, 308, 96], [288, 310, 88]],
  [[192, 302, 244], [72, 306, 112], [286, 312, 78]],
  [[170, 302, 246], [288, 306, 110], [66, 312, 78]],
]
const FLOATING = new Set(['2744', '2b50', '1f319', '2728', '1f4a7', '1f98b', '1f388', '2601', '1f41d', '1f48b', '1f3b5', '2708', '1f426', '1f54a', '1f324', '2600'])

const found = (code) => [`${code}.webp`, `${code}-fe0f.webp`].map((name) => assets + name).find(existsSync)
const known = new Map()
function trimmed(code) {
  const file = found(code)
  if (!file) throw new Error(`no picture of ${code}`)
  if (!known.has(code)) known.set(code, sharp(file).trim().png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true }))
  return known.get(code)
}

function stage(variant, places) {
  const [wall, table, accent] = colours[variant]
  const shadows = places.filter(([, foot]) => foot > 240).map(([x, y, w]) => `<ellipse cx="${x}" cy="${y - 6}" rx="${w * 0.4}" ry="${w * 0.06}" fill="url(#s)"/>`).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 360 360"><defs>
    <pattern id="p" width="30" height="30" patternUnits="userSpaceOnUse">${patterns[variant % 3](accent)}</pattern>
    <linearGradient id="t" x2="0" y2="1"><stop offset="0" stop-color="${table}"/><stop offset="1" stop-color="${wall}"/></linearGradient>
    <radialGradient id="s"><stop offset="0" stop-color="#2b1a10" stop-opacity=".38"/><stop offset="1" stop-color="#2b1a10" stop-opacity="0"/></radialGradient>
    <radialGradient id="l" cx=".5" cy=".35" r=".6"><stop offset="0" stop-color="#fff" stop-opacity=".75"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
    <rect width="360" height="360" fill="${wall}"/><rect width="360" height="360" fill="url(#p)"/><circle cx="180" cy="150" r="128" fill="${accent}" opacity=".75"/>
    <rect y="256" width="360" height="104" fill="url(#t)"/><rect width="360" height="360" fill="url(#l)"/>${shadows}</svg>`
}

async function scene([name, , hero, companions], number, variant) {
  const layout = layouts[(number + variant) % layouts.length]
  const first = variant % companions.length
  // Every fourth scene has one companion only.
  const wanted = variant % 4 === 3 ? [companions[first]] : [companions[first], companions[(first + 1) % companions.length]]
  const items = [[hero[0], ...layout[0]], ...wanted.map((code, at) => {
    const [x, foot, width] = layout[at + 1]
    return FLOATING.has(code) ? [code, x, 150 + 30 * at, Math.min(width, 74)] : [code, x, foot, width]
  })]
  const scale = SIZE / 360
  const layers = await Promise.all(items.map(async ([code, x, foot, width]) => {
    const { data, info } = await trimmed(code)
    const by = Math.min(width / 256, 236 / info.height)
    const [w, h] = [Math.round(info.width * by * scale), Math.round(info.height * by * scale)]
    const input = await sharp(data).resize(w, h).toBuffer()
    return { input, left: Math.max(0, Math.min(SIZE - w, Math.round(x * scale - w / 2))), top: Math.max(0, Math.round((foot - 4) * scale - h)) }
  }))
  const ground = Buffer.from(stage(variant, items.map(([, ...place]) => place)))
  const file = `${out}${name}-${variant}.webp`
  return (await sharp(ground).composite([...layers.slice(1), layers[0]]).webp({ quality: 80 }).toFile(file)).size
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out)
let bytes = 0
for (const [number, motif] of motifs.entries()) {
  const sizes = await Promise.all(Array.from({ length: VARIANTS }, (_, variant) => scene(motif, number, variant)))
  bytes += sizes.reduce((sum, size) => sum + size, 0)
}
console.log(`${motifs.length * VARIANTS} scenes, ${Math.round(bytes / 1024)} KiB`)
