import { configDefaults, defineConfig } from 'vitest/config'

// For each of hundreds of mutants it would take seconds again; it looks for time, not for wrong answers.
const slow = process.env.PARLEY_MUTANTS ? ['**/linear-time.test.ts'] : []

export default defineConfig({ test: { name: 'protocol', exclude: [...configDefaults.exclude, ...slow] } })
