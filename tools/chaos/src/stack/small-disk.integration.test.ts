import { makeTestDirectory, type TestDirectory } from '@parley/engines'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NotPlayableError } from './not-playable'
import { mountSmallDisk } from './small-disk'

let directory: TestDirectory

beforeEach(async () => {
  directory = await makeTestDirectory()
})
afterEach(() => directory.delete())

const mayMount = process.platform === 'linux' && process.getuid?.() === 0

test.skipIf(!mayMount)('a disk is full until it is freed, and is gone with its directory', async () => {
  const folder = join(directory.path, 'engine')
  const disk = await mountSmallDisk(folder, 8)
  const write = () => writeFileSync(join(folder, 'data'), Buffer.alloc(64 * 1024))
  write()
  disk.fill()
  expect(() => writeFileSync(join(folder, 'more'), 'no room')).toThrow(/ENOSPC/)
  await disk.free()
  write()
  await directory.delete()
  expect(existsSync(directory.path)).toBe(false)
})

test.skipIf(mayMount)('a user who may not mount is told so', async () => {
  await expect(mountSmallDisk(join(directory.path, 'engine'), 8)).rejects.toThrow(NotPlayableError)
})
