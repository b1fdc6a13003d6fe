import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JoinedReplay, Replay, ReplayState } from '#contract';
import { Reader } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { Phone, Room } from './support/room.js';
import { loadStandOff, serverOn, STAND_OFF } from './support/server.js';

const PHONES = 260;
const POLLING = 40;
/** Behind one address, as a hall is. */
const HALL = { 'x-forwarded-for': '203.0.113.9' };
/** How long half of them are cut off, ms; `npm run test:long` takes ten seconds. */
const OUTAGE_MS = Number(process.env['HALL_OUTAGE_MS'] ?? 500);
const IN_STEP_MS = 500;

/** Somebody who follows by asking: what has been told them, and when. */
class Poller {
  readonly states: Replay[] = [];
  readonly times: number[] = [];
  private isIn = true;

  constructor(private readonly room: Room) {}

  async follows(): Promise<void> {
    let version = String((await this.room.joined()).replay.version);
    while (this.isIn) {
      const { body } = await this.room.reads({ version, wait: '5' });
      if (String(body.version) !== version) {
        this.states.push(body);
        this.times.push(performance.now());
      }
      version = String(body.version);
    }
  }

  leaves(): void {
    this.isIn = false;
  }
}

/** Where a client shows the room to be, by the last state that it was told, at an instant of the server's clock. */
function shownAt({ state, position, speed, stop_at, server_time }: ReplayState, now: number): number {
  if (state === 'paused') return position;
  return Math.min(position + (now - Date.parse(server_time)) * speed, stop_at);
}

describe('three hundred phones behind one address', () => {
  const server = serverOn(sqliteDatabase, { env: { TRUSTED_PROXIES: '127.0.0.1' } });
  let room: Room;
  let phones: Phone[];
  let joined: JoinedReplay[];
  let pollers: Poller[];
  let following: Promise<unknown>;
  beforeAll(async () => {
    await loadStandOff(server.database);
    room = await Room.made(server.address, { scenario: STAND_OFF, assign: 'split' }, HALL);
    phones = await Promise.all(Array.from({ length: PHONES }, () => Phone.connect(server.address)));
    joined = await Promise.all(phones.map((phone) => phone.joins({ code: room.replay.code })));
    pollers = Array.from({ length: POLLING }, () => new Poller(room));
    following = Promise.all(pollers.map((poller) => poller.follows()));
  }, 60_000);

  const hearAll = async (version: number, of: readonly Phone[]): Promise<ReplayState[]> =>
    Promise.all(of.map((phone) => phone.hears((state) => state.version === version)));
  const pollersHave = async (version: number): Promise<void> => {
    while (!pollers.every(({ states }) => states.at(-1)?.version === version))
      await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('are let in without one being told to wait, half to either side', () => {
    const places = joined.map(({ place }) => place);
    expect(places.filter((place) => place === 'IN').length).toBe(PHONES / 2);
    expect(new Set(joined.map(({ token }) => token)).size).toBe(PHONES);
  });

  it('read what the stage says at once, and none of it is a 429', async () => {
    const reader = new Reader(server.address);
    const path = `/api/v1/scenarios/${STAND_OFF}/stage`;
    const loads = Array.from({ length: 300 }, () => reader.sends('GET', path, undefined, HALL));
    expect(new Set((await Promise.all(loads)).map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('are in step within half a second of a control, by socket and by polling', async () => {
    // All of the pollers wait by then, those that were still joining included.
    const warm = await room.controls('seek', { position: 0 });
    await hearAll(warm.version, phones);
    await pollersHave(warm.version);
    const spreads: number[] = [];
    let states: ReplayState[] = [];
    // All of them are in this one process, too: what else the machine does is not the room's doing.
    while (spreads.length < 5 && !(Math.min(...spreads) < IN_STEP_MS)) {
      const asked = performance.now();
      const { version } = await room.controls('play');
      states = await hearAll(version, phones);
      await pollersHave(version);
      const last = [...phones, ...pollers].map(({ times }) => times.at(-1)!);
      spreads.push(Math.max(...last) - asked);
    }
    expect(Math.min(...spreads)).toBeLessThan(IN_STEP_MS);
    // And all of them show the same, whenever they were told.
    const now = Date.now() + 1_000;
    const shown = [...states, ...pollers.map(({ states: told }) => told.at(-1)!)].map((state) =>
      shownAt(state, now),
    );
    expect(Math.max(...shown) - Math.min(...shown)).toBeLessThan(1);
  });

  it('half of them cut off while it plays: they play on, and are where the room is once they are back', async () => {
    const cut = phones.slice(0, PHONES / 2);
    const known = cut.map(({ states }) => states.at(-1)!);
    for (const phone of cut) phone.leaves();
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    // Nothing was done meanwhile, so they show what the others show.
    const { body: room1 } = await room.reads();
    for (const state of known)
      expect(shownAt(state, Date.parse(room1.server_time))).toBeCloseTo(room1.position, 3);
    const moved = await room.controls('seek', { chapter: 'six-hours' });
    await hearAll(moved.version, phones.slice(PHONES / 2));
    const back = await Promise.all(cut.map(() => Phone.connect(server.address)));
    const again = await Promise.all(
      back.map((phone, n) => phone.joins({ id: room.id }, { token: joined[n]!.token! })),
    );
    expect(again.map(({ place }) => place)).toEqual(joined.slice(0, cut.length).map(({ place }) => place));
    for (const { replay } of again) expect(replay.version).toBe(moved.version);
    phones = [...back, ...phones.slice(PHONES / 2)];
    const { version } = await room.controls('pause');
    const states = await hearAll(version, phones);
    expect(new Set(states.map(({ position }) => position)).size).toBe(1);
    for (const poller of pollers) poller.leaves();
    await room.controls('pause');
    await following;
    for (const phone of phones) phone.leaves();
  }, 30_000);
});
