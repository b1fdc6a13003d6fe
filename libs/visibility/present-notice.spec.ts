import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  RESTRICTION_BASES,
  RESTRICTION_KINDS,
  ulid,
  type Role,
  type StoredNotice,
  type StoredWarning,
} from '#domain';
import { Gate, gateNotification, LANGUAGES, type Viewpoint } from '#visibility';
import { lookingFrom, restriction, storedAccount } from '../../test/support/stored.js';

const CANARY = /canary/i;
const asha = storedAccount('asha');
const gate = new Gate('https://example.org');

/** A notification to Asha about her account or a post of hers, held by an order full of canaries. */
const aNotification = fc
  .record({
    kind: fc.constantFrom(...RESTRICTION_KINDS),
    basis: fc.constantFrom(...RESTRICTION_BASES),
    on: fc.constantFrom('account', 'post'),
    confidential: fc.boolean(),
    ended: fc.option(fc.constantFrom([], ['IN']).map((stillIn) => ({ at: 2_000, stillIn: [...stillIn] }))),
  })
  .map(({ kind, basis, on, confidential, ended }): StoredNotice => ({
    id: ulid(1_000, new Uint8Array(10)),
    type: 'moderation_warning',
    account: asha.id,
    restriction: restriction(
      kind,
      on === 'account' ? { type: 'account', id: asha.id } : { type: 'post', id: 'a post' },
      {
        basis,
        reason: 'A canary of a reason',
        order: { id: 'canary-order', n: 1 },
        confidential,
      },
    ),
    order: { id: 'canary-order', title: 'Canary title', authority: 'Ministry of canaries' },
    changed: null,
    ended,
  }));
const aWarning: StoredWarning = {
  id: ulid(1_000, new Uint8Array(10)),
  type: 'moderation_warning',
  account: asha.id,
  restriction: null,
  text: 'Mind your tone <3',
};
const aViewpoint = fc
  .record({
    viewer: fc.option(
      fc.record({
        id: fc.constantFrom(asha.id, 'bilal', ''),
        role: fc.constantFrom<Role>('reader', 'moderator', 'authority', 'admin'),
      }),
    ),
    asPublic: fc.boolean(),
    language: fc.constantFrom(...LANGUAGES),
  })
  .map((rest): Viewpoint => ({ ...lookingFrom('IN'), ...rest }));

describe('what someone is told of their own', () => {
  it('is told to them alone, and not as the public', () => {
    fc.assert(
      fc.property(fc.oneof(aNotification, fc.constant(aWarning)), aViewpoint, (notification, viewpoint) => {
        const account = gate.accountEntry(asha, viewpoint);
        const told = gateNotification(notification, account, viewpoint);
        const own = viewpoint.viewer?.id === asha.id && !viewpoint.asPublic;
        expect(told !== null).toBe(own);
      }),
    );
  });

  it('tells a moderator’s word as it is, and that nothing was done', () => {
    const own = lookingFrom('IN', { viewer: { id: asha.id, role: 'reader' } });
    expect(gateNotification(aWarning, gate.accountEntry(asha, own), own)?.value).toMatchObject({
      type: 'moderation_warning',
      account: { id: asha.id },
      moderation_warning: { action: 'none', text: 'Mind your tone <3', status_ids: [], appeal: null },
      withheld: null,
    });
  });

  it('names its order, unless that may not be named: then nothing of it leaves', () => {
    fc.assert(
      fc.property(aNotification, aViewpoint, (notification, viewpoint) => {
        const own: Viewpoint = { ...viewpoint, viewer: { id: asha.id, role: 'moderator' }, asPublic: false };
        const told = gateNotification(notification, gate.accountEntry(asha, own), own);
        expect(CANARY.test(told?.text ?? '')).toBe(!notification.restriction.confidential);
      }),
    );
  });
});
