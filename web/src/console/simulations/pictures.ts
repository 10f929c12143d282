/** Pictures of how simulations went. */
import type { Option } from '../frame/echarts'
import { common, figures, type Look } from '../frame/look'
import type { Band } from './outcome'
import { t } from './words'

/** How one figure of one plan went: on these days it lay there. */
export interface Curve {
  name: string
  /** Its place among all plans that are shown: one plan looks the same in every picture. */
  place: number
  points: { day: number; band: Band }[]
}

/** Plans are told apart by colour, symbol and stroke. */
const symbols = ['circle', 'triangle', 'diamond', 'rect'] as const
const strokes = ['solid', 'dashed', 'dotted'] as const
export const symbolOf = (place: number) => symbols[place % symbols.length] ?? 'circle'
export const strokeOf = (place: number) => strokes[place % strokes.length] ?? 'solid'
/** Bands of more plans than that would hide each other. */
export const MOST_BANDS = 2
/** Days are named by months of thirty, so many of them at most. */
const MONTH = 30
const MOST_NAMES = 4

/** The whole of a band, drawn at once: a polygon along the low ends and back along the high ones. */
function band(curve: Curve, colour: string) {
  return {
    type: 'custom' as const,
    name: curve.name,
    data: curve.points.map(({ day, band: { low, high } }) => [day, low, high]),
    encode: { x: 0, y: [1, 2] },
    silent: true,
    tooltip: { show: false },
    z: 1,
    renderItem: ({ dataIndex }: { dataIndex: number }, api: { coord: (of: number[]) => number[] }) => {
      if (dataIndex > 0) return undefined
      const along = (value: (of: Band) => number) => curve.points.map((one) => api.coord([one.day, value(one.band)]))
      return { type: 'polygon' as const, shape: { points: [...along((of) => of.low), ...along((of) => of.high).reverse()] }, style: { fill: colour, opacity: 0.16 } }
    },
  }
}

/** How a figure is told: in full, and short for an axis. */
export interface Told {
  written: (value: number) => string
  short: (value: number) => string
}

/** How a figure went over the days, plan by plan; what the plans look like is told beside the pictures. */
export function growth(look: Look, curves: Curve[], isBanded: boolean, { written, short }: Told): Option {
  const last = Math.max(1, ...curves.flatMap((one) => one.points.map(({ day }) => day)))
  const colour = ({ place }: Curve) => look.series[place % look.series.length] ?? look.text
  const said = (curve: Curve | undefined, at: number) => {
    const found = curve?.points[at]
    if (!curve || !found) return ''
    const { low, mid, high } = found.band
    return t.curveEnd(curve.name, written(mid), low === high ? '' : t.between(written(low), written(high)))
  }
  const lines = curves.map((curve) => ({
    type: 'line' as const,
    name: curve.name,
    data: curve.points.map((one) => [one.day, one.band.mid]),
    symbol: symbolOf(curve.place),
    symbolSize: 7,
    color: colour(curve),
    lineStyle: { width: 2, type: strokeOf(curve.place) },
    z: 3,
  }))
  return {
    ...common(look),
    legend: { show: false },
    grid: { left: 4, right: 16, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      ...common(look).tooltip,
      formatter: (shown) => {
        const points = [shown].flat().filter((one) => one.seriesType === 'line')
        const day = points[0]?.value
        return [Array.isArray(day) ? t.dayN(Number(day[0])) : '', ...points.map((one) => said(curves[one.seriesIndex ?? 0], one.dataIndex))].join('\n')
      },
    },
    xAxis: {
      ...figures(look, (day) => t.dayN(day)),
      min: 0,
      max: last,
      interval: MONTH * Math.ceil(last / MONTH / MOST_NAMES),
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: look.line } },
      axisLabel: { color: look.quiet, fontSize: 12, hideOverlap: true, formatter: (day: number) => t.dayN(day) },
    },
    yAxis: figures(look, short),
    series: [...lines, ...(isBanded ? curves.map((curve) => band(curve, colour(curve))) : [])],
  }
}
