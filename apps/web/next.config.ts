import { join } from 'node:path'
import type { NextConfig } from 'next'
import { PHASE_PRODUCTION_BUILD } from 'next/constants'
import { securityHeaders } from './src/security-headers'

// Values that depend on the installation (the API's address, the servers) are read at run time, in src/env.ts: rewrites
// and headers named here are frozen into the build.
const config = (phase: string): NextConfig => ({
  output: 'standalone',
  outputFileTracingRoot: join(import.meta.dirname, '../..'),
  turbopack: {
    root: join(import.meta.dirname, '../..'),
    // See build-zod.mjs.
    resolveAlias: phase === PHASE_PRODUCTION_BUILD ? { 'zod/mini': './zod-mini.bundle.mjs' } : {},
  },
  transpilePackages: ['@parley/client', '@parley/protocol', '@parley/ui'],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  allowedDevOrigins: ['localhost', '127.0.0.1'],
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
})

export default config
