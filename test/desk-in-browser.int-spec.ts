import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { Account, HistoryEntry, Order, Queue, Relationship, RestrictionField, Status } from '#contract';
import {
  DESKTOP,
  inBrowser,
  isFocused,
  keepsPicture,
  leavesWithoutComplaint,
  overflows,
  PATIENCE,
  PHONE,
  type Visit,
} from './support/browser.js';
import { people, Reader, signsUp, type Person } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';
import { holdingStandOff } from './support/stand-off.js';

/** WCAG 2.2, levels A and AA, as axe names them. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Bytes, compressed, of all scripts that the stage waits for. */
const STAGE_SCRIPTS = 165_000;

inBrowser('in the browser, the desk', (browser) => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1', DEMO: '1' } });
  let inIndia: Reader;
  let elsewhere: Reader;
  let cast: Record<'ministry' | 'meera' | 'nadia' | 'admin', Person>;
  /** These are new for each test. */
  let asha: Person;
  let post: Status;
  let round = 0;

  beforeAll(async () => {
    inIndia = new Reader(server.address, { view_from: 'IN' });
    elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
    cast = await people(server.address, {
      ministry: 'authority',
      meera: 'moderator',
      nadia: 'moderator',
      admin: 'admin',
    });
  }, 60_000);
  beforeEach(async () => {
    round += 1;
    asha = (await people(server.address, { [`asha${round}`]: 'reader' }))[`asha${round}`]!;
    post = await asha.posts(`Bus ${round} will not stop at the square`);
  });

  /** A page, as somebody who signed in in its tab; as nobody where none is given. */
  const visits = (path: string, who: Person | null, options: object = DESKTOP): Promise<Visit> =>
    browser.visits(`${server.address}${path}`, options, async (page) => {
      if (who === null) return;
      const account = { id: who.id, acct: who.username, display_name: '' };
      const session = JSON.stringify({ token: who.token, account, app: null });
      // In a page that has left, and so in one whose tab was closed, nobody is signed in.
      await page.addInitScript(
        `sessionStorage.getItem('withheld.session') ?? sessionStorage.setItem('withheld.session', ${JSON.stringify(session)})`,
      );
    });
  const row = (page: Page, words: string): Locator => page.locator('.queue li', { hasText: words });
  /** Goes to a row of the queue. */
  const opens = async (page: Page, words: string): Promise<void> => {
    await row(page, words).getByRole('button').click();
    await page.locator('.queue li[aria-current]', { hasText: words }).waitFor();
    await page.locator('.item-shown', { hasText: words }).waitFor();
  };
  const presses = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Chooses a decision by its digit, gives its reason and sends it, by keys alone. */
  const decides = async (page: Page, digit: string, reason: string): Promise<void> => {
    await presses(page, digit, 'Enter');
    await isFocused(page, '#desk-reason');
    await page.keyboard.type(reason);
    await presses(page, 'Control+Enter');
  };
  const says = (page: Page, words: string): Promise<void> =>
    page.locator('.said-line', { hasText: words }).waitFor();
  const statusIn = async (reader: Reader): Promise<number> =>
    (await reader.reads(`/api/v1/statuses/${post.id}`)).status;
  const restrictions = async (): Promise<RestrictionField[]> =>
    (await cast.meera.reads<RestrictionField[]>('/api/v1/restrictions', { subject: post.id })).body;
  const reports = (): Promise<unknown> =>
    cast.ministry.does('POST', '/api/v1/reports', {
      account_id: asha.id,
      status_ids: [post.id],
      category: 'spam',
      comment: `Again and again ${round}`,
    });
  const faults = async (page: Page): Promise<string[]> => {
    await page.evaluate(`${axe.source}; undefined`);
    return page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] }).then(
      ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' ')))
    )`);
  };

  /** What the server comes to, once the page's own requests have been answered. */
  const expectSoon = async (read: () => Promise<unknown>, wanted: unknown): Promise<void> => {
    const giveUp = Date.now() + PATIENCE / 2;
    let found = await read();
    while (JSON.stringify(found) !== JSON.stringify(wanted) && Date.now() < giveUp) found = await read();
    expect(found).toEqual(wanted);
  };

  it(
    'takes an order to its end: filed, withheld in India alone, its author told, appealed, restored',
    async () => {
      // given an authority that files an order on a post, in a page
      const filing = await visits('/orders/new?lang=en', null);
      await filing.page.getByRole('button', { name: 'Go in as Demo authority' }).click();
      await filing.page.locator('#filing-lines').fill(`/@${asha.username}/${post.id}`);
      await filing.page.locator('#filing-legalBasis').fill('Section 69A');
      await filing.page.getByRole('textbox', { name: /^Title/ }).fill(`Order ${round}`);
      await filing.page.getByLabel('Add a country').selectOption('IN');
      await filing.page.getByRole('checkbox', { name: 'public order' }).check();
      await filing.page.getByRole('button', { name: 'File 1 item' }).click();
      // then it lands on the order's page
      await filing.page.waitForURL(/\/orders\/[0-9A-Z]{26}$/);
      await filing.page
        .getByRole('heading', { name: `Order ${round}` })
        .first()
        .waitFor();
      await leavesWithoutComplaint(filing);

      // when a moderator withholds it, by keys alone
      const desk = await visits('/desk?lang=en', null);
      const { page } = desk;
      await page.getByRole('button', { name: 'Go in as Demo moderator' }).press('Enter');
      await row(page, post.content.replace(/<[^>]+>/g, '')).waitFor();
      await page.locator('.queue li[aria-current]', { hasText: `Bus ${round}` }).waitFor();
      await presses(page, '1');
      await page.locator('.consequence.is-withheld', { hasText: 'In India' }).waitFor();
      await page.getByText('Visible elsewhere, withheld in 1 country.').waitFor();
      await keepsPicture(page, 'desk');
      await decides(page, '1', 'The order names it');
      await says(page, 'Done: withheld.');
      // then it vanishes in India only
      expect([await statusIn(inIndia), await statusIn(elsewhere)]).toEqual([451, 200]);

      // and its author is told on the post's page, where, and on which order
      const own = await visits(`/@${asha.username}/${post.id}?view_from=elsewhere`, asha);
      const note = own.page.locator('.own-note');
      await note.getByText('Your post has been withheld in: India.').waitFor();
      expect(await note.getByRole('link', { name: 'The order' }).getAttribute('href')).toMatch(/^\/orders\//);
      await note.getByRole('link', { name: 'Why, and how to appeal' }).click();
      // and appeals
      await own.page.getByText('The order names it').waitFor();
      await own.page.getByLabel('Why it should be restored').fill(`It names nobody ${round}`);
      await own.page.getByRole('button', { name: 'Send the appeal' }).click();
      await own.page.getByText('You appealed').waitFor();

      // when the appeal is answered, by keys alone
      await page.evaluate(`window.dispatchEvent(new Event('focus'))`);
      await row(page, `It names nobody ${round}`).waitFor();
      await presses(page, 'a');
      await page.locator('.queue li[aria-current]', { hasText: `It names nobody ${round}` }).waitFor();
      await decides(page, '6', 'It names nobody indeed');
      await says(page, 'Done: restored.');
      // then it is there again, and its author reads the answer
      expect(await statusIn(inIndia)).toBe(200);
      await own.page.evaluate(`window.dispatchEvent(new Event('focus'))`);
      await own.page.getByText('It was restored.').waitFor();
      await own.page.getByText('It names nobody indeed').first().waitFor();
      await leavesWithoutComplaint(own);
      await leavesWithoutComplaint(desk);
    },
    2 * PATIENCE,
  );

  it(
    'shows an author nothing that others get, and others nothing that an author is told',
    async () => {
      await cast.meera.imposes({ status_id: post.id });
      const visit = await visits(`/@${asha.username}/${post.id}?view_from=elsewhere`, cast.ministry);
      await visit.page.getByText(`Bus ${round} will not stop`).first().waitFor();
      await visit.page.waitForLoadState('networkidle');
      expect(await visit.page.locator('.own-note').count()).toBe(0);
      await leavesWithoutComplaint(visit);
      const own = await visits('/timeline?lang=en&left=IN&right=elsewhere', asha);
      await own.page.getByText('Your post has been withheld in: India.').waitFor();
      await own.page.getByRole('link', { name: 'Why, and how to appeal' }).waitFor();
      await leavesWithoutComplaint(own);
    },
    PATIENCE,
  );

  it(
    'tells an author on the page of their account, in English and Hindi, and nobody else there',
    async () => {
      await cast.meera.imposes({ status_id: post.id });
      const path = `/@${asha.username}?view_from=elsewhere&lang=`;
      for (const [lang, words] of [
        ['en', 'One of your posts has been withheld.'],
        ['hi', 'आपकी एक पोस्ट रोकी गई है।'],
      ] as const) {
        const own = await visits(path + lang, asha);
        await own.page.locator('.own-note', { hasText: words }).waitFor();
        expect(await faults(own.page)).toEqual([]);
        await leavesWithoutComplaint(own);
      }
      await cast.meera.imposes({ account_id: asha.id });
      const both = await visits(`${path}en`, asha);
      await both.page.getByText('Your account has been withheld in: India.').waitFor();
      await both.page.locator('.own-note', { hasText: 'One of your posts' }).waitFor();
      await leavesWithoutComplaint(both);
      for (const who of [cast.ministry, null]) {
        const other = await visits(`${path}en`, who);
        await other.page.getByText(`Bus ${round} will not stop`).first().waitFor();
        await other.page.waitForLoadState('networkidle');
        expect(await other.page.locator('.own-note').count()).toBe(0);
        await leavesWithoutComplaint(other);
      }
    },
    PATIENCE,
  );

  it(
    'shows what comes and goes as it does, on a page that nobody touches, and keeps what is typed there',
    async () => {
      const visit = await visits('/desk?lang=en', cast.meera);
      const { page } = visit;
      await page.locator('.queue').waitFor();
      // A clock that stands still: what the page shows it was told, and has not asked for by the half minute.
      await page.clock.install();
      const order = await cast.ministry.files([{ status_id: post.id }], { title: `Order ${round}` });
      await row(page, `Bus ${round}`).waitFor();
      await opens(page, `Bus ${round}`);
      await presses(page, '1', 'Enter');
      await isFocused(page, '#desk-reason');
      await page.keyboard.type('A long rea');
      // when a report comes in, and another moderator decides the item, and takes the report on
      await reports();
      await row(page, `Again and again ${round}`).waitFor();
      await cast.nadia.decides(order, 1, 'refused', { ground: 'other' });
      // then the item is done, and nobody is thrown out of what they write
      await row(page, `Bus ${round}`).getByText('refused by nadia').waitFor();
      await isFocused(page, '#desk-reason');
      expect(await page.locator('#desk-reason').inputValue()).toBe('A long rea');
      await page.locator('.item-shown', { hasText: `Bus ${round}` }).waitFor();
      const { body: queue } = await cast.nadia.reads<Queue>('/api/v1/admin/queue', { kind: 'report' });
      const entry = queue.entries.find(({ text }) => text.includes(`Again and again ${round}`));
      await cast.nadia.does('POST', `/api/v1/admin/reports/${entry!.id.split(':')[1]}/resolve`);
      await row(page, `Again and again ${round}`)
        .getByText(/by nadia/)
        .waitFor();
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  describe('when somebody was sooner', () => {
    let order: Order;
    beforeEach(async () => {
      const others = [await asha.posts(`Second ${round}`), await asha.posts(`Third ${round}`)];
      const items = [post, ...others].map(({ id }) => ({ status_id: id }));
      order = await cast.ministry.files(items, { title: `Order ${round}` });
    });

    it(
      'says by whom and how, and keeps what was typed',
      async () => {
        const { page } = await visits('/desk?lang=en', cast.meera);
        await opens(page, `Bus ${round}`);
        await presses(page, '1', 'Enter');
        await page.keyboard.type('A long reason');
        // when another moderator refuses it meanwhile
        await cast.nadia.decides(order, 1, 'refused', { ground: 'other' });
        await presses(page, 'Control+Enter');
        // then nothing is overruled
        await page.getByText('Somebody was sooner. refused by nadia').waitFor();
        expect(await page.locator('#desk-reason').inputValue()).toBe('A long reason');
        expect(await page.locator('#desk-send').isDisabled()).toBe(true);
        await row(page, `Bus ${round}`).getByText('refused by nadia').waitFor();
        expect(await statusIn(inIndia)).toBe(200);
        await page.context().close();
      },
      PATIENCE,
    );

    it(
      'leaves it out of a decision on many, and names it',
      async () => {
        const { page } = await visits('/desk?lang=en', cast.meera);
        await opens(page, `Bus ${round}`);
        // given all three of the order, selected by keys
        await presses(page, 'x', 'j', 'j', 'Shift+X');
        await page.getByText('3 selected').waitFor();
        await presses(page, '1', 'Enter');
        await page.keyboard.type('As ordered');
        await cast.nadia.decides(order, 2, 'refused', { ground: 'other' });
        await presses(page, 'Control+Enter');
        await says(page, 'Done: 2. 1 left out:');
        await says(page, 'Item 2 is refused by now');
        expect(await statusIn(inIndia)).toBe(451);
        await page.context().close();
      },
      PATIENCE,
    );

    it(
      'takes a decision back within ten seconds, by a decision of its own',
      async () => {
        const visit = await visits('/desk?lang=en', cast.meera);
        const { page } = visit;
        await opens(page, `Bus ${round}`);
        await decides(page, '1', 'Too soon');
        await says(page, 'Done: withheld.');
        expect(await statusIn(inIndia)).toBe(451);
        await page.getByRole('button', { name: 'Undo' }).click();
        await says(page, 'Taken back, by a decision of its own.');
        expect(await statusIn(inIndia)).toBe(200);
        const history = await cast.meera.reads<HistoryEntry[]>(`/api/v1/admin/subjects/${post.id}/history`);
        expect(history.body.slice(0, 2).map(({ outcome }) => outcome)).toEqual(['restored', 'withheld']);
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'says of an appeal on what was restored meanwhile that there is nothing to answer',
      async () => {
        await cast.nadia.decides(order, 1, 'withheld');
        await asha.does('POST', '/api/v1/appeals', { status_id: post.id, text: `Look again ${round}` });
        const { page } = await visits('/desk?lang=en', cast.meera);
        await row(page, `Look again ${round}`).getByRole('button').click();
        await page.locator('.item-said', { hasText: `Look again ${round}` }).waitFor();
        await presses(page, '6', 'Enter');
        await isFocused(page, '#desk-reason');
        await page.keyboard.type('You are right');
        await cast.nadia.decides(order, 1, 'restored');
        await page.getByText(/Restored at .*Nothing to answer\./).waitFor();
        expect(await page.locator('#desk-reason').inputValue()).toBe('You are right');
        await page.context().close();
      },
      PATIENCE,
    );
  });

  it(
    'imposes once what answers a report, though the report could not be closed at first',
    async () => {
      await reports();
      const { page } = await visits('/desk?lang=en', cast.meera);
      await row(page, `Again and again ${round}`).getByRole('button').click();
      await page.locator('.item-said', { hasText: `Again and again ${round}` }).waitFor();
      await presses(page, '1');
      await page.getByLabel('Add a country').selectOption('IN');
      await page.locator('#desk-reason').fill('It is unlawful');
      // when the network goes after it was imposed
      await page.route('**/resolve', (route) => route.abort());
      await page.locator('#desk-send').click();
      await page.getByText('It was imposed; the report is still open.').waitFor();
      expect(await restrictions()).toHaveLength(1);
      // and comes back
      await page.unroute('**/resolve');
      await page.locator('#desk-send', { hasText: 'Try again' }).click();
      await says(page, 'Done: withheld.');
      expect(await restrictions()).toMatchObject([{ imposed_by: cast.meera.id, countries: ['IN'] }]);
      await page.context().close();
    },
    PATIENCE,
  );

  it(
    'shows who imposed what restricts it, and sets it another end',
    async () => {
      await cast.nadia.imposes({ status_id: post.id });
      await reports();
      const { page } = await visits('/desk?lang=en', cast.meera);
      await row(page, `Again and again ${round}`).getByRole('button').click();
      await page.getByText('imposed by nadia').waitFor();
      await page.getByText('Set its end').first().click();
      await page.getByLabel('End (empty for none)').fill('2099-01-05T12:00');
      await page.getByRole('button', { name: 'Set its end' }).click();
      await page.locator('.standing-now', { hasText: 'until 5 Jan 2099' }).waitFor();
      expect(await restrictions()).toMatchObject([{ until: '2099-01-05T06:30:00.000Z' }]);
      await page.context().close();
    },
    PATIENCE,
  );

  it(
    'tells other moderators who has taken an entry on, until it is given back',
    async () => {
      await reports();
      const said = `Again and again ${round}`;
      const opensIn = async (as: Person): Promise<Page> => {
        const { page } = await visits('/desk?lang=en', as);
        await row(page, said).getByRole('button').click();
        await page.locator('.item-said', { hasText: said }).waitFor();
        return page;
      };
      const page = await opensIn(cast.meera);
      await presses(page, 't');
      await row(page, said).getByText('Taken by you').waitFor();
      const others = await opensIn(cast.nadia);
      await row(others, said).getByText('Taken by meera').waitFor();
      await page.getByRole('button', { name: 'Give it back' }).click();
      await page.getByRole('button', { name: 'Take it' }).waitFor();
      expect(await row(page, said).getByText('Taken by').count()).toBe(0);
      const { body } = await cast.meera.reads<Queue>('/api/v1/admin/queue', { kind: 'report' });
      expect(body.entries.filter(({ text }) => text === said)).toMatchObject([{ assigned_account_id: null }]);
      for (const one of [page, others]) await one.context().close();
    },
    PATIENCE,
  );

  it(
    'offers an account to try it with where the server says that it has any',
    async () => {
      const says = (demo: string) => async (page: Page) => {
        await page.route('**/api/v2/instance', (route) =>
          route.fulfill({ json: { configuration: { demo } } }),
        );
      };
      for (const [demo, shown] of [
        ['off', [0, 0]],
        ['local', [1, 0]],
        ['public', [1, 1]],
      ] as const) {
        const { page } = await browser.visits(`${server.address}/desk?lang=en`, DESKTOP, says(demo));
        await page
          .getByText(demo === 'off' ? 'This server has no demo accounts.' : 'Go in as Demo')
          .waitFor();
        const button = page.getByRole('button', { name: 'Go in as Demo moderator' });
        const code = page.getByRole('textbox', { name: /^Code/ });
        expect([demo, await button.count(), await code.count()]).toEqual([demo, ...shown]);
        await page.context().close();
      }
    },
    PATIENCE,
  );

  it(
    'tells an author of all that was restricted, page after page',
    async () => {
      for (let n = 0; n < 42; n++) {
        const one = await asha.posts(`Number ${n}`);
        await cast.meera.imposes({ status_id: one.id });
      }
      const visit = await visits('/own?lang=en', asha);
      const notices = visit.page.locator('.own-notice');
      await notices.nth(39).waitFor();
      expect(await notices.count()).toBe(40);
      await visit.page.getByRole('button', { name: 'Show what is older' }).click();
      await notices.nth(41).waitFor();
      expect(await notices.count()).toBe(42);
      await visit.page.getByRole('button', { name: 'Show what is older' }).waitFor({ state: 'detached' });
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it(
    'tells whoever may not be there what to do',
    async () => {
      const reader = await visits('/desk?lang=en', asha);
      await reader.page.getByText('This page needs a moderator.').waitFor();
      await reader.page.getByText(`you are reader`).waitFor();
      await reader.page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
      await reader.page.getByRole('button', { name: 'Go in as Demo moderator' }).waitFor();
      const { resting } = await people(server.address, { resting: 'moderator' });
      await cast.admin.imposes({ kind: 'suspend', account_id: resting.id });
      const rests = await visits('/desk?lang=en', resting);
      await rests.page.getByText('your office rests').waitFor();
      const authority = await visits('/orders/new?lang=en', cast.meera);
      await authority.page.getByText('This page needs an authority.').waitFor();
      for (const { page } of [reader, rests, authority]) await page.context().close();
    },
    PATIENCE,
  );

  it(
    'locks one’s account, and lets follow whom one accepts, and not whom one rejects',
    async () => {
      const cases = [
        ['en', /Ask me first/, 'Nobody asks to follow you.', 'Accept', 'Reject'],
        ['hi', /पहले मुझसे पूछें/, 'कोई आपको फ़ॉलो करने की अनुमति नहीं माँग रहा।', 'स्वीकारें', 'अस्वीकारें'],
      ] as const;
      for (const [lang, ask, nobody, accept, reject] of cases) {
        const owner = (await people(server.address, { [`owner${round}${lang}`]: 'reader' }))[
          `owner${round}${lang}`
        ]!;
        const visit = await visits(`/own?lang=${lang}`, owner);
        const { page } = visit;
        // given an account that is unlocked, whose owner locks it
        const locked = page.getByLabel(ask);
        expect(await locked.isChecked()).toBe(false);
        await locked.check();
        await page.getByText(nobody).waitFor();
        const follow = (who: Person): Promise<Relationship> =>
          who.does('POST', `/api/v1/accounts/${owner.id}/follow`);
        await expectSoon(
          async () => (await owner.reads<Account>(`/api/v1/accounts/${owner.id}`)).body.locked,
          true,
        );
        for (const who of [cast.nadia, cast.meera])
          expect(await follow(who)).toMatchObject({ following: false, requested: true });
        // when both are shown, one is accepted, and the other rejected
        await page.evaluate(`window.dispatchEvent(new Event('focus'))`);
        const asks = (who: Person): Locator => page.locator('.own-followers li', { hasText: who.username });
        await asks(cast.nadia).waitFor();
        expect(await faults(page)).toEqual([]);
        await keepsPicture(page, `own-followers-${lang}`);
        await asks(cast.nadia).getByText(accept, { exact: true }).click();
        await asks(cast.nadia).waitFor({ state: 'detached' });
        await asks(cast.meera).getByText(reject, { exact: true }).click();
        await page.getByText(nobody).waitFor();
        // then the one follows, and the other does not
        const followers = `/api/v1/accounts/${owner.id}/followers`;
        await expectSoon(
          async () => (await owner.reads<Account[]>(followers)).body.map(({ id }) => id),
          [cast.nadia.id],
        );
        await locked.uncheck();
        await expectSoon(
          async () => (await owner.reads<Account>(`/api/v1/accounts/${owner.id}`)).body.locked,
          false,
        );
        await leavesWithoutComplaint(visit);
      }
    },
    2 * PATIENCE,
  );

  it(
    'lets people in by their password, on the server’s own page',
    async () => {
      const somebody = await signsUp(server.address, `somebody${round}`);
      const visit = await visits('/own?lang=en', null);
      const { page } = visit;
      await page.getByRole('button', { name: 'Sign in with your account' }).click();
      await page.waitForURL(/\/oauth\/authorize\?/);
      await page.locator('[name=as][value=own]').check({ force: true });
      await page.locator('[name=username]').fill(somebody.username);
      await page.locator('[name=password]').fill('correct horse battery staple');
      await page.locator('[name=decision][value=allow]').click();
      await page.waitForURL(/\/own$/);
      await page.getByText('Nothing of yours is restricted.').waitFor();
      expect(await page.locator('.signed-in .who').innerText()).toBe(somebody.username);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Go in as a new Demo reader' }).waitFor();
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it(
    'says beside each pasted line what is wrong with it, and keeps what is right',
    async () => {
      const visit = await visits('/orders/new?lang=en', cast.ministry);
      const { page } = visit;
      const lines = [
        `/@${asha.username}/${post.id}`,
        '',
        '@nobody-here',
        '#saturday',
        `@${asha.username}`,
        '#Saturday',
      ];
      await page.locator('#filing-lines').fill(lines.join('\n'));
      await page.locator('.filing-count', { hasText: '3 items of 5 lines' }).waitFor();
      const told = await page.locator('.filing-read li').allInnerTexts();
      expect(told.map((text) => text.split('\n').at(-1))).toEqual([
        'a post',
        'nothing here has this address',
        'a hashtag',
        'an account',
        'the same as line 4',
      ]);
      // and, over a reload, nothing typed is lost
      await page.reload();
      expect(await page.locator('#filing-lines').inputValue()).toBe(lines.join('\n'));
      // what is missing takes the focus, and nothing is filed
      await page.getByRole('button', { name: 'File 3 items' }).press('Enter');
      await isFocused(page, '#filing-legalBasis');
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    it.each([
      ['desk', 'en'],
      ['desk', 'hi'],
      ['orders/new', 'en'],
      ['orders/new', 'hi'],
      ['own', 'en'],
    ] as const)(
      'has nothing that axe finds: /%s in %s, on a desktop and a phone',
      async (path, lang) => {
        await cast.ministry.files([{ status_id: post.id }], { title: `Order ${round}` });
        await cast.nadia.imposes({ status_id: post.id });
        const who = { desk: cast.meera, 'orders/new': cast.ministry, own: asha }[path];
        for (const [screen, options] of [
          ['desktop', DESKTOP],
          ['phone', { ...PHONE, viewport: { width: 360, height: 740 } }],
        ] as const) {
          const visit = await visits(`/${path}?lang=${lang}`, who, { ...options, colorScheme });
          const { page } = visit;
          if (path === 'desk') {
            await row(page, `Bus ${round}`).first().getByRole('button').click();
            await page.locator('.item-shown .post').waitFor();
            await presses(page, '1');
            await page.locator('.consequence').first().waitFor();
          } else if (path === 'own') await page.locator('.own-notice .post').waitFor();
          else {
            await page.locator('#filing-lines').fill(`#a\n@nobody-here`);
            await page.locator('.filing-read .wrong').waitFor();
          }
          expect([screen, await faults(page)]).toEqual([screen, []]);
          expect([screen, await overflows(page)]).toEqual([screen, false]);
          await keepsPicture(page, `${path.replace('/', '-')}-${lang}-${screen}-${colorScheme}`);
          await leavesWithoutComplaint(visit);
        }
      },
      2 * PATIENCE,
    );
  });

  it('is loaded by whoever goes there, and not with the stage', async () => {
    const home = await (await fetch(`${server.address}/`)).text();
    const scripts = [...home.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
    const texts = await Promise.all(scripts.map(async (path) => (await fetch(server.address + path)).text()));
    expect(texts.length).toBeGreaterThan(0);
    // Words of the desk, of filing and of what authors are told, each of its own.
    for (const words of ['Somebody was sooner.', 'What will be filed', 'Why it should be restored'])
      expect(texts.filter((text) => text.includes(words))).toEqual([]);
    const size = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(size).toBeLessThan(STAGE_SCRIPTS);
  });
});

