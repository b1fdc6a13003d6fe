import { afterEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  DESKTOP,
  holds,
  isInView,
  inBrowser,
  keepsPicture,
  leavesWithoutComplaint,
  overflows,
  PATIENCE,
  PHONE,
  PROJECTOR,
} from './support/browser.js';
import { faultsOf } from './support/axe.js';
import { Room } from './support/room.js';
import { STAND_OFF } from './support/server.js';
import { clockNow } from './support/stage-page.js';
import { RESTORED, StandOffStage, WITHHELD, type Opened } from './support/stand-off-stage.js';

const DAY_MS = 24 * 3_600_000;
/** ms of the story between which a clock was told and read off the page. */
const IN_STEP = 120_000;
const WIDE = { viewport: { width: 2560, height: 1440 } };
const NARROW = { ...PHONE, viewport: { width: 360, height: 640 } };

inBrowser('a room in the browser', (browser) => {
  const standOff = new StandOffStage(browser);
  afterEach(() => standOff.server.clock.set(null));

  const aRoom = (body: object = { assign: 'split' }): Promise<Room> =>
    Room.made(standOff.server.address, { scenario: STAND_OFF, ...body });
  const presents = (room: Room, options: object = PROJECTOR): Promise<Opened> =>
    standOff.opens(`/r/${room.replay.code}#presenter=${room.replay.presenter_key}`, options);
  /** Joins by phone, and waits to be told from where one looks. */
  const joins = async (room: Room, query = '', options: object = PHONE): Promise<Opened> => {
    const opened = await standOff.opens(`/r/${room.replay.code}${query}`, options);
    await opened.page.getByRole('heading', { level: 1 }).waitFor();
    return opened;
  };
  const heading = (page: Page): Promise<string> => page.locator('h1:visible').innerText();
  const reads = (page: Page, text: string): Promise<void> =>
    page.getByText(text, { exact: false }).and(page.locator(':visible')).first().waitFor();
  const isInRoomView = (page: Page): Promise<boolean> =>
    page.evaluate(`document.documentElement.hasAttribute('data-room')`);
  const instantOf = async (page: Page): Promise<number> => Number(await page.evaluate(clockNow));
  /** Waits until a page's clock shows where the room stands. */
  const standsWithRoom = async (room: Room, page: Page): Promise<void> => {
    const at = standOff.storyAt((await room.reads()).body.position);
    await holds(page, `Math.abs(${clockNow} - ${at}) < 1000`);
  };
  /** Moves the room as its presenter, to some seconds before an instant. */
  const seeks = (room: Room, at: string, seconds = 0): Promise<unknown> =>
    room.controls('seek', { position: standOff.positionOf(at, seconds) });

  const expectsState = async (room: Room, state: string): Promise<void> => {
    let now = await room.reads();
    while (now.body.state !== state) now = await room.reads({ version: String(now.body.version), wait: '5' });
    expect(now.body.state).toBe(state);
  };

  it(
    'counts a like that is made in it beside the replay’s figures',
    async () => {
      const room = await aRoom();
      await seeks(room, WITHHELD, -2);
      const [presenter, phone] = [await presents(room), await joins(room)];
      await phone.stage.isThere();
      const card = phone.page.locator('.row[data-post]:has(.room-like)').first();
      const id = (await card.getAttribute('data-post')) ?? '';
      const figures = await card.locator('.count').allInnerTexts();
      await card.getByRole('button', { name: 'Like' }).click();
      await card.getByText('1 in this room').waitFor();
      // the presenter sees it, and the replay's own figures are as they were
      await presenter.page.locator(`.row[data-post="${id}"]`).getByText('1 in this room').first().waitFor();
      expect(await card.locator('.count').allInnerTexts()).toEqual(figures);
      // it is remembered, and taken back
      await phone.page.reload();
      await card.locator('[aria-pressed="true"]').click();
      await card.getByText('1 in this room').waitFor({ state: 'detached' });
      expect(await presenter.page.getByRole('button', { name: 'Like' }).count()).toBe(0);
      for (const { visit } of [presenter, phone]) await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it(
    'is taught in from the column of a lesson, which pauses it for all and shows what phones answer, by side',
    async () => {
      // given a room with ten phones, and its presenter with a lesson beside the stage
      const room = await aRoom();
      const question = standOff.story.ask[0]!;
      const tokens: string[] = [];
      for (let n = 0; n < 10; n++) tokens.push((await room.joined()).token!);
      await seeks(room, question.at, -1);
      const key = `#presenter=${room.replay.presenter_key}`;
      const presenter = await standOff.opens(
        `/r/${room.replay.code}?lesson=same-minute&stop=six-hours${key}`,
        PROJECTOR,
      );
      const column = presenter.page.locator('.lesson-column');
      await column.getByRole('heading', { name: 'Six hours' }).waitFor();
      const looks = await joins(room, '?lesson=same-minute&stop=six-hours', DESKTOP);
      await looks.stage.isThere();
      expect(await looks.page.locator('.lesson-column').count()).toBe(0);
      const asks = column.getByRole('button', { name: 'Ask the room' });
      expect(await asks.isDisabled()).toBe(true);
      // when it plays on to the question, and the room is asked
      await room.controls('play');
      await holds(presenter.page, `!document.querySelector('.lesson-desk button:last-child').disabled`);
      await asks.click();
      await column.getByText('0 of 11 have answered').waitFor();
      for (const token of tokens) await room.sends('answers', { token, question: question.id, choice: 2 });
      await column.getByText('10 of 11 have answered').waitFor();
      expect(await column.locator('.answer-bar').count()).toBe(0);
      expect(await presenter.page.locator('.room-over').isVisible()).toBe(true);
      // then how is told when the answers are shown
      await column.getByRole('button', { name: 'Show the answers' }).click();
      await column.locator('.answer-bar').first().waitFor();
      const bars = await column.locator('li').nth(1).locator('.answer-bar b').allInnerTexts();
      expect(bars).toEqual(['5', '5']);
      expect(await faultsOf(presenter.page)).toEqual([]);
      await keepsPicture(presenter.page, 'room-lesson');
      // and the room goes on, until it is paused for all
      await column.getByRole('button', { name: 'Go on' }).click();
      await column.getByRole('button', { name: 'Pause all' }).click();
      await holds(presenter.page, `!document.querySelector('.lesson-column .room-answers')`);
      await expectsState(room, 'paused');
      // and the next stop moves the room there
      await column.getByRole('button', { name: 'Next stop' }).click();
      await column.getByRole('heading', { name: 'The notice' }).waitFor();
      await holds(looks.page, `Math.abs(${clockNow} - ${Date.parse('2021-02-03T07:40:00Z')}) < 1000`);
      for (const { visit } of [presenter, looks]) await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it(
    'is opened from a lesson’s page by one press, with the lesson beside the stage',
    async () => {
      const teacher = await standOff.opens('/lessons/same-minute', DESKTOP);
      await teacher.page.getByRole('link', { name: 'Open a room with this lesson' }).click();
      await teacher.page.waitForURL(/\/r\/[0-9A-Z]{5}\?lesson=same-minute&stop=/);
      // how to join is there for all to see, and the key nowhere
      await teacher.page.locator('.lobby').waitFor();
      expect(teacher.page.url()).not.toContain('#');
      await teacher.page.keyboard.press('l');
      const column = teacher.page.locator('.lesson-column');
      await column.getByRole('button', { name: 'Pause all' }).waitFor();
      // and the whole room goes to the stop's instant
      const code = /\/r\/(.....)/.exec(teacher.page.url())![1]!;
      const phone = await joins({ replay: { code } } as Room);
      await column.getByRole('button', { name: 'Take the room here' }).click();
      await holds(phone.page, `Math.abs(${clockNow} - ${Date.parse('2021-01-31T12:40:00Z')}) < 1000`);
      expect(await faultsOf(teacher.page)).toEqual([]);
      for (const { visit } of [teacher, phone]) await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it(
    'says so to whoever is in it as it is over, and to its presenter at the next press',
    async () => {
      const room = await aRoom();
      const presenter = await presents(room);
      await presenter.page.locator('.lobby').waitFor();
      const { address } = standOff.server;
      const phone = await browser.visits(`${address}/r/${room.replay.code}`, PHONE, (page) =>
        page.clock.install(),
      );
      await reads(phone.page, 'You are looking from India.');
      // a day passes, for the phone as if it had been asleep
      standOff.server.clock.set(Date.now() + DAY_MS + 60_000);
      await phone.page.clock.fastForward(DAY_MS + 60_000);
      await reads(phone.page, 'This room is over.');
      await presenter.page.keyboard.press(']');
      await reads(presenter.page, 'This room is over.');
      for (const { page } of [presenter, phone]) await page.context().close();
    },
    PATIENCE,
  );

  describe('of which one half looks from India', () => {
    it(
      'is played by its presenter, and at the withholding the phones in India change',
      async () => {
        // given a presenter, and two phones
        const room = await aRoom();
        const presenter = await presents(room);
        await reads(presenter.page, room.replay.code);
        expect(presenter.page.url()).not.toContain(room.replay.presenter_key);
        const india = await joins(room);
        await reads(india.page, 'You are looking from India.');
        const elsewhere = await joins(room);
        await reads(elsewhere.page, 'You are looking from elsewhere.');
        await reads(india.page, 'Waiting for the presenter');
        // who are counted by sides
        const counts = presenter.page.locator('.lobby .side-counts');
        await counts.getByText('In India').waitFor();
        await holds(
          presenter.page,
          `[...document.querySelectorAll('.lobby .side-counts dd')].map((dd) => dd.textContent).join() === '1,1'`,
        );
        // when it is played to shortly before the first withholding, and on
        await presenter.stage.seeks(WITHHELD, -3);
        await presenter.page.locator('.lobby').waitFor({ state: 'detached' });
        await standsWithRoom(room, india.page);
        await standsWithRoom(room, elsewhere.page);
        for (const { stage } of [india, elsewhere]) {
          await stage.isThere();
          expect(await stage.tombstones.count()).toBe(0);
        }
        await presenter.stage.play.click();
        // then tombstones stand on India's phone
        await india.stage.tombstones.first().waitFor();
        expect(await india.stage.count('left')).toEqual({ standIns: 250, others: 0 });
        await reads(india.page, 'Following the presenter');
        // and on the other none
        await holds(elsewhere.page, `${clockNow} >= ${Date.parse(WITHHELD)}`);
        expect(await elsewhere.stage.count('right')).toEqual({ standIns: 0, others: 0 });
        expect(await elsewhere.stage.tombstones.count()).toBe(0);
        // and the presenter sees both
        await presenter.stage.tombstones.first().waitFor();
        expect(await presenter.stage.count('left')).toEqual({ standIns: 250, others: 0 });
        expect(await presenter.stage.count('right')).toEqual({ standIns: 0, others: 0 });
        await keepsPicture(presenter.page, 'room-presenter');
        await keepsPicture(india.page, 'room-india');
        // when it is halted there, all stand where the room does
        await presenter.page.keyboard.press(' ');
        await reads(india.page, 'The room stands still');
        for (const { page } of [presenter, india, elsewhere]) await standsWithRoom(room, page);
        for (const { visit } of [presenter, india, elsewhere]) await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'keeps a phone on its side when it is loaded again, and puts who comes late where the room is',
      async () => {
        const room = await aRoom();
        await room.joined();
        await seeks(room, RESTORED);
        const { visit, page, stage } = await joins(room);
        await reads(page, 'Elsewhere');
        await stage.isThere();
        await standsWithRoom(room, page);
        await page.reload();
        await reads(page, 'Elsewhere');
        await standsWithRoom(room, page);
        expect((await room.reads()).body.people.sides).toEqual(
          expect.arrayContaining([{ place: 'elsewhere', in: 1 }]),
        );
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'plays on where the network is cut, and agrees again once it is back',
      async () => {
        const room = await aRoom();
        const [cut, other] = [await joins(room), await joins(room)];
        await seeks(room, WITHHELD, -2);
        for (const { page, stage } of [cut, other]) {
          await stage.isThere();
          await standsWithRoom(room, page);
        }
        await room.controls('play');
        await reads(cut.page, 'Following the presenter');
        // when one loses the network in mid-play
        await cut.page.context().setOffline(true);
        await reads(cut.page, 'Playing on without the network');
        // then both play on, over the withholding
        for (const { page } of [cut, other]) await holds(page, `${clockNow} > ${Date.parse(WITHHELD)}`);
        await cut.stage.tombstones.first().waitFor();
        // and what is done meanwhile reaches the other alone
        await seeks(room, RESTORED);
        await room.controls('pause');
        await standsWithRoom(room, other.page);
        expect(await instantOf(cut.page)).toBeLessThan(Date.parse(RESTORED) - IN_STEP);
        // when it is back they agree
        await cut.page.context().setOffline(false);
        await standsWithRoom(room, cut.page);
        await cut.page.locator('.room-strip').waitFor({ state: 'detached' });
        await other.page.context().close();
        await cut.page.context().close();
      },
      PATIENCE,
    );

    it(
      'is followed by asking where the network lets no WebSocket through',
      async () => {
        const room = await aRoom();
        const { page, stage } = await standOff.opens(`/r/${room.replay.code}`, PHONE, (opening) =>
          opening.routeWebSocket(/socket\.io/, (socket) => socket.close()),
        );
        await reads(page, 'You are looking from India.');
        await seeks(room, WITHHELD, 2);
        await stage.isThere();
        await standsWithRoom(room, page);
        await stage.tombstones.first().waitFor();
        expect(await page.locator('.room-strip').count()).toBe(0);
        await page.context().close();
      },
      PATIENCE,
    );

    it(
      'is left for a look around, and come back to',
      async () => {
        const room = await aRoom();
        await seeks(room, WITHHELD, 1);
        const { visit, page, stage } = await joins(room);
        await stage.isThere();
        await page.getByRole('button', { name: 'Look around' }).click();
        const back = page.getByRole('button', { name: 'Back to the presenter' });
        await back.waitFor();
        // when one goes elsewhere in the story
        await stage.seeks(RESTORED);
        await holds(page, `${clockNow} === ${Date.parse(RESTORED)}`);
        // the room stays, and what it does is not followed
        await seeks(room, WITHHELD, 3);
        expect((await room.reads()).body.position).toBe(standOff.positionOf(WITHHELD, 3));
        expect(await instantOf(page)).toBe(Date.parse(RESTORED));
        // until one comes back
        await page.keyboard.press('b');
        await back.waitFor({ state: 'detached' });
        await standsWithRoom(room, page);
        await page.getByRole('button', { name: 'Look around' }).waitFor();
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  describe('in which something is asked', () => {
    it(
      'takes choices without telling how, and then shows them by sides, and what happened',
      async () => {
        const room = await aRoom();
        const question = standOff.story.ask[0]!;
        const presenter = await presents(room);
        const [india, elsewhere] = [await joins(room), await joins(room)];
        // given a story that comes to its first question, and stops there by itself
        await seeks(room, question.at, -1);
        await room.controls('play');
        const ask = presenter.page.getByRole('button', { name: 'Ask the room' });
        await ask.waitFor();
        await ask.click();
        for (const { page } of [presenter, india, elsewhere]) await reads(page, question.text);
        // when both choose, and one thinks better of it
        await india.page.getByRole('button', { name: question.choices[0]! }).click();
        await reads(india.page, 'Yours is in.');
        await elsewhere.page.keyboard.press('c');
        await elsewhere.page
          .locator('.choice[aria-pressed="true"]', { hasText: question.choices[2]! })
          .waitFor();
        await india.page.getByRole('button', { name: question.choices[1]! }).click();
        await reads(presenter.page, '2 of 2 have answered');
        expect(await presenter.page.getByRole('table').count()).toBe(0);
        for (const { page } of [presenter, india]) await reads(page, 'Nobody sees how');
        // and others do, so that each side has five
        for (let n = 0; n < 8; n++) {
          const { token } = await room.joined();
          await room.sends('answers', { token, question: question.id, choice: 2 });
        }
        await reads(presenter.page, '10 of 10 have answered');
        await keepsPicture(presenter.page, 'room-asking');
        // when the answers are shown
        await presenter.page.getByRole('button', { name: 'Show the answers' }).click();
        // then all see a table of them, by sides, and what happened
        for (const { page } of [presenter, india, elsewhere]) {
          const table = page.getByRole('table', { name: question.text });
          await table.waitFor();
          const rows = await table.getByRole('row').all();
          expect(rows).toHaveLength(question.choices.length + 1);
          const cells = await Promise.all(
            rows.slice(1).map((row) => row.getByRole('cell').locator('b').allInnerTexts()),
          );
          expect(cells).toEqual([
            ['0', '0'],
            ['5', '4'],
            ['0', '1'],
            ['0', '0'],
          ]);
          await reads(page, question.happened.text);
        }
        const own = india.page.getByRole('row', { name: 'yours' });
        expect(await own.innerText()).toContain(question.choices[1]!);
        expect(await faultsOf(india.page)).toEqual([]);
        expect(await faultsOf(presenter.page)).toEqual([]);
        await keepsPicture(presenter.page, 'room-reveal');
        await keepsPicture(india.page, 'room-reveal-phone');
        // and the story goes on to it
        await presenter.page.getByRole('button', { name: 'Go on' }).click();
        await reads(india.page, 'Following the presenter');
        for (const { visit } of [presenter, india, elsewhere]) await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'tells no sides apart that are too small, and keeps what is chosen without the network',
      async () => {
        const room = await aRoom();
        const question = standOff.story.ask[0]!;
        const { page } = await joins(room);
        await room.controls('ask', { question: question.id });
        await reads(page, question.text);
        // when one chooses while the network is away
        await page.context().setOffline(true);
        await reads(page, 'Playing on without the network');
        await page.getByRole('button', { name: question.choices[3]! }).click();
        await reads(page, 'Yours is kept');
        expect((await room.reads()).body.ask?.answers).toBe(0);
        // then it is sent once it is back
        await page.context().setOffline(false);
        await reads(page, 'Yours is in.');
        await room.controls('reveal');
        await reads(page, 'Too few answers to tell the sides apart');
        const table = page.getByRole('table', { name: question.text });
        expect(await table.getByRole('columnheader', { name: 'Everybody' }).count()).toBe(1);
        await page.context().close();
      },
      PATIENCE,
    );

    it(
      'says so where nobody answered',
      async () => {
        const room = await aRoom();
        const { visit, page } = await presents(room);
        await room.controls('ask', { question: 'no-action' });
        await room.controls('reveal');
        await reads(page, 'Nobody answered.');
        await reads(page, 'What happened');
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  describe('whose presenter', () => {
    it(
      'keeps control over a reload, and is joined by a second device with the key',
      async () => {
        const room = await aRoom();
        const first = await presents(room);
        await first.stage.seeks(WITHHELD, 1);
        await first.page.reload();
        await first.stage.isThere();
        const second = await presents(room, PHONE);
        await second.stage.isThere();
        // each of whose acts can be pressed, beside the clock; in the large type is the hall's screen alone
        for (const what of await second.page
          .locator('.transport :is(button, .stage-clock-time):visible')
          .all())
          expect([await what.innerText(), await isInView(what)]).toEqual([expect.any(String), true]);
        expect(await Promise.all([first, second].map(({ page }) => isInRoomView(page)))).toEqual([
          true,
          false,
        ]);
        await second.page.keyboard.press(']');
        const next = standOff.story.chapters.find(({ at }) => Date.parse(at) > Date.parse(WITHHELD));
        await holds(first.page, `${clockNow} >= ${Date.parse(next!.at)}`);
        for (const { page } of [first, second]) await standsWithRoom(room, page);
        expect((await room.reads()).body.people.in).toBe(0);
        for (const { visit } of [first, second]) await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'closes the laptop: whoever looks is told after half a minute, and goes on once they are back',
      async () => {
        const room = await aRoom();
        const before = await presents(room);
        await before.stage.seeks(WITHHELD, 1);
        const phone = await joins(room);
        await phone.stage.isThere();
        // when it is closed
        await before.page.context().close();
        standOff.server.clock.set(Date.now() + 40_000);
        // then the phone stands where the room does, and may be used alone
        await reads(phone.page, 'The presenter is away');
        await standsWithRoom(room, phone.page);
        expect(await faultsOf(phone.page)).toEqual([]);
        await phone.page.locator('.away-sheet').getByRole('button', { name: 'Look around' }).waitFor();
        // and as it is opened again, they go on from there
        const after = await presents(room);
        await phone.page.locator('.away-sheet').waitFor({ state: 'detached' });
        await after.stage.play.click();
        await reads(phone.page, 'Following the presenter');
        for (const { visit } of [after, phone]) await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'opens and closes how to join, by a button and by L',
      async () => {
        const { visit, page } = await presents(await aRoom());
        const lobby = page.locator('.lobby');
        await lobby.getByRole('img', { name: /^QR code of .*\/r\// }).waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await page.getByRole('button', { name: /^Close/ }).click();
        await lobby.waitFor({ state: 'detached' });
        await page.keyboard.press('l');
        await lobby.waitFor();
        await page.keyboard.press('l');
        await lobby.waitFor({ state: 'detached' });
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'has another room’s key: it is told so, and may join as somebody who looks',
      async () => {
        const room = await aRoom();
        const { page } = await standOff.opens(`/r/${room.replay.code}#presenter=guessed`, PHONE);
        await reads(page, 'This is not the presenter’s key of this room.');
        expect(page.url()).not.toContain('guessed');
        await page.getByRole('button', { name: 'Join as somebody who looks' }).click();
        await reads(page, 'You are looking from India.');
        await page.reload();
        await reads(page, 'You are looking from India.');
        await page.context().close();
      },
      PATIENCE,
    );
  });

  describe('that everybody', () => {
    it(
      'chooses their place in: each says it as they join, and may change it',
      async () => {
        const room = await aRoom({ assign: 'choice' });
        const { visit, page, stage } = await joins(room);
        expect(await heading(page)).toBe('Where do you look from?');
        await page.getByRole('button', { name: 'Look from elsewhere' }).click();
        await reads(page, 'You are looking from elsewhere.');
        await page.reload();
        await reads(page, 'You are looking from elsewhere.');
        await seeks(room, WITHHELD, 2);
        await stage.isThere();
        await page.locator('.head select').selectOption('IN');
        await stage.tombstones.first().waitFor();
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );

    it(
      'looks from one country in',
      async () => {
        const room = await aRoom({ assign: 'DE' });
        for (const _ of [1, 2]) {
          const { visit, page } = await joins(room);
          await reads(page, 'You are looking from Germany.');
          await leavesWithoutComplaint(visit);
        }
      },
      PATIENCE,
    );
  });

  describe('that cannot be joined', () => {
    it(
      'since its code does not exist: a field takes another',
      async () => {
        const room = await aRoom();
        const { page } = await joins({ replay: { code: 'ZZZZZ' } } as Room);
        await reads(page, 'There is no room ZZZZZ.');
        const code = page.getByLabel('Code');
        expect(await code.inputValue()).toBe('ZZZZZ');
        expect(await faultsOf(page)).toEqual([]);
        await code.fill(room.replay.code.toLowerCase());
        await page.getByRole('button', { name: 'Join' }).click();
        await reads(page, 'You are looking from India.');
        await page.context().close();
      },
      PATIENCE,
    );

    it(
      'since it is full, or over, or of another story by now: each says so, and what to do',
      async () => {
        const room = await aRoom();
        const sets = (change: string): Promise<unknown> =>
          standOff.server.database.write((transaction) =>
            transaction.query(`UPDATE replay SET ${change} WHERE id = $1`, [room.id]),
          );
        await sets('joined = 2000');
        const { page } = await joins(room);
        await reads(page, 'This room is full: 2,000 are in it.');
        await page.getByRole('link', { name: 'Play the replay alone' }).waitFor();
        standOff.server.clock.set(Date.parse(room.replay.expires_at));
        await page.reload();
        await reads(page, 'This room is over.');
        standOff.server.clock.set(null);
        await sets("revision = 'another'");
        await page.reload();
        await reads(page, 'The story has changed since this room was made.');
        expect(Date.parse(room.replay.expires_at) - Date.parse(room.replay.server_time)).toBe(DAY_MS);
        await page.context().close();
      },
      PATIENCE,
    );

    it(
      'asks for a code alone where none is given',
      async () => {
        const room = await aRoom();
        const { visit, page } = await standOff.opens('/r', PHONE);
        await page.getByLabel('Code').fill(room.replay.code);
        await page.keyboard.press('Enter');
        await reads(page, 'You are looking from India.');
        await leavesWithoutComplaint(visit);
      },
      PATIENCE,
    );
  });

  it(
    'is joined in Hindi',
    async () => {
      await standOff.makesTapes('hi');
      const room = await aRoom();
      const { visit, page } = await joins(room, '?lang=hi');
      await reads(page, 'आप भारत से देख रहे हैं।');
      await reads(page, 'प्रस्तुतकर्ता की प्रतीक्षा');
      expect(await page.getAttribute('html', 'lang')).toBe('hi');
      expect(await faultsOf(page)).toEqual([]);
      await seeks(room, WITHHELD, 2);
      await reads(page, 'कक्ष रुका हुआ है');
      await standsWithRoom(room, page);
      await leavesWithoutComplaint(visit);
    },
    PATIENCE,
  );

  it.each([
    ['360 px', NARROW],
    ['2560 px', WIDE],
  ])(
    'fits a screen of %s, and has nothing that axe finds, in light and dark',
    async (_size, size) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const room = await aRoom();
        const options = { ...size, colorScheme };
        const [presenter, viewer] = [await presents(room, options), await joins(room, '', options)];
        await reads(viewer.page, 'You are looking from India.');
        const looks = async (name: string): Promise<void> => {
          for (const { page } of [presenter, viewer])
            expect([name, await overflows(page), await faultsOf(page)]).toEqual([name, false, []]);
        };
        await looks('waiting');
        await seeks(room, WITHHELD, 2);
        for (const { page, stage } of [presenter, viewer]) {
          await stage.isThere();
          await standsWithRoom(room, page);
        }
        await looks('following');
        await room.controls('ask', { question: 'no-action' });
        for (const { page } of [presenter, viewer]) await page.locator('.question').waitFor();
        await looks('asked');
        for (const { visit } of [presenter, viewer]) await leavesWithoutComplaint(visit);
      }
    },
    PATIENCE * 2,
  );
});
