/**
 * The stage in a real browser: bytes of JavaScript, the time until it can be used on a processor that is four
 * times as slow, how far its layout shifts, which frames are dropped at great speed, how long a seek takes until
 * it is drawn, and for each chapter and size of screen whether a difference is on the first screen. The server runs
 * in a process of its own, on a database of its own.
 *
 * Usage: npm run build && npm run bench:stage -- [times] [address]
 * With an address it looks at the server that is there. `CHROMIUM_PATH` says where Chromium is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const TIMES = Number(process.argv[2] ?? 3);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STORY = '2021-india-twitter-koo';
const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PROJECTOR = { viewport: { width: 1920, height: 1080 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const SCREENS = { '1440×900': DESKTOP, '1920×1080': PROJECTOR, '390×844': PHONE };
/** ms between two frames above which at least one was left out, at 60 a second. */
const DROPPED = 34;

/** @param {number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
/** @param {number[]} numbers @param {number} share */
const quantile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[Math.min(Math.floor(numbers.length * share), numbers.length - 1)];

/** Starts a server with the story. @param {string} folder */
async function serve(folder) {
  const child = spawn(process.execPath, ['bin/withheld.js', 'serve'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', SEED: STORY, DATABASE_URL: `sqlite:${path.join(folder, 'bench.db')}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for (let told = ''; ;) {
    const [chunk] = await once(child.stdout, 'data');
    told += chunk.toString();
    const address = /http:\/\/localhost:\d+/.exec(told)?.[0];
    if (address !== undefined) return { child, address };
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-bench-'));
const server =
  process.argv[3] === undefined ? await serve(folder) : { child: null, address: process.argv[3] };
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});

/** Notes layout shifts from the first on. */
const SHIFTS = `globalThis.shifted = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries())
      if (!one.hadRecentInput) globalThis.shifted.push([one.startTime, one.value]);
  }).observe({ type: 'layout-shift', buffered: true });`;
/** The worst window of shifts: at most five seconds, none of them more than one after another (CLS). */
const CLS = `(() => {
  let [worst, sum, first, last] = [0, 0, -Infinity, -Infinity];
  for (const [at, value] of globalThis.shifted) {
    if (at - last > 1000 || at - first > 5000) [sum, first] = [0, at];
    sum += value;
    last = at;
    worst = Math.max(worst, sum);
  }
  return worst;
})()`;

/** Opens an address on a screen of its own, hands the page to some work, and closes it. */
async function at(address, screen, work, before = () => Promise.resolve()) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Kolkata', ...screen });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.addInitScript(SHIFTS);
  await before(page);
  await page.goto(`${server.address}${address}`);
  try {
    return await work(page);
  } finally {
    await context.close();
  }
}

/** Bytes of JavaScript that the page loads, compressed. */
async function javascript() {
  const sizes = [];
  await at(
    '/',
    DESKTOP,
    (page) => page.waitForLoadState('networkidle'),
    async (page) => {
      page.on('response', async (response) => {
        if (!/\.js(\?|$)/.test(response.url())) return;
        sizes.push(gzipSync(await response.body(), { level: 9 }).length);
      });
    },
  );
  return Math.round(sizes.reduce((sum, one) => sum + one, 0) / 1000);
}

/** ms from the request until play is there and answers, on a processor four times as slow. */
const interactive = (screen) =>
  at(
    '/',
    screen,
    async (page) => {
      await page.locator('.curtain-play, .bar-play').waitFor();
      return page.evaluate('new Promise((told) => requestIdleCallback(() => told(performance.now())))');
    },
    async (page) => {
      const devTools = await page.context().newCDPSession(page);
      await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    },
  );

/** CLS from the landing through the first fifteen seconds of play. */
const shifts = (screen) =>
  at('/', screen, async (page) => {
    await page.locator('.curtain-play, .bar-play').click();
    await page.locator('.row').first().waitFor();
    await page.waitForTimeout(15_000);
    return page.evaluate(CLS);
  });

