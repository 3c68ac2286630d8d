import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'dev', testTimeout: 30_000 } })
