import { defineConfig } from 'vitest/config'

// One file after the other: what these tests measure is how long servers take, and each starts some.
export default defineConfig({
  test: {
    name: 'server',
    globalSetup: ['@parley/engines/testing'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
