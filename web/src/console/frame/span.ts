/** A span of time as the API takes it: from `since` on, before `until`. */
export interface Span {
  since?: string
  until?: string
}
