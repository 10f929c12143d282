import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import { resolve } from 'node:path'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'
import { consoleFallback } from './build/console-fallback.ts'
import { compressed } from './build/compressed.ts'
import { noIconFont } from './build/no-icon-font.ts'

/** Where the shop listens while we develop: `BANYAN=http://127.0.0.1:8090 npm run dev`. */
const shop = process.env.BANYAN ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [
    noIconFont(),
    vue(),
    components({
      dirs: [],
      dts: 'src/components.d.ts',
      resolvers: [VantResolver(), ElementPlusResolver()],
    }),
    consoleFallback(),
    compressed(),
  ],
  resolve: { alias: { '@': resolve(import.meta.dirname, 'src') } },
  build: {
    target: 'es2022',
    // Data addresses would have to be let in by the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // ECharts, of which the console loads what it draws with, when it draws.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: {
        shop: resolve(import.meta.dirname, 'index.html'),
        console: resolve(import.meta.dirname, 'console/index.html'),
      },
    },
  },
  // A test reads the parser of the plan language.
  server: { proxy: { '/api': shop }, fs: { allow: ['..'] } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
})
