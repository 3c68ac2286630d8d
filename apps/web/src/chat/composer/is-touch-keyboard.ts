/** True where the main pointer is a finger: there the keyboard is on the screen and its Enter is for lines. */
export function isTouchKeyboard(): boolean {
  return typeof window !== 'undefined' && window.matchMedia('(pointer: coarse) and (hover: none)').matches
}
