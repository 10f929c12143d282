/** Every address of the mobile app and the console, read from their routes, so that no page is forgotten. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const source = join(import.meta.dirname, '../src')

function paths(files: string[]): string[] {
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  return [...text.matchAll(/\bpath: '([^']*)'/g)].map(([, path = '']) => path.replaceAll('\\\\', '\\')).filter((path) => !path.includes(':rest'))
}

/** The files of this name in the console's nouns. */
function nouns(name: string): string[] {
  const folder = join(source, 'console')
  return readdirSync(folder).map((noun) => join(folder, noun, name)).filter((file) => existsSync(file))
}

/** An address for each route; `samples` gives one for each that has a parameter. */
function filled(routes: string[], samples: Record<string, string>): string[] {
  return routes.map((route) => {
    // A page inside of another has a path that goes on from it.
    const address = samples[route] ?? route
    if (!address.startsWith('/') || address.includes(':')) throw new Error(`${route} needs a sample address in tests/`)
    return address
  })
}

/** The storefront and the promoter centre. */
export const mobile = (samples: Record<string, string>) => filled(paths([join(source, 'shop/router.ts'), join(source, 'centre/routes.ts')]), samples)

/** The console; addresses begin with /console. */
export const desk = (samples: Record<string, string>) => filled(paths([join(source, 'console/router.ts'), ...nouns('noun.ts'), ...nouns('routes.ts')]), samples).map((path) => `/console${path}`)
