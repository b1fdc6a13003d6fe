import { describe, expect, it } from '@jest/globals';
import type { RestrictionKind } from '#domain';
import {
  judge,
  stricter,
  VERDICTS,
  type SubjectPart,
  type Verdict,
  type Viewer,
  type Viewpoint,
} from '#visibility';
import { LOOKED_AT, lookingFrom, restriction, WRITTEN } from '../../test/support/stored.js';

const onPost = { type: 'post', id: 'p' } as const;
const ashas = (...restrictions: SubjectPart['restrictions'][number][]): SubjectPart => ({
  id: 'p',
  owner: 'asha',
  audience: null,
  deleted: false,
  restrictions,
});
const verdict = (parts: SubjectPart[], viewpoint: Viewpoint) => judge(parts, viewpoint).verdict;

describe('where a withholding binds', () => {
  // Columns: looking from IN, from DE, from elsewhere, from an unknown country; W is withheld.
  it.each<[string, Viewpoint['mode'], string[], string]>([
    ['one country', 'open', ['IN'], 'W . . .'],
    ['two countries', 'open', ['DE', 'IN'], 'W W . .'],
    ['another country', 'open', ['FR'], '. . . .'],
    ['everywhere', 'open', ['*'], 'W W W W'],
    ['one country, where geography is enforced', 'enforced', ['IN'], 'W . . W'],
    ['two countries, where geography is enforced', 'enforced', ['DE', 'IN'], 'W W . W'],
    ['another country, where geography is enforced', 'enforced', ['FR'], '. . . W'],
    ['everywhere, where geography is enforced', 'enforced', ['*'], 'W W W W'],
  ])('%s', (_, mode, countries, row) => {
    const seen = ['IN', 'DE', 'elsewhere', null].map((from) =>
      verdict([ashas(restriction('withhold', onPost, { countries }))], lookingFrom(from, { mode })),
    );
    expect(seen.map((one) => (one === 'withheld' ? 'W' : one === 'full' ? '.' : one)).join(' ')).toBe(row);
  });
});

describe('a part of a country', () => {
  it.each([
    ['FR', 'RE', 'withheld'],
    ['RE', 'FR', 'full'],
    ['FR', 'PM', 'full'],
  ] as const)('of what is withheld in %s, %s sees: %s', (named, from, seen) => {
    for (const mode of ['open', 'enforced'] as const) {
      const parts = [ashas(restriction('withhold', onPost, { countries: [named] }))];
      expect(verdict(parts, lookingFrom(from, { mode }))).toBe(seen);
    }
  });
});

describe('who is bound', () => {
  const asha: Viewpoint['viewer'] = { id: 'asha', role: 'reader' };
  const bilal: Viewpoint['viewer'] = { id: 'bilal', role: 'reader' };
  const KINDS: RestrictionKind[] = ['withhold', 'suspend', 'label', 'limit'];

  it.each<[string, Partial<Viewpoint>, Verdict[]]>([
    ['the public', {}, ['withheld', 'suspended', 'labelled', 'full']],
    ['the author', { viewer: asha }, ['full', 'full', 'labelled', 'full']],
    [
      'the author, as the public',
      { viewer: asha, asPublic: true },
      ['withheld', 'suspended', 'labelled', 'full'],
    ],
    ['a reader', { viewer: bilal }, ['withheld', 'suspended', 'labelled', 'full']],
    [
      'an authority',
      { viewer: { id: 'm', role: 'authority' } },
      ['withheld', 'suspended', 'labelled', 'full'],
    ],
    ['a moderator', { viewer: { id: 'm', role: 'moderator' } }, ['full', 'full', 'labelled', 'full']],
    [
      'a moderator, as the public',
      { viewer: { id: 'm', role: 'moderator' }, asPublic: true },
      ['withheld', 'suspended', 'labelled', 'full'],
    ],
    ['an admin', { viewer: { id: 'a', role: 'admin' } }, ['full', 'full', 'labelled', 'full']],
  ])('%s', (_, viewer, verdicts) => {
    for (const mode of ['open', 'enforced'] as const) {
      expect(
        KINDS.map((kind) =>
          verdict([ashas(restriction(kind, onPost))], lookingFrom('IN', { mode, ...viewer })),
        ),
      ).toEqual(verdicts);
    }
  });

  it('owning one part of a subject shows nothing of the others', () => {
    const own = ashas(restriction('withhold', onPost));
    const bilals: SubjectPart = {
      id: 'q',
      owner: 'bilal',
      audience: null,
      deleted: false,
      restrictions: [restriction('withhold', { type: 'post', id: 'q' })],
    };
    expect(verdict([own], lookingFrom('IN', { viewer: asha }))).toBe('full');
    expect(verdict([own, bilals], lookingFrom('IN', { viewer: asha }))).toBe('withheld');
    expect(verdict([own, bilals], lookingFrom('IN', { viewer: bilal }))).toBe('withheld');
  });
});

