import { expect, test } from 'vitest'
import { choosePlace } from './find-place'

const fresh = { wanted: undefined, isStoredHere: false, isStoredInDocker: false }

test('an engine that has stored nothing yet is taken from the first place that works', () => {
  expect(choosePlace(fresh)).toBe('first-that-works')
  expect(choosePlace({ ...fresh, wanted: '' })).toBe('first-that-works')
})

test('PARLEY_ENGINES=docker wants it from Docker, also where it could be had otherwise', () => {
  expect(choosePlace({ ...fresh, wanted: 'docker' })).toBe('docker')
  expect(() => choosePlace({ ...fresh, wanted: 'podman' })).toThrow('may be docker or nothing, not "podman"')
})

test('what was stored stays where it is', () => {
  expect(choosePlace({ ...fresh, isStoredInDocker: true })).toBe('docker')
  expect(choosePlace({ ...fresh, isStoredInDocker: true, wanted: 'docker' })).toBe('docker')
  expect(choosePlace({ ...fresh, isStoredHere: true })).toBe('here')
  expect(() => choosePlace({ ...fresh, isStoredHere: true, wanted: 'docker' })).toThrow('--fresh')
})
