// Frames while the wheel turns in a long room.
import type { Page } from '@playwright/test'
import { log } from '@parley/testkit/browser'

const WHEEL_PX = 120
const WHEEL_EVERY_MS = 16

/** Turns the wheel up for this long, as fast as a quick finger does. */
export async function scrollUp(page: Page, forMs: number): Promise<readonly number[]> {
  const box = await log(page).boundingBox()
  if (!box) throw new Error('there is no log')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate(() => {
    const kept = globalThis as unknown as { frames: number[]; isOver: boolean }
    kept.frames = []
    kept.isOver = false
    let before = 0
    const frame = (at: number) => {
      if (before > 0) kept.frames.push(at - before)
      before = at
      if (!kept.isOver) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const beganAt = performance.now()
  for (let turn = 0; performance.now() - beganAt < forMs; turn++) {
    // Not awaited: a busy page gets them all the same.
    void page.mouse.wheel(0, -WHEEL_PX).catch(() => undefined)
    const dueAt = beganAt + (turn + 1) * WHEEL_EVERY_MS
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())))
  }
  return page.evaluate(() => {
    const kept = globalThis as unknown as { frames: number[]; isOver: boolean }
    kept.isOver = true
    return kept.frames
  })
}

/** Goes to the top repeatedly, until everything is loaded; then to the middle. */
export async function loadAll(page: Page, limitMs: number): Promise<void> {
  await log(page).evaluate(
    (box, limitMs) =>
      new Promise<void>((resolve) => {
        const beganAt = performance.now()
        const step = () => {
          const isWhole = box.textContent.includes('begins.')
          if (isWhole || performance.now() - beganAt > limitMs) {
            box.scrollTop = box.scrollHeight / 2
            return resolve()
          }
          if (box.getAttribute('aria-busy') === 'false') box.scrollTop = 0
          setTimeout(step, 16)
        }
        step()
      }),
    limitMs,
  )
}

export function nodesOf(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll('*').length)
}
