import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_FORMAT, readEvent, versionOf, type EventFormat } from '#domain';

const stored = {
  id: 'p',
  type: 'post.published',
  at: '2026-01-05T09:00:00.000Z',
  actor: 'asha',
  venue: 'home',
  subject: 'p',
  payload: {
    text: 'Words',
    language: null,
    spoiler_text: '',
    sensitive: false,
    visibility: 'public',
    in_reply_to: null,
    in_reply_to_account: null,
    quote_of: null,
  },
  provenance: null,
  scenario: null,
};

describe('an event that is read back', () => {
  it('is what it was, in the program’s own time', () => {
    expect(readEvent(stored)).toEqual({ ok: true, event: { ...stored, at: Date.parse(stored.at) } });
  });

  it.each([
    ['no object', null, 'is no event'],
    ['a list', [], 'is no event'],
    ['no instant', { ...stored, at: 'yesterday' }, 'is no event: see its at'],
    ['no venue that is known', { ...stored, venue: 'myspace' }, 'is no event: see its venue'],
    ['more than there is', { ...stored, mood: 'sad' }, 'is no event: see its mood'],
    ['a first version that says so', { ...stored, version: 1 }, 'is no event: see its version'],
    [
      'a type that nobody knows',
      { ...stored, type: 'post.painted' },
      'is of type post.painted, which this program does not know',
    ],
    [
      'a name that every object has',
      { ...stored, type: 'toString' },
      'is of type toString, which this program does not know',
    ],
    [
      'a version from the future',
      { ...stored, version: 3 },
      'is of type post.published in version 3, and this program knows that type up to version 2',
    ],
    [
      'a payload that is no object',
      { ...stored, version: 2, payload: 'Words' },
      'is not what post.published is: see its payload',
    ],
    [
      'a payload with another kind of value',
      { ...stored, payload: { ...stored.payload, sensitive: 0 } },
      'is not what post.published is: see its payload, sensitive',
    ],
  ])('is refused as %s, with why', (_, value, reason) => {
    expect(readEvent(value)).toEqual({ ok: false, reason });
  });

  it('has each field of its payload, and no other', () => {
    const names = Object.keys(stored.payload);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string(), (name, other) => {
        const { [name]: _gone, ...rest } = stored.payload as Record<string, unknown>;
        expect(readEvent({ ...stored, payload: rest }).ok).toBe(false);
        const more = { ...stored.payload, [`${other} `]: 'more' };
        expect(readEvent({ ...stored, payload: more }).ok).toBe(false);
      }),
    );
  });
});

describe('an event of an earlier version', () => {
  /** A made-up history: a text became a list of paragraphs, and then got a title. */
  const format: EventFormat = {
    payloads: {
      ...EVENT_FORMAT.payloads,
      'order.noticed': {
        paragraphs: (value): value is unknown => Array.isArray(value),
        title: (value): value is unknown => typeof value === 'string',
      },
    },
    upcasts: {
      'order.noticed': [
        ({ text }) => ({ paragraphs: (text as string).split('\n') }),
        (payload) => ({ ...payload, title: 'Notice' }),
      ],
    },
  };
  const noticed = { ...stored, type: 'order.noticed' };
  const now = { paragraphs: ['One', 'Two'], title: 'Notice' };

  it.each([
    ['the first', { ...noticed, payload: { text: 'One\nTwo' } }],
    ['the second', { ...noticed, version: 2, payload: { paragraphs: ['One', 'Two'] } }],
    ['the present', { ...noticed, version: 3, payload: now }],
  ])('of %s, is brought up to date', (_, value) => {
    expect(readEvent(value, format)).toMatchObject({ ok: true, event: { payload: now } });
    expect(versionOf('order.noticed', format)).toBe(3);
  });

  it('is refused where it is not of the version that it says', () => {
    const value = { ...noticed, version: 2, payload: { text: 'One' } };
    expect(readEvent(value, format)).toEqual({
      ok: false,
      reason: 'is not what order.noticed is: see its payload, paragraphs',
    });
    const none = { ...noticed, payload: {} };
    expect(readEvent(none, format)).toEqual({
      ok: false,
      reason: 'is not what order.noticed was in version 1: see its payload',
    });
  });
});
