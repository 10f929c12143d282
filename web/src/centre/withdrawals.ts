/** Withdrawals in words. */
import { words } from '@/base/words'

export const t = words({
  zh: {
    methods: { bank: '银行卡', alipay: '支付宝', wechat: '微信' },
    states: { asked: '等待审核', approved: '已批准，等待打款', sent: '打款中', paid: '已到账', refused: '未通过', failed: '打款失败' },
    after: {
      asked: '财务会审核；通过后打款。',
      approved: '排队打款中。',
      sent: '已交给银行或支付平台，等它确认。',
      paid: '',
      refused: '钱已退回可提现。',
      failed: '钱已退回可提现，核对收款账户后可以再申请。',
    },
  },
  en: {
    methods: { bank: 'Bank account', alipay: 'Alipay', wechat: 'WeChat' },
    states: { asked: 'Under review', approved: 'Approved, awaiting payout', sent: 'Paying out', paid: 'Paid', refused: 'Refused', failed: 'Payout failed' },
    after: {
      asked: 'Finance looks at it, then it is paid.',
      approved: 'It is in the queue to be paid.',
      sent: 'The bank or payment service has it; we wait for its word.',
      paid: '',
      refused: 'The money is available again.',
      failed: 'The money is available again. Check the account, then ask once more.',
    },
  },
})

export type Method = 'bank' | 'alipay' | 'wechat'
