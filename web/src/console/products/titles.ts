import type { Words } from '@/base/words'

/** What stands in the field of the English title: nothing where there is one title for everybody. */
export const english = (title: Words) => (title.en === title.zh ? '' : title.en)
