import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Moment, Tape as TapePage } from '#contract';
import { account, at, status } from '../timeline/sample.fixture.js';
import { TapeReader } from './tape-reader.js';
import { Tape } from './tape.js';

const asha = account('asha');
const MOMENTS = [1, 2, 3, 4].map((second, n): Moment => ({
  n,
  at: at(second),
  step: null,
  frames: [{ type: 'update', payload: status(second, asha) }],
}));

/** A page of the first moments, from one of them on. */
function page(from: number, to: number, more: Partial<TapePage> = {}): TapePage {
  return {
    moments: MOMENTS.slice(from, to),
    next: null,
    cursor: `after-${to}`,
    until: MOMENTS[to - 1]!.at,
    is_complete: true,
    ...more,
  };
}

describe('a tape that is read', () => {
  let answers: (() => Response | Promise<Response>)[];
  let asked: string[];
  let another: number;
  let tape: Tape;
  let reader: TapeReader;
  const answer = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
  const settled = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    await jest.advanceTimersByTimeAsync(0);
  };
  const { fetch } = globalThis;
  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(globalThis, { window: globalThis });
    answers = [];
    asked = [];
    another = 0;
    globalThis.fetch = ((path: string) => {
      asked.push(new URL(path, 'http://here').searchParams.get('since') ?? 'the beginning');
      const next = answers.shift();
      if (next === undefined) throw new TypeError('Nobody answers');
      return Promise.resolve(next());
    }) as typeof globalThis.fetch;
    tape = new Tape('IN');
    reader = new TapeReader(tape, 'a-story', 'en', () => (another += 1));
  });
  afterEach(() => {
    reader.stop();
    jest.useRealTimers();
    globalThis.fetch = fetch;
    delete (globalThis as { window?: unknown }).window;
  });

  it('is read page after page, and known up to its last moment before its end', async () => {
    const known: number[] = [];
    reader.subscribe(() => known.push(tape.knownUpTo));
    answers.push(
      () => answer(page(0, 2, { next: 'after-2' })),
      () => answer(page(2, 4)),
    );
    reader.start();
    await settled();
    expect(asked).toEqual(['the beginning', 'after-2']);
    expect(known).toEqual([Date.parse(at(2)), Infinity]);
    expect(reader.snapshot()).toEqual({ moments: 4, isAtEnd: true, isComplete: true, failure: null });
  });

  it('goes on where it stood once the server answers again', async () => {
    answers.push(() => answer(page(0, 2, { next: 'after-2' })));
    reader.start();
    await settled();
    expect(reader.snapshot()).toMatchObject({ moments: 2, failure: { kind: 'unreachable' } });
    answers.push(() => answer(page(2, 4)));
    await jest.advanceTimersByTimeAsync(3_000);
    await settled();
    expect(asked).toEqual(['the beginning', 'after-2', 'after-2']);
    expect(reader.snapshot()).toMatchObject({ moments: 4, failure: null });
  });

  it('of a story that is being performed is read on when it is told of, also while it is read', async () => {
    const performed = { is_complete: false };
    let answerLate: (response: Response) => void = () => undefined;
    answers.push(
      () => new Promise((resolve) => (answerLate = resolve)),
      () => answer(page(1, 2, performed)),
    );
    reader.start();
    reader.readOn();
    answerLate(answer(page(0, 1, performed)));
    await settled();
    expect(asked).toEqual(['the beginning', 'after-1']);
    expect(tape.knownUpTo).toBe(Date.parse(at(2)));
    answers.push(() => answer(page(2, 4)));
    reader.readOn();
    await settled();
    expect(reader.snapshot()).toMatchObject({ moments: 4, isComplete: true });
  });

  it('that is another one now is told of, and not read on', async () => {
    answers.push(() => answer({ error: 'since is of no moment of this tape' }, 409));
    reader.start();
    await settled();
    expect(another).toBe(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
  });
});
