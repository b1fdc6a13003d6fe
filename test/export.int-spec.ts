import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { OfflineFile, ScenarioStage } from '#contract';
import {
  DESKTOP,
  holds,
  inBrowser,
  keepsPicture,
  leavesWithoutComplaint,
  PATIENCE,
} from './support/browser.js';
import { Reader } from './support/client.js';
import { sqliteDatabase, type TestDatabase } from './support/databases.js';
import { runs, serves, type Done } from './support/in-process.js';
import { serverOn, STAND_OFF } from './support/server.js';
import { clockNow, StagePage } from './support/stage-page.js';
import { holdingStandOff } from './support/stand-off.js';
import { WITHHELD } from './support/stand-off-stage.js';

/** Bytes: what a message or a full stick still takes. */
const MOST = 2_000_000;

inBrowser('a replay in a file', (browser) => {
  const server = serverOn(holdingStandOff(sqliteDatabase));
  let folder: string;
  let place: TestDatabase;
  const exports = (...args: string[]): Promise<Done> =>
    runs(['export', STAND_OFF, '--html', ...args], { DATABASE_URL: place.url });

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-export-'));
    place = await holdingStandOff(sqliteDatabase)();
  });
  afterAll(async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    await place.remove();
  });

  describe('opened from a disk, without a network', () => {
    let file: string;
    let html: string;
    let held: OfflineFile;
    beforeAll(async () => {
      file = path.join(folder, 'stand-off.html');
      expect(await exports('--out', file)).toMatchObject({ code: 0, stderr: '' });
      html = fs.readFileSync(file, 'utf8');
      held = JSON.parse(/<script type="application\/json" id="held">(.*?)<\/script>/.exec(html)?.[1] ?? '');
    }, PATIENCE);

    const opens = async (query = '') => {
      const asked: string[] = [];
      const visit = await browser.visits(`${pathToFileURL(file).href}${query}`, DESKTOP, async (page) => {
        await page.context().setOffline(true);
        page.on('request', (request) => asked.push(request.url()));
      });
      const { body } = await new Reader(server.address).reads<ScenarioStage>(
        `/api/v1/scenarios/${STAND_OFF}/stage`,
      );
      return { visit, page: visit.page, stage: new StagePage(visit.page, body), asked };
    };

    it(
      'plays from the start to the first withholding, on both sides',
      async () => {
        // given the file at its beginning
        const { visit, page, stage, asked } = await opens();
        await page.getByRole('button', { name: 'Play, five minutes' }).click();
        await stage.isThere();
        expect(await stage.count('left')).toEqual({ standIns: 0, others: 0 });
        // when it is played at sixteen times the speed
        for (let now = 1; now < 16; now *= 2) await page.getByRole('button', { name: 'Faster' }).click();
        await holds(page, `${clockNow} >= ${Date.parse(WITHHELD)}`);
        await stage.tombstones.first().waitFor();
        await stage.pauses();
        await stage.seeks(WITHHELD, 1);
        // then India reads tombstones, and elsewhere the posts
        expect(await stage.count('left')).toEqual({ standIns: 250, others: 0 });
        expect(await stage.count('right')).toEqual({ standIns: 0, others: 0 });
        const row = stage.differing.first();
        await row.locator('.cell.left .tombstone').waitFor();
        await row.locator('.cell.right .standing > .post').waitFor();
        await keepsPicture(page, 'export');
        // and nothing was asked for but the file and what is in it
        expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([page.url()]);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it('lets nothing of it reach a network', async () => {
      const { page } = await opens();
      await page.getByRole('button', { name: 'Play, five minutes' }).waitFor();
      await page.context().setOffline(false);
      const tries = [
        `fetch('${server.address}/health')`,
        `new Promise((was, not) => { const image = new Image(); image.onload = was; image.onerror = not; image.src = '${server.address}/icon.svg'; })`,
        `import('${server.address}/page.js')`,
      ];
      for (const attempt of tries)
        expect(await page.evaluate(`${attempt}.then(() => 'reached', () => 'refused')`)).toBe('refused');
      expect(html).toMatch(/<meta http-equiv="content-security-policy" content="default-src 'none';/);
      await page.context().close();
    });

    it('says which revision it holds, when it was made, and that it is a replay; no index takes it', async () => {
      const { visit, page } = await opens();
      const { body } = await new Reader(server.address).reads<ScenarioStage>(
        `/api/v1/scenarios/${STAND_OFF}/stage`,
      );
      expect(held).toMatchObject({
        scenario: STAND_OFF,
        revision: body.revision,
        places: ['IN', 'elsewhere'],
      });
      expect(Math.abs(Date.parse(held.made_at) - Date.now())).toBeLessThan(600_000);
      const said = await page.locator('.carried').innerText();
      expect(said).toContain(body.revision.slice(0, 12));
      expect(said).toContain(String(new Date(held.made_at).getUTCFullYear()));
      expect(await page.title()).toMatch(/^Replay of 2021: The stand-off/);
      expect(html).toContain('<meta name="robots" content="noindex">');
      expect(Buffer.byteLength(html)).toBeLessThan(MOST);
      await leavesWithoutComplaint(visit);
    });

    it('leads to no page that it has not got, and says what is not in it', async () => {
      const { visit, page, stage } = await opens(`?view_at=${WITHHELD}`);
      await stage.isThere();
      expect(await linksOf(page)).toEqual(['#rows', '#transport-play']);
      await page.getByRole('button', { name: 'Why do I see this?' }).first().click();
      await page.locator('.drawer', { hasText: 'this file holds the replay alone' }).waitFor();
      await leavesWithoutComplaint(visit);
    });

    it('says what to do where a browser cannot unpack it', async () => {
      const { page } = await browser.visits(pathToFileURL(file).href, DESKTOP, (page) =>
        page.addInitScript('delete globalThis.DecompressionStream'),
      );
      await page.getByText('This browser is too old to unpack the file.').waitFor();
      await page.context().close();
    });
  });

  it('speaks Hindi', async () => {
    const file = path.join(folder, 'hi.html');
    expect(await exports('--lang', 'hi', '--out', file)).toMatchObject({ code: 0 });
    expect(fs.statSync(file).size).toBeLessThan(MOST);
    const visit = await browser.visits(pathToFileURL(file).href);
    await visit.page.getByText('रीप्ले इसी फ़ाइल में है।').waitFor();
    await leavesWithoutComplaint(visit);
  });

  it('is read from the server that has the database', async () => {
    const file = path.join(folder, 'owned.html');
    const { address, stop } = await serves({ DATABASE_URL: place.url });
    const done = await exports('--out', file);
    await stop();
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(fs.readFileSync(file, 'utf8')).toContain(STAND_OFF);
    expect(address).toMatch(/^http:/);
  });

  it('is not made where each place is shown its own view alone, and says why', async () => {
    const out = path.join(folder, 'none.html');
    const reason = expect.stringMatching(
      /^Nothing is exported with GEO_MODE=enforced: .+ its own view alone/,
    );
    const here = await runs(['export', STAND_OFF, '--html', '--out', out], {
      DATABASE_URL: place.url,
      GEO_MODE: 'enforced',
    });
    expect(here).toEqual({ code: 1, stdout: '', stderr: reason });
    // given a server that has the file and enforces, and a command that was told nothing of it
    const { stop } = await serves({
      DATABASE_URL: place.url,
      GEO_MODE: 'enforced',
      GEO_DEFAULT_COUNTRY: 'IN',
    });
    const asked = await exports('--out', out);
    await stop();
    expect(asked).toEqual({ code: 1, stdout: '', stderr: reason });
    expect(fs.existsSync(out)).toBe(false);
  });

  it('is not made of what is not there, or to where nothing can be written', async () => {
    const out = path.join(folder, 'none.html');
    const unknown = await runs(['export', 'nope', '--html', '--out', out], { DATABASE_URL: place.url });
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Scenario nope is not loaded here/),
    });
    const nowhere = await exports('--out', path.join(folder, 'no', 'such', 'folder.html'));
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringMatching(/ENOENT/) });
    const none = await runs(['export', STAND_OFF, '--html', '--out', out], {
      DATABASE_URL: `sqlite:${path.join(folder, 'none.db')}`,
    });
    expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no database at/) });
    expect(fs.existsSync(path.join(folder, 'none.db'))).toBe(false);
  });
});

/** Where the links of a page lead to that lead to pages of ours. */
const linksOf = (page: Page): Promise<string[]> =>
  page.evaluate(`[...new Set([...document.querySelectorAll('a')]
    .map((link) => link.getAttribute('href'))
    .filter((href) => !href.startsWith('https:')))]`);
