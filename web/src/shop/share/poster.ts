/** The share poster: drawn on a canvas, in one go, in the sharer's language. */
import { art, tints } from '../parts/art'
import { qr } from './qr'

/** What stands on it. */
export interface Poster {
  shop: string
  title: string
  /** Written out: `¥12.40`; nothing for an invitation. */
  price?: string
  /** A loaded picture of the product; a drawn one if there is none. */
  picture?: CanvasImageSource & { width: number; height: number }
  from: string
  scan: string
  ad: string
  adHint: string
  /** Where the QR code leads. */
  link: string
}

const WIDTH = 750
const HEIGHT = 1182
const EDGE = 40
const SANS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"

/** Cuts a text into at most `most` lines of a width; the last one ends with … if there is more. */
export function lines(text: string, most: number, fits: (line: string) => boolean): string[] {
  // Chinese breaks anywhere, other scripts between words; nobody reads more than the first few hundred characters.
  const pieces = text.slice(0, 400).match(/[\p{Script=Han}，。！？、]|[^\s\p{Script=Han}]+\s*|\s+/gu) ?? []
  const out: string[] = []
  let line = ''
  for (const piece of pieces.flatMap((piece) => (fits(piece) ? [piece] : Array.from(piece)))) {
    if (line !== '' && !fits(line + piece)) {
      out.push(line.trimEnd())
      line = ''
      if (out.length > most) break
    }
    line += piece
  }
  out.push(line.trimEnd())
  if (out.length <= most && text.length <= 400) return out
  let last = out[most - 1] ?? ''
  while (last !== '' && !fits(`${last}…`)) last = last.slice(0, -1)
  return [...out.slice(0, most - 1), `${last}…`]
}

function drawPicture(ctx: CanvasRenderingContext2D, poster: Poster): void {
  const { picture } = poster
  if (picture) {
    const side = Math.min(picture.width, picture.height)
    ctx.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 110, WIDTH, WIDTH)
    return
  }
  const drawn = art(poster.title)
  const [ground, ink] = tints[drawn.tint] ?? tints[0]
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, 110, WIDTH, WIDTH)
  ctx.clip()
  ctx.fillStyle = ground
  ctx.fillRect(0, 110, WIDTH, WIDTH)
  ctx.strokeStyle = ink
  ctx.globalAlpha = 0.16
  ctx.lineWidth = 12
  for (const [x, y, radius] of drawn.rings) {
    ctx.beginPath()
    ctx.arc(x * 7.5, 110 + y * 7.5, radius * 7.5, 0, Math.PI * 2)
    ctx.stroke()
  }
  ctx.globalAlpha = 1
  ctx.fillStyle = ink
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.font = `600 260px ${SANS}`
  ctx.fillText(drawn.initial, WIDTH / 2, 110 + WIDTH / 2)
  ctx.restore()
}

function drawQr(ctx: CanvasRenderingContext2D, link: string, x: number, y: number, side: number): void {
  const code = qr(link)
  ctx.save()
  ctx.fillStyle = '#fff'
  ctx.fillRect(x, y, side, side)
  ctx.translate(x, y)
  ctx.scale(side / code.size, side / code.size)
  ctx.fillStyle = '#111'
  ctx.fill(new Path2D(code.path))
  ctx.restore()
}

function drawHead(ctx: CanvasRenderingContext2D, poster: Poster): void {
  ctx.textBaseline = 'middle'
  ctx.font = `500 24px ${SANS}`
  const mark = ctx.measureText(poster.ad).width + 24
  ctx.strokeStyle = '#8a8f8c'
  ctx.lineWidth = 2
  ctx.strokeRect(WIDTH - EDGE - mark, 36, mark, 40)
  ctx.fillStyle = '#5a615d'
  ctx.fillText(poster.ad, WIDTH - EDGE - mark + 12, 57)
  ctx.fillStyle = '#1e6b4a'
  ctx.font = `650 34px ${SANS}`
  const [shop = ''] = lines(poster.shop, 1, (line) => ctx.measureText(line).width <= WIDTH - 3 * EDGE - mark)
  ctx.fillText(shop, EDGE, 57)
}

/** Draws the poster. */
export function drawPoster(canvas: HTMLCanvasElement, poster: Poster): void {
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const ctx = canvas.getContext('2d')
  if (!ctx) return
  ctx.fillStyle = '#fff'
  ctx.fillRect(0, 0, WIDTH, HEIGHT)
  drawHead(ctx, poster)
  drawPicture(ctx, poster)

  const side = 230
  const room = WIDTH - 3 * EDGE - side
  drawQr(ctx, poster.link, WIDTH - EDGE - side, 884, side)
  ctx.textBaseline = 'alphabetic'
  ctx.fillStyle = '#1d211f'
  ctx.font = `500 32px ${SANS}`
  let y = 922
  for (const line of lines(poster.title, 2, (line) => ctx.measureText(line).width <= room)) {
    ctx.fillText(line, EDGE, y)
    y += 44
  }
  if (poster.price) {
    ctx.fillStyle = '#c23f17'
    ctx.font = `700 48px ${SANS}`
    ctx.fillText(poster.price, EDGE, y + 24)
  }
  ctx.fillStyle = '#5a615d'
  ctx.font = `400 24px ${SANS}`
  const [from = ''] = lines(poster.from, 1, (line) => ctx.measureText(line).width <= room)
  ctx.fillText(from, EDGE, 1114)
  ctx.textAlign = 'center'
  ctx.fillText(poster.scan, WIDTH - EDGE - side / 2, 1138)
  ctx.textAlign = 'start'
  ctx.font = `400 20px ${SANS}`
  ctx.fillText(poster.adHint, EDGE, 1166)
}
