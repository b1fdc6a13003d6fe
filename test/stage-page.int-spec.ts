import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Moment, ScenarioStage, Status, Tape } from '#contract';
import {
  DESKTOP,
  holds,
  inBrowser,
  isFocused,
  isInView,
  leavesWithoutComplaint,
  PATIENCE,
  PHONE,
  PROJECTOR,
  translate,
  TRANSLATORS,
  type Visit,
} from './support/browser.js';
import { en } from '../apps/web/src/words/en.js';
import { hi } from '../apps/web/src/words/hi.js';
import { Reader } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { loadStandOff, serverOn, serversPerTest, STAND_OFF } from './support/server.js';
import { loadStory, STORY } from './support/story.js';
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

  const opens = async (
    path: string,
    options = DESKTOP,
  ): Promise<{ visit: Visit; page: Page; stage: StagePage }> => {
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
    it(
      'begins with its first words and play, and comes to the first withholding',
      async () => {
        // given the story at its beginning
        const { visit, page, stage } = await opens('/');
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
        await expectAsTheApi(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

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

    it(
      'counts 204 stand-ins withheld in India on 10 February, 14:00',
      async () => {
        const { visit, stage } = await opens(`/?view_at=${TENTH}`);
        await stage.isThere();
        expect(await stage.count('left')).toEqual({ standIns: 204, others: 0 });
        expect(await stage.count('right')).toEqual({ standIns: 0, others: 0 });
        await expectAsTheApi(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  describe('on a phone', () => {
    it(
      'has one pane, a switch, and the other side for as long as it is held',
      async () => {
        // given the first withholding, come to from the beginning
        const { visit, page, stage } = await opens('/', PHONE);
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
        const words = flat(wordsOf((await reading('elsewhere', await stage.clock())).get(id ?? '')!));
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
    ['1440×900', DESKTOP],
    ['1920×1080', PROJECTOR],
    ['390×844', PHONE],
  ])('at %s', (_size, options) => {
    it(
      'opens each chapter in which something is withheld on what differs, with its count',
      async () => {
        const { visit, page, stage } = await opens('/', options);
        const wrong: string[] = [];
        for (const { id, at } of story.chapters) {
          const { standIns, others } = (await reading('IN', at)).withheld;
          if (standIns + others === 0) continue;
          await page.goto(`${server.address}/?view_at=${at}`);
          await stage.isThere();
          await page.evaluate('document.fonts.ready');
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

  describe('by the keyboard', () => {
    let visit: Visit;
    let page: Page;
    let stage: StagePage;
    beforeAll(async () => {
      ({ visit, page, stage } = await opens(`/?view_at=${TENTH}`));
      await stage.isThere();
    }, PATIENCE);
    const focused = (selector: string): Promise<void> => isFocused(page, selector);
    const stands = async (at: number): Promise<void> => {
      await holds(page, `Math.abs(document.querySelector('.wave-range').valueAsNumber - ${at}) < 2`);
    };
    const position = async (): Promise<number> => Number(await stage.scrubber.inputValue());
    const duration = async (): Promise<number> => Number(await stage.scrubber.getAttribute('max'));

    it(
      'leads from the skip link to the rows, and from row to row',
      async () => {
        await page.keyboard.press('Tab');
        await focused('.skip');
        await page.keyboard.press('Enter');
        await focused('#rows');
        await page.keyboard.press('Tab');
        await focused('.row[aria-posinset="1"]');
        await page.keyboard.press('PageDown');
        await focused('.row[aria-posinset="2"]');
        await page.keyboard.press('PageDown');
        await focused('.row[aria-posinset="3"]');
        await page.keyboard.press('PageUp');
        await focused('.row[aria-posinset="2"]');
      },
      PATIENCE,
    );

    it(
      'goes by Tab from the masthead over the rows and the rail to the desk',
      async () => {
        await page.evaluate('document.activeElement.blur()');
        await page.locator('.skip').focus();
        const places: string[] = [];
        for (let tabs = 0; tabs < 150 && places.at(-1) !== '.transport'; tabs++) {
          await page.keyboard.press('Tab');
          const place: string = await page.evaluate(
            `['.masthead', '#rows', '.orders-rail, aside', '.transport'].find((one) => document.activeElement.closest(one)) ?? 'body'`,
          );
          if (places.at(-1) !== place) places.push(place);
        }
        expect(places).toEqual(['.masthead', '#rows', '.orders-rail, aside', '.transport']);
      },
      PATIENCE,
    );

    it(
      'opens by i why a row reads so, and gives the focus back',
      async () => {
        await page.reload();
        await stage.isThere();
        const row = page.locator('.row[data-post]:has(.differs)').first();
        await row.focus();
        const id = await row.getAttribute('data-post');
        await page.keyboard.press('i');
        await page.locator('.drawer .verdicts').waitFor();
        await focused('.drawer h2');
        expect(await page.locator('.drawer').innerText()).toMatch(/451[^]*200/);
        await page.keyboard.press('Escape');
        await page.locator('.drawer').waitFor({ state: 'detached' });
        await focused(`.row[data-post="${id}"]`);
      },
      PATIENCE,
    );

    it(
      'lists its keys by ?',
      async () => {
        await page.keyboard.press('?');
        const dialog = page.getByRole('dialog', { name: 'Keys' });
        await dialog.waitFor();
        expect(await dialog.innerText()).toContain('Previous or next chapter');
        // Within the list no key does what it says.
        const before = await position();
        await page.keyboard.press('0');
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        expect(await position()).toBe(before);
      },
      PATIENCE,
    );

    it(
      'moves by chapter, step, tenth, and five seconds',
      async () => {
        const chapter = stage.positionOf(story.chapters[8]!.at);
        const next = stage.positionOf(story.chapters[9]!.at);
        await stage.seeks(story.chapters[8]!.at);
        await page.locator('.row').first().focus();
        await page.keyboard.press(']');
        await stands(next);
        await page.keyboard.press('[');
        await stands(chapter);
        await page.keyboard.press('.');
        await holds(page, `document.querySelector('.wave-range').valueAsNumber > ${chapter}`);
        await page.keyboard.press(',');
        await stands(chapter);
        await page.keyboard.press('3');
        await stands((await duration()) * 0.3);
        await page.keyboard.press('ArrowRight');
        await stands((await duration()) * 0.3 + 5_000);
        await page.keyboard.press('ArrowLeft');
        await stands((await duration()) * 0.3);
        await page.keyboard.press('Shift+ArrowRight');
        await stands((await duration()) * 0.4);
        await page.keyboard.press('0');
        await stands(0);
      },
      PATIENCE,
    );

    it(
      'plays and pauses by space, swaps by v, fills the room by f',
      async () => {
        await stage.seeks(TENTH);
        await page.evaluate('document.activeElement.blur()');
        await page.keyboard.press(' ');
        await page.locator('#transport-play[aria-label="Pause"]').waitFor();
        await page.keyboard.press(' ');
        await page.locator('#transport-play[aria-label="Play"]').waitFor();
        await page.keyboard.press('v');
        await page.locator('#head-left', { hasText: 'Elsewhere' }).waitFor();
        await page.keyboard.press('v');
        await page.locator('#head-left', { hasText: 'In India' }).waitFor();
        const room = page.getByRole('button', { name: 'Room view' });
        await page.keyboard.press('f');
        await page.locator('button[aria-label="Room view"][aria-pressed="true"]').waitFor();
        await page.keyboard.press('f');
        await page.locator('button[aria-label="Room view"][aria-pressed="false"]').waitFor();
        expect(await room.count()).toBe(1);
      },
      PATIENCE,
    );

    it(
      'takes no single key where one chooses',
      async () => {
        await stage.seeks(TENTH);
        const before = await position();
        await page.locator('.desk-pickers select').first().focus();
        for (const key of ['0', '[', ',', '?']) await page.keyboard.press(key);
        expect(await position()).toBe(before);
        expect(await page.locator('dialog[open]').count()).toBe(0);
        // Chromium tells of each 451: that is how the drawer learns that it is withheld.
        expect(visit.complaints.filter((complaint) => !complaint.includes('451'))).toEqual([]);
        await page.context().close();
      },
      PATIENCE,
    );
  });

  it(
    'speaks Hindi, that nobody has looked at yet, and no English of its own',
    async () => {
      const { visit, page, stage } = await opens(`/?view_at=${TENTH}&lang=hi`);
      await stage.isThere();
      expect(await page.getAttribute('html', 'lang')).toBe('hi');
      for (const words of [
        'अनुवाद की अभी समीक्षा नहीं हुई।',
        'ट्विटर की ब्लॉग पोस्ट के कुछ घंटे बाद',
        'भारत में',
        'क़ानूनी माँग के चलते भारत में रोक दिया गया है',
        '204 नमूने',
      ])
        expect((await page.locator('body').innerText()).normalize()).toContain(words.normalize());
      const english = englishOf(en, hi);
      const shown: string[] = await page.evaluate(`{
      const texts = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const element = node.nodeType === 1 ? node : node.parentElement;
        if (element.closest('script, style, [lang="en"], [translate="no"]')) continue;
        if (node.nodeType === 3) texts.push(node.nodeValue);
        else for (const name of ['aria-label', 'title', 'aria-valuetext', 'alt'])
          if (node.hasAttribute(name)) texts.push(node.getAttribute(name));
      }
      texts.map((text) => text.trim()).filter(Boolean);
    }`);
      expect(shown.length).toBeGreaterThan(100);
      expect(shown.filter((text) => english.whole.has(text))).toEqual([]);
      expect(shown.filter((text) => english.parts.some((part) => text.includes(part)))).toEqual([]);
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  describe.each(TRANSLATORS)('translated by a browser, which puts elements %s', (_where, put) => {
    it.each([
      ['but for what must not be', '[translate="no"]'],
      ['all of it', 'noscript'],
    ])(
      'shows each place in the story as before: %s',
      async (_what, but) => {
        const { visit, page, stage } = await opens(`/?view_at=${TENTH}`);
        await stage.isThere();
        await translate(page, put, but);
        expect(await stage.clock()).toBe('2021-02-10T08:30:00.000Z');
        await page.keyboard.press(']');
        await holds(page, clockIs(story.chapters[10]!.at));
        await translate(page, put, but);
        await page.keyboard.press('[');
        await holds(page, clockIs(story.chapters[9]!.at));
        expect(await page.locator('.stage-clock-time').innerText()).toContain('13:30');
        await expectAsTheApi(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  describe('asked for what is not there', () => {
    it.each([
      ['a dead instant', 'view_at=yesterday', 'The address asks for “yesterday”, which is no instant.'],
      ['an instant before the story', 'view_at=2019-01-01T00:00:00Z', 'This story begins in March 2020.'],
      ['an instant after it', 'view_at=2031-01-01T00:00:00Z', 'This story ends on'],
    ])(
      'of %s, says so and leads to what is',
      async (_name, query, words) => {
        const { visit, page, stage } = await opens(`/?${query}`);
        await page.locator('.notice', { hasText: words }).waitFor();
        await page.locator('.notice button').click();
        await page.locator('.notice').waitFor({ state: 'detached' });
        await stage.isThere();
        expect(new URL(page.url()).searchParams.has('view_at')).toBe(false);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'of a country that there is none of, says what the server said',
      async () => {
        const { visit, page } = await opens(`/?view_at=${TENTH}&left=ZZ`);
        await page.getByText('The server refused this view.').waitFor();
        expect(await page.locator('.notice').innerText()).toContain('ZZ');
        expect(visit.complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
        await page.context().close();
      },
      PATIENCE,
    );

    it(
      'of a story that is unknown, says so and leads to the one that is there',
      async () => {
        const { visit, page, stage } = await opens('/?scenario=nope');
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
      const visit = await browser.visits(`${server.address}/`, DESKTOP, (page) =>
        page.route('**/tape?*since=*', (route) => (isGone ? route.abort() : route.continue())),
      );
      const stage = new StagePage(visit.page, story);
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
      await expectAsTheApi(stage);
      expect(visit.complaints.filter((complaint) => !complaint.includes('ERR_FAILED'))).toEqual([]);
      await visit.page.context().close();
    },
    PATIENCE,
  );

  describe('where it is being performed', () => {
    const starts = serversPerTest(sqliteDatabase);

    it(
      'stands at what happens now and follows; who went back is led there again',
      async () => {
        // given a story that has come as far as the first withholding
        const own = await starts();
        await loadStandOff(own.database, WITHHELD);
        const visit = await browser.visits(own.address);
        const [page, stage] = [visit.page, new StagePage(visit.page, story)];
        await stage.isThere();
        await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
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
        await expectAsTheApi(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

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
          place: server.place,
          env: { GEO_MODE: 'enforced', TRUSTED_PROXIES: '127.0.0.1' },
        });
        const visit = await browser.visits(`${enforced.address}/?view_at=${TENTH}`, {
          ...DESKTOP,
          extraHTTPHeaders: { 'x-forwarded-for': from },
        });
        const [page, stage] = [visit.page, new StagePage(visit.page, story)];
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
        expect(visit.complaints.filter((complaint) => !complaint.includes('403'))).toEqual([]);
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

  it(
    'moves in 20,000 frames without long work',
    async () => {
      // given tapes of 20,000 moments: 2,000 posts, each ten times, of which every tenth is withheld in India
      const query = { view_from: 'elsewhere', lang: 'en' };
      const tape = (await reader.reads<Tape>(`/api/v1/scenarios/${STAND_OFF}/tape`, query)).body;
      const frame = tape.moments.flatMap(({ frames }) => frames).find(({ type }) => type === 'update');
      const [first, last] = [story.instants[0]!, story.instants.at(-1)!].map((at) => Date.parse(at)) as [
        number,
        number,
      ];
      const tapes = new Map(
        ['IN', 'elsewhere'].map((from) => [from, longTape(frame?.payload as Status, from, first, last)]),
      );
      const visit = await browser.visits(`${server.address}/?view_at=${story.instants[0]}`, DESKTOP, (page) =>
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
      const stage = new StagePage(visit.page, story);
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
      await stage.seeks(story.instants.at(-1)!);
      await stage.tombstones.first().waitFor();
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );
});

/** Without what only lays text out, and the marks of what is quoted. */
const flat = (text = ''): string => text.replaceAll(/[“”]/g, '').replaceAll(/\s+/g, ' ').trim();

/** ms: longer than a press that chooses. */
const HELD = 400;
const heldLongEnough = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${HELD}))`);

/** A catalogue's words that another has otherwise: whole ones, and parts of those that are made with figures and names. */
function englishOf(english: object, other: object): { whole: Set<string>; parts: string[] } {
  const whole = new Set<string>();
  const parts: string[] = [];
  const look = (one: unknown, translated: unknown): void => {
    if (typeof one === 'string') {
      if (one !== translated && /[a-z]{2}/i.test(one)) whole.add(one);
    } else if (typeof one === 'function') {
      const made = String((one as (...args: unknown[]) => unknown)('\0', '\0', '\0'));
      const same = String((translated as (...args: unknown[]) => unknown)('\0', '\0', '\0')).split('\0');
      parts.push(
        ...made
          .split('\0')
          .filter((part) => /[a-z]{3}/i.test(part) && part.trim().length > 5 && !same.includes(part)),
      );
    } else if (typeof one === 'object' && one !== null)
      for (const [name, value] of Object.entries(one))
        look(value, (translated as Record<string, unknown>)[name]);
  };
  look(english, other);
  return { whole, parts };
}

/** The stage's clock in the page, ms since the epoch. */
const clockNow = `Date.parse(document.querySelector('.stage-clock time')?.dateTime)`;
const clockIs = (at: string): string => `${clockNow} === ${Date.parse(at)}`;

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
