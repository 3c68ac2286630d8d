/** One button between light and dark; what was chosen stays for all pages. */
export function startThemeSwitch(page: Document): void {
  page.querySelector('[data-switch-theme]')?.addEventListener('click', () => {
    const theme = page.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'
    page.documentElement.dataset.theme = theme
    try {
      localStorage.theme = theme
    } catch {
      // Nothing may be kept here: it holds for this page.
    }
  })
}
