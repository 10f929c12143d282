/** What is written of a contact, and what stands there first. */
import { api, take, type Schema } from '@/api'
import { useLoad } from '@/base/load'

export type Draft = Required<Omit<Schema['ContactBody'], 'basis_note' | 'channel'>> & { channel: string; basis_note: string; reason: string }

export const newDraft = (): Draft => ({
  account: '', name: '', phone: '', handle: '', region: '', birthday: '', note: '', source: 'parcel', channel: '', basis: 'order', basis_note: '', reason: '',
})

/** Channels to choose from, those that are open, and the one that is chosen. */
export const useChannels = () => useLoad(() => take(api.GET('/api/v1/staff/chat/channels', { params: { query: { limit: 200 } } })))

/** The tags in use. */
export const useTags = () => useLoad(() => take(api.GET('/api/v1/staff/chat/tags')))

/** A file as the body of a request: its bytes, as they are. */
export const bytes = (file: File) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as File,
  headers: { 'content-type': 'text/csv' },
})
