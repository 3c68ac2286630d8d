/** One button switches between light and dark; all pages remember the choice. */
export function startThemeSwitch(page: Document): void {
  page.querySelector('[data-switch-theme]')?.addEventListener('click', () => {
    const theme = page.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'
    page.documentElement.dataset.theme = theme
    try {
      localStorage.theme = theme
    } catch {
      // Storage is denied: the choice holds for this page only.
    }
  })
}
