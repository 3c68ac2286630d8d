import { limits } from './limits'

/** Whether a text is one emoji as people see it: also one that is made of several (families, flags, tones of skin). */
export function isOneEmoji(text: string): boolean {
  return text.length <= limits.emojiMaxUnits && oneEmoji.test(text)
}

const oneEmoji = exactly() ?? roughly()

/** The list that Unicode recommends. Browsers know it together with the flag (Chrome 112, Safari 17, Firefox 116). */
function exactly(): RegExp | null {
  try {
    return new RegExp('^\\p{RGI_Emoji}$', 'v')
  } catch {
    return null
  }
}

/** By its form alone: flags, keys, and pictures that may be joined. A server, which knows the list, has the last word. */
function roughly(): RegExp {
  const picture =
    '(?!\\p{Regional_Indicator})(?:\\p{Emoji_Presentation}|(?!\\p{Emoji_Presentation})\\p{Extended_Pictographic}(?=[\\uFE0F\\p{Emoji_Modifier}]))[\\uFE0F\\p{Emoji_Modifier}]?[\\u{E0020}-\\u{E007F}]*'
  return new RegExp(
    `^(?:\\p{Regional_Indicator}{2}|[#*0-9]\\uFE0F\\u20E3|${picture}(?:\\u200D${picture})*)$`,
    'u',
  )
}
