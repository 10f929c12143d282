/** Pictures of the pieces of a stretch of time. */
import { count, percent, short } from '@/base/money'
import type { Option } from '../frame/echarts'
import { common, figures, names, type Look } from '../frame/look'
import { rounded, type Figures } from './figures'
import { t } from './words'

/** What is drawn: the pieces, with their names. */
export interface Pieces {
  series: Figures[]
  names: string[]
}

const isFew = (pieces: Pieces) => pieces.series.length < 32

/** Sales as bars, and what is left of them as a line. */
export function sales(look: Look, pieces: Pieces): Option {
  return {
    ...common(look),
    tooltip: { ...common(look).tooltip, valueFormatter: (value) => short(Number(value)) },
    xAxis: names(look, pieces.names),
    yAxis: figures(look, (value) => short(value)),
    series: [
      { type: 'bar', name: t.sales, data: pieces.series.map((one) => one.gmv), barMaxWidth: 28, itemStyle: { borderRadius: [3, 3, 0, 0] } },
      { type: 'line', name: t.margin, data: pieces.series.map((one) => one.margin), symbol: 'diamond', symbolSize: 7, showSymbol: isFew(pieces), lineStyle: { width: 2 } },
    ],
  }
}

/** What part of sales rewards were, and the line that they must not cross. */
export function payout(look: Look, pieces: Pieces, limit: number): Option {
  const most = Math.max(limit, ...pieces.series.map((one) => one.payout ?? 0))
  return {
    ...common(look),
    tooltip: { ...common(look).tooltip, valueFormatter: (value) => (typeof value === 'number' ? percent(rounded(value)) : '–') },
    xAxis: { ...names(look, pieces.names), boundaryGap: false },
    yAxis: { ...figures(look, (value) => percent(rounded(value))), min: 0, max: Math.ceil((most * 1.15) / 50_000) * 50_000 },
    series: [{
      type: 'line',
      name: t.payout,
      data: pieces.series.map((one) => one.payout ?? null),
      connectNulls: false,
      symbol: 'circle',
      symbolSize: 6,
      showSymbol: isFew(pieces),
      areaStyle: { opacity: 0.12 },
      markLine: {
        silent: true,
        symbol: 'none',
        data: [{ yAxis: limit }],
        lineStyle: { color: look.bad, type: 'dashed', width: 1.5 },
        label: { formatter: t.limit(percent(limit)), position: 'insideEndTop', color: look.bad, fontSize: 12 },
      },
    }],
  }
}

/** Buyers, told apart by a pattern as well: who bought for the first time, and who came back. */
export function buyers(look: Look, pieces: Pieces): Option {
  const bar = { type: 'bar' as const, stack: 'buyers', barMaxWidth: 28 }
  return {
    ...common(look),
    aria: { enabled: true, label: { enabled: false }, decal: { show: true, decals: [{ symbol: 'none' }, { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: look.ground }] } },
    tooltip: { ...common(look).tooltip, valueFormatter: (value) => count(Number(value)) },
    xAxis: names(look, pieces.names),
    yAxis: { ...figures(look, count), minInterval: 1 },
    series: [
      { ...bar, name: t.first, data: pieces.series.map((one) => one.buyers - one.returning) },
      { ...bar, name: t.returning, data: pieces.series.map((one) => one.returning) },
    ],
  }
}

/** Who came: members as bars, those who became promoters as a line. */
export function joined(look: Look, pieces: Pieces): Option {
  return {
    ...common(look),
    color: [look.series[2] ?? '', look.series[3] ?? ''],
    tooltip: { ...common(look).tooltip, valueFormatter: (value) => count(Number(value)) },
    xAxis: names(look, pieces.names),
    yAxis: { ...figures(look, count), minInterval: 1 },
    series: [
      { type: 'bar', name: t.members, data: pieces.series.map((one) => one.new_members), barMaxWidth: 28, itemStyle: { borderRadius: [3, 3, 0, 0] } },
      { type: 'line', name: t.promoters, data: pieces.series.map((one) => one.new_promoters), symbol: 'triangle', symbolSize: 8, showSymbol: isFew(pieces), lineStyle: { width: 2 } },
    ],
  }
}

/** How earnings are spread: the further the curve hangs below the straight line, the fewer have most of them. */
export function lorenz(look: Look, points: { people: number; earned: number }[]): Option {
  const share = (value: number) => percent(rounded(value * 10_000))
  const pointed = (value: unknown) => (Array.isArray(value) ? t.lorenzPoint(share(Number(value[0])), share(Number(value[1]))) : '')
  const axis = (name: string) => ({ ...figures(look, share), min: 0, max: 100, interval: 25, name, nameLocation: 'middle' as const, nameTextStyle: { color: look.quiet, fontSize: 12 } })
  return {
    ...common(look),
    grid: { left: 22, right: 18, top: 36, bottom: 22, containLabel: true },
    tooltip: { ...common(look).tooltip, formatter: (shown) => pointed([shown].flat().at(-1)?.value) },
    xAxis: { ...axis(t.lorenzPeople), nameGap: 28 },
    yAxis: { ...axis(t.lorenzEarned), nameGap: 44 },
    series: [
      { type: 'line', name: t.equal, data: [[0, 0], [100, 100]], symbol: 'none', lineStyle: { type: 'dashed', width: 1.5, color: look.quiet }, itemStyle: { color: look.quiet }, tooltip: { show: false } },
      { type: 'line', name: t.actual, data: points.map(({ people, earned }) => [people / 10_000, earned / 10_000]), symbol: 'none', color: look.series[0], areaStyle: { opacity: 0.12 }, lineStyle: { width: 2.5 } },
    ],
  }
}
