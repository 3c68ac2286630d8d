/** Long names (of clients, rooms, messages) as small numbers, in the order of their first use. */
export interface Names {
  readonly size: number
  /** The number of this name; a new number for a new name. */
  numberOf: (name: string) => number
  find: (name: string) => number | undefined
  nameOf: (number: number) => string
}

export function createNames(): Names {
  const numbers = new Map<string, number>()
  const names: string[] = []
  return {
    get size() {
      return names.length
    },
    numberOf(name) {
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, names.length)
      return names.push(name) - 1
    },
    find: (name) => numbers.get(name),
    nameOf: (number) => names[number] ?? `#${number}`,
  }
}