/** Frames while it plays from the beginning at a speed, to the end or for some seconds. */
const frames = (speed, seconds) =>
  at('/', DESKTOP, async (page) => {
    await page.locator('.curtain-play').click();
    await page.locator('.row').first().waitFor();
    await page.locator('.landing').waitFor({ state: 'detached' });
    for (let faster = 1; faster < speed; faster *= 2) await page.locator('.speed button:last-child').click();
    return page.evaluate(`new Promise((told) => {
      const [began, deltas] = [performance.now(), []];
      let last = began;
      const look = (now) => {
        deltas.push(now - last);
        last = now;
        const isOver = document.querySelector('#transport-play').getAttribute('aria-label') === 'Play';
        if (isOver || now - began > ${seconds} * 1000) told(deltas.slice(1));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })`);
  });

/** ms from a move of the playhead until the frame after it was drawn. */
const seeks = (count) =>
  at('/?view_at=2021-02-12T12:00:00Z', DESKTOP, async (page) => {
    await page.locator('.row').first().waitFor();
    return page.evaluate(`(async () => {
      const range = document.querySelector('.wave-range');
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
      const took = [];
      for (let n = 1; n <= ${count}; n++) {
        await new Promise(requestAnimationFrame);
        const began = performance.now();
        set.call(range, String(((n * 0.618034) % 1) * Number(range.max)));
        range.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise((drawn) => requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = drawn;
          port2.postMessage(null);
        }));
        took.push(performance.now() - began);
      }
      return took;
    })()`);
  });

/** For each chapter: how many rows that differ are on the first screen, and what the left side counts. */
async function chapters(screen) {
  const stage = await (await fetch(`${server.address}/api/v1/scenarios/${STORY}/stage?lang=en`)).json();
  const told = [];
  for (const chapter of stage.chapters) {
    const address = `/?view_at=${chapter.at}&left=IN&right=elsewhere`;
    told.push(
      await at(address, screen, async (page) => {
        await page.locator('.row').first().waitFor();
        await page.waitForTimeout(400);
        const seen = await page.evaluate(`(() => {
          const bottom = document.querySelector('.transport').getBoundingClientRect().top;
          const isSeen = (one) => {
            const box = one.getBoundingClientRect();
            return box.height > 0 && box.top >= 0 && box.top + 40 < bottom;
          };
          const rows = [...document.querySelectorAll('.pair.differs, .fold.differs')].filter(isSeen).length;
          const tally = document.querySelector('.head .tally, .switch .tally, .tally');
          return { rows, tally: tally?.innerText.replaceAll(/\\s+/g, ' ').trim() ?? '' };
        })()`);
        return { chapter: chapter.id, ...seen };
      }),
    );
  }
  return told;
}

const measured = async (times, measure) => {
  const all = [];
  for (let n = 0; n < times; n++) all.push(await measure());
  return all;
};

try {
  console.log(`JavaScript: ${await javascript()} kB as gzip`);
  for (const [name, screen] of [
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ]) {
    const ms = await measured(TIMES, () => interactive(screen));
    console.log(
      `interactive at 4× slow-down, ${name}: median ${Math.round(median(ms))} ms of ${ms.map(Math.round).join(', ')}`,
    );
  }
  for (const [name, screen] of [
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ])
    console.log(`CLS, ${name}: ${(await shifts(screen)).toFixed(4)}`);
  const drawn = await seeks(200);
  console.log(
    `seeks until drawn: median ${Math.round(median(drawn))} ms, p99 ${Math.round(quantile(drawn, 0.99))}, longest ${Math.round(Math.max(...drawn))}`,
  );
  for (const [speed, seconds] of [
    [1, 10],
    [16, 30],
    [64, 15],
  ]) {
    const deltas = await frames(speed, seconds);
    const dropped = deltas.filter((one) => one > DROPPED).length;
    console.log(
      `${speed}×: ${dropped} of ${deltas.length} frames took more than ${DROPPED} ms; p99 ${quantile(deltas, 0.99).toFixed(0)}, longest ${Math.max(...deltas).toFixed(0)} ms`,
    );
  }
  for (const [name, screen] of Object.entries(SCREENS)) {
    console.log(name);
    for (const { chapter, rows, tally } of await chapters(screen))
      console.log(`  ${chapter.padEnd(20)} ≠ rows ${rows}  ${tally}`);
  }
} finally {
  await browser.close();
  if (server.child !== null) {
    server.child.kill();
    await once(server.child, 'exit');
  }
  fs.rmSync(folder, { recursive: true, force: true });
}
