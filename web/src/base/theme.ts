/** Light or dark: what the reader chose, else what their system says. */
import { computed, ref, watchEffect } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'

const KEY = 'banyan.theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = ref(system.matches)
system.addEventListener('change', (event) => (systemIsDark.value = event.matches))

function first(): Theme {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'auto'
}

/** What the reader chose. */
export const theme = ref<Theme>(first())

/** Whether it is dark now. */
export const isDark = computed(() => theme.value === 'dark' || (theme.value === 'auto' && systemIsDark.value))

/** The reader has chosen. */
export function chooseTheme(wanted: Theme): void {
  theme.value = wanted
  localStorage.setItem(KEY, wanted)
}

// `dark` is what Element Plus looks for, `van-theme-dark` Vant.
watchEffect(() => {
  const { classList } = document.documentElement
  classList.toggle('dark', isDark.value)
  classList.toggle('van-theme-dark', isDark.value)
})