describe('the audience comes first', () => {
  const toBilal = (...parts: Parameters<typeof ashas>): SubjectPart => ({
    ...ashas(...parts),
    audience: new Set(['asha', 'bilal']),
  });
  const [asha, bilal, meera] = (['asha', 'bilal', 'meera'] as const).map((id) => ({
    id,
    role: id === 'meera' ? ('moderator' as const) : ('reader' as const),
  })) as [Viewer, Viewer, Viewer];

  it('to whom something is addressed, and its author, it is what it is', () => {
    for (const viewer of [asha, bilal]) {
      expect(verdict([toBilal()], lookingFrom('IN', { viewer }))).toBe('full');
      expect(verdict([{ ...toBilal(), deleted: true }], lookingFrom('IN', { viewer }))).toBe('deleted');
    }
    const withheld = toBilal(restriction('withhold', onPost));
    expect(verdict([withheld], lookingFrom('IN', { viewer: bilal }))).toBe('withheld');
  });

  it.each(VERDICTS.filter((one) => one !== 'absent'))('to anybody else it is absent, %s or not', (is) => {
    const kind = { labelled: 'label', withheld: 'withhold', suspended: 'suspend' }[is as string];
    const one = kind === undefined ? toBilal() : toBilal(restriction(kind as RestrictionKind, onPost));
    const part = { ...one, deleted: is === 'deleted' };
    for (const viewer of [null, { id: 'chitra', role: 'reader' } as const, meera])
      expect(verdict([part], lookingFrom('IN', { viewer }))).toBe('absent');
    for (const viewer of [asha, bilal])
      expect(verdict([part], lookingFrom('IN', { viewer, asPublic: true }))).toBe('absent');
  });

  it('what passes on or quotes it is absent with it', () => {
    const own = { ...ashas(), id: 'q' };
    expect(verdict([own, toBilal()], lookingFrom('IN', { viewer: null }))).toBe('absent');
  });

  it('moderators see it where it was reported to them, and the audit is told', () => {
    const reported = lookingFrom('IN', { viewer: meera, reported: new Set(['p']) });
    expect(judge([toBilal()], reported)).toMatchObject({ verdict: 'full', exempt: ['p'] });
    expect(verdict([toBilal()], { ...reported, asPublic: true })).toBe('absent');
    expect(verdict([toBilal()], { ...reported, viewer: { id: 'chitra', role: 'reader' } })).toBe('absent');
  });
});

describe('when a restriction counts', () => {
  const HOUR = 3_600_000;
  const forAnHour = ashas(restriction('withhold', onPost, { from: WRITTEN, until: WRITTEN + HOUR }));
  const at = (ms: number, now: number, mode: Viewpoint['mode']) =>
    verdict([forAnHour], lookingFrom('IN', { at: WRITTEN + ms, now: WRITTEN + now, mode }));

  it('is the half-open interval [from, until), to the millisecond', () => {
    const live = (ms: number) => at(ms, ms, 'open');
    expect([live(-1), live(0), live(HOUR - 1), live(HOUR)]).toEqual(['full', 'withheld', 'withheld', 'full']);
  });

  it('is the instant looked at, in open', () => {
    expect(at(1, 2 * HOUR, 'open')).toBe('withheld');
    expect(at(-1, 1, 'open')).toBe('full');
    expect(at(2 * HOUR, 2 * HOUR, 'open')).toBe('full');
  });

  it('is that instant or now, whichever is stricter, in enforced', () => {
    expect(at(1, 2 * HOUR, 'enforced')).toBe('withheld');
    expect(at(-1, 1, 'enforced')).toBe('withheld');
    expect(at(-1, 2 * HOUR, 'enforced')).toBe('full');
  });
});

describe('what counts most', () => {
  const imposing: Record<Exclude<Verdict, 'absent'>, SubjectPart> = {
    full: ashas(restriction('limit', onPost)),
    labelled: ashas(restriction('label', onPost)),
    withheld: ashas(restriction('withhold', onPost)),
    suspended: ashas(restriction('suspend', onPost)),
    deleted: { id: 'p', owner: 'asha', audience: null, deleted: true, restrictions: [] },
  };
  const ordered = Object.keys(imposing) as (keyof typeof imposing)[];
  const pairs = ordered.flatMap((one, i) => ordered.slice(i).map((other) => [one, other] as const));

  it.each(pairs)('of %s and %s is the latter, in either order', (one, other) => {
    expect(verdict([imposing[one], imposing[other]], lookingFrom('IN'))).toBe(other);
    expect(verdict([imposing[other], imposing[one]], lookingFrom('IN'))).toBe(other);
    const together = ashas(...imposing[one].restrictions, ...imposing[other].restrictions);
    expect(verdict([{ ...together, deleted: other === 'deleted' }], lookingFrom('IN'))).toBe(other);
  });

  it('is the stricter of two verdicts', () => {
    for (const one of VERDICTS) expect(stricter(one, 'full')).toBe(one);
    expect(stricter('withheld', 'suspended')).toBe('suspended');
  });
});

