/** True if the main pointer is a finger: the keyboard is then on the screen, and its Enter breaks lines. */
export function isTouchKeyboard(): boolean {
  return typeof window !== 'undefined' && window.matchMedia('(pointer: coarse) and (hover: none)').matches
}
