import { describe, expect, it } from '@jest/globals';
import { parseOperation, type Operation } from '#operations';

describe('an operation that another process sent', () => {
  it.each([
    { name: 'migrate' },
    { name: 'verify' },
    { name: 'rebuild' },
    { name: 'seed', scenario: 'a-story', live: true, speed: 2.5 },
    { name: 'user-add', username: 'asha', role: 'moderator' },
    { name: 'user-role', acct: 'asha', role: 'reader' },
    { name: 'user-token', acct: 'asha', scopes: ['read', 'write:statuses'] },
    { name: 'user-erase', acct: 'asha' },
  ] satisfies Operation[])('is taken: $name', (operation) => {
    expect(parseOperation(JSON.parse(JSON.stringify(operation)))).toEqual(operation);
  });

  it.each([
    null,
    undefined,
    7,
    'migrate',
    [],
    {},
    { name: 'drop' },
    { name: 'toString' },
    { name: ['migrate'] },
  ])('is not %j', (value) => {
    expect(() => parseOperation(value)).toThrow(new TypeError('No such operation'));
  });

  it.each([
    { name: 'seed' },
    { name: 'seed', scenario: 'a-story', live: 'true', speed: 1 },
    { name: 'seed', scenario: 'a-story', live: true, speed: 0 },
    { name: 'seed', scenario: ['a-story'], live: false, speed: 1 },
    { name: 'user-add', role: 'root' },
    { name: 'user-add', username: 'asha', role: 'root' },
    { name: 'user-add', role: 'reader' },
    { name: 'user-role', acct: 'asha' },
    { name: 'user-token' },
    { name: 'user-token', acct: 'asha', scopes: ['everything'] },
    { name: 'user-token', acct: 'asha', scopes: 'read' },
    { name: 'user-erase', acct: null },
  ])('is not one with other fields than its own: %j', (value) => {
    expect(() => parseOperation(value)).toThrow(new TypeError(`These are not the fields of ${value.name}`));
  });
});
