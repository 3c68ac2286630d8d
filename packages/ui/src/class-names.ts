import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// It must be told our own scales, or it takes `text-13` for a colour and drops it beside `text-muted`.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['12', '13', '14', '15', '18', '24'],
      radius: ['control', 'card'],
      shadow: ['float'],
      breakpoint: ['pair', 'trio'],
      animate: ['arrive', 'late', 'breathe', 'turn'],
    },
  },
})

/** Joins classes; of two that set the same property the later one wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values))
}
