import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  CreatedReplay,
  ErrorBody,
  JoinedReplay,
  Replay,
  ReplayLikes,
  ScenarioStage,
  Status,
} from '#contract';
import { Replays } from '../apps/server/replays/replays.service.js';
import { ReplaysStore } from '../apps/server/replays/replays.store.js';
import { Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Phone, Room } from './support/room.js';
import { loadStandOff, serverOn, STAND_OFF, startServer, type TestServer } from './support/server.js';

const DAY_MS = 24 * 3_600_000;
const HALL = { 'x-forwarded-for': '203.0.113.9' };
/** Nothing is withheld before it, and then about 250 posts and accounts, in India. */
const WITHHOLDING = 'e06-withhold';

onEachDatabase((make, { shared }) => {
  const server = serverOn(make, { env: { TRUSTED_PROXIES: '127.0.0.1' } });
  let reader: Reader;
  let stage: ScenarioStage;
  beforeAll(async () => {
    await loadStandOff(server.database);
    reader = new Reader(server.address);
    stage = (await reader.reads<ScenarioStage>(`/api/v1/scenarios/${STAND_OFF}/stage`)).body;
  }, 60_000);
  const phones: Phone[] = [];
  afterEach(() => {
    server.clock.set(null);
    for (const phone of phones.splice(0)) phone.leaves();
  });

  const aRoom = (body: object = {}, from: TestServer = server): Promise<Room> =>
    Room.made(from.address, { scenario: STAND_OFF, ...body });
  const aPhone = async (address = server.address): Promise<Phone> => {
    const phone = await Phone.connect(address);
    phones.push(phone);
    return phone;
  };
  /** Joins some people, all by HTTP. */
  const people = (room: Room, count: number): Promise<JoinedReplay[]> =>
    Promise.all(Array.from({ length: count }, () => room.joined()));

  describe('a room', () => {
    it('is made at the beginning of the story, paused, with a code to read aloud and a key told once', async () => {
      const { replay } = await aRoom({ cut: 'short', assign: 'split' });
      expect(replay).toMatchObject({
        scenario: STAND_OFF,
        cut: 'short',
        assign: 'split',
        state: 'paused',
        position: 0,
        speed: 1,
        version: 1,
        stop_for: stage.ask[0]?.id,
        ask: null,
        people: { in: 0, sides: [], is_presenter_away: false },
      });
      expect(replay.code).toMatch(/^[ACDEFGHJKLMNPQRTUVWXYZ234679]{5}$/);
      expect(replay.url).toMatch(new RegExp(`/r/${replay.code}$`));
      const answer = await reader.reads<Replay>(`/api/v1/replays/${replay.code.toLowerCase()}`);
      expect(answer.body).toMatchObject({ id: replay.id, version: 1 });
      expect(answer.text).not.toContain(replay.presenter_key);
      const stored = await server.database.reader.query('SELECT * FROM replay WHERE id = $1', [replay.id]);
      expect(JSON.stringify(stored)).not.toContain(replay.presenter_key);
      expect(Date.parse(replay.expires_at) - Date.parse(replay.server_time)).toBe(DAY_MS);
    });

    it('plays for whoever hears nothing more, by arithmetic, and stops by itself at the first question', async () => {
      const room = await aRoom();
      const { position, stop_at, server_time, speed } = await room.controls('play');
      expect(position).toBe(0);
      const { body: later } = await room.reads();
      const expected = (Date.parse(later.server_time) - Date.parse(server_time)) * speed;
      expect(later.position).toBeCloseTo(expected, 3);
      await room.controls('speed', { speed: 64 });
      const { body } = await room.reads({ version: '0' });
      expect(body.stop_at).toBe(stop_at);
    });

    it('is moved to a position, a story time, a step and a chapter, in its own cut', async () => {
      const room = await aRoom();
      const at = (await room.controls('seek', { chapter: 'six-hours' })).position;
      expect(at).toBeGreaterThan(0);
      expect((await room.controls('seek', { step: WITHHOLDING })).position).toBe(at);
      expect((await room.controls('seek', { at: '2021-02-01T14:30:00+05:30' })).position).toBe(at);
      expect((await room.controls('seek', { position: at })).position).toBe(at);
      expect((await room.controls('step', { direction: 'forward' })).position).toBeGreaterThan(at);
      expect((await room.controls('step', { direction: 'back' })).position).toBe(at);
      expect((await room.controls('seek', { position: -5 })).position).toBe(0);
      const end = await room.controls('seek', { position: 1e9 });
      expect(end).toMatchObject({ position: end.stop_at, stop_for: null });
      expect(end.version).toBe(9);
    });

    it('tells all who are in by socket, and who wait for it, of each control', async () => {
      const room = await aRoom();
      const [one, other] = [await aPhone(), await aPhone()];
      await one.joins({ code: room.replay.code });
      await other.joins({ id: room.id });
      const waiting = room.reads({ version: '1', wait: '25' });
      const told = await one.controls(room, 'play');
      expect(told).toMatchObject({ state: 'playing', version: 2 });
      for (const phone of [one, other])
        expect(await phone.hears(({ version }) => version === 2)).toMatchObject({
          id: room.id,
          state: 'playing',
        });
      expect((await waiting).body).toMatchObject({ version: 2, state: 'playing', code: room.replay.code });
      // Whoever knows another version does not wait for it, though it be of the future.
      expect((await room.reads({ version: '7', wait: '25' })).body.version).toBe(2);
    });

    it('answers who waits as it is, once their time is up', async () => {
      const room = await aRoom();
      const before = performance.now();
      expect((await room.reads({ version: '1', wait: '1' })).body.version).toBe(1);
      expect(performance.now() - before).toBeGreaterThan(900);
    });

    it('gives its time to whoever sets their clock by it', async () => {
      const phone = await aPhone();
      const told = await phone.asks<{ server_time: string }>('replay:clock', {});
      expect(Math.abs(Date.parse(told.server_time) - Date.now())).toBeLessThan(60_000);
    });

    it('is left by who joins another, and told to them no more', async () => {
      const [room, next] = [await aRoom(), await aRoom()];
      const phone = await aPhone();
      await phone.joins({ id: room.id });
      await phone.joins({ id: next.id });
      await room.controls('play');
      await next.controls('play');
      await phone.hears(({ id, version }) => id === next.id && version === 2);
      expect(phone.states.filter(({ id, version }) => id === room.id && version === 2)).toEqual([]);
    });
  });

  describe('where people look from', () => {
    it('split: in turns, and each keeps theirs when they come back', async () => {
      const room = await aRoom({ assign: 'split' });
      const first = await room.joined();
      const second = await room.joined();
      const third = await room.joined();
      expect([first, second, third].map(({ place }) => place)).toEqual(['IN', 'elsewhere', 'IN']);
      expect(first.basis).toBe('simulated');
      const phone = await aPhone();
      expect(await phone.joins({ id: room.id }, { token: second.token! })).toMatchObject({
        token: second.token,
        place: 'elsewhere',
      });
      // A token of another room is nobody's here.
      const stranger = await (await aRoom({ assign: 'split' })).joined();
      const { token, place } = await room.joined({ token: stranger.token! });
      expect([token === stranger.token, place]).toEqual([false, 'elsewhere']);
    });

    it('choice: as each says, and says again; a country: all from there; else where they are', async () => {
      const choice = await aRoom({ assign: 'choice' });
      const { token, place } = await choice.joined();
      expect(place).toBeNull();
      expect((await choice.joined({ token: token!, view_from: 'in' })).place).toBe('IN');
      expect((await choice.joined({ token: token! })).place).toBe('IN');
      expect((await choice.joined({ token: token!, view_from: 'elsewhere' })).place).toBe('elsewhere');
      expect((await (await aRoom({ assign: 'uk' })).joined()).place).toBe('GB');
      expect(await (await aRoom()).joined()).toMatchObject({ place: null, basis: null });
    });

    it('the presenter sees how many are in, on each side; and is none of them', async () => {
      const room = await aRoom({ assign: 'split' });
      const presenter = await aPhone();
      await presenter.joins({ id: room.id }, { presenter_key: room.replay.presenter_key });
      const [one, other] = [await aPhone(), await aPhone()];
      const { token } = await one.joins({ id: room.id });
      await other.joins({ id: room.id });
      // With two sockets one is still one.
      await (await aPhone()).joins({ id: room.id }, { token: token! });
      const sides = [
        { place: 'IN', in: 1 },
        { place: 'elsewhere', in: 1 },
      ];
      expect((await presenter.hears(({ people }) => people.in === 2)).people).toEqual({
        in: 2,
        sides,
        is_presenter_away: false,
      });
      other.leaves();
      await presenter.hears(({ people }) => people.in === 1 && people.sides.length === 1);
    });

    it('a presenter who has gone is missed after thirty seconds, and not before', async () => {
      const room = await aRoom();
      server.clock.set(Date.now() + 20_000);
      expect((await room.reads()).body.people.is_presenter_away).toBe(false);
      server.clock.set(Date.now() + 40_000);
      expect((await room.reads()).body.people.is_presenter_away).toBe(true);
    });
  });

  describe('a question', () => {
    const question = 'first-list';

    it('is answered until it is revealed; until then nobody is told more than how many did', async () => {
      const room = await aRoom({ assign: 'split' });
      const all = await people(room, 12);
      const asked = await room.controls('ask', { question });
      expect(asked).toMatchObject({
        state: 'paused',
        ask: { question, is_revealed: false, answers: 0, result: null },
      });
      const presenter = await aPhone();
      await presenter.joins({ id: room.id }, { presenter_key: room.replay.presenter_key });
      for (const { token, place } of all) {
        const choice = place === 'IN' ? 1 : 2;
        await room.sends('answers', { token, question, choice: 4 });
        // The last one counts.
        expect((await room.sends('answers', { token, question, choice })).body).toEqual({ question, choice });
      }
      const told = await presenter.hears(({ ask }) => ask?.answers === 12);
      expect(told.ask).toEqual({ question, is_revealed: false, answers: 12, result: null });
      expect(await room.joined({ token: all[0]!.token! })).toMatchObject({
        answers: { [question]: all[0]!.place === 'IN' ? 1 : 2 },
      });
      const { ask, stop_for } = await room.controls('reveal');
      expect(ask?.result).toEqual({
        choices: [6, 6, 0, 0],
        sides: [
          { place: 'IN', choices: [6, 0, 0, 0] },
          { place: 'elsewhere', choices: [0, 6, 0, 0] },
        ],
      });
      expect(stop_for).toBe(stage.ask[1]?.id);
      const late = await room.sends('answers', { token: all[0]!.token, question, choice: 1 });
      expect([late.status, late.body]).toEqual([
        409,
        { error: 'The answers to this question have been shown' },
      ]);
      const events = await server.database.reader.query(
        `SELECT 1 FROM log_body WHERE body LIKE '%${question}%'`,
      );
      expect(events).toEqual([]);
    });

    it('does not tell sides of fewer than five apart, and shows where nobody answered', async () => {
      const room = await aRoom({ assign: 'split' });
      const all = await people(room, 9);
      await room.controls('ask', { question });
      for (const { token } of all) await room.sends('answers', { token, question, choice: 2 });
      expect((await room.controls('reveal')).ask?.result).toEqual({ choices: [0, 9, 0, 0], sides: null });
      await room.controls('ask', { question: 'that-evening' });
      expect((await room.controls('reveal')).ask).toMatchObject({
        answers: 0,
        result: { choices: [0, 0, 0] },
      });
    });

    it('goes off the screens as the room goes on, and can be asked again with its answers', async () => {
      const room = await aRoom();
      const { token } = await room.joined();
      await room.controls('ask', { question });
      await room.sends('answers', { token, question, choice: 3 });
      expect((await room.controls('play')).ask).toBeNull();
      const unasked = await room.sends('answers', { token, question, choice: 1 });
      expect([unasked.status, unasked.body]).toEqual([409, { error: 'This question is not on the screens' }]);
      expect((await room.controls('ask', { question })).ask).toMatchObject({ answers: 1 });
    });
  });

  describe('a like in a room', () => {
    it('is counted there and nowhere else, and follows what is seen from its place at its moment', async () => {
      const room = await aRoom({ assign: 'split' });
      const [inIndia, elsewhere] = [await room.joined(), await room.joined()];
      await room.controls('seek', { step: 'e06-words' });
      const view_at = '2021-02-01T09:00:03Z';
      const query = { scenario: STAND_OFF, view_from: 'IN', view_at, limit: '40' };
      const { body: page } = await reader.reads<Status[]>('/api/v1/timelines/public', query);
      const [withheld, shown] = [
        page.find(({ tombstone }) => tombstone)!,
        page.find(({ tombstone }) => !tombstone)!,
      ];
      const likes = (who: JoinedReplay, { id }: Status, rest = {}) =>
        room.sends<ReplayLikes>('likes', { token: who.token, status_id: id, ...rest });
      expect((await likes(inIndia, shown)).body).toEqual({ status_id: shown.id, likes: 1 });
      expect((await likes(inIndia, shown)).body.likes).toBe(1);
      expect((await likes(elsewhere, shown)).body.likes).toBe(2);
      expect((await likes(elsewhere, withheld)).body.likes).toBe(1);
      const refused = await likes(inIndia, withheld);
      expect([refused.status, refused.body]).toMatchObject([451, { status: { tombstone: true } }]);
      const listed = async (view_from: string): Promise<unknown> =>
        (await reader.reads(`${room.path}/likes`, { view_from })).body;
      expect(await listed('IN')).toEqual([{ status_id: shown.id, likes: 2 }]);
      expect(await listed('elsewhere')).toEqual([
        { status_id: shown.id, likes: 2 },
        { status_id: withheld.id, likes: 1 },
      ]);
      expect((await likes(elsewhere, shown, { liked: false })).body.likes).toBe(1);
      const { body: after } = await reader.reads<Status>(`/api/v1/statuses/${shown.id}`);
      expect(after.favourites_count).toBe(shown.favourites_count);
      // A post of after the room's moment is not there.
      await room.controls('seek', { position: 0 });
      expect((await likes(elsewhere, shown)).status).toBe(404);
    });
  });

  describe('bad input says what is wrong, and changes nothing', () => {
    let room: Room;
    let token: string;
    beforeAll(async () => {
      room = await aRoom();
      token = (await room.joined()).token!;
    });

    it.each([
      [{ scenario: 'no-such' }, 404, 'There is no such scenario here'],
      [{ scenario: '../etc' }, 422, 'scenario must be the id of a scenario'],
      [{}, 422, 'scenario must be the id of a scenario'],
      [{ scenario: STAND_OFF, cut: 'long' }, 422, 'cut must be one of full, short'],
      [
        { scenario: STAND_OFF, assign: 'halves' },
        422,
        'assign must be split, choice, a country or elsewhere',
      ],
    ])('making a room of %j: %d %s', async (body, status, error) => {
      const answer = await reader.sends('POST', '/api/v1/replays', body);
      expect([answer.status, answer.body.error]).toEqual([status, expect.stringContaining(error)]);
    });

    it.each([
      [
        'control',
        { presenter_key: 'guessed', action: 'play' },
        403,
        'This is not the presenter’s key of this room',
      ],
      ['control', { action: 'play' }, 422, 'presenter_key'],
      ['control', { presenter_key: 'KEY', action: 'stop' }, 422, 'action must be one of'],
      [
        'control',
        { presenter_key: 'KEY', action: 'speed', speed: 65 },
        422,
        'speed must not be greater than 64',
      ],
      ['control', { presenter_key: 'KEY', action: 'speed' }, 422, 'speed must be a number'],
      ['control', { presenter_key: 'KEY', action: 'step' }, 422, 'direction must be one of'],
      [
        'control',
        { presenter_key: 'KEY', action: 'seek' },
        422,
        'seek takes one of position, at, step and chapter',
      ],
      ['control', { presenter_key: 'KEY', action: 'seek', position: 1, step: 'x' }, 422, 'seek takes one of'],
      [
        'control',
        { presenter_key: 'KEY', action: 'seek', step: 'x' },
        422,
        'step must be one of the scenario’s',
      ],
      ['control', { presenter_key: 'KEY', action: 'seek', chapter: 'x' }, 422, 'chapter must be one of'],
      ['control', { presenter_key: 'KEY', action: 'seek', at: '2021-02-30' }, 422, 'at must be ISO 8601'],
      ['control', { presenter_key: 'KEY', action: 'seek', position: 'x' }, 422, 'position must be'],
      [
        'control',
        { presenter_key: 'KEY', action: 'ask', question: 'x' },
        409,
        'The scenario has no question "x"',
      ],
      ['control', { presenter_key: 'KEY', action: 'ask' }, 409, 'No question is asked at this moment'],
      ['control', { presenter_key: 'KEY', action: 'reveal' }, 409, 'No question is on the screens'],
      ['join', { view_from: 'IN' }, 422, 'view_from is for rooms in which everybody chooses'],
      ['join', { presenter_key: 'guessed' }, 403, 'This is not the presenter’s key'],
      ['answers', { token: 'guessed', question: 'first-list', choice: 1 }, 403, 'This token is of nobody'],
      [
        'answers',
        { token: 'TOKEN', question: 'x', choice: 1 },
        422,
        'question must be one of the scenario’s',
      ],
      ['answers', { token: 'TOKEN', question: 'first-list', choice: 5 }, 422, 'choice must be from 1 to 4'],
      [
        'answers',
        { token: 'TOKEN', question: 'first-list', choice: 0 },
        422,
        'choice must not be less than 1',
      ],
      ['answers', { token: 'TOKEN', question: 'first-list', choice: 1 }, 409, 'not on the screens'],
      ['likes', { token: 'TOKEN', status_id: 'x' }, 422, 'status_id must be an id'],
      ['likes', { token: 'TOKEN', status_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, 404, 'Record not found'],
    ])('%s %j: %d %s', async (what, body, status, error) => {
      const given = JSON.parse(
        JSON.stringify(body).replace('KEY', room.replay.presenter_key).replace('TOKEN', token),
      ) as object;
      const answer = await room.sends(what, given);
      expect([answer.status, answer.body.error]).toEqual([status, expect.stringContaining(error)]);
      expect((await room.reads()).body.version).toBe(1);
    });

    it.each([
      ['replay:join', { code: 'ZZZZZ' }, 'There is no room ZZZZZ. Look at the big screen again.'],
      ['replay:join', {}, 'id or code must name a room'],
      ['replay:join', null, 'The payload must be an object'],
      ['replay:control', { id: 'ZZZZZ', presenter_key: 'x', action: 'play' }, 'There is no room ZZZZZ'],
      [
        'replay:control',
        { id: 'ROOM', presenter_key: 'x', action: 'play' },
        'This is not the presenter’s key',
      ],
      ['replay:control', { id: 'ROOM', presenter_key: 'x', action: 'jump' }, 'action must be one of'],
    ])('by socket, %s %j: %s', async (event, payload, error) => {
      const phone = await aPhone();
      const given = JSON.parse(JSON.stringify(payload).replace('ROOM', room.id)) as unknown;
      expect(await phone.asks(event, given)).toEqual({ ok: false, error: expect.stringContaining(error) });
    });

    it('a code that does not exist; and whoever tries too many is told to wait', async () => {
      const tries = (code: string) =>
        reader.sends('GET', `/api/v1/replays/${code}`, undefined, { 'x-forwarded-for': '203.0.113.77' });
      const missing = await tries('zzzzz');
      expect([missing.status, missing.body.error]).toEqual([
        404,
        'There is no room ZZZZZ. Look at the big screen again.',
      ]);
      const replays = server.app.get(Replays);
      for (let n = 1; n < 600; n++) await replays.find('ZZZZZ', '203.0.113.77').catch(() => undefined);
      const refused = await tries(room.replay.code);
      expect([refused.status, refused.body.error]).toEqual([
        429,
        'Too many codes that do not exist: wait a while',
      ]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      // Who has joined has the room's id.
      expect((await room.reads()).status).toBe(200);
    });

    it('an eleventh room within an hour from one address', async () => {
      const makes = () =>
        reader.sends<CreatedReplay & ErrorBody>('POST', '/api/v1/replays', { scenario: STAND_OFF }, HALL);
      for (let n = 0; n < 10; n++) expect((await makes()).status).toBe(200);
      const refused = await makes();
      expect([refused.status, refused.body.error]).toEqual([
        429,
        'Ten rooms an hour may be made from one address. The next can be in 60 minutes',
      ]);
    });

    it('one more than 2,000 in a room', async () => {
      const full = await aRoom();
      const { token: known } = await full.joined();
      await server.database.write((transaction) =>
        transaction.query('UPDATE replay SET joined = 2000 WHERE id = $1', [full.id]),
      );
      const refused = await full.sends('join', {});
      expect([refused.status, refused.body.error]).toEqual([
        409,
        'This room is full: 2,000 are in it. You can watch the big screen, or play alone.',
      ]);
      expect((await full.joined({ token: known! })).token).toBe(known);
    });

    it('a room whose scenario is another by now', async () => {
      const old = await aRoom();
      await server.database.write((transaction) =>
        transaction.query("UPDATE replay SET revision = 'another' WHERE id = $1", [old.id]),
      );
      const answer = (await old.reads()) as unknown as { status: number; body: ErrorBody };
      expect([answer.status, answer.body.error]).toEqual([
        409,
        'The scenario is another than when this room was made: make a new one',
      ]);
    });
  });

  describe('the end of a room', () => {
    it('comes a day after its last control, and takes with it who was in, and what they said', async () => {
      const room = await aRoom();
      const { token } = await room.joined();
      await room.controls('ask', { question: 'first-list' });
      await room.sends('answers', { token, question: 'first-list', choice: 1 });
      const last = Date.parse((await room.controls('pause')).server_time);
      server.clock.set(last + DAY_MS - 1);
      expect((await room.reads()).status).toBe(200);
      server.clock.set(last + DAY_MS);
      const over = await room.sends('join', {});
      expect([over.status, over.body.error]).toEqual([410, 'This room is over. Play the replay alone.']);
      const store = server.app.get(ReplaysStore);
      await store.sweep();
      const left = (table: string, column: string): Promise<unknown[]> =>
        server.database.reader.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [room.id]);
      for (const table of ['replay_participant', 'replay_answer', 'replay_like', 'replay_presence'])
        expect([table, await left(table, 'replay_id')]).toEqual([table, []]);
      // Its code says so for a week more.
      expect((await room.reads({}, room.replay.code)).status).toBe(410);
      const page = await reader.reads(`/r/${room.replay.code}`);
      expect([page.status, page.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8']);
      server.clock.set(last + 9 * DAY_MS);
      await store.sweep();
      expect(await left('replay', 'id')).toEqual([]);
      expect((await room.reads({}, room.replay.code)).status).toBe(404);
    });
  });

  if (shared) {
    it('is one room for all server processes: a control by one reaches who is in by the other', async () => {
      const other = await startServer(server.place);
      try {
        const room = await aRoom({ assign: 'split' });
        const presenter = await aPhone();
        await presenter.joins({ id: room.id }, { presenter_key: room.replay.presenter_key });
        const [here, there] = [await aPhone(), await aPhone(other.address)];
        expect((await here.joins({ id: room.id })).place).toBe('IN');
        expect((await there.joins({ id: room.id })).place).toBe('elsewhere');
        await presenter.hears(({ people }) => people.in === 2 && people.sides.length === 2);
        const waiting = room.by(other.address).reads({ version: '1', wait: '25' });
        await room.controls('play');
        await there.hears(({ version }) => version === 2);
        expect((await waiting).body.version).toBe(2);
        await there.controls(room, 'pause');
        await here.hears(({ version, state }) => version === 3 && state === 'paused');
      } finally {
        for (const phone of phones.splice(0)) phone.leaves();
        await other.close();
      }
    });
  }

  it('survives a restart, and lets go of who waits meanwhile; in enforced no place is assigned', async () => {
    const room = await aRoom({ assign: 'split' });
    const { token } = await room.joined();
    const { position, server_time } = await room.controls('play');
    const waiting = room.reads({ version: '2', wait: '25' });
    await room.reads();
    await server.close();
    expect((await waiting).body.version).toBe(2);
    const next = await startServer(server.place, { env: { GEO_MODE: 'enforced' } });
    try {
      const { place, replay } = await room.by(next.address).joined({ token: token! });
      expect([place, replay.state, replay.version]).toEqual(['IN', 'playing', 2]);
      expect(replay.position - position).toBeCloseTo(
        Date.parse(replay.server_time) - Date.parse(server_time),
        3,
      );
      const refused = await new Reader(next.address).sends('POST', '/api/v1/replays', {
        scenario: STAND_OFF,
        assign: 'split',
      });
      expect([refused.status, refused.body.error]).toEqual([
        422,
        'Validation failed: assign is not to be given here: this server goes by where each viewer really is',
      ]);
    } finally {
      await next.close();
    }
  });
});
