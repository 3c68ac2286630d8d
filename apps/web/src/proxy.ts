import { NextResponse, type NextRequest } from 'next/server'
import { contentPolicy } from './content-policy'
import { readEnv } from './env'

export function proxy(request: NextRequest) {
  return request.nextUrl.pathname.startsWith('/api/') ? passToApi(request) : servePage(request)
}

// Not a rewrite of next.config: those are frozen into the build, while this address is known only at the start.
function passToApi({ nextUrl }: NextRequest) {
  const { apiUrl } = readEnv()
  if (!apiUrl) return new NextResponse('PARLEY_API_URL is not set.', { status: 503 })
  return NextResponse.rewrite(new URL(nextUrl.pathname + nextUrl.search, apiUrl))
}

// Next takes the nonce for its own scripts from the policy in the request's headers.
function servePage(request: NextRequest) {
  const { servers, isDev } = readEnv()
  const nonce = btoa(crypto.randomUUID())
  const policy = contentPolicy({ nonce, servers: servers.map((server) => server.url), isDev })
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = {
  matcher: [
    '/api/:path*',
    '/((?!_next/|icon\\.svg|apple-icon|app-icon|manifest\\.webmanifest|service-worker\\.js).*)',
  ],
}
