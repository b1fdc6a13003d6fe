import { describe, expect, it } from '@jest/globals';
import type { ScenarioStage } from '#contract';
import {
  DESKTOP,
  holds,
  inBrowser,
  leavesWithoutComplaint,
  PATIENCE,
  type Visit,
} from '../support/browser.js';
import { Reader } from '../support/client.js';
import { sqliteDatabase } from '../support/databases.js';
import { serverOn, serversPerTest } from '../support/server.js';
import { clockNow, StagePage } from '../support/stage-page.js';
import { StandOffStage, TENTH } from '../support/stand-off-stage.js';
import { loadStory, STORY } from '../support/story.js';

inBrowser('the stage in trouble', (browser) => {
  const standOff = new StandOffStage(browser);

  describe('asked for what is not there', () => {
    it.each([
      ['a dead instant', 'view_at=yesterday', 'The address asks for “yesterday”, which is no instant.'],
      ['an instant before the story', 'view_at=2019-01-01T00:00:00Z', 'This story begins in March 2020.'],
      ['an instant after it', 'view_at=2031-01-01T00:00:00Z', 'This story ends on'],
    ])(
      'of %s, says so and leads to what is',
      async (_name, query, words) => {
        const { visit, page, stage } = await standOff.opens(`/?${query}`);
        await page.locator('.notice', { hasText: words }).waitFor();
        await page.locator('.notice button').click();
        await page.locator('.notice').waitFor({ state: 'detached' });
        await stage.isThere();
        // The address names an instant that is there, or none.
        const asked = new URLSearchParams(query).get('view_at');
        expect(new URL(page.url()).searchParams.get('view_at')).not.toBe(asked);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'of a country that there is none of, says so, and is that of the story’s own sides',
      async () => {
        const { visit, page, stage } = await standOff.opens(`/?view_at=${TENTH}&left=ZZ`);
        await stage.isThere();
        expect(await page.locator('.notice').innerText()).toContain('ZZ');
        expect(await page.locator('#head-left').innerText()).toContain('In India');
        await standOff.isAsTheApiSays(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it.each(['1', '999999999', 'no-such-post'])(
      'of why the post “%s” is seen so, says that nothing has this address',
      async (id) => {
        const { visit, page } = await standOff.opens(`/explain?status=${id}`);
        await page.getByText('Nothing has this address at this moment.').waitFor();
        expect(visit.complaints.filter((complaint) => !/40[04]|422/.test(complaint))).toEqual([]);
        await page.context().close();
      },
      PATIENCE,
    );

    it(
      'of a story that is unknown, says so and leads to the one that is there',
      async () => {
        const { visit, page, stage } = await standOff.opens('/?scenario=nope');
        await page.getByText('There is no story “nope” here.').waitFor();
        await page.locator('.notice button').click();
        await page.getByRole('button', { name: 'Play, five minutes' }).waitFor();
        expect(await stage.headline.innerText()).toBe('Eighteen days, two places.');
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  it(
    'plays on while the server is gone, says so, and reads the rest once it is back',
    async () => {
      // given a server that goes once the first pages are read
      let isGone = true;
      const visit = await browser.visits(`${standOff.server.address}/`, DESKTOP, (page) =>
        page.route('**/tape?*since=*', (route) => (isGone ? route.abort() : route.continue())),
      );
      const stage = new StagePage(visit.page, standOff.story);
      await visit.page.getByRole('button', { name: 'Play, five minutes' }).click();
      const notice = visit.page.getByText('What has come plays on');
      await notice.waitFor();
      await stage.isThere().catch(() => undefined);
      const before = await stage.clock();
      await holds(visit.page, `${clockNow} > ${Date.parse(before)}`);
      // when it is back
      isGone = false;
      await notice.waitFor({ state: 'detached' });
      await stage.seeks(TENTH);
      await stage.pauses();
      // then
      await stage.isThere();
      await standOff.isAsTheApiSays(stage);
      expect(visit.complaints.filter((complaint) => !complaint.includes('ERR_FAILED'))).toEqual([]);
      await visit.page.context().close();
    },
    PATIENCE,
  );

  // There the stricter counts of what was withheld then, and of what is withheld now: 893 in India.
  describe('where geography is enforced', () => {
    const starts = serversPerTest(sqliteDatabase);

    it.each([
      ['India', '49.207.50.1', 'In India', 893],
      ['the United States', '8.8.8.8', 'In the United States', 0],
    ])(
      'shows to somebody in %s one pane, and why there is no other',
      async (_name, from, title, standIns) => {
        const enforced = await starts({
          place: standOff.server.place,
          env: { GEO_MODE: 'enforced', TRUSTED_PROXIES: '127.0.0.1' },
        });
        const visit = await browser.visits(`${enforced.address}/?view_at=${TENTH}`, {
          ...DESKTOP,
          extraHTTPHeaders: { 'x-forwarded-for': from },
        });
        const [page, stage] = [visit.page, new StagePage(visit.page, standOff.story)];
        await stage.isThere();
        await page.locator('.head').waitFor();
        expect(await page.locator('.head').count()).toBe(1);
        expect(await page.locator('.head h2').innerText()).toBe(title);
        const tally = await page.locator('.head .tally').innerText();
        expect(Number(/^\d+/.exec(tally)?.[0])).toBe(standIns);
        expect(await page.locator('.cell.right').count()).toBe(0);
        expect(await page.locator('.notice').innerText()).toContain(
          'This server shows each place its own view.',
        );
        for (const picker of await page.locator('.country').all()) {
          expect(await picker.locator('select').isDisabled()).toBe(true);
          expect(await picker.getAttribute('title')).toBe('This server shows each place its own view.');
        }
        // Chromium tells of the view that is refused, and of the socket that was about to listen to it.
        const own = /403|WebSocket is closed before/;
        expect(visit.complaints.filter((complaint) => !own.test(complaint))).toEqual([]);
        await page.context().close();
      },
      PATIENCE,
    );
  });

  describe('where no story was loaded', () => {
    const empty = serverOn(sqliteDatabase);

    it(
      'is the Timeline',
      async () => {
        const visit = await browser.visits(empty.address);
        await visit.page.getByText('Nobody has written here yet.').waitFor();
        expect(await visit.page.title()).toBe('Timeline · Withheld');
        expect(await visit.page.getByRole('link', { name: 'Replay' }).count()).toBe(0);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  describe('of stories that are made up', () => {
    const starts = serversPerTest(sqliteDatabase);
    const opensStory = async (yaml: string, view: string): Promise<{ visit: Visit; stage: StagePage }> => {
      const own = await starts();
      await loadStory(own.database, yaml);
      const visit = await browser.visits(`${own.address}/?left=IN&right=elsewhere${view}`);
      const told = await new Reader(own.address).reads<ScenarioStage>('/api/v1/scenarios/a-story/stage');
      return { visit, stage: new StagePage(visit.page, told.body) };
    };
    const without = (...steps: string[]): string =>
      STORY.split('\n')
        .filter((line) => !steps.some((step) => line.includes(`id: ${step},`)))
        .join('\n');

    it(
      'shows one in which a single thing happens',
      async () => {
        const one = STORY.slice(0, STORY.indexOf('  - { id: prints'));
        const { visit, stage } = await opensStory(one, '');
        await visit.page.locator('.curtain-play').click();
        await stage.isThere();
        await visit.page.getByText('Hello.').first().waitFor();
        await visit.page.locator('#transport-play[aria-label="Play"]').waitFor();
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'says of one in which nothing is withheld that both sides read the same to the end',
      async () => {
        const { visit, stage } = await opensStory(without('acts'), '&view_at=2021-01-02T20:00:00Z');
        await stage.isThere();
        await visit.page.getByText('Nothing is withheld in this story.').waitFor();
        expect(await stage.differing.count()).toBe(0);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });
});
