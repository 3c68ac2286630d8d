import { expect, test } from 'vitest'
import { countSuite } from './count'

test('a suite that crashed or ran nothing counts as failed', () => {
  expect(countSuite({ passed: 3, failed: 0 }, 1)).toEqual({ passed: 3, failed: 1 })
  expect(countSuite({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 })
  expect(countSuite({ passed: 3, failed: 2 }, 1)).toEqual({ passed: 3, failed: 2 })
  expect(countSuite({ passed: 3, failed: 0 }, 0)).toEqual({ passed: 3, failed: 0 })
})
