/** Whatever happens to a group, a contact or a channel has a name in the audit log. Other actions: crates/shop/tests/suite/wording.rs. */
import { expect, test } from 'vitest'
import { t as contacts } from '@/console/contacts/words'
import { t as channels } from '@/console/channels/words'
import { t as groups } from '@/console/groups/words'
import { t } from './words'

test('what happens to a group, a contact or a channel has a name', () => {
  const kept = (noun: string, of: object) => Object.keys(of).map((action) => `${noun}.${action}`)
  const ofAccounts = /handle|address|most_/
  const all = [...kept('chat_group', groups.actions).filter((action) => !ofAccounts.test(action)), ...kept('contact', contacts.actions), ...kept('chat_channel', channels.actions)]
  expect(all.filter((action) => !(action in t.actions))).toEqual([])
})
