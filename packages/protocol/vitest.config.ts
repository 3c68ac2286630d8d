import { configDefaults, defineConfig } from 'vitest/config'

// Under mutation testing it would run for hundreds of mutants and take seconds each; it finds slow code, not wrong
// answers.
const slow = process.env.PARLEY_MUTANTS ? ['**/linear-time.test.ts'] : []

export default defineConfig({ test: { name: 'protocol', exclude: [...configDefaults.exclude, ...slow] } })
