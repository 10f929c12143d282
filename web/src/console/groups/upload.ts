/** A CSV file as the body of a request: its bytes, as they are. */
export const csv = (file: File) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as File,
  headers: { 'content-type': 'text/csv' },
})

/** The file that was chosen; the same one can be chosen again. */
export function chosen(event: Event): File | undefined {
  const input = event.target as HTMLInputElement
  const file = input.files?.[0]
  input.value = ''
  return file
}
