export interface Count {
  passed: number
  failed: number
}

export function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed }
}

/** A suite that failed without naming a failed test (a crash, an unhandled error) counts as one failure. */
export function countSuite(counted: Count, exitCode: number): Count {
  const silentFailure = exitCode !== 0 && counted.failed === 0
  const nothingRan = counted.passed + counted.failed === 0
  return silentFailure || nothingRan ? { ...counted, failed: Math.max(1, counted.failed) } : counted
}