inBrowser('the stage, where something of whoever is signed in is withheld', (browser) => {
  const server = serverOn(holdingStandOff(sqliteDatabase), { env: { TEST: '1', DEMO: '1' } });

  it(
    'tells its author, and nobody else',
    async () => {
      const { meera, asha } = await people(server.address, { meera: 'moderator', asha: 'reader' });
      const { id } = await asha.posts('Bus will not stop at the square');
      await meera.imposes({ status_id: id });
      const visits = (who: Person): Promise<Visit> =>
        browser.visits(`${server.address}/?lang=en`, DESKTOP, async (page) => {
          const account = { id: who.id, acct: who.username, display_name: '' };
          const session = JSON.stringify({ token: who.token, account, app: null });
          await page.addInitScript(`sessionStorage.setItem('withheld.session', ${JSON.stringify(session)})`);
        });
      const own = await visits(asha);
      await own.page.getByText('Your post has been withheld in: India.').waitFor();
      await leavesWithoutComplaint(own);
      const other = await visits(meera);
      await other.page.getByRole('heading', { level: 1 }).first().waitFor();
      await other.page.waitForLoadState('networkidle');
      expect(await other.page.getByText('has been withheld in: India.').count()).toBe(0);
      await leavesWithoutComplaint(other);
    },
    PATIENCE,
  );
});
