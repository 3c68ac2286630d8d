import { defineConfig } from 'vitest/config'

// No globalSetup: these tests freeze and kill, so each file starts an engine of its own.
export default defineConfig({ test: { name: 'event-log', testTimeout: 30_000, hookTimeout: 60_000 } })
