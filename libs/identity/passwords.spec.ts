import { describe, expect, it } from '@jest/globals';
import { passwordProblem } from './passwords.js';

const asha = { username: 'asha_rao', email: 'asha.rao@example.org' };

describe('a password', () => {
  it.each([
    'correct horse battery staple',
    'twelve characters',
    'Words withheld by the tide',
    'asha_rao walks at noon',
    'पासवर्ड नहीं बताऊँगी',
  ])('may be “%s”', async (password) => {
    expect(await passwordProblem(password, asha)).toBeNull();
  });

  it.each([
    ['password1234', /many people/],
    ['PASSWORD1234', /many people/],
    ['Iloveyou1234', /many people/],
    ['ｐａｓｓｗｏｒｄ１２３４', /many people/],
    ['123456789012', /many people/],
    ['P@ssw0rd2026!', /many people/],
    ['monkeymonkey', /many people/],
    ['letmein123456', /many people/],
    ['iloveyouiloveyou', /many people/],
    ['asha_rao12345678', /your name/],
    ['zzzzzzzzzzzz', /too few/],
    ['abcabcabcabc', /too few/],
    ['abcdefghijkl', /a row/],
    ['zyxwvutsrqpo', /a row/],
    ['asha.rao@example.org', /your name/],
    ['asha_rao_2021', /your name/],
    ['Withheld2021!', /name of this service/],
    ['withheldwithheld', /name of this service/],
  ])('may not be “%s”', async (password, why) => {
    expect(await passwordProblem(password, asha)).toMatch(why);
  });
});
