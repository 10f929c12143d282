/** The text is checked by the shop while somebody writes. */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { api, asProblem, take, type Problem } from '@/api'
import { say } from '@/base/words'
import type { Mark } from './colour'
import { weight, type Checked } from './state'

/** Milliseconds of rest before a text is sent. */
const REST = 400

export function useCheck(text: Readonly<Ref<string | null>>) {
  const answer = shallowRef<Checked | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const isChecking = ref(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  async function check() {
    const mine = ++round
    const source = text.value
    if (source === null) return
    problem.value = null
    try {
      const found = await take(api.POST('/api/v1/staff/plans/check', { body: { source } }))
      if (mine === round) answer.value = found
    } catch (thrown) {
      if (mine === round) problem.value = asProblem(thrown)
    } finally {
      if (mine === round && source === text.value) isChecking.value = false
    }
  }
  watch(text, (_, before) => {
    isChecking.value = true
    clearTimeout(timer)
    timer = setTimeout(check, before === null || before === undefined ? 0 : REST)
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))

  const marks = computed(() => (answer.value ? marked(answer.value) : []))
  return { answer, problem, isChecking, marks, check }
}

/** What the answer says of places in the text. */
function marked(answer: Checked): Mark[] {
  const wrong = answer.diagnostics.map((one): Mark => ({
    severity: one.severity === 'error' ? 'error' : 'warning',
    text: [say(one.message), say(one.help)].filter(Boolean).join('\n'),
    line: one.line,
    column: one.column,
    endLine: one.end_line,
    endColumn: one.end_column,
  }))
  const found = answer.findings.filter((one) => one.line && ['refused', 'review'].includes(weight(one))).map((one): Mark => ({
    severity: 'law',
    text: `${one.rule} · ${say(one.message)}`,
    line: one.line ?? 1,
    column: 1,
    endLine: one.line ?? 1,
    endColumn: 10_000,
  }))
  return [...wrong, ...found]
}
