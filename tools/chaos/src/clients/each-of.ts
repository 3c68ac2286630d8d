/** Runs it for each item, this many at once. The first failure rejects. */
export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  act: (item: T) => Promise<void> | undefined,
): Promise<void> {
  const left = [...items].reverse()
  async function work(): Promise<void> {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await act(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
}
