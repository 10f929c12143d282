import type { Plugin } from 'vite'

/** Vant's icons are a font, whose style asks a server elsewhere for it. Ours are drawn (base/icons.ts), so it is left out. */
export function noIconFont(): Plugin {
  const empty = '\0no-icon-font.css'
  return {
    name: 'no-icon-font',
    enforce: 'pre',
    resolveId(source, importer) {
      return source.endsWith('icon/index.css') && importer?.includes('/vant/') ? empty : undefined
    },
    load(id) {
      return id === empty ? '' : undefined
    },
  }
}
