import type { Paint } from './pretty-log'

export interface Terminal {
  /** Prints a line of the launcher itself, with the time since its start. */
  say: (text: string) => void
  /** Like `say`, for failures. */
  warn: (text: string) => void
  /** Prints text unchanged: the headline, the ready line, a service's log. */
  print: (text: string) => void
  /** Reports when the work is done and how long it took; reports also that it still runs when it takes long. */
  step: <T>(name: string, work: () => Promise<T>) => Promise<T>
  elapsedS: () => string
  paint: Paint
  /** One of a few colours, the same for the same number. */
  tint: (text: string, number: number) => string
}

const STILL_EVERY_MS = 5_000
const STYLES = { bold: '1', dim: '2', red: '31', yellow: '33' }
const TINTS = ['36', '35', '34', '32', '33', '96', '95', '94']

export function createTerminal({ out, now }: { out: NodeJS.WriteStream; now: () => number }): Terminal {
  const isColoured = out.isTTY && !process.env.NO_COLOR
  const colour = (text: string, code: string) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text)
  const paint: Paint = (text, style) => colour(text, STYLES[style])
  const begunAt = now()
  const seconds = (fromMs: number) => ((now() - fromMs) / 1000).toFixed(1)
  // The reader may be gone (`npm run dev | head`); the engines must be stopped all the same.
  out.on('error', () => undefined)

  const print = (text: string) => void out.write(`${text}\n`)
  const say = (text: string) => print(`${paint(`${seconds(begunAt).padStart(6)} s`, 'dim')}  ${text}`)

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = now()
    const still = setInterval(
      () => say(paint(`${name} ... (${Math.round((now() - startedAt) / 1000)} s so far)`, 'dim')),
      STILL_EVERY_MS,
    )
    try {
      const result = await work()
      say(`${name} ${paint(`(${seconds(startedAt)} s)`, 'dim')}`)
      return result
    } finally {
      clearInterval(still)
    }
  }
  return {
    say,
    warn: (text) => say(paint(text, 'yellow')),
    print,
    step,
    elapsedS: () => seconds(begunAt),
    paint,
    tint: (text, number) => colour(text, TINTS[number % TINTS.length]!),
  }
}
