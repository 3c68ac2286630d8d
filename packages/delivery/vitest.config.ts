import { defineConfig } from 'vitest/config'

// No globalSetup: these tests kill, empty and promote, so each file starts Redis servers of its own.
export default defineConfig({ test: { name: 'delivery', testTimeout: 30_000, hookTimeout: 60_000 } })
