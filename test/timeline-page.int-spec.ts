import { beforeAll, describe, expect, it } from '@jest/globals';
import { restrictionBody } from './support/bodies.js';
import {
  DESKTOP,
  inBrowser,
  leavesWithoutComplaint,
  overflows,
  PATIENCE,
  PHONE,
  translate,
  TRANSLATORS,
  type Visit,
} from './support/browser.js';
import { people, type Person } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

inBrowser('the Timeline', (browser) => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1' } });
  let asha: Person;
  beforeAll(async () => {
    ({ asha } = await people(server.address, { asha: 'reader' }));
  }, 60_000);

  /** Seen from India and from elsewhere, live or at an instant. */
  const opens = async (query = '', options = DESKTOP): Promise<Visit> => {
    const visit = await browser.visits(
      `${server.address}/timeline?left=IN&right=elsewhere&lang=en${query}`,
      options,
    );
    await visit.page.locator('.head').first().waitFor();
    return visit;
  };
  const withholds = (post: string): Promise<string> =>
    server.does(
      'impose-restriction',
      restrictionBody('withhold', { type: 'post', id: post }, { basis: 'legal_demand' }),
    );

  it(
    'fills live, and turns a post into a tombstone in one pane alone',
    async () => {
      // given two panes, and somebody who writes
      const visit = await opens();
      const { page } = visit;
      const post = await asha.posts('A heron stands in the reeds');
      const words = page.getByText('A heron stands in the reeds');
      await words.nth(1).waitFor();
      expect(await words.count()).toBe(2);
      // when it is withheld in India
      await withholds(post.id);
      await page.locator('.cell.left .standing', { hasText: 'has been withheld in India' }).waitFor();
      // then its words are gone from India's pane, and from the document; they stay in the other
      await words.nth(1).waitFor({ state: 'detached' });
      expect((await page.content()).split('A heron stands in the reeds')).toHaveLength(2);
      expect(await page.locator('.cell.right', { hasText: 'A heron stands in the reeds' }).count()).toBe(1);
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it.each(['light', 'dark'] as const)(
    'fits a phone, %s, and shows one pane',
    async (colorScheme) => {
      await asha.posts(`A kite circles, ${colorScheme}`);
      const visit = await opens('', { ...PHONE, colorScheme } as typeof PHONE);
      await visit.page.getByText(`A kite circles, ${colorScheme}`).waitFor();
      expect(await overflows(visit.page)).toBe(false);
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  describe.each(TRANSLATORS)('translated by a browser, which puts elements %s', (where, put) => {
    it(
      'lets React remove a text, and insert before one',
      async () => {
        const visit = await opens();
        await visit.page.evaluate(`{
        globalThis.drawn = document.createElement('p');
        globalThis.texts = ['removed', 'kept'].map((words) => document.createTextNode(words));
        drawn.append(...texts);
        document.getElementById('root').append(drawn);
      }`);
        await translate(visit.page, put);
        const left = await visit.page.evaluate(`{
        drawn.insertBefore(document.createElement('br'), texts[1]);
        drawn.removeChild(texts[0]);
        drawn.innerText.trim();
      }`);
        expect(left).toBe('kept');
        expect(await visit.page.evaluate('drawn.lastElementChild.previousElementSibling.tagName')).toBe('BR');
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'shows what happens meanwhile',
      async () => {
        const post = await asha.posts(`A kingfisher dives, ${where}`);
        const visit = await opens();
        const words = visit.page.getByText(`A kingfisher dives, ${where}`);
        await words.nth(1).waitFor();
        await translate(visit.page, put);
        await asha.likes(post.id);
        await withholds(post.id);
        await words.nth(1).waitFor({ state: 'detached' });
        await asha.posts(`It comes up, ${where}`);
        await visit.page.getByText(`It comes up, ${where}`).nth(1).waitFor();
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  it(
    'says what is wrong with an instant, and what to do',
    async () => {
      const { page } = await opens('&view_at=yesterday');
      await page.getByText('view_at "yesterday" is not an instant').first().waitFor();
      await page.getByRole('button', { name: 'See it live' }).click();
      await page.waitForURL((url) => !url.searchParams.has('view_at'));
      await page.context().close();
    },
    PATIENCE,
  );
});
