import { describe, expect, it } from '@jest/globals';
import { looksOf } from './lookalikes.js';

const alike = (one: string, other: string): boolean => {
  const looks = looksOf(other);
  return looksOf(one).some((look, form) => look === looks[form]);
};

describe('two names', () => {
  it.each([
    ['meity', 'rneity'],
    ['MeitY', 'RNEITY'],
    ['meity', 'me1ty'],
    ['meity', 'MElTY'],
    ['twitter', 'tvvitter'],
    ['twitter', 'TVVITTER'],
    ['twitter', 'tw1tt3r'],
    ['twitter', 'Тwіtter'],
    ['twitter', 'ｔｗｉｔｔｅｒ'],
    ['twitter', 't_w.i-t t e r'],
    ['twitter', 'twìttér'],
    ['Koo', 'k00'],
    ['Goi_MeitY', 'goirneity'],
  ])('look alike: %s, %s', (one, other) => {
    expect(alike(one, other)).toBe(true);
  });

  it.each([
    ['meity', 'deity'],
    ['twitter', 'twister'],
    ['koo', 'kool'],
    ['asha', 'usha'],
  ])('do not look alike: %s, %s', (one, other) => {
    expect(alike(one, other)).toBe(false);
  });
});
