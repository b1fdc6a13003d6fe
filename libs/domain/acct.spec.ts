import { describe, expect, it } from '@jest/globals';
import { acctOf, handleKey, parseAcct, VENUE_IDS } from '#domain';

describe('an acct', () => {
  it.each(VENUE_IDS)('of an account on %s names it', (venue) => {
    const key = handleKey(venue, 'Asha_1');
    expect(parseAcct(acctOf({ handle: 'Asha_1', venue }))).toBe(key);
    expect(parseAcct(`@Asha_1@${venue}`)).toBe(key);
  });

  it('of someone here is the name alone', () => {
    expect(acctOf({ handle: 'asha', venue: 'home' })).toBe('asha');
    expect(acctOf({ handle: 'asha', venue: 'koo' })).toBe('asha@koo');
  });

  it.each([
    '',
    '@',
    '@@asha',
    'asha@',
    'asha@nowhere',
    'asha@home@koo',
    'a sha',
    'asha\0',
    '.asha',
    'a'.repeat(31),
  ])('is not %j', (text) => {
    expect(parseAcct(text)).toBeNull();
  });
});
