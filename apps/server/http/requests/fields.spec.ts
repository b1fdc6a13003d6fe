import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IsString } from 'class-validator';
import { AsBoolean } from './as-boolean.js';
import { AsList } from './as-list.js';
import { FormPipe } from './form.pipe.js';
import { IsBound } from './is-bound.js';
import { Limit } from './limit.js';
import { Optional } from './optional.js';
import { Unsupported } from './unsupported.js';
import { WholeNumber } from './whole-number.js';

class Fields {
  @Optional()
  @AsBoolean()
  flag?: boolean;

  @Optional()
  @IsString({ each: true })
  @AsList(3)
  list?: string[];

  @Limit(40, 20)
  limit!: number;

  @IsBound()
  max_id?: string;

  @Optional()
  @WholeNumber(0, 9)
  number?: number;

  @Optional()
  @IsString()
  text?: string;

  @Unsupported('is not supported: nothing is scheduled')
  scheduled_at?: unknown;
}

const pipe = new FormPipe();
const read = (sent: object): Promise<Fields> =>
  pipe.transform(sent, { type: 'body', metatype: Fields }) as Promise<Fields>;
const refused = { status: 422 };

describe('a flag', () => {
  it.each<[boolean, unknown[]]>([
    [false, ['0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF', false, 0]],
    [true, ['1', 't', 'T', 'true', 'TRUE', 'on', 'ON', 'yes', 'no', 'False', true, 1, 2]],
  ])('is %s, as Rails reads it', async (flag, written) => {
    for (const one of written) expect([one, (await read({ flag: one })).flag]).toEqual([one, flag]);
  });

  it('is not there where it is blank, and is no list or object', async () => {
    for (const blank of ['', ' ', null]) expect((await read({ flag: blank })).flag).toBeUndefined();
    for (const odd of [[], ['1'], {}]) await expect(read({ flag: odd })).rejects.toMatchObject(refused);
  });
});

describe('a list', () => {
  it.each<[unknown, string[] | undefined]>([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['a', ['a']],
    [[''], []],
    [['', 'a'], ['a']],
    ['', undefined],
    [null, undefined],
  ])('%j', async (sent, list) => {
    expect((await read({ list: sent })).list).toEqual(list);
  });

  it('is refused where it is longer than it may be, or holds what it may not', async () => {
    for (const odd of [['a', 'b', 'c', 'd'], [{}], { 0: 'a' }, [['a']], 7])
      await expect(read({ list: odd })).rejects.toMatchObject(refused);
  });
});

describe('a limit', () => {
  it.each<[unknown, number]>([
    [undefined, 20],
    ['', 20],
    [null, 20],
    ['7', 7],
    [7, 7],
    ['40', 40],
    ['80', 40],
    ['9'.repeat(400), 40],
    ['0', 0],
    ['-5', 5],
    ['many', 0],
    ['7seas', 7],
    ['1e3', 1],
    ['1.9', 1],
    [['3', '4'], 4],
    [{ a: 1 }, 0],
  ])('%j is %i', async (sent, limit) => {
    expect((await read(sent === undefined ? {} : { limit: sent })).limit).toBe(limit);
  });

  it('is never refused, and never more than the most', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (sent) => {
        const { limit } = await read({ limit: sent });
        expect(Number.isInteger(limit) && limit >= 0 && limit <= 40).toBe(true);
      }),
    );
  });
});

describe('a bound', () => {
  const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

  it('is an id in either case, or any other text', async () => {
    for (const [sent, bound] of [
      [id, id],
      [id.toLowerCase(), id],
      ['123', '123'],
      ['zebra', 'zebra'],
      ['', undefined],
    ])
      expect((await read({ max_id: sent })).max_id).toBe(bound);
  });

  it('compares with ids as the text that was sent does, however long that is', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
      fc.string({ maxLength: 200 }).map((more) => id + more),
    );
    await fc.assert(
      fc.asyncProperty(text, async (sent) => {
        const { max_id: bound } = await read({ max_id: sent });
        if (bound === undefined) return expect(sent.trim()).toBe('');
        expect(bound.length).toBeLessThanOrEqual(80);
        expect(Buffer.compare(Buffer.from(id), Buffer.from(bound))).toBe(
          Buffer.compare(Buffer.from(id), Buffer.from(sent)),
        );
      }),
    );
  });
});

describe('a number', () => {
  it('is one in JSON, or in digits', async () => {
    expect((await read({ number: '7' })).number).toBe(7);
    expect((await read({ number: 7 })).number).toBe(7);
    for (const odd of ['1e0', '0x1', ' 1', '1.0', '10', '-1', 1.5, true, ['1']])
      await expect(read({ number: odd })).rejects.toMatchObject(refused);
  });
});

describe('a field', () => {
  it('that is blank was left out, and that is null, too', async () => {
    for (const blank of ['', ' \n', null]) expect((await read({ text: blank })).text).toBeUndefined();
  });

  it('that is not supported is refused by name, unless it asks for nothing', async () => {
    for (const nothing of ['', null, false, 'false', '0', [], ['']])
      expect(await read({ scheduled_at: nothing })).toBeInstanceOf(Fields);
    for (const odd of ['2030-01-01', ['a'], {}, true, 1]) {
      const error: unknown = await read({ scheduled_at: odd }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject(refused);
      expect(JSON.stringify(error)).toContain('scheduled_at is not supported: nothing is scheduled');
    }
  });
});
