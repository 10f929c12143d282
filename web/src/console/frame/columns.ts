/** A column of a table: what stands in it, typed by the row. */
export interface Column<T> {
  title: string
  /** What stands there; also what search and export see. */
  text: (row: T) => string
  /** Figures stand at the right, under each other. */
  figures?: boolean
  /** Where a press on it leads. */
  to?: (row: T) => string | undefined
  width?: number
  /** Never broken into lines: numbers of orders, moments. */
  whole?: boolean
  /** The name of the slot that draws it, if `text` alone is not enough. */
  slot?: string
  /** What the rows on the page can be sorted by, here. */
  sort?: (row: T) => string | number
  /** What stands in the exported sheet, if it is not `text`: an amount as a number. */
  sheet?: (row: T) => string | number
}
