import { expect, test, vi } from 'vitest'
import { LogSilentError } from './errors'
import { createWatchdog } from './watchdog'

test('calls back once when nothing is heard for too long', async () => {
  const onSilent = vi.fn()
  createWatchdog({ silenceMs: 60, onSilent })
  await vi.waitFor(() => expect(onSilent).toHaveBeenCalledOnce())
  expect(onSilent.mock.calls[0]![0]).toBeInstanceOf(LogSilentError)
})

test('is quiet while it hears something, and after close', async () => {
  const onSilent = vi.fn()
  const watchdog = createWatchdog({ silenceMs: 300, onSilent })
  for (let times = 0; times < 10; times++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    watchdog.alive()
  }
  watchdog.close()
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(onSilent).not.toHaveBeenCalled()
})

test('does not take its own sleep for silence of the log', async () => {
  const onSilent = vi.fn()
  const watchdog = createWatchdog({ silenceMs: 300, onSilent })
  const until = performance.now() + 500
  while (performance.now() < until); // like a stopped process: no timer runs
  await new Promise((resolve) => setTimeout(resolve, 100)) // now it checks
  watchdog.close()
  expect(onSilent).not.toHaveBeenCalled()
})
