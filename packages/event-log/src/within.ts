/** The promise, or a rejection after `limitMs`. The work behind the promise continues. */
export async function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`No answer within ${Math.round(limitMs)} ms.`)), limitMs)
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}
