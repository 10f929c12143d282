/** A QR code as a file for a printer: dark on white, with the quiet zone that cameras need. */
import qrcode from 'qrcode-generator'

const QUIET = 4
/** Pixels of a picture's side, at least: 60 mm at 300 dots per inch and some. */
const PIXELS = 1_000

/** The dark modules as one path, and the number of modules of a side with the quiet zone. */
function modules(text: string): { path: string; side: number } {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const count = code.getModuleCount()
  let path = ''
  for (let y = 0; y < count; y++) for (let x = 0; x < count; x++) if (code.isDark(y, x)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`
  return { path, side: count + 2 * QUIET }
}

export function toSvg(text: string): string {
  const { path, side } = modules(text)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="60mm" height="60mm" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`
}

export async function toPng(text: string): Promise<Blob> {
  const { path, side } = modules(text)
  const scale = Math.ceil(PIXELS / side)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side * scale
  const context = canvas.getContext('2d')
  if (!context) throw new Error('there is no canvas')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.scale(scale, scale)
  context.fillStyle = '#000'
  context.fill(new Path2D(path))
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png'))
}

/** Names of its files. */
export const file = (code: string) => ({ svg: `qr-${code}.svg`, png: `qr-${code}.png` })
