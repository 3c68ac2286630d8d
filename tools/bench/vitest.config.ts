import { defineConfig } from 'vitest/config'

// No globalSetup for engines: test/ starts a whole Parley.
export default defineConfig({
  test: { name: 'system-bench', fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000 },
})
