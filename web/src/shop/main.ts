import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { whoAmI } from '@/api'
import '@/base/tokens.css'
import '@/base/theme'
import { learnShop } from '@/base/shop'
import App from './App.vue'
import { router } from './router'
import './vant.css'

// Who asks and what the shop is called decide what is shown first; without an answer the pages say so themselves.
await Promise.allSettled([whoAmI(), learnShop()])
createApp(App).use(createPinia()).use(router).mount('#app')
