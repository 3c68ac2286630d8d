import { limits } from './limits'

/** Whether a text is one emoji as people see it, including emoji made of several (families, flags, skin tones). */
export function isOneEmoji(text: string): boolean {
  return text.length <= limits.emojiMaxUnits && oneEmoji.test(text)
}

/** Finds every emoji of a text. */
export const everyEmoji = exactly('\\p{RGI_Emoji}', 'g') ?? new RegExp(anEmoji(), 'gu')

const oneEmoji = exactly('^\\p{RGI_Emoji}$') ?? new RegExp(`^(?:${anEmoji()})$`, 'u')

/** The list that Unicode recommends. Browsers that know it also know the flag (Chrome 112, Safari 17, Firefox 116). */
function exactly(source: string, flags = ''): RegExp | null {
  try {
    return new RegExp(source, `v${flags}`)
  } catch {
    return null
  }
}

/**
 * By form alone: flags, keycaps, and pictographs that may be joined. A server, which knows the list, has the last word.
 */
function anEmoji(): string {
  const picture =
    '(?!\\p{Regional_Indicator})(?:\\p{Emoji_Presentation}|(?!\\p{Emoji_Presentation})\\p{Extended_Pictographic}(?=[\\uFE0F\\p{Emoji_Modifier}]))[\\uFE0F\\p{Emoji_Modifier}]?[\\u{E0020}-\\u{E007F}]*'
  return `\\p{Regional_Indicator}{2}|[#*0-9]\\uFE0F\\u20E3|${picture}(?:\\u200D${picture})*`
}
