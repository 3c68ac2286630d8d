import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { isFile, readText, top } from './repository'

const files = execFileSync('git', ['ls-files', 'apps', 'packages', 'tools'], { cwd: top, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(ts|tsx|lua)$/.test(file) && isFile(file))

test('every promise that code cites is defined in PROMISES.md, and code cites no other number', () => {
  const defined = new Set(
    [...readText('PROMISES.md').matchAll(/^- \*\*(P\d+)\*\*/gm)].map(([, name]) => name),
  )
  expect(defined.size).toBeGreaterThan(10)
  const unknown = files.flatMap((file) =>
    // Matches a test's title, "P1 P3: ...", and a comment, "P3, P6: ...". I1 to I22 belonged to a document outside the repository.
    [...readText(file).matchAll(/\b([PI]\d{1,2})(?=(?:[, ]+P\d{1,2})*: )/g)]
      .filter(([, name]) => !defined.has(name))
      .map(([, name]) => `${file}: ${name}`),
  )
  expect(unknown).toEqual([])
})
