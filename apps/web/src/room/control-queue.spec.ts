import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApiError, type Failure } from '../api/failure.js';
import { ControlQueue } from './control-queue.js';
import type { Control } from './room-view.js';

const seek = (position: number): Control => ({ action: 'seek', position });

describe('what a presenter does', () => {
  let sent: Control[];
  let ends: (Failure | null)[];
  let answer: ((error?: Error) => void)[];
  let queue: ControlQueue;
  beforeEach(() => {
    [sent, ends, answer] = [[], [], []];
    queue = new ControlQueue(
      (control) =>
        new Promise((resolve, reject) => {
          sent.push(control);
          answer.push((error) => (error === undefined ? resolve() : reject(error)));
        }),
      (failure) => ends.push(failure),
      () => Promise.resolve(),
    );
  });
  const answered = async (error?: Error): Promise<void> => {
    answer.shift()?.(error);
    for (let turns = 0; turns < 5; turns++) await Promise.resolve();
  };

  it('is sent in its order, one after the other', async () => {
    queue.add({ action: 'pause' });
    queue.add(seek(5));
    expect(sent).toEqual([{ action: 'pause' }]);
    await answered();
    expect(sent).toEqual([{ action: 'pause' }, seek(5)]);
    expect([queue.isBusy, ends]).toEqual([true, []]);
    await answered();
    expect([queue.isBusy, ends]).toEqual([false, [null]]);
  });

  it('of many moves that wait, as of a playhead that is dragged, is the last alone', async () => {
    for (const position of [1, 2, 3, 4]) queue.add(seek(position));
    await answered();
    await answered();
    expect(sent).toEqual([seek(1), seek(4)]);
  });

  it('ends with what failed, since the rest was meant after it', async () => {
    queue.add({ action: 'play' });
    queue.add(seek(7));
    await answered(new ApiError({ kind: 'unreachable' }));
    expect([sent, ends]).toEqual([[{ action: 'play' }], [{ kind: 'unreachable' }]]);
    // and what is done later is sent
    queue.add({ action: 'pause' });
    expect(sent.at(-1)).toEqual({ action: 'pause' });
  });
});
