import type { Marked } from './body'

/** One client's view of one room. */
export interface MemberView {
  /** `doubled` and `misordered` are reported at once; other faults show when all views are compared. */
  see: (message: Marked) => 'new' | 'doubled' | 'misordered'
  result: () => MemberResult
}

export interface MemberResult {
  seen: number
  /** Equal for two members that saw the same messages in the same order. */
  order: number
}

export function createMemberView(): MemberView {
  let bits = new Uint8Array(64)
  let seen = 0
  let order = 17
  let lastSeq = -1

  return {
    see({ index, seq }) {
      const byte = index >> 3
      if (byte >= bits.length) {
        const larger = new Uint8Array(Math.max(byte + 1, bits.length * 2))
        larger.set(bits)
        bits = larger
      }
      const bit = 1 << (index & 7)
      if (bits[byte]! & bit) return 'doubled'
      bits[byte]! |= bit
      seen += 1
      order = (Math.imul(order, 31) + index) | 0
      const isLate = seq !== null && seq <= lastSeq
      if (seq !== null && !isLate) lastSeq = seq
      return isLate ? 'misordered' : 'new'
    },
    result: () => ({ seen, order }),
  }
}
