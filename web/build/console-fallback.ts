import type { Plugin } from 'vite'

/** While we develop: every page under /console is the console's. The shop's server does the same for built files. */
export function consoleFallback(): Plugin {
  return {
    name: 'console-fallback',
    configureServer(server) {
      server.middlewares.use((request, _, next) => {
        const path = request.url?.split('?')[0] ?? ''
        if (/^\/console(\/[^.]*)?$/.test(path)) request.url = '/console/index.html'
        next()
      })
    },
  }
}
