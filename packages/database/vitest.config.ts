import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'database', globalSetup: ['@parley/engines/testing'], testTimeout: 30_000 },
})
