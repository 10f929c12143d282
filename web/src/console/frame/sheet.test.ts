import { describe, expect, it } from 'vitest'
import { workbook } from './sheet'

/** Files of a ZIP file in which nothing is compressed. */
async function unzip(blob: Blob): Promise<Map<string, string>> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  const view = new DataView(bytes.buffer)
  const files = new Map<string, string>()
  let at = 0
  while (view.getUint32(at, true) === 0x04034b50) {
    const size = view.getUint32(at + 18, true)
    const name = view.getUint16(at + 26, true)
    const text = (from: number, length: number) => new TextDecoder().decode(bytes.slice(from, from + length))
    files.set(text(at + 30, name), text(at + 30 + name, size))
    at += 30 + name + size
  }
  return files
}

describe('a workbook', () => {
  it('holds texts as texts and numbers as numbers', async () => {
    const sheet = (await unzip(workbook('订单', ['单号', '金额'], [['1<2', 12.5]]))).get('xl/worksheets/sheet1.xml')
    expect(sheet).toContain('<t xml:space="preserve">1&lt;2</t>')
    expect(sheet).toContain('<c><v>12.5</v></c>')
  })

  it('never makes a formula of what a member wrote', async () => {
    const sheet = (await unzip(workbook('x', ['a'], [['=HYPERLINK("http://x")'], ['+1'], ['@SUM(A1)']]))).get('xl/worksheets/sheet1.xml')
    expect(sheet).not.toContain('<f>')
    expect(sheet?.match(/t="inlineStr"/g)).toHaveLength(4)
  })

  it('leaves out what XML cannot hold, and gives its sheet a name that Excel takes', async () => {
    const files = await unzip(workbook('a/b:c', ['x'], [['a\u0000b\u0007c']]))
    expect(files.get('xl/workbook.xml')).toContain('name="a b c"')
    expect(files.get('xl/worksheets/sheet1.xml')).toContain('>abc<')
  })
})
