import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { en } from '../../apps/web/src/words/en.js';
import { hi } from '../../apps/web/src/words/hi.js';
import {
  holds,
  inBrowser,
  isFocused,
  leavesWithoutComplaint,
  PATIENCE,
  translate,
  TRANSLATORS,
  type Visit,
} from '../support/browser.js';
import { clockIs, type StagePage } from '../support/stage-page.js';
import { StandOffStage, TENTH } from '../support/stand-off-stage.js';

inBrowser('the stage by the keyboard, and in other words', (browser) => {
  const standOff = new StandOffStage(browser);

  describe('by the keyboard', () => {
    let visit: Visit;
    let page: Page;
    let stage: StagePage;
    beforeAll(async () => {
      ({ visit, page, stage } = await standOff.opens(`/?view_at=${TENTH}`));
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
      'leads from the second skip link past all rows to the desk',
      async () => {
        await page.locator('.skip').first().focus();
        await page.keyboard.press('Tab');
        await focused('a.skip + a.skip');
        await page.keyboard.press('Enter');
        await focused('#transport-play');
      },
      PATIENCE,
    );

    it(
      'goes by Tab from the masthead over the rows and the rail to the desk',
      async () => {
        await page.evaluate('document.activeElement.blur()');
        await page.locator('.skip').last().focus();
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
        // given the focus in a row that differs, which is scrolled out of sight and away
        await page.evaluate(`document.querySelector('#rows').scrollTo(0, 0)`);
        const row = page.locator('.row[data-post]:has(.differs)').first();
        await row.focus();
        const id = await row.getAttribute('data-post');
        await page.evaluate(`document.querySelector('#rows').scrollTo(0, 4000)`);
        await page.locator('.row[aria-posinset="1"]').waitFor({ state: 'detached' });
        // when it is asked about
        await focused(`.row[data-post="${id}"]`);
        await page.keyboard.press('i');
        // then it is that one that is told of
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
        const chapter = stage.positionOf(standOff.story.chapters[8]!.at);
        const next = stage.positionOf(standOff.story.chapters[9]!.at);
        await stage.seeks(standOff.story.chapters[8]!.at);
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
      'plays and pauses by space after a button was pressed with the mouse, too',
      async () => {
        await stage.seeks(TENTH);
        const speed = page.getByRole('group', { name: 'Speed' });
        const faster = speed.getByRole('button', { name: 'Faster' });
        await faster.click();
        const fast = await speed.innerText();
        await page.keyboard.press(' ');
        await page.locator('#transport-play[aria-label="Pause"]').waitFor();
        await page.keyboard.press(' ');
        await page.locator('#transport-play[aria-label="Play"]').waitFor();
        expect(await speed.innerText()).toBe(fast);
        // whoever presses it by the keyboard may press it again
        await faster.focus();
        await page.keyboard.press('Enter');
        await isFocused(page, 'button[aria-label="Faster"]');
        for (const _ of Array(2).keys()) await speed.getByRole('button', { name: 'Slower' }).click();
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

  it.each([
    ['a desk', { width: 1440, height: 900 }],
    ['a phone', { width: 390, height: 844 }],
  ])(
    'begun by the keyboard on %s, leaves it on the button that pauses',
    async (_where, viewport) => {
      const { visit, page } = await standOff.opens('/');
      await page.setViewportSize(viewport);
      const play = page.locator('.curtain-play, .bar-play');
      await play.waitFor();
      await play.focus();
      await page.keyboard.press('Enter');
      await page.locator('.landing').waitFor({ state: 'detached' });
      await isFocused(page, '#transport-play[aria-label="Pause"]');
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it(
    'speaks Hindi, that nobody has looked at yet, and no English of its own',
    async () => {
      await standOff.makesTapes('hi');
      const { visit, page, stage } = await standOff.opens(`/?view_at=${TENTH}&lang=hi`);
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
        const { visit, page, stage } = await standOff.opens(`/?view_at=${TENTH}`);
        await stage.isThere();
        await translate(page, put, but);
        expect(await stage.clock()).toBe('2021-02-10T08:30:00.000Z');
        await page.keyboard.press(']');
        await holds(page, clockIs(standOff.story.chapters[10]!.at));
        await translate(page, put, but);
        await page.keyboard.press('[');
        await holds(page, clockIs(standOff.story.chapters[9]!.at));
        expect(await page.locator('.stage-clock-time').innerText()).toContain('13:30');
        await standOff.isAsTheApiSays(stage);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });
});

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
