import { defineConfig } from 'vitest/config'

// No globalSetup for engines: the round starts a whole stack.
export default defineConfig({
  test: { name: 'system-chaos', fileParallelism: false, testTimeout: 600_000, hookTimeout: 300_000 },
})
