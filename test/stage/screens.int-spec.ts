import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  DESKTOP,
  holds,
  inBrowser,
  isInView,
  leavesWithoutComplaint,
  PATIENCE,
  PHONE,
  PROJECTOR,
} from '../support/browser.js';
import { clockIs, wordsOf } from '../support/stage-page.js';
import { flat, StandOffStage, WITHHELD } from '../support/stand-off-stage.js';

inBrowser('the stage on its screens', (browser) => {
  const standOff = new StandOffStage(browser);

  describe('on a phone', () => {
    it(
      'has one pane, a switch, and the other side for as long as it is held',
      async () => {
        // given the first withholding, come to from the beginning
        const { visit, page, stage } = await standOff.opens('/', PHONE);
        await page.getByRole('button', { name: 'Play, five minutes' }).tap();
        await stage.isThere();
        await page.locator('.landing').waitFor({ state: 'detached' });
        await stage.seeks(WITHHELD, -1.5);
        await stage.tombstones.first().waitFor();
        await stage.pauses();
        expect(await page.locator('.cell.right').count()).toBe(0);
        expect(await isInView(stage.tombstones.first())).toBe(true);
        expect(await isInView(stage.differing.first().locator('.spine .node'))).toBe(true);
        expect(await stage.count('left')).toEqual({ standIns: 250, others: 0 });
        const id = await page.locator('.row[data-post]:has(.tombstone)').first().getAttribute('data-post');
        const words = flat(
          wordsOf((await standOff.reading('elsewhere', await stage.clock())).get(id ?? '')!),
        );
        const row = page.locator(`.row[data-post="${id}"]`);
        expect(flat(await page.locator('body').innerText())).not.toContain(words);
        // when the other side is held, and let go
        const [here, there] = ['In India', 'Elsewhere'].map((name) =>
          page.getByRole('button', { name, exact: true }),
        );
        const box = (await there!.boundingBox())!;
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        await page.mouse.down();
        await row.locator('.cell.right .post').waitFor();
        expect(flat(await row.innerText())).toContain(words);
        await heldLongEnough(page);
        await page.mouse.up();
        // then the pane is India's again
        await row.locator('.cell.left .tombstone').waitFor();
        expect(await here!.getAttribute('aria-pressed')).toBe('true');
        // and a tap chooses
        await there!.tap();
        await row.locator('.cell.right .post').waitFor();
        expect(await there!.getAttribute('aria-pressed')).toBe('true');
        expect(await stage.count('right')).toEqual({ standIns: 0, others: 0 });
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  describe.each([
    ['1440×900', DESKTOP, ''],
    ['1920×1080', PROJECTOR, ''],
    ['1920×1080, in room view', PROJECTOR, 'f'],
    ['390×844', PHONE, ''],
  ])('at %s', (_size, options, key) => {
    it(
      'opens each chapter in which something is withheld on what differs, with its count',
      async () => {
        const arrivals: { id: string; at: string; standIns: number }[] = [];
        for (const { id, at } of standOff.story.chapters) {
          const { standIns, others } = (await standOff.reading('IN', at)).withheld;
          if (standIns + others > 0) arrivals.push({ id, at, standIns });
        }
        expect(arrivals.length).toBeGreaterThan(5);
        // The first is loaded; the others are come to as by Back and Forward, which loads nothing anew.
        const { visit, page, stage } = await standOff.opens(`/?view_at=${arrivals[0]!.at}`, options);
        await stage.isThere();
        if (key !== '') await page.keyboard.press(key);
        const wrong: string[] = [];
        for (const { id, at, standIns } of arrivals) {
          await page.evaluate(
            `{ history.pushState(null, '', '/?view_at=${at}'); dispatchEvent(new PopStateEvent('popstate')); }`,
          );
          await holds(page, clockIs(at));
          await stage.isThere();
          await page.evaluate('document.fonts.ready');
          await stage.isDrawn();
          const marks = await stage.differing.locator('.spine .node').all();
          const seen = await Promise.all(marks.map(isInView));
          if (!seen.includes(true)) wrong.push(`${id}: no ≠ on the first screen`);
          if (!(await isInView(page.locator('.head:has(#head-left) .tally'))))
            wrong.push(`${id}: its count is not in view`);
          if ((await stage.count('left')).standIns !== standIns) wrong.push(`${id}: counts otherwise`);
        }
        expect(wrong).toEqual([]);
        await leavesWithoutComplaint(visit);
      },
      2 * PATIENCE,
    );
  });
});

/** ms: longer than a press that chooses. */
const HELD = 400;
const heldLongEnough = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${HELD}))`);
