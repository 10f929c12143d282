/** Reasons that this program stores for people: codes, with what somebody added after a colon. Each reader has them in words. */
import { words } from './words'

const t = words({
  zh: { unwanted: '不想要了', broken: '质量问题', wrong: '发错货', late: '未收到货', other: '其他', freight: '运费随最后一件商品退回', unfilled: '没有成团，全额退款', unused: '未使用，买家退款', expired: '到期未用，自动退款', overdue: '付款到账时订单已取消', setup: '开店设置时的第一位推广者', noprovider: '没有可用的支付渠道', refused: '支付平台拒绝了', busy: '支付平台正忙，会自动再试', unsure: '支付平台没有明确答复，会自动核对', invalid: '内容不符合支付平台的要求，没有发出', unsupported: '这个支付渠道不支持原路办理', settings: '支付渠道的设置有误', closed: '支付平台关闭了这笔退款', stuck: '支付平台退不出去，请到支付平台处理，或改用其他方式退', provider: '支付平台未能打款', address: '这个网址不能访问', status: '对方返回 HTTP 状态', nohost: '域名没有公网地址', timeout: '对方没有及时应答', noconnection: '连接不上', failed: '没有送达', secret: '签名密钥读不出来，请重新生成' },
  en: { unwanted: 'No longer wanted', broken: 'Broken or faulty', wrong: 'Wrong item sent', late: 'Never arrived', other: 'Other', freight: 'Shipping, with the last of its items', unfilled: 'The group was not complete in time', unused: 'Not used, refunded by its buyer', expired: 'Not used in time, refunded automatically', overdue: 'Paid after the order was cancelled', setup: 'First promoter, set up with the shop', noprovider: 'No payment provider is set up for this', refused: 'The payment provider refused', busy: 'The payment provider is busy; it is tried again automatically', unsure: 'The payment provider gave no clear answer; it is checked automatically', invalid: 'Not sent: the payment provider would not take it', unsupported: 'This payment provider cannot do that', settings: 'The payment provider’s settings are wrong', closed: 'The payment provider closed this refund', stuck: 'The payment provider cannot return the money: settle it there, or send it another way', provider: 'The payment provider did not pay it out', address: 'This address cannot be called', status: 'It answered with HTTP status', nohost: 'The name has no public address', timeout: 'No answer in time', noconnection: 'No connection', failed: 'Not delivered', secret: 'Its signing secret cannot be read; make a new one' },
})

/** Why goods go back. */
export const RETURNS = ['unwanted', 'broken', 'wrong', 'late', 'other'] as const
/** Why a rank was given as the shop was set up. */
export const AT_SETUP = 'setup'

/** A reason as it is stored. */
export function coded(code: string, more = ''): string {
  return more ? `${code}: ${more}` : code
}

/** A stored reason in the reader's language; one that somebody wrote stays as it is. */
export function reasonSaid(stored: string): string {
  const [, code = '', more = ''] = /^([a-z]+)(?:: ([\s\S]+))?$/.exec(stored) ?? []
  if (!Object.hasOwn(known, code)) return stored
  const said = t[code as keyof typeof known]
  if (!more) return said
  return code === 'other' ? more : `${said} · ${more}`
}

const known = { unwanted: 0, broken: 0, wrong: 0, late: 0, other: 0, freight: 0, unfilled: 0, unused: 0, expired: 0, overdue: 0, setup: 0, noprovider: 0, refused: 0, busy: 0, unsure: 0, invalid: 0, unsupported: 0, settings: 0, closed: 0, stuck: 0, provider: 0, address: 0, status: 0, nohost: 0, timeout: 0, noconnection: 0, failed: 0, secret: 0 }
