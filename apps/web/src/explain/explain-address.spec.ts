import { describe, expect, it } from '@jest/globals';
import { formatExplainAddress, parseExplainAddress } from './explain-address.js';

const POST = '01EX9GX5N8J471MYQXT8000000';
const view = { at: '2021-02-10T08:04:00Z', left: 'IN', right: 'elsewhere' };

describe('the address of the page that explains', () => {
  it('names a post or an account, an instant and two places', () => {
    const address = formatExplainAddress({ kind: 'status', id: POST }, view);
    expect(address).toBe(`/explain?status=${POST}&view_at=2021-02-10T08:04:00Z&left=IN&right=elsewhere`);
    expect(parseExplainAddress(address.slice('/explain'.length))).toEqual({
      subject: { kind: 'status', id: POST },
      view,
    });
    expect(parseExplainAddress('?account=asha').subject).toEqual({ kind: 'account', id: 'asha' });
  });

  it('names nothing where it names neither, or both', () => {
    for (const search of ['', '?status=', '?status=a&account=b'])
      expect(parseExplainAddress(search).subject).toBeNull();
  });
});
