const FEW = 5

/** A text of a few emoji and nothing else is shown larger. */
export function isFewEmoji(text: string): boolean {
  if (text.length > 100) return false
  const onlyEmoji =
    /^(?:(?:\p{RI}\p{RI}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F)[\p{EMod}\uFE0F\u20E3\u200D\p{Extended_Pictographic}]*\s*)+$/u
  if (!onlyEmoji.test(text.trim())) return false
  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text.replace(/\s/g, ''),
  )
  return [...characters].length <= FEW
}
