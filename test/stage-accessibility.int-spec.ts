import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ScenarioStage } from '#contract';
import {
  DESKTOP,
  inBrowser,
  keepsPicture,
  leavesWithoutComplaint,
  overflows,
  PATIENCE,
  PHONE,
  PROJECTOR,
  type Visit,
} from './support/browser.js';
import { faultsOf } from './support/axe.js';
import { Reader } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn, STAND_OFF } from './support/server.js';
import { StagePage } from './support/stage-page.js';
import { holdingStandOff } from './support/stand-off.js';

const WITHHELD = '2021-02-01T09:00:00Z';
/** 10 February, 14:00 in India. */
const TENTH = '2021-02-10T08:30:00Z';

inBrowser('to everybody, the stage', (browser) => {
  const server = serverOn(holdingStandOff(sqliteDatabase), { env: { TEST: '1' } });
  let story: ScenarioStage;
  beforeAll(async () => {
    const reader = new Reader(server.address);
    story = (await reader.reads<ScenarioStage>(`/api/v1/scenarios/${STAND_OFF}/stage`)).body;
  });

  const opens = async (
    path: string,
    options: object = DESKTOP,
    before?: (page: Page) => Promise<unknown>,
  ): Promise<{ visit: Visit; page: Page; stage: StagePage }> => {
    const visit = await browser.visits(`${server.address}${path}`, options, before);
    return { visit, page: visit.page, stage: new StagePage(visit.page, story) };
  };

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    it(
      'has nothing that axe finds: on a desk',
      async () => {
        const { page, stage } = await opens('/', { ...DESKTOP, colorScheme });
        const found: Record<string, string[]> = {};
        const looks = async (name: string): Promise<void> => {
          found[name] = await faultsOf(page);
          await keepsPicture(page, `${name}-${colorScheme}`);
        };
        await page.locator('.curtain-play:focus').waitFor();
        await looks('landing');
        await page.keyboard.press('Enter');
        await stage.isThere();
        await page.locator('.landing').waitFor({ state: 'detached' });
        await looks('playing');
        await stage.seeks(TENTH);
        await stage.pauses();
        await stage.isThere();
        await looks('10-february');
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Keys' }).waitFor();
        await looks('keys');
        await page.keyboard.press('Escape');
        await page.locator('.tombstone .why').first().click();
        await page.locator('.drawer .verdicts').waitFor();
        await looks('drawer');
        const more = await page.locator('.drawer a[href^="/explain"]').getAttribute('href');
        await page.goto(`${server.address}${more}`);
        await page.locator('.explain-sum').waitFor();
        await looks('explain');
        await page.goto(`${server.address}/timeline`);
        await page.locator('.head').first().waitFor();
        await looks('timeline');
        expect(Object.fromEntries(Object.entries(found).filter(([, one]) => one.length > 0))).toEqual({});
        await page.context().close();
      },
      2 * PATIENCE,
    );

    it(
      'has nothing that axe finds: on a phone, with the orders open',
      async () => {
        const { visit, page, stage } = await opens(`/?view_at=${TENTH}`, { ...PHONE, colorScheme });
        await stage.isThere();
        await keepsPicture(page, `10-february-phone-${colorScheme}`);
        const found = { '10 February': await faultsOf(page), orders: [] as string[] };
        await page.locator('.orders-strip').tap();
        await page.locator('.orders-sheet').waitFor();
        found.orders = await faultsOf(page);
        expect(found).toEqual({ '10 February': [], orders: [] });
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  it.each([
    ['a desk', DESKTOP],
    ['a phone', PHONE],
  ])(
    'stands still on %s while it loads and plays through the first withholding',
    async (_name, options) => {
      // given the layout's shifts, but those that somebody's own press makes
      const { visit, page, stage } = await opens('/', options, (page) =>
        page.addInitScript(`
        globalThis.shifts = [];
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput, sources } of list.getEntries())
            if (!hadRecentInput) shifts.push({ value, of: sources.map(({ node }) => node?.className ?? node?.nodeName) });
        }).observe({ type: 'layout-shift', buffered: true });
      `),
      );
      await page.getByRole('button', { name: 'Play, five minutes' }).click();
      await stage.isThere();
      await page.locator('.landing').waitFor({ state: 'detached' });
      await stage.seeks(WITHHELD, -1.5);
      await stage.tombstones.first().waitFor();
      // when it has turned, and what moved has come to rest
      await page.evaluate(`Promise.allSettled(document.getAnimations().map(({ finished }) => finished))`);
      const shifts: { value: number; of: string[] }[] = await page.evaluate('shifts');
      const total = shifts.reduce((sum, { value }) => sum + value, 0);
      expect({ total, large: total < 0.1 ? [] : shifts.filter(({ value }) => value > 0.01) }).toEqual({
        total: expect.any(Number),
        large: [],
      });
      expect(total).toBeLessThan(0.1);
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it(
    'fits every screen from 360 to 2,560 px',
    async () => {
      const { visit, page, stage } = await opens(`/?view_at=${TENTH}`);
      await stage.isThere();
      const tooWide: number[] = [];
      for (const width of [360, 390, 480, 720, 721, 768, 900, 1024, 1120, 1121, 1280, 1440, 1920, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(
          'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
        );
        if (await overflows(page)) tooWide.push(width);
      }
      expect(tooWide).toEqual([]);
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it(
    'has a view for the room, and one in Hindi, to be looked at',
    async () => {
      const { visit, page, stage } = await opens(`/?view_at=${TENTH}`, PROJECTOR);
      await stage.isThere();
      await page.keyboard.press('f');
      await page.locator('button[aria-label="Room view"][aria-pressed="true"]').waitFor();
      await keepsPicture(page, '10-february-room');
      expect(await overflows(page)).toBe(false);
      await page.keyboard.press('f');
      await page.setViewportSize(DESKTOP.viewport);
      await page.goto(`${server.address}/?view_at=${TENTH}&lang=hi`);
      await stage.isThere();
      await keepsPicture(page, '10-february-hindi');
      expect(await faultsOf(page)).toEqual([]);
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );
});
