const began = Date.now()

/** Prints a line of progress with the seconds since the start. */
export function say(line: string): void {
  const seconds = ((Date.now() - began) / 1000).toFixed(0).padStart(4)
  process.stdout.write(`[${seconds} s] ${line}\n`)
}
