/** The theme that was chosen here, or the machine's. */
function chooseTheme(): string {
  try {
    const chosen = localStorage.theme as string | undefined
    if (chosen) return chosen
  } catch {
    // Nothing may be kept here: the machine's.
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

document.documentElement.dataset.theme = chooseTheme()
