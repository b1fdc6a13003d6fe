import { describe, expect, it } from '@jest/globals';
import { orderName, shortNames } from './names.js';

describe('the name of an order', () => {
  it('is its title without the size, which stands beside it', () => {
    expect(orderName({ title: 'First order: 257 items' }, 'Order')).toBe('First order');
    expect(orderName({ title: 'Blocking of chitra' }, 'Order')).toBe('Blocking of chitra');
    expect(orderName({ title: '' }, 'Order')).toBe('Order');
  });

  it('is short where all end in the same word', () => {
    expect(shortNames(['First order', 'Second order'])).toEqual(['First', 'Second']);
    expect(shortNames(['First order', 'Blocking of chitra'])).toEqual(['First order', 'Blocking of chitra']);
    expect(shortNames(['Order', 'Order'])).toEqual(['Order', 'Order']);
    expect(shortNames(['First order'])).toEqual(['First order']);
  });
});
