import { defineConfig } from 'vitest/config'

// No globalSetup: these tests freeze and kill engines, so each file starts its own.
export default defineConfig({ test: { name: 'event-log', testTimeout: 30_000, hookTimeout: 60_000 } })
