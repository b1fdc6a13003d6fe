import { afterEach, describe, expect, it } from '@jest/globals';
import { CommandBus, loadSteps, scenarioState, ScenarioNotLoaded } from '#commands';
import type { Database } from '#database';
import type { Command } from '#domain';
import { verify } from '#log';
import { loadedSteps } from '#projections';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { Platform } from '../../test/support/platform.js';
import { aScenario } from '../../test/support/steps.js';
import { watch } from '../../test/support/watched.js';

const STORY = aScenario('story', 40);
/** Longer than what is under way at once, so that it can be stopped in the middle. */
const LONG = aScenario('long', 300);

onEachDatabase((make) => {
  const places: TestDatabase[] = [];
  const open: Database[] = [];
  const opened = async () => {
    const place = await make();
    places.push(place);
    const database = await place.open();
    open.push(database);
    return database;
  };
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
    for (const place of places.splice(0)) await place.remove();
  });

  /** Loads it, until so many steps are done if that is said. */
  const load = async (
    database: Database,
    scenario = STORY,
    until = Infinity,
    batchSize = 50,
  ): Promise<string[]> => {
    const stop = new AbortController();
    const steps: string[] = [];
    const bus = new CommandBus(database, { batchSize });
    for await (const { step, done } of loadSteps(bus, database, scenario, { signal: stop.signal })) {
      steps.push(step.id);
      if (done >= until) stop.abort();
    }
    return steps;
  };
  const hashes = (database: Database) => new Platform(database).hashes();
  const ids = STORY.steps.map(({ id }) => id);

  describe('a scenario', () => {
    it('is loaded step by step, each told once it is committed', async () => {
      const database = await opened();
      expect(await scenarioState(database, 'story')).toBe('absent');
      const bus = new CommandBus(database, { batchSize: 20 });
      let count = 0;
      for await (const { step, done } of loadSteps(bus, database, STORY)) {
        expect(done).toBe(++count);
        expect(step.id).toBe(ids[count - 1]);
        expect((await loadedSteps(database.reader, 'story')).has(step.id)).toBe(true);
      }
      expect(count).toBe(ids.length);
      expect(await scenarioState(database, 'story')).toBe('loaded');
      expect(await verify(database.reader)).toMatchObject({ whole: true, erased: 0 });
    });

    it('is loaded exactly once', async () => {
      const database = await opened();
      await load(database);
      const before = await hashes(database);
      expect(await load(database)).toEqual([]);
      expect(await hashes(database)).toEqual(before);
    });

    it('has the same hashes in every empty database, in whatever batches it is loaded', async () => {
      const [one, other, slow] = [await opened(), await opened(), await opened()];
      await load(one, STORY, Infinity, 1);
      await load(other, STORY, Infinity, 1_000);
      for await (const _ of loadSteps(new CommandBus(slow), slow, STORY, { pace: () => Promise.resolve() }));
      expect(await hashes(other)).toEqual(await hashes(one));
      expect(await hashes(slow)).toEqual(await hashes(one));
    });

    it('stands beside another, in any order', async () => {
      const database = await opened();
      const another = aScenario('another', 10);
      await Promise.all([load(database), load(database, another)]);
      expect(await scenarioState(database, 'story')).toBe('loaded');
      expect(await scenarioState(database, 'another')).toBe('loaded');
    });
  });

  describe('an interrupted load', () => {
    it('goes on exactly where it stopped, to the same log', async () => {
      const whole = await opened();
      await load(whole, LONG, Infinity, 500);
      const reference = await hashes(whole);
      for (const stop of [1, 30]) {
        const database = await opened();
        const before = await load(database, LONG, stop, 500);
        expect(await scenarioState(database, 'long')).toBe('begun');
        const begun = await hashes(database);
        expect(begun.length).toBeLessThan(reference.length);
        expect(begun).toEqual(reference.slice(0, begun.length));
        const after = await load(database, LONG, Infinity, 500);
        expect([...before, ...after]).toEqual(LONG.steps.map(({ id }) => id));
        expect(await hashes(database)).toEqual(reference);
        expect(await scenarioState(database, 'long')).toBe('loaded');
      }
    });

    it('by a database that fails, leaves no step out and no half of one', async () => {
      const whole = await opened();
      await load(whole);
      const reference = await hashes(whole);
      const database = await opened();
      for (const nth of [1, 2, 3, 5, 4, 9]) {
        const { database: failing, fail } = watch(database);
        // The batch, and then the one of its submissions that is tried alone.
        fail(nth, nth + 1, nth + 2);
        await load(failing, STORY, Infinity, 10).catch((error: unknown) => error);
        const begun = await hashes(database);
        expect(begun).toEqual(reference.slice(0, begun.length));
        const steps = await loadedSteps(database.reader, 'story');
        expect([...steps].sort()).toEqual(ids.slice(0, steps.size).sort());
      }
      await load(database);
      expect(await hashes(database)).toEqual(reference);
      expect(await scenarioState(database, 'story')).toBe('loaded');
    });

    it('goes on among people, who go on too', async () => {
      const database = await opened();
      const platform = new Platform(database);
      const asha = await platform.signUp('asha');
      const loading = load(database, STORY, Infinity, 5);
      for (let n = 0; n < 10; n++) await asha.posts(`Meanwhile ${n}`);
      expect(await loading).toEqual(ids);
      expect(await verify(database.reader)).toMatchObject({ whole: true });
      const times = await database.reader.query<{ at: number }>(
        'SELECT at FROM post WHERE scenario IS NULL ORDER BY id',
      );
      expect(times).toHaveLength(10);
    });
  });

  describe('a load at a pace', () => {
    it('waits before each step until it is due, and commits it before the next', async () => {
      const database = await opened();
      const due: string[] = [];
      const pace = async (step: { id: string }) => {
        expect([...(await loadedSteps(database.reader, 'story'))].sort()).toEqual([...due].sort());
        due.push(step.id);
      };
      for await (const { step } of loadSteps(new CommandBus(database), database, STORY, { pace })) {
        expect(step.id).toBe(due.at(-1));
      }
      expect(due).toEqual(ids);
    });

    it('ends where it is aborted while it waits', async () => {
      const database = await opened();
      const stop = new AbortController();
      const pace = (step: { id: string }) => Promise.resolve(step.id === 'step-3' ? stop.abort() : undefined);
      const steps = [];
      for await (const { step } of loadSteps(new CommandBus(database), database, STORY, {
        pace,
        signal: stop.signal,
      }))
        steps.push(step.id);
      expect(steps).toEqual(['opening', 'step-1', 'step-2']);
      expect((await loadedSteps(database.reader, 'story')).size).toBe(3);
    });
  });

  describe('a scenario is not loaded', () => {
    it('where its file has changed since its load began', async () => {
      const database = await opened();
      await load(database, STORY, 5);
      const before = await hashes(database);
      const changed = aScenario('story', 40, 'b'.repeat(64));
      await expect(load(database, changed)).rejects.toThrow(ScenarioNotLoaded);
      await expect(load(database, changed)).rejects.toThrow(
        'Scenario story has changed since its load began here. Load it into another database, or put the file back as it was.',
      );
      expect(await hashes(database)).toEqual(before);
    });

    it('beyond a step that is refused, which it names', async () => {
      const database = await opened();
      const { steps } = STORY;
      const broken = {
        ...STORY,
        steps: [
          ...steps.slice(0, 5),
          {
            ...steps[5]!,
            commands: steps[2]!.commands.slice(0, 1).map((command): Command => ({
              type: 'like-post',
              meta: command.meta,
              body: { post: 'nothing' },
            })),
          },
          ...steps.slice(6),
        ],
      };
      await expect(load(database, broken)).rejects.toThrow(
        `Step ${steps[5]!.id} was refused: The post was not found.`,
      );
      expect((await loadedSteps(database.reader, 'story')).size).toBe(5);
      expect(await scenarioState(database, 'story')).toBe('begun');
    });
  });
});
