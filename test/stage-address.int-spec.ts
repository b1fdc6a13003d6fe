import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ScenarioStage } from '#contract';
import { DESKTOP, holds, inBrowser, PATIENCE } from './support/browser.js';
import { Reader } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';
import { loadStory } from './support/story.js';
import { StagePage } from './support/stage-page.js';

inBrowser('the address of the stage', (browser) => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1' } });
  let story: ScenarioStage;
  beforeAll(async () => {
    await loadStory(server.database);
    story = (await new Reader(server.address).reads<ScenarioStage>('/api/v1/scenarios/a-story/stage')).body;
  }, 60_000);
  const viewAt = `new URLSearchParams(location.search).get('view_at')`;

  describe('where it stands still', () => {
    it(
      'names the instant and both sides, and gives the same when it is opened again',
      async () => {
        // given the stage, moved to the middle of its story
        const { page } = await browser.visits(`${server.address}/?left=IN&right=elsewhere`, DESKTOP);
        const stage = new StagePage(page, story);
        await page.locator('.curtain-play').waitFor();
        const middle = story.instants[Math.floor(story.instants.length / 2)]!;
        await stage.seeks(middle);
        // when it has stood there for a moment
        await holds(page, `${viewAt} !== null`);
        const address = new URL(page.url());
        expect(address.searchParams.get('left')).toBe('IN');
        expect(address.searchParams.get('right')).toBe('elsewhere');
        const shown = [await stage.clock(), await stage.drawn()];
        // then a reload shows the same
        await page.reload();
        await stage.isThere();
        expect([await stage.clock(), await stage.drawn()]).toEqual(shown);
        // and a step further is another instant
        const before = address.searchParams.get('view_at');
        await page.keyboard.press('.');
        await holds(page, `${viewAt} !== ${JSON.stringify(before)}`);
        await page.context().close();
      },
      PATIENCE,
    );
  });

  it(
    'while its tape is not read yet shows no rows of another moment, and says that it is being read',
    async () => {
      // given a tape that does not come
      let comes: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (comes = resolve));
      const last = story.instants.at(-1)!;
      const { page } = await browser.visits(`${server.address}/?view_at=${last}`, DESKTOP, (page) =>
        page.route('**/tape?*', async (route) => {
          await held;
          await route.continue();
        }),
      );
      // then it says so, and shows and counts nothing
      await page.locator('.reading-notice').waitFor();
      expect(await page.locator('.row').count()).toBe(0);
      expect(await page.locator('.tally').count()).toBe(0);
      // when it comes, its moment is there
      comes();
      await new StagePage(page, story).isThere();
      expect(await page.locator('.reading-notice').count()).toBe(0);
      await page.context().close();
    },
    PATIENCE,
  );
});
