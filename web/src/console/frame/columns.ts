/** A column of a table: what stands in it, typed by the row. */
export interface Column<T> {
  title: string
  /** What stands there. */
  text: (row: T) => string
  /** Figures stand at the right, under each other. */
  figures?: boolean
  /** Where a press on it leads. */
  to?: (row: T) => string | undefined
  width?: number
}
