import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ScenarioStage } from '#contract';
import {
  DESKTOP,
  holds,
  inBrowser,
  isInView,
  leavesWithoutComplaint,
  PATIENCE,
  PHONE,
  PROJECTOR,
  type Visit,
} from './support/browser.js';
import { Reader } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { loadStandOff, serverOn, STAND_OFF } from './support/server.js';
import { Reading, StagePage, wordsOf } from './support/stage-page.js';

/** When India's first tombstones come: about 250 at once. */
const WITHHELD = '2021-02-01T09:00:00Z';
/** When most of them are shown again. */
const RESTORED = '2021-02-01T14:50:00Z';
/** 10 February, 14:00 in India. */
const TENTH = '2021-02-10T08:30:00Z';

inBrowser('the stage', (browser) => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1' } });
  let reader: Reader;
  let story: ScenarioStage;
  beforeAll(async () => {
    await loadStandOff(server.database);
    reader = new Reader(server.address);
    story = (await reader.reads<ScenarioStage>(`/api/v1/scenarios/${STAND_OFF}/stage`)).body;
  }, 120_000);

  const opens = async (path: string, options = DESKTOP): Promise<{ visit: Visit; page: Page; stage: StagePage }> => {
    const visit = await browser.visits(`${server.address}${path}`, options);
    return { visit, page: visit.page, stage: new StagePage(visit.page, story) };
  };
  const readings = new Map<string, Promise<Reading>>();
  /** What the API says of an instant; between two of the story's it says the same. */
  const reading = (from: string, at: string): Promise<Reading> => {
    const moment = story.instants.findLast((instant) => Date.parse(instant) <= Date.parse(at)) ?? at;
    const key = `${from} ${moment}`;
    if (!readings.has(key)) readings.set(key, Reading.of(reader, STAND_OFF, from, moment));
    return readings.get(key)!;
  };

  /** What is drawn, counted and hidden is what the API says of the instant that the clock shows. */
  const expectAsTheApi = async (stage: StagePage): Promise<void> => {
    const at = await stage.clock();
    const [india, elsewhere] = [await reading('IN', at), await reading('elsewhere', at)];
    expect({ at, left: await stage.count('left'), right: await stage.count('right') }).toEqual({
      at,
      left: india.withheld,
      right: elsewhere.withheld,
    });
    const rows = await stage.drawn();
    expect(rows.length).toBeGreaterThan(0);
    for (const { id, left, right } of rows)
      for (const [cell, told] of [
        [left, india],
        [right, elsewhere],
      ] as const) {
        const post = told.get(id);
        expect([id, cell?.tombstone]).toEqual([id, post && told.hides(id)]);
        if (post !== undefined && !told.hides(id)) expect(flat(cell?.text)).toContain(flat(wordsOf(post)));
      }
    const left = flat((await stage.pane('left').allInnerTexts()).join('\n'));
    for (const words of india.wordsWithheldOf(elsewhere)) expect(left).not.toContain(flat(words));
  };

  describe('on a desk', () => {
    it('begins with its first words and play, and comes to the first withholding', async () => {
      // given the story at its beginning
      const { visit, page, stage } = await opens('/');
      const play = page.getByRole('button', { name: 'Play, Play it all' });
      await play.waitFor();
      expect(await stage.headline.innerText()).toBe('Eighteen days, two places.');
      await holds(page, `document.activeElement?.matches('.curtain-play')`);
      expect((await play.boundingBox())?.width).toBeGreaterThan(80);
      // when it is played
      await page.keyboard.press('Enter');
      await page.locator('#transport-play[aria-label="Pause"]').waitFor();
      await stage.isThere();
      await page.locator('.landing').waitFor({ state: 'detached' });
      // and comes to the first withholding
      await stage.seeks(WITHHELD, -1.5);
      expect(await stage.count('left')).toEqual({ standIns: 0, others: 0 });
      await stage.tombstones.first().waitFor();
      await stage.pauses();
      // then India reads the tombstone, elsewhere the post, and the spine says that they differ
      const row = stage.differing.first();
      await row.locator('.cell.left .tombstone').waitFor();
      expect(await isInView(row.locator('.cell.left .tombstone'))).toBe(true);
      expect(await isInView(row.locator('.cell.right .standing > .post'))).toBe(true);
      expect(await isInView(row.locator('.spine .node'))).toBe(true);
      expect(await stage.count('left')).toEqual({ standIns: 250, others: 0 });
      expect(await stage.count('right')).toEqual({ standIns: 0, others: 0 });
      await expectAsTheApi(stage);
      await leavesWithoutComplaint(visit);
    }, PATIENCE);

    it.each([1, 16, 64])(
      'shows at %i× what the API says, however it came there',
      async (speed) => {
        const { visit, page, stage } = await opens(`/?view_at=${WITHHELD}`);
        await stage.isThere();
        await page.getByRole('group', { name: 'Speed' }).waitFor();
        for (let now = 1; now < speed; now *= 2) await page.getByRole('button', { name: 'Faster' }).click();
        const seconds = speed / 16;
        for (const [at, by] of [
          [WITHHELD, -2],
          [WITHHELD, seconds],
          [RESTORED, seconds],
          [WITHHELD, -1],
          [TENTH, 0],
          [WITHHELD, 1],
        ] as const) {
          // when it is moved there as it plays, and as it stands
          await stage.play.click();
          await stage.seeks(at, by);
          await stage.pauses();
          await expectAsTheApi(stage);
          await stage.seeks(at, by);
          await expectAsTheApi(stage);
        }
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it('counts 204 stand-ins withheld in India on 10 February, 14:00', async () => {
      const { visit, stage } = await opens(`/?view_at=${TENTH}`);
      await stage.isThere();
      expect(await stage.count('left')).toEqual({ standIns: 204, others: 0 });
      expect(await stage.count('right')).toEqual({ standIns: 0, others: 0 });
      await expectAsTheApi(stage);
      await leavesWithoutComplaint(visit);
    }, PATIENCE);
  });
});

/** Without what only lays text out, and the marks of what is quoted. */
const flat = (text = ''): string => text.replaceAll(/[“”]/g, '').replaceAll(/\s+/g, ' ').trim();
