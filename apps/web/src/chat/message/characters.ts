const segmenter = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null

/** The characters of a text as people see them; its code points if the browser cannot split it (Firefox before 125). */
export function* charactersOf(text: string): Generator<string> {
  if (!segmenter) return yield* text
  for (const { segment } of segmenter.segment(text)) yield segment
}
