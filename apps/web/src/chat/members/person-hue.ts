import type { PersonId } from '@parley/protocol'
const HUES = 12

/** A person's colour, in degrees: the same on every device, out of few enough to be told apart. */
export function hueOf(personId: PersonId): number {
  return (hash(personId) % HUES) * (360 / HUES) + 15
}

// FNV-1a, 32 bits: spreads ids that differ in one character.
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (value ^ (value >>> 15)) >>> 0
}
