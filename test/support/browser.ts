import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { PROJECT_ROOT } from '#config';
import { IN_CI } from './ci.js';

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

/** ms for one test in a browser, and for what it waits for: on a busy machine all takes its time. */
export const PATIENCE = 90_000;

/** Screens that the page is looked at on. */
export const DESKTOP = { viewport: { width: 1440, height: 900 } };
export const PROJECTOR = { viewport: { width: 1920, height: 1080 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Where pictures of the page are kept, in CI. */
const SCREENSHOTS = path.join(PROJECT_ROOT, 'dist/screenshots');

/** Chromium says this of a page that is left while its socket is still being opened: no fault of the page. */
const LEFT_EARLY = 'WebSocket is closed before the connection is established';

/** A page that somebody looks at, with what its console complained of. */
export interface Visit {
  page: Page;
  complaints: string[];
}

export interface TestBrowser {
  /**
   * Opens an address on a screen of its own; English unless the address says otherwise.
   *
   * @param before what is to be done before anything is loaded
   */
  visits(
    url: string,
    options?: BrowserContextOptions,
    before?: (page: Page) => Promise<unknown>,
  ): Promise<Visit>;
}

/**
 * Tests in a real browser, on what is built. Where no Chromium is installed they are skipped: a newcomer need
 * not have it. In CI they fail. What a test opened is closed after the suite, or by the test.
 */
export function inBrowser(name: string, suite: (browser: TestBrowser) => void): void {
  const isThere = fs.existsSync(CHROMIUM);
  if (!isThere && IN_CI) throw new Error(`Chromium must be at ${CHROMIUM} in CI`);
  (isThere ? describe : describe.skip)(name, () => {
    let browser: Browser;
    // In this order: the server hands out what is built, and stops once nobody looks any more.
    beforeAll(async () => {
      execFileSync(process.execPath, [path.join(PROJECT_ROOT, 'scripts/build.mjs')], { stdio: 'ignore' });
      browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    }, 240_000);
    afterAll(() => browser.close());
    suite({
      visits: async (url, options = DESKTOP, before = () => Promise.resolve()) => {
        const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Kolkata', ...options });
        context.setDefaultTimeout(PATIENCE / 3);
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => {
          const isGrave = message.type() === 'error' || message.type() === 'warning';
          if (isGrave && !message.text().includes(LEFT_EARLY)) complaints.push(message.text());
        });
        page.on('pageerror', (error) => complaints.push(error.message));
        await before(page);
        await page.goto(url);
        return { page, complaints };
      },
    });
  });
}

/** Ends a visit, of which the page's console must have had nothing to say. */
export async function leavesWithoutComplaint({ page, complaints }: Visit): Promise<void> {
  expect(complaints).toEqual([]);
  await page.context().close();
}

/** Keeps a picture of what is in view, for whoever looks at the tests in CI. */
export async function keepsPicture(page: Page, name: string): Promise<void> {
  if (!IN_CI) return;
  fs.mkdirSync(SCREENSHOTS, { recursive: true });
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
}

/** Whether the page can be moved sideways. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

/**
 * Puts elements around each text as browsers do that translate a page, but for what asks not to be. The words
 * stay, so that they can be compared.
 *
 * @param put how they are put, of `text` and `font`, which holds `words`
 */
export const translate = (page: Page, put: string, but = '[translate="no"]'): Promise<unknown> =>
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

/** How translators put their elements. */
export const TRANSLATORS = [
  ['in place of its text', 'text.replaceWith(font); words.textContent = text.nodeValue;'],
  ['around its text', 'text.replaceWith(font); words.append(text);'],
] as const;

/** Waits until an expression holds in the page. Its policy lets no `waitForFunction` evaluate one. */
export async function holds(page: Page, expression: string): Promise<void> {
  for (const until = Date.now() + PATIENCE / 3; !(await page.evaluate(expression));) {
    if (Date.now() > until)
      throw new Error(`Never came to hold: ${expression}\n${await page.locator('.stage-clock').innerText()}`);
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
}

/** Waits until what a selector finds has the focus. */
export const isFocused = (page: Page, selector: string): Promise<void> =>
  page.locator(`${selector}:focus`).waitFor();

/** Whether something can be seen: some of it is in the window, and nothing but its own row lies over the middle of that. */
export const isInView = (what: Locator): Promise<boolean> =>
  what.evaluate((element: Box) => {
    const window = globalThis as unknown as { innerHeight: number; document: Document };
    const box = element.getBoundingClientRect();
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, window.innerHeight)];
    if (box.width === 0 || bottom - top < 4) return false;
    const on = window.document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
    return (
      on !== null &&
      (element.contains(on) || on.contains(element) || element.closest('.row')?.contains(on) === true)
    );
  });

/** The parts of an element that the page is asked for. */
interface Box {
  getBoundingClientRect(): { top: number; bottom: number; left: number; width: number };
  contains(other: Box): boolean;
  closest(selector: string): Box | null;
}
interface Document {
  elementFromPoint(x: number, y: number): Box | null;
}
