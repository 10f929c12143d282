/** Colours and letters of charts, as tokens.css has them now: a canvas does not know its variables. */
import type { Option } from './echarts'

export interface Look {
  text: string
  quiet: string
  line: string
  ground: string
  raised: string
  bad: string
  /** Colour-blind-safe, in this order. */
  series: string[]
  font: string
}

/** How things look at this moment, light or dark. */
export function lookNow(): Look {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    text: of('text'),
    quiet: of('text-2'),
    line: of('line'),
    ground: of('surface'),
    raised: of('raised'),
    bad: of('bad'),
    series: [1, 2, 3, 4, 5, 6].map((place) => of(`chart-${place}`)),
    font: of('font'),
  }
}

/** What all charts have in common; tooltips are drawn, not written as HTML, which the policy would forbid. */
export function common(look: Look): Option {
  return {
    animation: false,
    color: look.series,
    textStyle: { fontFamily: look.font, color: look.text },
    grid: { left: 4, right: 12, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemGap: 16, itemWidth: 18, itemHeight: 11, selectedMode: false, textStyle: { color: look.quiet, fontSize: 12 } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: look.raised,
      borderColor: look.line,
      textStyle: { color: look.text, fontSize: 12 },
    },
  }
}

/** An axis of names: days, months. */
export function names(look: Look, data: string[]) {
  return {
    type: 'category' as const,
    data,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.line } },
    axisLabel: { color: look.quiet, hideOverlap: true, fontSize: 12 },
  }
}

/** An axis of figures, as `written`. */
export function figures(look: Look, written: (value: number) => string) {
  return {
    type: 'value' as const,
    splitNumber: 4,
    splitLine: { lineStyle: { color: look.line } },
    axisLabel: { color: look.quiet, fontSize: 12, formatter: written },
  }
}
