import type { Paint } from './pretty-log'

export interface Terminal {
  /** A line of the launcher's own, with the time since it began. */
  say: (text: string) => void
  /** As `say`, for what went wrong. */
  warn: (text: string) => void
  /** Text as it is: the headline, the ready line, a service's log. */
  print: (text: string) => void
  /** Says when the work is done and how long it took, and that it still goes on when it takes long. */
  step: <T>(name: string, work: () => Promise<T>) => Promise<T>
  elapsedS: () => string
  paint: Paint
  /** One of a few colours, always the same for the same number. */
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
  // The reader may be gone (`npm run dev | head`); that is no reason to leave the engines behind.
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
