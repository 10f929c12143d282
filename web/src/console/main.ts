import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { whoAmI } from '@/api'
import '@/base/tokens.css'
import '@/base/theme'
import { learnShop } from '@/base/shop'
import { keepShopTime } from '@/base/time'
import 'element-plus/theme-chalk/dark/css-vars.css'
import App from './frame/App.vue'
import './frame/element.css'
import { router } from './router'

keepShopTime()
await Promise.allSettled([whoAmI(), learnShop()])
createApp(App).use(createPinia()).use(router).mount('#app')
