import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeOfId, ulid } from '#domain';
import { StepIds } from './step-ids.js';

const index = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const at = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('the ids of a step', () => {
  it('are ULIDs of its time, the hash of its name and the index of the command', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), at, index, (scenario, step, time, i) => {
        const entropy = Buffer.alloc(10);
        createHash('sha256').update(`${scenario}/${step}`).digest().copy(entropy, 0, 0, 6);
        entropy.writeUInt32BE(i, 6);
        expect(new StepIds(scenario, step, time).at(i)).toBe(ulid(time, entropy));
      }),
    );
  });

  it('ascend within the step', () => {
    fc.assert(
      fc.property(index, index, (a, b) => {
        const ids = new StepIds('example', 's01', 1e12);
        expect(Math.sign(a - b)).toBe(ids.at(a) < ids.at(b) ? -1 : ids.at(a) > ids.at(b) ? 1 : 0);
      }),
    );
  });

  it('never change: links to them are out there', () => {
    const ids = new StepIds('example', 's01', Date.parse('2021-01-02T09:00:00Z'));
    expect(ids.at(0)).toBe('01EV156BM02EXWC46GDR000000');
    expect(ids.at(40)).toBe('01EV156BM02EXWC46GDR000018');
    expect(timeOfId(ids.at(7))).toBe(Date.parse('2021-01-02T09:00:00Z'));
  });

  it('are of an index that 32 bits hold', () => {
    const ids = new StepIds('example', 's01', 0);
    expect(() => ids.at(-1)).toThrow(RangeError);
    expect(() => ids.at(2 ** 32)).toThrow(RangeError);
  });
});
