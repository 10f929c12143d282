/** Reads QR codes: with what the browser has for it, otherwise with a library that is loaded when it is first needed. */

interface Detector {
  detect: (from: ImageBitmapSource) => Promise<{ rawValue: string }[]>
}
type Maker = new (options: { formats: string[] }) => Detector

/** The longest side of a picture that is read; a larger one only takes longer. */
const SIDE = 1_200

/** The text of the QR code in a picture; nothing if none is found. */
export async function readQr(from: HTMLVideoElement | ImageBitmap): Promise<string | null> {
  const { BarcodeDetector } = globalThis as unknown as { BarcodeDetector?: Maker }
  if (BarcodeDetector) {
    const found = await new BarcodeDetector({ formats: ['qr_code'] }).detect(from).catch(() => [])
    if (found[0]) return found[0].rawValue
  }
  const [wide, high] = 'videoWidth' in from ? [from.videoWidth, from.videoHeight] : [from.width, from.height]
  if (!wide || !high) return null
  const shrink = Math.min(1, SIDE / Math.max(wide, high))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(wide * shrink)
  canvas.height = Math.round(high * shrink)
  const drawn = canvas.getContext('2d', { willReadFrequently: true })
  if (!drawn) return null
  drawn.drawImage(from, 0, 0, canvas.width, canvas.height)
  const { data, width, height } = drawn.getImageData(0, 0, canvas.width, canvas.height)
  const { default: jsQR } = await import('jsqr')
  return jsQR(data, width, height)?.data ?? null
}
