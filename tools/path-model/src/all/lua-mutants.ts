/** One small change of a Lua script. */
export interface LuaMutant {
  /** From 1. */
  line: number
  /** `~= becomes ==`, `the line is left out` */
  change: string
  text: string
}

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/~=/g, '=='],
  [/==/g, '~='],
  [/>=/g, '<'],
  [/<=/g, '>'],
  [/(?<![-<>=~])>(?!=)/g, '<='],
  [/<(?!=)/g, '>='],
  [/\band\b/g, 'or'],
  [/\bor\b/g, 'and'],
  [/\bnot /g, ''],
  [/ \+ 1\b/g, ' + 2'],
  [/ - 1\b/g, ' - 0'],
  [/\bmath\.max\b/g, 'math.min'],
  [/\bmath\.min\b/g, 'math.max'],
]

/** Every change of one operator, and every removal of a statement; comments and error texts stay as they are. */
export function luaMutants(script: string): LuaMutant[] {
  const lines = script.split('\n')
  const begin = lines.findIndex((line) => line.startsWith(']]')) + 1
  return lines.flatMap((line, index) => {
    const code = codeOf(line)
    if (index < begin || code.trim() === '') return []
    const changed = (change: string, to: string): LuaMutant => ({
      line: index + 1,
      change,
      text: lines.with(index, to).join('\n'),
    })
    const replaced = REPLACEMENTS.flatMap(([from, to]) =>
      [...code.matchAll(from)].map((match) =>
        changed(
          `${match[0].trim()} becomes ${to.trim() || 'nothing'}`,
          line.slice(0, match.index) + to + line.slice(match.index + match[0].length),
        ),
      ),
    )
    return isStatement(code.trim()) ? [...replaced, changed('the line is left out', '')] : replaced
  })
}

/** Blanks strings, so that only operators of the language are found. A comment ends the code. */
function codeOf(line: string): string {
  const blanked = line.replace(/'[^']*'/g, (text) => `'${' '.repeat(text.length - 2)}'`)
  const comment = blanked.indexOf('--')
  return comment < 0 ? blanked : blanked.slice(0, comment)
}

/**
 * A statement that fills a line, so that the script still parses without it. Declarations are left out: their names would
 * be missing.
 */
function isStatement(code: string): boolean {
  if (code.startsWith('redis.call(')) return code.endsWith(')')
  if (code.startsWith('if ')) return code.endsWith(' end')
  return !code.startsWith('local ') && !code.startsWith('for ') && code.includes(' = ') && !code.endsWith('{')
}
