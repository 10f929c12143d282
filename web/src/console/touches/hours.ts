/** Minutes of the day as the clock shows them: 540 is `09:00`. */
export const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** And back; nothing is the begin of the day. */
export function minutes(text: string | null | undefined): number {
  const [hour = 0, minute = 0] = (text ?? '').split(':').map(Number)
  return hour * 60 + minute
}
