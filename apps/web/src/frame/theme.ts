/** The theme follows the system until one is chosen. */
export type Theme = 'light' | 'dark';

const KEY = 'withheld.theme';

/** The theme that was chosen in this browser; null follows the system. */
export function chosenTheme(): Theme | null {
  try {
    const stored = window.localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : null;
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
    return null;
  }
}

/** Remembers a choice. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    window.localStorage.setItem(KEY, theme);
  } catch {
    // As above.
  }
}

/** Draws the page in a theme; null follows the system. */
export function applyTheme(theme: Theme | null): void {
  if (theme === null) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
