/** Pictures of how simulations went. */
import type { Option } from '../frame/echarts'
import { common, figures, type Look } from '../frame/look'
import type { Band } from './outcome'
import { t } from './words'

/** How one figure of one plan went: on these days it lay there. */
export interface Curve {
  name: string
  points: { day: number; band: Band }[]
}

/** Plans are told apart by colour, symbol and stroke. */
const symbols = ['circle', 'triangle', 'diamond', 'rect', 'pin', 'arrow']
const strokes = ['solid', 'dashed', 'dotted'] as const
/** Bands of more curves than that would hide each other. */
export const MOST_BANDS = 2
/** Days are named by months of thirty, so many of them at most. */
const MONTH = 30
const MOST_NAMES = 7

/** The whole of a band, drawn at once: a polygon along the low ends and back along the high ones. */
function band(curve: Curve, colour: string): Option['series'] {
  return {
    type: 'custom',
    name: curve.name,
    data: curve.points.map(({ day, band: { low, high } }) => [day, low, high]),
    encode: { x: 0, y: [1, 2] },
    silent: true,
    tooltip: { show: false },
    z: 1,
    renderItem: ({ dataIndex }, api) => {
      if (dataIndex > 0) return undefined
      const along = (value: (of: Band) => number) => curve.points.map((one) => api.coord([one.day, value(one.band)]))
      return { type: 'polygon', shape: { points: [...along((of) => of.low), ...along((of) => of.high).reverse()] }, style: { fill: colour, opacity: 0.16 } }
    },
  }
}

/** How a figure went over the days, plan by plan; with bands if there are few plans. */
export function growth(look: Look, curves: Curve[], written: (value: number) => string, short: (value: number) => string): Option {
  const last = Math.max(1, ...curves.flatMap((one) => one.points.map(({ day }) => day)))
  const colour = (place: number) => look.series[place % look.series.length] ?? look.text
  const said = (place: number, at: number) => {
    const curve = curves[place]
    const found = curve?.points[at]
    if (!curve || !found) return ''
    const { low, mid, high } = found.band
    return t.curveEnd(curve.name, written(mid), low === high ? '' : t.between(written(low), written(high)))
  }
  const lines = curves.map((curve, place) => ({
    type: 'line' as const,
    name: curve.name,
    data: curve.points.map((one) => [one.day, one.band.mid]),
    symbol: symbols[place % symbols.length],
    symbolSize: 7,
    color: colour(place),
    lineStyle: { width: 2, type: strokes[place % strokes.length] },
    z: 3,
  }))
  const bands = curves.length > MOST_BANDS ? [] : curves.map((curve, place) => band(curve, colour(place)))
  return {
    ...common(look),
    legend: { ...common(look).legend, show: curves.length > 1, data: curves.map((one) => one.name) },
    grid: { left: 4, right: 16, top: curves.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    tooltip: {
      ...common(look).tooltip,
      formatter: (shown) => {
        const points = [shown].flat().filter((one) => one.seriesType === 'line')
        const day = points[0]?.value
        return [Array.isArray(day) ? t.dayN(Number(day[0])) : '', ...points.map((one) => said(one.seriesIndex ?? 0, one.dataIndex))].join('\n')
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
    series: [...lines, ...bands].flat().filter((one) => one !== undefined),
  }
}
