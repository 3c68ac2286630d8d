// The workspace's own configuration, with changes that make a thousand runs of its tests bearable. StrykerJS runs it in
// its copy of the workspace.
import { join, relative } from 'node:path'
import { loadConfigFromFile, mergeConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { slices } from './slices'

/** The name of the slice, set by `trySlice`. */
const { PARLEY_MUTANTS } = process.env
const slice = slices.find(({ name }) => name === PARLEY_MUTANTS)
if (!slice) throw new Error(`PARLEY_MUTANTS names no slice: ${PARLEY_MUTANTS}`)

/**
 * The first failing test ends a run, so the file that caught the previous mutant, mostly a neighbour, comes first, and
 * then the shorter files before the longer. Vitest's own order is the opposite.
 */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((one, other) => this.#msOf(one) - this.#msOf(other))
  }

  #msOf({ project, moduleId }: TestSpecification): number {
    const file = relative(this.ctx.config.root, moduleId)
    const last = this.ctx.cache.getFileTestResults(`${project.name}:${file}`)
    if (!last) return Infinity
    return last.failed && last.duration < 1_000 ? 0 : last.duration
  }
}

const own = await loadConfigFromFile(
  { command: 'serve', mode: 'test' },
  join(process.cwd(), 'vitest.config.ts'),
)

export default mergeConfig(
  own?.config ?? {},
  defineConfig({
    test: {
      // Merging configurations joins lists, and this one has to replace the existing tests.
      ...(slice.tests && { include: [...slice.tests] }),
      sequence: { sequencer: QuickestFirst },
      testTimeout: slice.testTimeoutMs ?? 20_000,
    },
  }),
)
