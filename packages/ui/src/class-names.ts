import { clsx, type ClassValue } from 'clsx'
import { createTailwindMerge, type Config } from 'tailwind-merge'

const anything = () => true
const isSize = (value: string) => /^\d+$/.test(value)

/**
 * The properties that both a component and its user may set. The full table of tailwind-merge is 7 kB that a page would
 * load before anything else; class-names.test.ts compares with it over all classes of our sources.
 */
const classGroups = {
  display: ['block', 'inline-block', 'inline-flex', 'flex', 'flow-root', 'grid', 'hidden'],
  size: [{ size: [anything] }],
  width: [{ w: [anything] }],
  height: [{ h: [anything] }],
  'min-width': [{ 'min-w': [anything] }],
  'min-height': [{ 'min-h': [anything] }],
  padding: [{ p: [anything] }],
  'padding-x': [{ px: [anything] }],
  'padding-y': [{ py: [anything] }],
  'padding-top': [{ pt: [anything] }],
  'padding-bottom': [{ pb: [anything] }],
  'padding-start': [{ ps: [anything] }],
  'padding-end': [{ pe: [anything] }],
  'margin-x': [{ mx: [anything] }],
  'margin-y': [{ my: [anything] }],
  'margin-top': [{ mt: [anything] }],
  'margin-start': [{ ms: [anything] }],
  position: ['static', 'fixed', 'absolute', 'relative', 'sticky'],
  'font-size': [{ text: [isSize] }],
  'text-align': [{ text: ['start', 'end', 'center'] }],
  'text-wrap': [{ text: ['wrap', 'nowrap', 'balance', 'pretty'] }],
  'text-color': [{ text: [anything] }],
  'font-weight': [{ font: ['normal', 'medium', 'semibold', 'bold'] }],
  background: [{ bg: [anything] }],
  gap: [{ gap: [anything] }],
  'gap-x': [{ 'gap-x': [anything] }],
  'gap-y': [{ 'gap-y': [anything] }],
  overflow: [{ overflow: [anything] }],
  clamp: [{ 'line-clamp': [anything] }],
  align: [{ items: [anything] }],
  justify: [{ justify: ['start', 'end', 'center', 'between'] }],
  shrink: [{ shrink: [anything] }],
  flex: [{ flex: ['1'] }],
  animation: [{ animate: [anything] }],
  transition: [{ transition: [anything] }],
  'line-breaks': [{ whitespace: [anything] }],
  selection: [{ select: [anything] }],
  'border-color': [{ border: ['line', 'line-strong', 'faint', 'accent', 'warning', 'danger', 'current'] }],
  'outline-offset': [{ 'outline-offset': [anything] }],
  'underline-offset': [{ 'underline-offset': [anything] }],
  rounded: [{ rounded: [anything] }],
} as const

const merge = createTailwindMerge(
  (): Config<string, string> =>
    ({
      cacheSize: 500,
      theme: {},
      classGroups,
      conflictingClassGroups: {
        size: ['width', 'height'],
        padding: ['padding-x', 'padding-y', 'padding-top', 'padding-bottom', 'padding-start', 'padding-end'],
        'padding-x': ['padding-start', 'padding-end'],
        'padding-y': ['padding-top', 'padding-bottom'],
        'margin-y': ['margin-top'],
        gap: ['gap-x', 'gap-y'],
        flex: ['shrink'],
        clamp: ['display', 'overflow'],
      },
      conflictingClassGroupModifiers: {},
      orderSensitiveModifiers: [],
    }) satisfies Config<string, string>,
)

/** Joins classes; of two that set the same property the later one wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values))
}
