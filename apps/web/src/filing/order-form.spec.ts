import { describe, expect, it } from '@jest/globals';
import { EMPTY_FORM, missingField, orderBody } from './order-form.js';

const FORM = {
  ...EMPTY_FORM,
  legalBasis: ' Section 69A ',
  countries: ['IN'],
  grounds: ['public_order'] as const,
};

describe('an order that is written', () => {
  it('says what is missing, in the order of the page', () => {
    expect(missingField(EMPTY_FORM, 0)).toBe('lines');
    expect(missingField({ ...FORM, legalBasis: '  ' }, 1)).toBe('legalBasis');
    expect(missingField({ ...FORM, countries: [] }, 1)).toBe('countries');
    expect(missingField({ ...FORM, grounds: [] }, 1)).toBe('grounds');
    expect(missingField(FORM, 1)).toBeNull();
  });

  it('leaves out what was left empty', () => {
    expect(orderBody(FORM, [{ tag: 'a' }])).toEqual({
      legal_basis: 'Section 69A',
      grounds: ['public_order'],
      countries: ['IN'],
      venue: 'home',
      emergency: false,
      confidential: false,
      items: [{ tag: 'a' }],
    });
  });

  it('sends its deadline as an instant', () => {
    const body = orderBody({ ...FORM, deadline: '2026-11-29T15:00', externalId: ' DA/1 ' }, []);
    expect(body).toMatchObject({
      deadline: new Date('2026-11-29T15:00').toISOString(),
      external_id: 'DA/1',
    });
  });
});
