/** The few words that Vant's own parts say. */
import { Locale } from 'vant'
import en from 'vant/es/locale/lang/en-US'
import zh from 'vant/es/locale/lang/zh-CN'
import { watchEffect } from 'vue'
import { lang } from '@/base/words'

watchEffect(() => {
  if (lang.value === 'zh') Locale.use('zh-CN', zh)
  else Locale.use('en-US', en)
})
