import { defineConfig } from 'vitest/config'

// One file after the other: these tests measure times of servers, and each starts several.
export default defineConfig({
  test: {
    name: 'server',
    globalSetup: ['@parley/engines/testing'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
