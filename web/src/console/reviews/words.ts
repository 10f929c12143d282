import { words } from '@/base/words'

export const t = words({
  zh: {
    title: '评价',
    hint: '只有收到货的买家才能评价。差评不能因为内容不好听而隐藏；隐藏的评价，星级照样计入平均分。',
    none: '还没有评价。买家确认收货后可以写。',
    stars: (n: number) => `${n} 星`,
    who: '买家',
    promoter: '推广者',
    text: '评价',
    product: '商品',
    order: '订单号',
    when: '时间',
    state: '状态',
    shown: '显示中',
    hide: '隐藏',
    hideTitle: '隐藏这条评价的文字',
    hideHint: '请选择原因。星级仍然计入，商品页会显示有几条评价被隐藏。',
    fault: '原因',
    faults: { personal_data: '含有个人信息', unlawful: '违法或辱骂', off_topic: '广告，或与商品无关' },
    hidden: (why: string) => `已隐藏：${why}`,
    done: '已隐藏',
  },
  en: {
    title: 'Reviews',
    hint: 'Only buyers who received the goods can review. Reviews are never hidden for being negative, and stars of hidden reviews still count.',
    none: 'No reviews yet. Buyers can write one once their goods have arrived.',
    stars: (n: number) => (n === 1 ? '1 star' : `${n} stars`),
    who: 'Buyer',
    promoter: 'Promoter',
    text: 'Review',
    product: 'Product',
    order: 'Order',
    when: 'When',
    state: 'Status',
    shown: 'Shown',
    hide: 'Hide',
    hideTitle: 'Hide the text of this review',
    hideHint: 'Choose the reason. Its stars still count, and the product page shows how many reviews are hidden.',
    fault: 'What is wrong',
    faults: { personal_data: 'It contains personal data', unlawful: 'It is unlawful or abusive', off_topic: 'It is advertising, or not about the product' },
    hidden: (why: string) => `Hidden: ${why}`,
    done: 'Hidden',
  },
})

export type Fault = 'personal_data' | 'unlawful' | 'off_topic'
export const faultWord = (fault: string) => t.faults[fault as Fault]
