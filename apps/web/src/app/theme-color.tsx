'use client'
import { useTheme } from 'next-themes'
import { useEffect } from 'react'

/** Gives the browser's own frame the page's colour, even if the person chose another theme than the system's. */
export function ThemeColor() {
  const { resolvedTheme } = useTheme()
  useEffect(() => {
    const canvas = getComputedStyle(document.documentElement).backgroundColor
    for (const meta of document.querySelectorAll('meta[name="theme-color"]'))
      meta.setAttribute('content', canvas)
  }, [resolvedTheme])
  return null
}
