/** Reasons that this program stores for people: codes, with what somebody added after a colon. Each reader has them in words. */
import { words } from './words'

const t = words({
  zh: { unwanted: '不想要了', broken: '质量问题', wrong: '发错货', late: '未收到货', other: '其他', setup: '开店设置时的第一位推广者', noprovider: '没有可用的打款渠道', provider: '支付平台未能打款', address: '这个网址不能访问', status: '对方返回 HTTP 状态', nohost: '域名没有公网地址', timeout: '对方没有及时应答', noconnection: '连接不上', failed: '没有送达' },
  en: { unwanted: 'No longer wanted', broken: 'Broken or faulty', wrong: 'Wrong item sent', late: 'Never arrived', other: 'Other', setup: 'First promoter, set up with the shop', noprovider: 'No way to pay it out', provider: 'The payment provider did not pay it out', address: 'This address cannot be called', status: 'It answered with HTTP status', nohost: 'The name has no public address', timeout: 'No answer in time', noconnection: 'No connection', failed: 'Not delivered' },
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

const known = { unwanted: 0, broken: 0, wrong: 0, late: 0, other: 0, setup: 0, noprovider: 0, provider: 0, address: 0, status: 0, nohost: 0, timeout: 0, noconnection: 0, failed: 0 }
