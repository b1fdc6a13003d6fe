/** Parts of a page that stand, and may change, by themselves. */
const PARTS = 'article, tr[id], .tombstone, .legend';

/**
 * Reads the page anew and puts what changed in its place: the focus stays where it was, and what is new is marked
 * with the class `changed`.
 *
 * @returns false where it could not be read
 */
export async function refresh(main: HTMLElement): Promise<boolean> {
  let text: string;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    // A refusal is a page, too; what is out of order for a moment is not.
    if (answer.status >= 500) return false;
    text = await answer.text();
  } catch {
    return false;
  }
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const content = fresh.querySelector('main');
  if (content === null || content.innerHTML === main.innerHTML) return true;
  const before = new Set(Array.from(main.querySelectorAll(PARTS), ({ outerHTML }) => outerHTML));
  const focused = addressOf(main, document.activeElement);
  document.title = fresh.title;
  const status = document.querySelector('[role=status]');
  main.replaceChildren(...content.childNodes);
  for (const part of main.querySelectorAll(PARTS)) {
    if (!before.has(part.outerHTML)) part.classList.add('changed');
  }
  if (focused !== null) main.querySelector<HTMLElement>(focused)?.focus();
  if (status !== null) status.textContent = (status as HTMLElement).dataset['changed'] ?? '';
  return true;
}

/** A selector of the link or part that has the focus; null where it has none inside of `main`. */
function addressOf(main: HTMLElement, active: Element | null): string | null {
  if (active === null || !main.contains(active)) return null;
  const href = active.getAttribute('href');
  if (href !== null) return `a[href="${CSS.escape(href)}"]`;
  return active.id === '' ? null : `#${CSS.escape(active.id)}`;
}
