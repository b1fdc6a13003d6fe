import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { PROJECT_ROOT } from '#config';
import { restrictionBody } from './support/bodies.js';
import { IN_CI } from './support/ci.js';
import { people, type Person } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { loadStandOff, serverOn } from './support/server.js';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const there = fs.existsSync(CHROMIUM);
if (!there && IN_CI) throw new Error(`Chromium must be at ${CHROMIUM} in CI`);

// Elsewhere a newcomer need not have a browser that can be driven.
(there ? describe : describe.skip)('the page', () => {
  let browser: Browser;
  // In this order: the server hands out what is built, and stops once nobody looks any more.
  beforeAll(async () => {
    execFileSync(process.execPath, [path.join(PROJECT_ROOT, 'scripts/build.mjs')], { stdio: 'ignore' });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }, 120_000);
  afterAll(() => browser.close());
  const server = serverOn(sqliteDatabase, { env: { TEST: '1' } });
  let cast: Record<'asha', Person>;
  let complaints: string[];

  beforeAll(async () => {
    await loadStandOff(server.database);
    cast = await people(server.address, { asha: 'reader' });
  }, 60_000);

  /** Opens the page and waits for its rows; what its console complains of is kept. */
  const opens = async (query: string, options: BrowserContextOptions = DESKTOP): Promise<Page> => {
    complaints = [];
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.address}/${query}`);
    await page.waitForSelector('[role="feed"]');
    return page;
  };
  const overflows = (page: Page): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

  it('shows both readings of 1 February, 18:00: withheld in India, still there elsewhere', async () => {
    const page = await opens('?view_at=2021-02-01T12:30:00Z');
    for (const told of ['Twitter withholds about 250 of them, in India only', 'First order: 257 items'])
      await page.getByText(told).first().waitFor();
    expect(await page.title()).toMatch(/^Replay of 2021/);
    const text = await page.innerText('body');
    expect(text).toContain('For nearly six hours, Twitter withholds');
    expect(text).toContain('listed-0251@twitter’s account has been withheld in India');
    expect(text).toContain('an automated amplifier');
    expect(text).toContain('made up');
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('shows the answer on Koo of 10 February, 14:00, the same on both sides', async () => {
    const page = await opens('?view_at=2021-02-10T08:30:00Z');
    const words = page.getByText('Upon the request of Twitter seeking a meeting', { exact: false });
    await words.first().waitFor();
    expect(await words.count()).toBe(2);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('fills live, and turns a post into a tombstone in one pane alone', async () => {
    const page = await opens('');
    const post = await cast.asha.posts('A heron stands in the reeds');
    const words = page.getByText('A heron stands in the reeds');
    await words.first().waitFor();
    expect(await words.count()).toBe(2);
    await server.does(
      'impose-restriction',
      restrictionBody('withhold', { type: 'post', id: post.id }, { basis: 'legal_demand' }),
    );
    await page.getByText('This post from @asha has been withheld in India').first().waitFor();
    // Its words are gone from India's pane, and from the document; they stay in the other.
    await words.nth(1).waitFor({ state: 'detached' });
    expect((await page.content()).split('A heron stands in the reeds')).toHaveLength(2);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('says what is withheld out of sight, and leads there', async () => {
    const page = await opens('?view_at=2021-02-01T12:30:00Z', PHONE);
    const pill = page.getByRole('button', { name: 'Withheld below' });
    await pill.click();
    await pill.waitFor({ state: 'detached' });
    const statement = page.getByText('has been withheld in India').first();
    expect((await statement.boundingBox())?.y).toBeLessThan(PHONE.viewport.height);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  it.each(['light', 'dark'] as const)(
    'fits a phone, %s',
    async (colorScheme) => {
      const page = await opens('?view_at=2021-02-10T08:30:00Z', { ...PHONE, colorScheme });
      expect(await overflows(page)).toBe(false);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  describe.each([
    ['in place of its text', 'text.replaceWith(font); words.textContent = text.nodeValue;'],
    ['around its text', 'text.replaceWith(font); words.append(text);'],
  ])('translated by a browser, which puts elements %s', (where, put) => {
    /** As translators do, to each text but what asks not to be: the words stay, so that they can be compared. */
    const translate = (page: Page, but = '[translate="no"]'): Promise<void> =>
      page.evaluate(`{
        const texts = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) texts.push(walker.currentNode);
        for (const text of texts) {
          if (text.nodeValue.trim() === '' || text.parentElement.closest('script, style, option, ${but}')) continue;
          const [font, words] = [document.createElement('font'), document.createElement('font')];
          font.append(words);
          ${put}
        }
      }`);
    /** The page's caption and heads, and its first rows: how far down a page is filled is its own affair. */
    const wordsOf = async (page: Page): Promise<string[]> => {
      const rows = await page.locator('[role="feed"] > *').allInnerTexts();
      const head = await page.locator('.caption, .heads').allInnerTexts();
      return [...head, ...rows.slice(0, 12)].map((text) => text.replaceAll(/\s+/g, ' '));
    };
    /** Down to the first run that goes on in what is not loaded: that depends on how far the page is filled. */
    const asFarAsBoth = (one: string[], other: string[]): [string[], string[]] => {
      const ends = [one, other].map((words) =>
        words.findIndex((text) => text.includes(' or more stand-ins')),
      );
      const end = Math.min(...ends.filter((at) => at !== -1), one.length, other.length);
      return [one.slice(0, end), other.slice(0, end)];
    };
    const expectAsFresh = async (page: Page): Promise<void> => {
      const complained = complaints;
      const fresh = await opens(new URL(page.url()).search);
      const look = async () => asFarAsBoth(await wordsOf(page), await wordsOf(fresh));
      let [shown, anew] = await look();
      // Both fill piece by piece, and on a busy machine not all at once.
      for (let looks = 0; looks < 50 && !isDeepStrictEqual(shown, anew); looks++) {
        await fresh.waitForTimeout(200);
        [shown, anew] = await look();
      }
      expect(shown).toEqual(anew);
      expect(shown.length).toBeGreaterThan(4);
      expect([...complained, ...complaints]).toEqual([]);
      await fresh.context().close();
    };

    it.each([
      ['but for what must not be', '[translate="no"]'],
      ['all of it', 'noscript'],
    ])(
      'shows another viewpoint as a page does that is not: %s',
      async (_name, but) => {
        const page = await opens('?view_at=2021-02-01T12:30:00Z');
        await page.getByText('First order: 257 items').first().waitFor();
        await translate(page, but);
        await page.getByRole('navigation', { name: 'Chapters' }).getByRole('link').nth(3).click();
        await page.waitForURL((url) => url.searchParams.get('view_at') !== '2021-02-01T12:30:00Z');
        await page.waitForSelector('[role="feed"]');
        await page.waitForLoadState('networkidle');
        const at = new URL(page.url()).searchParams.get('view_at') ?? '';
        expect(Date.parse((await page.getAttribute('.clock time', 'datetime')) ?? '')).toBe(Date.parse(at));
        await expectAsFresh(page);
        await translate(page, but);
        await page.getByRole('link', { name: 'Live', exact: true }).click();
        await page.waitForURL((url) => !url.searchParams.has('view_at'));
        await page.getByText('Live, last:').waitFor();
        await page.waitForLoadState('networkidle');
        await expectAsFresh(page);
        await page.context().close();
      },
      60_000,
    );

    it('lets React remove a text, and insert before one', async () => {
      const page = await opens('');
      await page.evaluate(`{
        globalThis.drawn = document.createElement('p');
        globalThis.texts = ['removed', 'kept'].map((words) => document.createTextNode(words));
        drawn.append(...texts);
        document.getElementById('root').append(drawn);
      }`);
      await translate(page);
      const left = await page.evaluate(`{
        drawn.insertBefore(document.createElement('br'), texts[1]);
        drawn.removeChild(texts[0]);
        drawn.innerText.trim();
      }`);
      expect(left).toBe('kept');
      expect(await page.evaluate('drawn.lastElementChild.previousElementSibling.tagName')).toBe('BR');
      await page.context().close();
    }, 60_000);

    it('shows what happens meanwhile', async () => {
      const post = await cast.asha.posts(`A kingfisher dives, ${where}`);
      const page = await opens('');
      const words = page.getByText(`A kingfisher dives, ${where}`);
      await words.nth(1).waitFor();
      await translate(page);
      await cast.asha.likes(post.id);
      await server.does(
        'impose-restriction',
        restrictionBody('withhold', { type: 'post', id: post.id }, { basis: 'legal_demand' }),
      );
      await words.nth(1).waitFor({ state: 'detached' });
      await cast.asha.posts(`It comes up, ${where}`);
      await page.getByText(`It comes up, ${where}`).nth(1).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    }, 60_000);
  });

  it('says what is wrong with an instant, and what to do', async () => {
    const context = await browser.newContext(DESKTOP);
    const page = await context.newPage();
    await page.goto(`${server.address}/?view_at=yesterday`);
    await page.getByText('view_at "yesterday" is not an instant').first().waitFor();
    await context.close();
  }, 60_000);
});
