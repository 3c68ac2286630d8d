// A table that grows without moving its rows: five million sightings take twenty-five bytes each, instead of an object
// each.

const ROWS_PER_CHUNK = 1 << 16

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

export interface Column {
  get: (row: number) => number
  set: (row: number, value: number) => void
}

/** Rows that were never set are 0. */
export function createColumn(make: (rows: number) => Numbers): Column {
  const chunks: Numbers[] = []
  return {
    get: (row) => chunks[row >>> 16]?.[row & (ROWS_PER_CHUNK - 1)] ?? 0,
    set(row, value) {
      const at = row >>> 16
      while (chunks.length <= at) chunks.push(make(ROWS_PER_CHUNK))
      ;(chunks[at] as Numbers)[row & (ROWS_PER_CHUNK - 1)] = value
    },
  }
}

export const uint8 = (rows: number) => new Uint8Array(rows)
export const uint16 = (rows: number) => new Uint16Array(rows)
export const uint32 = (rows: number) => new Uint32Array(rows)
export const float64 = (rows: number) => new Float64Array(rows)
