import type { components } from './schema'
import { capital, lang, type Words } from '@/base/words'

/** What went wrong, in a sentence that says how to go on. Everything that the API calls can throw. */
export class Problem extends Error {
  constructor(
    /** Stable: `stock_short`. For decisions, never for the screen. */
    readonly code: string,
    /** The HTTP status; 0 if there was no answer. */
    readonly status: number,
    readonly words: Words,
    /** The field at fault, as a JSON pointer. */
    readonly field = '',
  ) {
    super(code)
  }

  /** In the reader's language, which may change while it is shown. */
  get sentence(): string {
    return capital(this.words[lang.value])
  }
}

/** No answer came. */
export function unreachable(): Problem {
  return new Problem('unreachable', 0, {
    zh: '连不上商店，请检查网络后重试',
    en: 'the shop cannot be reached; please check your connection and try again',
  })
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  return new Problem('page', 0, {
    zh: '页面出了差错，请刷新后再试',
    en: 'something went wrong on this page; please reload it and try again',
  })
}

/** What a refusing answer says. */
export async function read(response: Response): Promise<Problem> {
  try {
    const told = (await response.json()) as components['schemas']['Problem']
    // The shop says it in the language that was asked for: the reader's.
    return new Problem(told.code, told.status, { zh: told.detail, en: told.detail }, told.field ?? '')
  } catch {
    return new Problem('unreadable', response.status, {
      zh: '商店的回答看不懂，请稍后再试',
      en: 'the shop gave an answer that cannot be read; please try again later',
    })
  }
}
