import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodiesUnderWay, type BodyUnderWay } from './bodies-under-way.js';

describe('bodies that are under way', () => {
  it('hold no more than the most together, and those that have taken longest make room', () => {
    const step = fc.record({
      what: fc.constantFrom('begin', 'grow', 'end'),
      which: fc.nat(),
      bytes: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const underWay = new BodiesUnderWay(100);
        let here: BodyUnderWay[] = [];
        for (const { what, which, bytes } of steps) {
          const known = here.at(which % Math.max(here.length, 1));
          const before = [...here];
          if (what === 'end') {
            if (known === undefined) continue;
            underWay.end(known);
            here = here.filter((body) => body !== known);
            continue;
          }
          // None is larger than one may be.
          if (what === 'grow' && (known === undefined || known.bytes + bytes > 100)) continue;
          const begun: BodyUnderWay = {
            bytes: 0,
            giveUp: () => (here = here.filter((one) => one !== begun)),
          };
          const body = what === 'grow' && known !== undefined ? known : begun;
          if (body === begun) here = [...here, begun];
          underWay.hold(body, bytes);
          expect(here.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(100);
          // Whoever is still there came after whoever is not.
          const left = before.filter((one) => here.includes(one));
          expect(left).toEqual(left.length === 0 ? [] : before.slice(-left.length));
        }
      }),
    );
  });
});
