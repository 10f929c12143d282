import jsQR from 'jsqr'
import { readFileSync } from 'node:fs'
import { expect, speak, test } from './shop'

test('the first page is below 200 kB, and there in 1.5 seconds', async ({ browser, shop }) => {
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const context = await browser.newContext({ baseURL: shop.url })
    const page = await context.newPage()
    const network = await context.newCDPSession(page)
    await network.send('Network.enable')
    let bytes = 0
    network.on('Network.loadingFinished', (done) => (bytes += done.encodedDataLength))
    await page.goto('/', { waitUntil: 'commit' })
    await page.getByRole('link', { name: shop.goods.bag.title }).first().waitFor()
    times.push(await page.evaluate(() => performance.now()))
    await page.waitForLoadState('networkidle')
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThan(200_000)
    await context.close()
  }
  // Other tests share the machine: the best of three is what it can do.
  expect(Math.min(...times)).toBeLessThan(1500)
})

test('two presses make a poster, in less than 200 ms, whose code leads to the product by her link', async ({ page, shop }) => {
  await speak(page, 'zh')
  await shop.signIn(page, shop.promoter)
  await page.goto(`/product/${shop.goods.bag.id}`)
  const poster = page.getByRole('img', { name: /^海报/ })
  for (let round = 0; round < 3; round++) {
    if (round > 0) await page.getByRole('button', { name: '关闭' }).click()
    await page.getByRole('button', { name: /分享赚/ }).click()
    await expect(poster).toBeVisible()
  }
  const took = await page.evaluate(() => performance.getEntriesByName('poster').map((one) => one.duration))
  // Other tests share the machine: the best of three is what it can do.
  expect(Math.min(...took)).toBeLessThan(200)

  const download = page.waitForEvent('download')
  await page.getByText('保存图片').click()
  const png = readFileSync(await (await download).path())
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  const pixels = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    // The lower right quarter, where the code stands.
    const [width, height] = [bitmap.width / 2, bitmap.height / 3]
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    context?.drawImage(bitmap, width, 2 * height, width, height, 0, 0, width, height)
    const { data } = context?.getImageData(0, 0, width, height) ?? { data: [] }
    return { data: Array.from(data), width, height }
  }, png.toString('base64'))
  const read = jsQR(Uint8ClampedArray.from(pixels.data), pixels.width, pixels.height)
  expect(read?.data).toBe(`${shop.url}/product/${shop.goods.bag.id}?via=${shop.code}`)
})
