import { describe, expect, it } from '@jest/globals';
import type { Account, ScenarioStage, Status } from '#contract';
import { faultsOf } from './support/axe.js';
import {
  DESKTOP,
  inBrowser,
  keepsPicture,
  leavesWithoutComplaint,
  overflows,
  PATIENCE,
  PHONE,
} from './support/browser.js';
import { Reader } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn, STAND_OFF } from './support/server.js';
import { holdingStandOff } from './support/stand-off.js';

const LESSON = '/lessons/same-minute';
const STOPS = ['before', 'six-hours', 'notice', 'four-kinds', 'count'];
/** Words of a stand-in whose account is withheld in India at the second stop, and suspended since the fourth. */
const OF_251 = 'repetition of one slogan';

describe('a lesson', () => {
  const server = serverOn(holdingStandOff(sqliteDatabase));
  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(server.address + path, init);
  const textOf = async (path: string): Promise<string> => (await get(path)).text();
  const stageIn = async (lang: string): Promise<ScenarioStage> =>
    (await new Reader(server.address).reads<ScenarioStage>(`/api/v1/scenarios/${STAND_OFF}/stage`, { lang }))
      .body;

  it('stands in a list, and is told of on the stage', async () => {
    const list = await textOf('/lessons');
    expect(list).toContain('<a href="/lessons/same-minute">The same post, the same minute</a>');
    expect(list).toContain('45 minutes, 5 stops.');
    const { lessons, sides } = await stageIn('en');
    expect(lessons.map(({ id, stops }) => [id, stops.map((stop) => stop.id)])).toEqual([
      ['same-minute', STOPS],
    ]);
    expect(sides.every(({ reason }) => reason !== null)).toBe(true);
  });

  it.each(['en', 'hi'])(
    'says in %s what the file says, with a link to each instant from both places',
    async (lang) => {
      const page = await textOf(`${LESSON}?lang=${lang}`);
      const { lessons } = await stageIn(lang);
      for (const stop of lessons[0]!.stops) {
        for (const words of [stop.title, stop.question, stop.task, stop.notice])
          expect(page).toContain(words);
        const at = stop.at.replace('.000Z', 'Z');
        expect(page).toContain(`"/?view_at=${at}&amp;left=IN&amp;right=elsewhere&amp;lang=${lang}"`);
        expect(page).toContain(`"/lessons/same-minute/sheets/${stop.id}?lang=${lang}"`);
      }
      for (const { title, text } of lessons[0]!.law) {
        expect(page).toContain(title);
        expect(page).toContain(text);
      }
      // Each side's reason is in its own words, as the log has them.
      expect(page).toContain('which is an intermediary bound by the orders of the central government');
      expect(page).toContain('would violate their fundamental right to free expression under Indian law');
      expect((await get(LESSON)).headers.get('x-robots-tag')).toBe('noindex');
    },
  );

  it('gives no reason that had not been given by the instant that it is looked at', async () => {
    const page = await textOf(`${LESSON}?view_at=2021-02-05T00:00:00Z`);
    expect(page).toContain('an intermediary bound by the orders');
    expect(page).not.toContain('fundamental right to free expression');
    expect(page).toContain('Not said yet at this moment.');
  });

  it('has a sheet that shows at the instant what view_at gives there, from each place', async () => {
    const { lessons } = await stageIn('en');
    const { at } = lessons[0]!.stops[1]!;
    const sheet = await textOf(`${LESSON}/sheets/six-hours`);
    const reader = new Reader(server.address).looking({ view_at: at, view_as: 'public' });
    const { body: account } = await reader.reads<Account>('/api/v1/accounts/lookup', {
      acct: 'listed-0251@twitter',
      view_from: 'elsewhere',
    });
    const { body: posts } = await reader.reads<Status[]>(`/api/v1/accounts/${account.id}/statuses`, {
      view_from: 'elsewhere',
    });
    const asked = `/api/v1/statuses/${posts[0]!.id}?view_at=${at}&view_from=`;
    expect([(await get(`${asked}IN`)).status, (await get(`${asked}elsewhere`)).status]).toEqual([451, 200]);
    // So one side has its words, and the other what stands in their place.
    expect(sheet.split(OF_251)).toHaveLength(2);
    expect(sheet).toContain(
      '@listed-0251@twitter’s account has been withheld in India in response to a legal demand.',
    );
    expect(sheet).toMatch(/http:[^<]*\/\?view_at=2021-02-01T09:06:00Z&amp;left=IN&amp;right=elsewhere</);
    // Its head alone is drawn as one that withholds: elsewhere none is, where some are suspended by then, too.
    const headsOf = (page: string): string[] => page.match(/class="withholds">[^<]+/g) ?? [];
    expect(headsOf(sheet)).toEqual(['class="withholds">In India']);
    expect(headsOf(await textOf(`${LESSON}/sheets/four-kinds`))).toEqual(['class="withholds">In India']);
    // Before anything is withheld both have them, and neither head is drawn so.
    const before = await textOf(`${LESSON}/sheets/before`);
    expect(before.split(OF_251)).toHaveLength(3);
    expect(headsOf(before)).toEqual([]);
  });

  it.each(['/lessons/nope', `${LESSON}/sheets/nope`, '/lessons/nope/sheets/before', '/lessons/__proto__'])(
    'that is not there is a page that says so: %s',
    async (path) => {
      const page = await get(path, { headers: { accept: 'text/html' } });
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(await page.text()).toContain('There is nothing here');
    },
  );
});

