import { describe, expect, it } from '@jest/globals';
import * as visibility from '#visibility';
import { Gate, Gated } from '#visibility';
import { lookingFrom, pageOf, storedAccount, storedPost } from '../../test/support/stored.js';

const asha = storedAccount('asha');
const real = new Gate('https://example.org').listed(
  pageOf(['p'], storedPost('p', asha)),
  lookingFrom('IN'),
  'account',
).statuses;

describe('what went through the gate', () => {
  it('is known', () => {
    expect(Gated.is(real)).toBe(true);
  });

  it('is sent as it was judged, rendered once', () => {
    expect(JSON.parse(real.text)).toEqual(real.value);
    expect(real.text).toBe(real.text);
  });

  it('cannot be given other words afterwards', () => {
    expect(() => Object.defineProperty(real, 'text', { value: '"forged"' })).toThrow(TypeError);
    expect(() => Object.assign(real, { text: '"forged"' })).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(real, { text: '"forged"' })).toThrow(TypeError);
    expect(() => Object.defineProperty(Gated.prototype, 'text', { get: () => '"forged"' })).toThrow(
      TypeError,
    );
  });
});

describe('nothing else passes for it', () => {
  const make = Gated as unknown as new (...args: unknown[]) => Gated<unknown>;

  it('since nothing else can make one', () => {
    for (const key of [
      undefined,
      null,
      {},
      'visibility gate',
      Symbol('visibility gate'),
      Symbol.for('visibility gate'),
    ])
      expect(() => new make(key, 'words')).toThrow('Only the gate decides what may leave');
  });

  it('nor can a class that extends it', () => {
    class Forged extends make {
      constructor() {
        super(Symbol('visibility gate'), 'words');
      }
    }
    expect(() => new Forged()).toThrow(TypeError);
  });

  it.each([
    ['an object of its prototype', Object.create(Gated.prototype)],
    [
      'one with words of its own',
      Object.create(Gated.prototype, { text: { value: '"words"' }, value: { value: 'words' } }),
    ],
    ['one built around its constructor', Reflect.construct(Object, [], Gated)],
    ['a look-alike', { value: 'words', text: '"words"' }],
    ['a copy', { ...real }],
    ['one behind a proxy', new Proxy(real, { get: () => '"words"' })],
    ['one on top of a real one', Object.create(real)],
    ['what is inside', real.value],
    ['null', null],
    ['a text', '"words"'],
    ['nothing', undefined],
  ])('%s', (_, forged) => {
    expect(Gated.is(forged)).toBe(false);
  });

  it('and the seal stays in the lib', () => {
    expect(Object.keys(visibility)).not.toContain('seal');
    expect(Object.keys(visibility).filter((name) => /seal|key/i.test(name))).toEqual([]);
  });
});

describe('in another form', () => {
  it('is what was judged, as it was rendered', () => {
    const page = real.as('text/html; charset=utf-8', ([status]) => `<p>${status?.id}</p>`);
    expect(Gated.is(page)).toBe(true);
    expect([page.mediaType, page.text, page.value]).toEqual([
      'text/html; charset=utf-8',
      '<p>p</p>',
      real.value,
    ]);
    expect(real.mediaType).toBe('application/json; charset=utf-8');
  });
});
