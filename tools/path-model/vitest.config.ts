import { defineConfig } from 'vitest/config'

// No globalSetup: the model empties its Redis, so it starts one of its own.
export default defineConfig({ test: { name: 'path-model', testTimeout: 120_000, hookTimeout: 60_000 } })