describe('a lesson where each place is shown its own view alone', () => {
  const server = serverOn(holdingStandOff(sqliteDatabase), {
    env: { GEO_MODE: 'enforced', GEO_DEFAULT_COUNTRY: 'IN' },
  });

  it('has sheets of one side, with nothing that is withheld there by now', async () => {
    const sheet = await (await fetch(`${server.address}${LESSON}/sheets/before`)).text();
    expect(sheet).toContain('This server shows each place its own view: here is yours.');
    expect(sheet).toContain('In India');
    expect(sheet).not.toContain('Elsewhere');
    expect(sheet).not.toContain(OF_251);
    expect((await fetch(`${server.address}${LESSON}/sheets/before?view_from=US`)).status).toBe(403);
  });
});

inBrowser('a lesson in a browser', (browser) => {
  const server = serverOn(holdingStandOff(sqliteDatabase));

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    it.each([
      ['on a desk', '', DESKTOP],
      ['on a phone, in Hindi', '?lang=hi', PHONE],
    ])(
      'has nothing that axe finds: %s',
      async (name, query, screen) => {
        for (const path of ['/lessons', LESSON, `${LESSON}/sheets/six-hours`]) {
          const visit = await browser.visits(`${server.address}${path}${query}`, { ...screen, colorScheme });
          expect([path, await faultsOf(visit.page)]).toEqual([path, []]);
          expect([path, await overflows(visit.page)]).toEqual([path, false]);
          await keepsPicture(
            visit.page,
            `${path.slice(1).replaceAll('/', '-')}-${colorScheme}-${name.slice(3, 8)}`,
          );
          await leavesWithoutComplaint(visit);
        }
      },
      PATIENCE,
    );
  });

  it.each(['en', 'hi'])(
    'prints each sheet on one A4, with no row cut, in %s',
    async (lang) => {
      for (const stop of STOPS) {
        const visit = await browser.visits(`${server.address}${LESSON}/sheets/${stop}?lang=${lang}`);
        const { page } = visit;
        await page.evaluate('document.fonts.ready');
        const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
        expect([stop, pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length]).toEqual([stop, 1]);
        // An A4 in points, as PDF measures.
        expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+\]/);
        await page.emulateMedia({ media: 'print' });
        await page.setViewportSize({ width: 794, height: 1123 });
        const cut = await page.evaluate(`(() => {
        const rows = document.querySelector('.rows4'), sheet = document.querySelector('.a4');
        return [rows.scrollHeight - rows.clientHeight, sheet.scrollHeight - sheet.clientHeight, rows.children.length > 2];
      })()`);
        expect([stop, cut]).toEqual([stop, [0, 0, true]]);
        await leavesWithoutComplaint(visit);
      }
    },
    PATIENCE,
  );

  it('offers to print, where there is a script to do it', async () => {
    const visit = await browser.visits(`${server.address}${LESSON}/sheets/before`);
    await visit.page.evaluate('window.print = () => (window.printed = true)');
    await visit.page.getByRole('button', { name: 'Print, one A4' }).click();
    expect(await visit.page.evaluate('window.printed')).toBe(true);
    await leavesWithoutComplaint(visit);
  });

  it(
    'has a column beside the stage: the stop, its question, hands as marks, and names hidden',
    async () => {
      // given the column at the second stop, by its number
      const { page, complaints } = await browser.visits(`${server.address}/?lesson=same-minute&stop=2`);
      const column = page.locator('.lesson-column');
      await column.getByRole('heading', { name: 'Six hours' }).waitFor();
      await page.locator('.row').first().waitFor();
      expect(new URL(page.url()).searchParams.get('view_at')).toBe('2021-02-01T09:06:00Z');
      expect(await faultsOf(page)).toEqual([]);
      // when names are hidden
      const name = page.locator('.row .author .who').first();
      expect(await name.isVisible()).toBe(true);
      await page.keyboard.press('h');
      await name.waitFor({ state: 'hidden' });
      await page.keyboard.press('h');
      await name.waitFor();
      // and the class is asked, and hands go up
      await page.keyboard.press('q');
      const choice = (letter: string) =>
        column.getByRole('button', { name: new RegExp(`^${letter} |, ${letter}: `) });
      await choice('B').click();
      await choice('B').click();
      await choice('A').click();
      expect(await choice('B').innerText()).toMatch(/B: 2 hands/);
      await column.getByRole('button', { name: 'Take the last mark back' }).click();
      expect(await choice('A').innerText()).toMatch(/A: 0 hands/);
      // nothing of what happened is told before it is asked for
      expect(await column.innerText()).not.toContain('restores them');
      await column.getByRole('button', { name: 'What happened' }).click();
      await column.getByText('Nearly six hours later Twitter restores them').waitFor();
      await keepsPicture(page, 'lesson-column');
      expect(await faultsOf(page)).toEqual([]);
      // then the next stop is at its own instant, and has no question to ask
      await column.getByRole('button', { name: 'Next stop' }).click();
      await column.getByRole('heading', { name: 'The notice' }).waitFor();
      expect(new URL(page.url()).searchParams.get('view_at')).toBe('2021-02-03T07:40:00Z');
      expect(await column.getByRole('button', { name: 'Ask' }).isDisabled()).toBe(true);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    PATIENCE,
  );
});
