import { describe, expect, it } from '@jest/globals';
import { isForOwnSite } from './own-site.guard.js';

describe('what answers pages of this server alone', () => {
  it.each([
    '/api/v1/demo/sign-in',
    '/api/v1/demo/sign-in?x=1',
    '//api/v1/test/reset',
    '/API/v1/Test/users/',
    '/api/v1/%64emo/sign-in',
    '/%69nternal/operations',
    'http://evil.example/api/v1/demo/sign-in',
  ])('is told by its path, however that is written: %s', (url) => {
    expect(isForOwnSite(url)).toBe(true);
  });

  it.each([
    '/',
    '/api/v1/statuses',
    '/api/v1/demonstrations',
    '/@demo',
    '/?to=/api/v1/demo/sign-in',
    '/%E0%A4%A',
  ])('is nothing else: %s', (url) => {
    expect(isForOwnSite(url)).toBe(false);
  });
});
