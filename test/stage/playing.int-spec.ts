import { describe, expect, it } from '@jest/globals';
import type { Moment, Status, Tape } from '#contract';
import {
  DESKTOP,
  holds,
  inBrowser,
  isFocused,
  isInView,
  leavesWithoutComplaint,
  PATIENCE,
} from '../support/browser.js';
import { sqliteDatabase } from '../support/databases.js';
import { loadStandOff, serversPerTest, STAND_OFF } from '../support/server.js';
import { clockIs, StagePage } from '../support/stage-page.js';
import { END, RESTORED, StandOffStage, TENTH, WITHHELD } from '../support/stand-off-stage.js';

inBrowser('the stage', (browser) => {
  const standOff = new StandOffStage(browser);

  describe('on a desk', () => {
    it(
      'begins with its first words and play, and comes to the first withholding',
      async () => {
        // given the story at its beginning
        const { visit, page, stage } = await standOff.opens('/');
        const play = page.getByRole('button', { name: 'Play, five minutes' });
        await play.waitFor();
        expect(await stage.headline.innerText()).toBe('Eighteen days, two places.');
        await isFocused(page, '.curtain-play');
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
        await standOff.isAsTheApiSays(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it.each([1, 16, 64])(
      'shows at %i× what the API says, however it came there',
      async (speed) => {
        const { visit, page, stage } = await standOff.opens(`/?view_at=${WITHHELD}`);
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
          await standOff.isAsTheApiSays(stage);
          await stage.seeks(at, by);
          await standOff.isAsTheApiSays(stage);
        }
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it.each([1, 64])(
      'shows at %i× what happened last, where it plays to the end',
      async (speed) => {
        // given a story of whose end the last withholdings, 5 s of it before, come one upon the other
        const { visit, page, stage } = await standOff.opens(`/?view_at=${WITHHELD}`);
        await stage.isThere();
        await page.getByRole('group', { name: 'Speed' }).waitFor();
        for (let now = 1; now < speed; now *= 2) await page.getByRole('button', { name: 'Faster' }).click();
        // when it plays from just before them to the end
        await stage.seeks(END, -5.1);
        await stage.play.click();
        await holds(page, clockIs(END));
        await page.locator('#transport-play[aria-label="Play"]').waitFor();
        // then they are shown, though no time passes any more
        await page.locator('.head:has(#head-left) .tally', { hasText: '893' }).waitFor();
        await page.locator('.leaving').first().waitFor({ state: 'detached' });
        await standOff.isAsTheApiSays(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'counts 204 stand-ins withheld in India on 10 February, 14:00',
      async () => {
        const { visit, stage } = await standOff.opens(`/?view_at=${TENTH}`);
        await stage.isThere();
        expect(await stage.count('left')).toEqual({ standIns: 204, others: 0 });
        expect(await stage.count('right')).toEqual({ standIns: 0, others: 0 });
        await standOff.isAsTheApiSays(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  describe('where it is being performed', () => {
    const starts = serversPerTest(sqliteDatabase);

    it(
      'stands at what happens now and follows; who went back is led there again',
      async () => {
        // given a story that has come as far as the first withholding
        const own = await starts();
        await loadStandOff(own.database, WITHHELD);
        let begun = 0;
        const visit = await browser.visits(own.address, DESKTOP, (page) =>
          Promise.resolve(
            page.on('request', (request) => {
              const { pathname, searchParams } = new URL(request.url());
              if (pathname.endsWith('/tape') && !searchParams.has('since')) begun += 1;
            }),
          ),
        );
        const [page, stage] = [visit.page, new StagePage(visit.page, standOff.story)];
        await stage.isThere();
        const live = page.getByRole('button', { name: 'Live', exact: true });
        await live.waitFor();
        await holds(page, clockIs(WITHHELD));
        expect(await stage.count('left')).toEqual({ standIns: 250, others: 0 });
        // when somebody goes back
        await page.keyboard.press('[');
        await page.keyboard.press('[');
        const back = page.getByRole('button', { name: 'Back to live' });
        await back.waitFor();
        expect(await stage.count('left')).toEqual({ standIns: 0, others: 0 });
        // and to live again, where it goes on
        await back.click();
        await holds(page, clockIs(WITHHELD));
        await loadStandOff(own.database, RESTORED);
        await holds(page, clockIs(RESTORED));
        await page.locator('.tally', { hasText: '7 stand-ins' }).waitFor();
        await standOff.isAsTheApiSays(stage);
        // and once it has ended, it is not live any more, and the tape of each side goes on as it was
        await loadStandOff(own.database);
        await live.waitFor({ state: 'detached' });
        await stage.isThere();
        expect(begun).toBe(2);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  it(
    'moves in 20,000 frames without long work',
    async () => {
      // given tapes of 20,000 moments: 2,000 posts, each ten times, of which every tenth is withheld in India
      const query = { view_from: 'elsewhere', lang: 'en' };
      const tape = (await standOff.reader.reads<Tape>(`/api/v1/scenarios/${STAND_OFF}/tape`, query)).body;
      const frame = tape.moments.flatMap(({ frames }) => frames).find(({ type }) => type === 'update');
      const [first, last] = [standOff.story.instants[0]!, standOff.story.instants.at(-1)!].map((at) =>
        Date.parse(at),
      ) as [number, number];
      const tapes = new Map(
        ['IN', 'elsewhere'].map((from) => [from, longTape(frame?.payload as Status, from, first, last)]),
      );
      const visit = await browser.visits(
        `${standOff.server.address}/?view_at=${standOff.story.instants[0]}`,
        DESKTOP,
        (page) =>
          page.route('**/tape?*', (route) => {
            const { searchParams } = new URL(route.request().url());
            const since = Number(searchParams.get('since') ?? 0);
            const moments = tapes.get(searchParams.get('view_from')!)!.slice(since, since + 4_000);
            const next = since + 4_000 < FRAMES ? String(since + 4_000) : null;
            return route.fulfill({
              json: { moments, next, cursor: String(since + moments.length), is_complete: true },
            });
          }),
      );
      const stage = new StagePage(visit.page, standOff.story);
      await visit.page.locator('.rows[aria-busy="false"]').waitFor();
      // when the playhead is moved about
      const work: number[] = await visit.page.evaluate(`(async () => {
      const range = document.querySelector('.wave-range');
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
      const worked = [];
      for (const share of [0.99, 0.1, 0.6, 0.35, 0.9, 0.05, 0.5, 0.97]) {
        const before = performance.now();
        set.call(range, String(range.max * share));
        range.dispatchEvent(new Event('input', { bubbles: true }));
        worked.push(performance.now() - before);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
      return worked;
    })()`);
      // then each move is done at once
      process.stdout.write(`A move in ${FRAMES} frames: ${work.map((ms) => ms.toFixed(0)).join(', ')} ms\n`);
      expect(Math.max(...work)).toBeLessThan(5_000);
      await stage.seeks(standOff.story.instants.at(-1)!);
      await stage.tombstones.first().waitFor();
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );
});

const FRAMES = 20_000;

/** A tape of one place: the same moments in each, but that India's every tenth post ends as a tombstone. */
function longTape(like: Status, from: string, first: number, last: number): Moment[] {
  const posts = FRAMES / 10;
  return Array.from({ length: FRAMES }, (_, n): Moment => {
    const [post, round] = [n % posts, Math.floor(n / posts)];
    const id = `01EXAMPLE${String(post).padStart(17, '0')}`;
    const isHidden = from === 'IN' && round === 9 && post % 10 === 0;
    const status: Status = {
      ...like,
      id,
      created_at: new Date(first + Math.floor(((last - first) * post) / FRAMES)).toISOString(),
      content: isHidden ? '<p>Withheld.</p>' : `<p>Post ${post}</p>`,
      tombstone: isHidden,
      favourites_count: round,
    };
    const at = new Date(first + Math.floor(((last - first) * n) / FRAMES)).toISOString();
    return {
      n,
      at,
      step: null,
      frames: [{ type: round === 0 ? 'update' : 'status.update', payload: status }],
    };
  });
}
