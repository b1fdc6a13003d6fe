import { describe, expect, it } from '@jest/globals';
import { namedHere } from './named-here.js';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const ASHA = { type: 'account', acct: 'asha@koo' };
const POST = { type: 'post', id: ID, acct: 'asha@koo' };

describe('an address', () => {
  it.each<[string, string, unknown]>([
    ['https://example.org', `https://example.org/@asha@koo/${ID}`, POST],
    ['https://example.org', `https://example.org/@asha@koo/${ID}/embed`, POST],
    ['https://example.org', `https://example.org/%40asha%40koo/${ID}///?view_at=x#y`, POST],
    ['https://example.org', `HTTPS://EXAMPLE.org:443/@asha@koo/${ID}`, POST],
    ['https://example.org', `http://example.org/@asha@koo/${ID}`, POST],
    ['http://example.org:8443', `http://example.org:8443/@asha@koo`, ASHA],
    ['https://example.org', 'https://example.org/@asha@koo.rss', ASHA],
    ['https://example.org', `https://example.org/api/v1/statuses/${ID}`, { ...POST, acct: null }],
    ['https://example.org', `https://example.org/api/v1/accounts/${ID}`, { type: 'account', id: ID }],
    ['https://example.org', 'https://example.org/tags/%E0%A4%A8', { type: 'hashtag', tag: 'न' }],
    ['http://localhost:3000', `http://127.0.0.1:3000/@asha@koo/${ID}`, POST],
    ['http://localhost:3000', `http://[::1]:3000/@asha@koo/${ID}`, POST],
    ['https://bücher.example', 'https://xn--bcher-kva.example/tags/a', { type: 'hashtag', tag: 'a' }],
  ])('of this server, %s, names what it is of: %s', (origin, address, named) => {
    expect(namedHere(address, origin)).toEqual(named);
  });

  it.each([
    'https://example.org',
    'https://example.org/',
    'https://example.org/@',
    'https://example.org/tags/a%20b',
    'https://example.org/%E0%A4%A',
    `https://example.org/@asha/${ID}/embed/more`,
    `https://example.org/api/v1/statuses/${ID}/context`,
  ])('of this server may name no such thing: %s', (address) => {
    expect(namedHere(address, 'https://example.org')).toBeNull();
  });

  it.each([
    '',
    'nonsense',
    `/@asha/${ID}`,
    'javascript:alert(1)',
    `ftp://example.org/@asha/${ID}`,
    `https://example.org:8443/@asha/${ID}`,
    `https://example.org.example.com/@asha/${ID}`,
    `https://example.org@example.com/@asha/${ID}`,
  ])('may be elsewhere: %s', (address) => {
    expect(namedHere(address, 'https://example.org')).toBe('elsewhere');
  });
});
