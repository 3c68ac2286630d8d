import * as z from 'zod/mini'
import type { FailureCode } from './failures'

/** More than any language stacks on one letter. Composing a run of marks takes time quadratic in its length. */
const MOST_MARKS_IN_A_ROW = 100

/**
 * Text as people write it: NFC, trimmed, without characters that PostgreSQL cannot store (U+0000, lone surrogates).
 * Lengths are counted in code points, as a person would.
 */
export function text(rules: {
  min: number
  max: number
  tooShort: FailureCode
  tooLong: FailureCode
  maxBytes?: number
  singleLine?: boolean
  /** Cleans the text before it is stored. Default: NFC and trimmed. */
  clean?: (value: string) => string
}) {
  const { min, max, tooShort, tooLong, maxBytes = Infinity, singleLine = false, clean = asStored } = rules
  const storable = z.string().check(
    z.refine((value) => isStorable(value) && isComposable(value), refusal('bad-text')),
    z.refine((value) => !singleLine || !/[\p{Cc}\u2028\u2029]/u.test(value), refusal('bad-text')),
  )
  return z.pipe(storable, z.transform(clean)).check(
    z.refine((value) => countPoints(value) >= min && hasInk(value, min), refusal(tooShort)),
    z.refine((value) => pointsLeft(value, { max, maxBytes }) >= 0, refusal(tooLong)),
  )
}

/** A text that `text` has accepted before: unchanged, within the same limits. */
export function storedText({ maxPoints, maxBytes = Infinity }: { maxPoints: number; maxBytes?: number }) {
  return z.string().check(
    z.refine((value) => isStorable(value), { error: 'holds what cannot be stored', abort: true }),
    z.refine((value) => value.length <= 2 * maxPoints && countPoints(value) <= maxPoints, {
      error: 'too long',
      abort: true,
    }),
    z.refine((value) => byteLength(value) <= maxBytes, 'too long'),
  )
}

/** The parameters of a refused refinement, so that `parse` answers with its own code. */
export function refusal(code: FailureCode) {
  return { params: { failure: code }, abort: true }
}

function isStorable(value: string): boolean {
  return !value.includes('\u0000') && !/\p{Surrogate}/u.test(value)
}

function isComposable(value: string): boolean {
  for (const [marks] of value.matchAll(/\p{M}+/gu)) if (countPoints(marks) > MOST_MARKS_IN_A_ROW) return false
  return true
}

// Characters that are invisible, and marks without a letter, would make an invisible name or message alone. U+2800 is a
// Braille pattern without dots.
const INK = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\u2800]/u

function hasInk(value: string, min: number): boolean {
  return min === 0 || INK.test(value)
}

/**
 * The stored form of a text; its length is what the limits count. It can be shorter than the typed text, and up to three
 * times longer.
 */
function asStored(value: string): string {
  return value.normalize('NFC').trim()
}

/** How many more code points fit in the stored text; negative: this many too many. Clients count with this, too. */
export function pointsLeft(
  value: string,
  { max, maxBytes = Infinity }: { max: number; maxBytes?: number },
): number {
  // A text that `text` refuses for its marks is not composed: that would take quadratic time.
  const stored = isComposable(value) ? asStored(value) : value
  // A code point has 4 bytes at most.
  const byBytes = Math.floor((maxBytes - byteLength(stored)) / 4)
  return Math.min(max - countPoints(stored), byBytes)
}

function countPoints(value: string): number {
  let points = 0
  for (const _ of value) points++
  return points
}

function byteLength(value: string): number {
  return new TextEncoder().encode(value).length
}
