import type { Reporter, TestCase } from '@playwright/test/reporter'

/** Ends with one line that says how many passed. */
export default class Sum implements Reporter {
  private tests: TestCase[] = []

  onTestEnd(test: TestCase): void {
    if (!this.tests.includes(test)) this.tests.push(test)
  }

  onEnd(): void {
    const failed = this.tests.filter((test) => test.outcome() === 'unexpected').length
    const skipped = this.tests.filter((test) => test.outcome() === 'skipped').length
    console.log(`browser: ${this.tests.length - failed - skipped} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  }
}
