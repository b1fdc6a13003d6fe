import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, evolve, timeOfId, World, type Command, type CommandType, type Step } from '#domain';
import { compileScenario } from './compile-scenario.js';
import { EXAMPLE, schema } from './example-scenario.fixture.js';
import { parseScenario } from './parse-scenario.js';
import type { ScenarioFile } from './scenario-file.js';

function parsed(text: string): ScenarioFile {
  const result = parseScenario(text, 'example.yaml', schema);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.file;
}

const file = parsed(EXAMPLE);
const steps = [...compileScenario(file, 'd1935')];

function step(id: string): Step {
  return steps.find((candidate) => candidate.id === id)!;
}

function only<T extends CommandType>(id: string, type: T): Command<T>[] {
  const { commands } = step(id);
  expect(commands.map((command) => command.type)).toEqual(commands.map(() => type));
  return commands as Command<T>[];
}

/** The account with a handle, as the opening step makes it. */
function account(handle: string): string {
  const found = step('opens').commands.find(
    ({ type, body }) => type === 'open-account' && 'handle' in body && body.handle === handle,
  );
  return found!.meta.id;
}

describe('a compiled scenario', () => {
  it('opens with itself, its authorities, its cast and its cohorts', () => {
    const { at, commands } = step('opens');
    expect(at).toBe(Date.parse('2021-01-01T00:00:00Z'));
    expect(commands.map(({ type }) => type)).toEqual([
      'open-scenario',
      'register-authority',
      ...Array.from({ length: 23 }, () => 'open-account'),
    ]);
    expect(commands[0]).toMatchObject({
      meta: { actor: null, provenance: null, scenario: { id: 'example', step: 'opens' }, viewpoint: null },
      body: {
        starts: '2021-01-02T09:00:00.000Z',
        ends: '2021-01-03T18:00:00.001Z',
        steps: 20,
        digest: 'd1935',
        sources: [{ key: 'S1' }, { key: 'S2', url: 'https://example.org/2' }],
        chapters: [{ id: 'start', at: '2021-01-02T09:00:00.000Z' }, { id: 'order' }],
      },
    });
  });

  it('says of its cast that it is reported, of its stand-ins that they are made up', () => {
    const certainties = step('opens').commands.map(({ meta }) => meta.provenance?.certainty);
    expect(certainties).toEqual([
      undefined,
      'reported',
      'reported',
      'reported',
      ...Array.from({ length: 21 }, () => 'illustrative'),
    ]);
  });

  it('fills the patterns of a cohort, and describes its faces', () => {
    const crowd = step('opens').commands.slice(5) as Command<'open-account'>[];
    expect(crowd[0]!.body).toEqual({
      venue: 'twitter',
      handle: 'crowd-001',
      display_name: 'Stand-in 1',
      note: 'Number 1.',
      verified: false,
      kind: 'stand_in',
    });
    expect(crowd[6]!.body).toMatchObject({
      handle: 'crowd-007',
      display_name: 'Stand-in 7, described',
      note: 'Number 7.',
    });
    const posts = only('s03', 'publish-post').map(({ body }) => body.text);
    expect(posts[0]).toBe('Post of stand-in 1. #Example');
    expect(posts[6]).toBe('[Stand-in 7: a description.]');
    expect(only('s04', 'publish-post').map(({ body }) => body.text)).toEqual(['Again, 5.', 'Again, 6.']);
  });

  it('has a step for each of the file’s, at its instant, with where it comes from', () => {
    expect(steps.map(({ id }) => id)).toEqual([
      'opens',
      ...Array.from({ length: 18 }, (_, i) => `s${String(i + 1).padStart(2, '0')}`),
      'loaded',
    ]);
    expect(step('s02').at).toBe(Date.parse('2021-01-02T09:30:00Z'));
    expect(step('s08').commands[0]!.meta).toMatchObject({
      at: Date.parse('2021-01-03T09:00:00Z'),
      provenance: {
        certainty: 'reported',
        precision: 'day',
        sources: ['S1', 'S2'],
        note: 'The sources differ.',
      },
      scenario: { id: 'example', step: 's08' },
      idempotency_key: null,
      idempotency_digest: null,
    });
  });

  it('ends a millisecond after its last step', () => {
    expect(steps.at(-1)).toMatchObject({
      id: 'loaded',
      at: step('s18').at + 1,
      commands: [{ body: { steps: 20 } }],
    });
  });

  it('leads references to what they name: accounts, posts by step, by member, by member and step', () => {
    const [said] = only('s01', 'publish-post');
    expect(said!.meta.actor).toBe(account('speaker'));
    const crowd = only('s03', 'publish-post');
    expect(crowd.map(({ body }) => body.in_reply_to)).toEqual(crowd.map(() => said!.meta.id));
    // the twelfth posts last, as number eleven of the step
    expect(crowd[10]!.meta.actor).toBe(account('crowd-012'));
    expect(only('s04', 'publish-post')[0]!.body.quote_of).toBe(crowd[0]!.meta.id);
    expect(only('s05', 'repost-post')[0]!.body).toEqual({ post: said!.meta.id, visibility: 'public' });
    expect(only('s06', 'like-post')[0]!.body.post).toBe(only('s04', 'publish-post')[0]!.meta.id);
    expect(only('s07', 'follow-account')[0]!).toMatchObject({
      meta: { actor: account('crowd-020') },
      body: { account: account('speaker') },
    });
  });

  it('takes the scenario’s language for a post without one', () => {
    expect(only('s01', 'publish-post')[0]!.body.language).toBe('en');
    expect(only('s15', 'publish-post')[0]!.body.language).toBe('pt');
  });

  it('files an order by its authority, with its items in order; a member’s post is their first', () => {
    const [order] = only('s08', 'file-order');
    const crowd = only('s03', 'publish-post');
    expect(order!.meta.actor).toBe(order!.body.authority);
    expect(order!.body.authority).toBe(step('opens').commands[1]!.meta.id);
    expect(order!.body).toMatchObject({
      countries: ['PT'],
      deadline: '2021-01-04T08:00:00.000Z',
      emergency: false,
    });
    expect(order!.body.items).toEqual([
      ...['crowd-001', 'crowd-002', 'crowd-003'].map((handle) => ({
        subject: { type: 'account', id: account(handle) },
      })),
      ...crowd.slice(3, 6).map(({ meta }) => ({ subject: { type: 'post', id: meta.id } })),
      { subject: { type: 'post', id: step('s01').commands[0]!.meta.id } },
      { subject: { type: 'account', id: account('reader') } },
      { subject: { type: 'hashtag', id: 'example' } },
      { url: 'https://example.org/elsewhere' },
    ]);
    expect(only('s12', 'give-notice')[0]!).toMatchObject({
      meta: { actor: order!.body.authority },
      body: { order: order!.meta.id },
    });
  });

  it('decides items one by one; the open ones are those without a decision by then', () => {
    const order = step('s08').commands[0]!.meta.id;
    expect(only('s09', 'decide-item').map(({ body }) => body.n)).toEqual([1, 2, 3, 4, 7]);
    const refused = only('s11', 'decide-item');
    expect(refused.map(({ body }) => body.n)).toEqual([5, 6, 8, 10]);
    expect(refused[0]!).toMatchObject({
      meta: { actor: null },
      body: { order, outcome: 'refused', ground: 'journalist', label: null, basis: 'legal_demand' },
    });
  });

  it('imposes on each and lifts all of it', () => {
    const imposed = only('s13', 'impose-restriction');
    expect(imposed.map(({ body }) => body.subject.id)).toEqual(
      ['crowd-015', 'crowd-016', 'crowd-017'].map(account),
    );
    expect(imposed[0]!.body).toMatchObject({ countries: ['*'], from: null, until: null, label: null });
    expect(only('s14', 'lift-restriction').map(({ body }) => body.restriction)).toEqual(
      imposed.map(({ meta }) => meta.id),
    );
    expect(only('s16', 'impose-restriction')[0]!.body).toMatchObject({
      kind: 'label',
      label: 'Disputed.',
      countries: ['*'],
    });
  });

  it('tells context and trends, normalised', () => {
    expect(only('s17', 'add-context')[0]!.body).toEqual({
      title: 'What is said',
      text: 'That it was so.',
      side: 'ministry',
    });
    expect(only('s18', 'observe-trend')[0]!.body).toEqual({
      tag: 'example',
      country: 'PT',
      rank: 1,
      posts: 21_000,
    });
  });

  it('is accepted by the domain’s rules, command by command', () => {
    const world = new World();
    for (const command of steps.flatMap(({ commands }) => commands)) {
      const decided = decide(world, command);
      if (!decided.ok || decided.event === null) throw new Error(JSON.stringify({ command, decided }));
      evolve(world, decided.event);
    }
  });
});

