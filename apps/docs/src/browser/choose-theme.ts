/** The reader's chosen theme, or the machine's. */
function chooseTheme(): string {
  try {
    const chosen = localStorage.theme as string | undefined
    if (chosen) return chosen
  } catch {
    // Storage is denied: use the machine's theme.
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

document.documentElement.dataset.theme = chooseTheme()
