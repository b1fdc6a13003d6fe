import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
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

  it('says what is wrong with an instant, and what to do', async () => {
    const context = await browser.newContext(DESKTOP);
    const page = await context.newPage();
    await page.goto(`${server.address}/?view_at=yesterday`);
    await page.getByText('view_at "yesterday" is not an instant').first().waitFor();
    await context.close();
  }, 60_000);
});
