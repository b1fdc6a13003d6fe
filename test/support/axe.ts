import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2, levels A and AA, as axe names them. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Violations that axe-core finds on a page, as `rule: element`. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Elements that move are judged where they come to rest.
  await page.evaluate(`Promise.allSettled(document.getAnimations().map(({ finished }) => finished))`);
  await page.evaluate(`${axe.source}; undefined`);
  return page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] }).then(
      ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' ')))
    )`);
}