describe('what a verdict rests on', () => {
  it('is all that is in force, and of it what keeps this viewer out', () => {
    const inIndia = restriction('withhold', onPost);
    const inGermany = restriction('withhold', onPost, { countries: ['DE'] });
    const label = restriction('label', onPost);
    const over = restriction('suspend', onPost, { until: LOOKED_AT });
    const judgement = judge([ashas(inIndia, inGermany, label, over)], lookingFrom('IN'));
    expect(judgement).toMatchObject({
      verdict: 'withheld',
      restrictions: [inIndia, inGermany, label],
      binding: [inIndia],
      leftOut: false,
    });
  });

  it('names a restriction once, though two parts carry it', () => {
    const one = restriction('withhold', onPost);
    expect(judge([ashas(one), ashas(one)], lookingFrom('IN'))).toMatchObject({
      restrictions: [one],
      binding: [one],
    });
  });

  it('is nothing where nothing is restricted', () => {
    expect(judge([ashas()], lookingFrom('IN'))).toEqual({
      verdict: 'full',
      restrictions: [],
      binding: [],
      leftOut: false,
      considered: [],
      exempt: [],
    });
  });

  it('is told with every restriction, in force or not, and why it binds', () => {
    const inIndia = restriction('withhold', onPost);
    const inGermany = restriction('withhold', onPost, { countries: ['DE'] });
    const over = restriction('suspend', onPost, { until: LOOKED_AT });
    const { considered } = judge([ashas(inIndia, inGermany, over)], lookingFrom('IN'));
    expect(considered.map(({ restriction: { id }, effect, because }) => [id, effect, because])).toEqual([
      [inIndia.id, 'withheld', 'binds'],
      [inGermany.id, 'full', 'elsewhere'],
      [over.id, null, 'not_in_force'],
    ]);
  });

  it('leaves out of public lists what is limited, but not from who owns it or sees all', () => {
    const limited = [ashas(restriction('limit', onPost))];
    const as = (viewer: Viewpoint['viewer'], rest = {}) =>
      judge(limited, lookingFrom('IN', { viewer, ...rest })).leftOut;
    const asha = { id: 'asha', role: 'reader' } as const;
    const meera = { id: 'meera', role: 'moderator' } as const;
    expect([as(null), as({ id: 'bilal', role: 'reader' }), as(asha), as(meera)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([asha, meera].map((viewer) => as(viewer, { asPublic: true }))).toEqual([true, true]);
  });
});

describe('what is exempt', () => {
  const exempt = (
    viewpoint: Viewpoint,
    part: Partial<SubjectPart> = {},
    kind: RestrictionKind = 'withhold',
  ) => judge([{ ...ashas(restriction(kind, onPost)), ...part }], viewpoint).exempt;
  const meera = { id: 'meera', role: 'moderator' } as const;

  it('is what a moderator sees that others at the same place do not', () => {
    expect(exempt(lookingFrom('IN', { viewer: meera }))).toEqual(['p']);
    expect(exempt(lookingFrom('DE', { viewer: meera }), {}, 'suspend')).toEqual(['p']);
  });

  it.each<[string, Viewpoint]>([
    ['that is not kept from others there', lookingFrom('DE', { viewer: meera })],
    ['that they look at as the public', lookingFrom('IN', { viewer: meera, asPublic: true })],
    ['of a reader', lookingFrom('IN', { viewer: { id: 'bilal', role: 'reader' } })],
    ['of its author', lookingFrom('IN', { viewer: { id: 'asha', role: 'moderator' } })],
  ])('is nothing %s', (_, viewpoint) => {
    expect(exempt(viewpoint)).toEqual([]);
  });

  it('is nothing of what is deleted, which nobody sees, and nothing of what is limited or labelled', () => {
    expect(exempt(lookingFrom('IN', { viewer: meera }), { deleted: true })).toEqual([]);
    for (const kind of ['limit', 'label'] as const)
      expect(exempt(lookingFrom('IN', { viewer: meera }), {}, kind)).toEqual([]);
  });
});
