import qrcode from 'qrcode-generator'

/** The dark modules of a QR code as one path, on a grid of `size` × `size` with its quiet zone. */
export function qr(text: string): { path: string; size: number } {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const count = code.getModuleCount()
  const quiet = 2
  let path = ''
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`
    }
  }
  return { path, size: count + 2 * quiet }
}
