import type { RouteRecordRaw } from 'vue-router'
import type { Schema } from '@/api'
import type { IconName } from '@/base/icons'

/** A noun of the console: a folder with a `noun.ts` that exports one as its default. It is found by itself. */
export interface Noun {
  /** Its name in the navigation, in the reader's language. */
  title: () => string
  icon: IconName
  /** Which part of the navigation it stands in. */
  group: 'shop' | 'people' | 'money' | 'plan' | 'house'
  /** Its place there. */
  order: number
  /** Who sees it; everybody of staff without. */
  permission?: Schema['Permission']
  /** Its pages, under /console; the first one is where the navigation leads. Components are loaded lazily. */
  routes: [RouteRecordRaw, ...RouteRecordRaw[]]
}

const found = import.meta.glob<{ default: Noun }>('./*/noun.ts', { eager: true })

/** All nouns, in the order of the navigation. */
export const nouns: Noun[] = Object.values(found).map((module) => module.default).sort((a, b) => a.order - b.order)