const range = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }))
  .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);

/** Scenarios of a crowd that posts, likes and is ordered away, in any order and at any pace. */
const scenario = fc
  .record({
    id: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
    posts: fc.array(range, { minLength: 1, maxLength: 4 }),
    gaps: fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 10, maxLength: 10 }),
    outcome: fc.constantFrom('withheld', 'suspended', 'limited'),
    decided: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ id, posts, gaps, outcome, decided }) => {
    let at = Date.parse('2021-01-01T00:00:00Z');
    const actions: object[] = [
      ...posts.map((numbers) => ({ post: { by: { cohort: 'crowd', numbers } } })),
      {
        like: {
          by: { cohort: 'crowd', numbers: '1-30' },
          post: { cohort: 'crowd', number: Number(posts[0]!.split('-')[0]) },
        },
      },
      {
        order: {
          ...{
            authority: 'ministry',
            venue: 'twitter',
            title: 'Order',
            legal_basis: 'Act',
            grounds: ['other'],
          },
          ...{
            reason: 'Reason',
            countries: ['EU', 'in'],
            items: [{ accounts: { cohort: 'crowd', numbers: '1-30' } }],
          },
        },
      },
      { decide: { order: `x${posts.length + 1}`, items: decided, outcome, reason: 'Reason' } },
      { decide: { order: `x${posts.length + 1}`, items: 'open', outcome, reason: 'Reason' } },
    ];
    return JSON.stringify({
      ...{
        id,
        title: 'Any',
        description: 'Any',
        language: 'en',
        time_zone: 'UTC',
        opens: new Date(at).toISOString(),
      },
      replay: { idle_limit: 1 },
      sources: {},
      authorities: { ministry: { name: 'Example Ministry', short_name: 'EM', country: 'in', note: '' } },
      cast: {},
      cohorts: {
        crowd: { count: 30, venue: 'twitter', handle: 'crowd-{n}', name: '{n}', note: '', text: 'Post {n}' },
      },
      chapters: [],
      steps: actions.map((action, index) => ({
        id: `x${index}`,
        at: new Date((at += gaps[index]!)).toISOString(),
        ...{ precision: 'minute', certainty: 'illustrative', sources: [], title: 'Step' },
        ...action,
      })),
    });
  });

describe('any compiled scenario', () => {
  it('is the same each time, and on each iteration', () => {
    fc.assert(
      fc.property(scenario, (text) => {
        const compiled = compileScenario(parsed(text), '');
        expect([...compiled]).toEqual([...compiled]);
        expect([...compileScenario(parsed(text), '')]).toEqual([...compiled]);
      }),
      { numRuns: 30 },
    );
  });

  it('has ids that are unique, ascend, and carry the time of their step, which ascends too', () => {
    fc.assert(
      fc.property(scenario, (text) => {
        const all = [...compileScenario(parsed(text), '')];
        const ids = all.flatMap(({ commands }) => commands.map(({ meta }) => meta.id));
        expect(ids).toEqual([...new Set(ids)].sort());
        for (const [index, { at, commands }] of all.entries()) {
          expect(at).toBeGreaterThan(all[index - 1]?.at ?? -1);
          for (const { meta } of commands) expect([meta.at, timeOfId(meta.id)]).toEqual([at, at]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
