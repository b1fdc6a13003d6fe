import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressOf } from './address.js';

describe('the address of something that is read', () => {
  it('has in its path what the path names, and in its query what is asked', () => {
    const given = { path: { id: '01EY' }, query: { lang: 'hi', since: 'a b&c' } } as const;
    expect(addressOf('/api/v1/scenarios/{id}/tape', given)).toBe(
      '/api/v1/scenarios/01EY/tape?lang=hi&since=a+b%26c',
    );
  });

  it('has a parameter for each of a list, and none for what is null', () => {
    const query = { 'types[]': ['mention', 'moderation_warning'], max_id: null, limit: 40 };
    expect(addressOf('/api/v1/notifications', { query })).toBe(
      '/api/v1/notifications?types%5B%5D=mention&types%5B%5D=moderation_warning&limit=40',
    );
    expect(addressOf('/api/v1/notifications', { query: { 'types[]': [] } })).toBe('/api/v1/notifications');
  });

  it('stays under its route, whatever a name in it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (id) => {
        const { pathname } = new URL(
          addressOf('/api/v1/orders/{id}/items', { path: { id: `${id}x` } }),
          'http://a',
        );
        expect(pathname.split('/')).toHaveLength(6);
      }),
    );
  });
});
