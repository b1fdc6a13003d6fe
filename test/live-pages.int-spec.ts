import { beforeAll, expect, it } from '@jest/globals';
import { decisionBody, orderBody, restrictionBody } from './support/bodies.js';
import {
  DESKTOP,
  inBrowser,
  keepsPicture,
  leavesWithoutComplaint,
  overflows,
  PATIENCE,
  PHONE,
  type Visit,
} from './support/browser.js';
import { people, type Person } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

inBrowser('pages that the server renders', (browser) => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1' } });
  let asha: Person;
  beforeAll(async () => {
    ({ asha } = await people(server.address, { asha: 'reader' }));
  }, 60_000);

  const opens = (path: string, options = DESKTOP): Promise<Visit> =>
    browser.visits(`${server.address}${path}`, options);

  it(
    'a post’s page turns into its tombstone, and back, while it is looked at from where it is withheld',
    async () => {
      // given a post, looked at from India and from Germany
      const { id } = await asha.posts('A heron stands in the reeds');
      const [india, germany] = await Promise.all([
        opens(`/@asha/${id}?view_from=IN`),
        opens(`/@asha/${id}?view_from=DE`),
      ]);
      await india.page.getByText('A heron stands').waitFor();
      // when it is withheld in India
      const restriction = await server.does(
        'impose-restriction',
        restrictionBody('withhold', { type: 'post', id }, { basis: 'legal_demand' }),
      );
      // then the page in India says so by itself, and the other where it is withheld
      await india.page.getByText('has been withheld in India').first().waitFor();
      expect(await india.page.getByText('A heron stands').count()).toBe(0);
      await germany.page.getByText('Withheld in: India.').waitFor();
      expect(await germany.page.getByText('A heron stands').count()).toBe(1);
      await keepsPicture(india.page, 'page-withheld');
      // and when that is lifted, it is there again
      await server.does('lift-restriction', { restriction, reason: 'Heard' });
      await india.page.getByText('A heron stands').waitFor();
      for (const visit of [india, germany]) {
        expect(visit.complaints.filter((text) => !text.includes('451'))).toEqual([]);
        await visit.page.context().close();
      }
    },
    PATIENCE,
  );

  it(
    'an order’s page tells of a decision as it is taken, and keeps the focus where it was',
    async () => {
      const { id } = await asha.posts('An egret stands in the reeds');
      const authority = await server.does('register-authority', {
        name: 'An office',
        short_name: 'Office',
        country: 'IN',
        note: '',
      });
      const order = await server.does(
        'file-order',
        orderBody(authority, [{ subject: { type: 'post', id } }]),
        authority,
      );
      const visit = await opens(`/orders/${order}?view_from=IN`);
      const { page } = visit;
      const item = page.locator('#item-1');
      await item.getByText('no decision yet').waitFor();
      await item.getByRole('link').focus();
      await server.does('decide-item', decisionBody(order, 1, 'withheld'));
      await item.getByText('withheld', { exact: true }).waitFor();
      expect(await page.evaluate('document.activeElement.getAttribute("href")')).toContain(`/@asha/${id}`);
      expect(await page.getByRole('status').textContent()).toBe('This page has changed.');
      await keepsPicture(page, 'page-order');
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it.each(['light', 'dark'] as const)(
    'one looks from elsewhere by choosing a place, on a phone, %s',
    async (colorScheme) => {
      const { id } = await asha.posts(`A kite circles, ${colorScheme}`);
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id }));
      const visit = await opens(`/@asha/${id}?view_from=DE`, { ...PHONE, colorScheme } as typeof PHONE);
      const { page } = visit;
      await page.getByText('A kite circles').waitFor();
      expect(await overflows(page)).toBe(false);
      await page.getByLabel('See it from').selectOption('IN');
      await page.getByText('has been withheld in India').first().waitFor();
      expect(new URL(page.url()).searchParams.get('view_from')).toBe('IN');
      await page.getByRole('link', { name: 'हिन्दी' }).click();
      await page.getByText('भारत').first().waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('hi');
      expect(await overflows(page)).toBe(false);
      await page.context().close();
    },
    PATIENCE,
  );

  it('a browser is shown a page where there is nothing', async () => {
    const visit = await opens('/nothing-here');
    await visit.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await visit.page.getByRole('link', { name: 'To the front page' }).click();
    expect(new URL(visit.page.url()).pathname).toBe('/');
    await visit.page.context().close();
  });
});
