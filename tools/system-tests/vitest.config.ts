import { defineConfig } from 'vitest/config'

// No globalSetup for engines: each file starts a whole stack, one file after the other.
export default defineConfig({
  test: { name: 'system', fileParallelism: false, testTimeout: 240_000, hookTimeout: 300_000 },
})
