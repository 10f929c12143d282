import { words } from '@/base/words'

/** What the page of sliders says. */
export const t = words({
  zh: {
    title: '如果……会怎样',
    hint: '拖动滑块，看比例改变后的结果：最坏情况立即算出，最近 30 天的真实订单随后重算。这里的改动不影响现行方案。',
    goOn: '在方案工坊里继续',
    back: '恢复原值',
    none: '这个方案里没有可以调的比例。',
    limit: '全部奖励的上限',
    level: (title: string, level: number) => `${title} · 第 ${level} 级`,
    ofRank: (title: string, rank: string) => `${title} · ${rank}`,
    percent: (value: number) => `${value}%`,
    was: (value: number) => `原为 ${value}%`,
    worst: '最坏情况',
    worstNone: '方案有错误，算不出最坏情况。',
    month: '最近 30 天',
    monthHint: '拖动任意一个滑块，即可看到最近 30 天的真实订单按新比例会付出多少奖励、哪些会员多得或少得。',
  },
  en: {
    title: 'What if',
    hint: 'Move a slider to see what another rate would do: the worst case at once, the real orders of the last 30 days right after. Nothing here changes the current plan.',
    goOn: 'Continue in the studio',
    back: 'Reset',
    none: 'This plan has no rates to adjust.',
    limit: 'Limit of all rewards together',
    level: (title: string, level: number) => `${title} · level ${level}`,
    ofRank: (title: string, rank: string) => `${title} · ${rank}`,
    percent: (value: number) => `${value}%`,
    was: (value: number) => `was ${value}%`,
    worst: 'Worst case',
    worstNone: 'The plan has errors, so the worst case cannot be calculated.',
    month: 'The last 30 days',
    monthHint: 'Move any slider to see what the real orders of the last 30 days would have paid at the new rate, and who would have got more or less.',
  },
})
