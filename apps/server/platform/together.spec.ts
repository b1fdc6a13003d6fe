import { describe, expect, it } from '@jest/globals';
import { readTogether } from './together.js';

/** Reads names in capitals, and notes which were asked for together. */
function names() {
  const asked: string[][] = [];
  const read = readTogether((keys: readonly string[]) => {
    asked.push([...keys]);
    return Promise.resolve(keys.map((key) => (key === '' ? new Error('Nobody') : key.toUpperCase())));
  });
  return { asked, read };
}

describe('reads together', () => {
  it('those that are asked for in one turn, though one after the other', async () => {
    const { asked, read } = names();
    const bilal = Promise.resolve().then(() => read('bilal'));
    expect(await Promise.all([read('asha'), bilal, read('asha')])).toEqual(['ASHA', 'BILAL', 'ASHA']);
    expect(asked).toEqual([['asha', 'asha', 'bilal']]);
  });

  it('anew what is asked for again, since it may have changed', async () => {
    const { asked, read } = names();
    await read('asha');
    await read('asha');
    expect(asked).toEqual([['asha'], ['asha']]);
  });

  it('and fails for whom it failed', async () => {
    const { read } = names();
    const [asha, nobody] = await Promise.allSettled([read('asha'), read('')]);
    expect(asha).toEqual({ status: 'fulfilled', value: 'ASHA' });
    expect(nobody).toMatchObject({ status: 'rejected', reason: { message: 'Nobody' } });
  });
});
