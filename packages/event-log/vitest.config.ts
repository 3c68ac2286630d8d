import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'event-log', testTimeout: 30_000 },
})
