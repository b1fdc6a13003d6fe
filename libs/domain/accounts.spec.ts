import { describe, expect, it } from '@jest/globals';
import type { Command, NewEvent } from '#domain';
import { accountBody, restrictionBody } from '../../test/support/bodies.js';
import {
  asha,
  bilal,
  command,
  happened,
  NOW,
  onTwitter,
  restrictionImposed,
  scenarioLoaded,
  scenarioOpened,
  within,
} from '../../test/support/cast.js';
import { given } from '../../test/support/given.js';

const signUp = (handle: string, rest = {}) =>
  command('open-account', accountBody(handle, rest), { id: 'new' });

describe('signing up', () => {
  it('makes an account that is named by the event', () => {
    given()
      .when(signUp('dev', { display_name: 'Dev', note: 'Reads more than he writes' }))
      .then({ id: 'new', type: 'account.opened', subject: 'new', actor: 'new', venue: 'home' });
  });

  it.each(['a', 'dev', 'DEV_2', '_', 'a.b', 'a-b', 'x'.repeat(30)])('takes the handle %s', (handle) => {
    given().when(signUp(handle)).then({ type: 'account.opened' });
  });

  it.each(['', '.', 'a.', '-a', 'a b', 'dév', 'देव', '@dev', 'a@b', 'a/b', 'a\n', 'x'.repeat(31)])(
    'refuses the handle "%s"',
    (handle) => {
      given().when(signUp(handle)).thenRefused('invalid', { field: 'username' });
    },
  );

  it('refuses a handle of any length at once', () => {
    const started = performance.now();
    given()
      .when(signUp(`${'a'.repeat(200_000)}!`))
      .thenRefused('invalid', { field: 'username' });
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('refuses a handle that is taken, whatever its case', () => {
    given(asha.signedUp()).when(signUp('ASHA')).thenRefused('conflict');
  });

  it('takes a handle that is taken on another venue', () => {
    given(onTwitter.signedUp())
      .when(signUp(onTwitter.id, { venue: 'koo' }))
      .then({ type: 'account.opened', venue: 'koo' });
  });

  it('refuses a person’s name or note that is too long, counted as people count', () => {
    given()
      .when(signUp('dev', { display_name: 'न'.repeat(30), note: '🙂'.repeat(500) }))
      .then({ type: 'account.opened' });
    given()
      .when(signUp('dev', { display_name: 'x'.repeat(31) }))
      .thenRefused('invalid', { field: 'display_name' });
    given()
      .when(signUp('dev', { note: 'x'.repeat(501) }))
      .thenRefused('invalid', { field: 'note' });
  });
});

describe('following', () => {
  it('happens once', () => {
    given(asha.signedUp(), bilal.signedUp())
      .when(asha.follows(bilal))
      .then({ type: 'account.followed', actor: asha.id, subject: bilal.id })
      .andWhen(asha.follows(bilal))
      .thenNothing(bilal.id);
  });

  it('can be undone, and done again', () => {
    given(asha.signedUp(), bilal.signedUp(), asha.followed(bilal.id))
      .when(asha.unfollows(bilal))
      .then({ type: 'account.unfollowed' })
      .andWhen(asha.unfollows(bilal))
      .thenNothing(bilal.id)
      .andWhen(asha.follows(bilal))
      .then({ type: 'account.followed' });
  });

  it('is of somebody else who is there', () => {
    given(asha.signedUp()).when(asha.follows(asha)).thenRefused('invalid', { field: 'id' });
    given(asha.signedUp()).when(asha.follows(bilal)).thenRefused('not_found');
    given(bilal.signedUp()).when(asha.follows(bilal)).thenRefused('not_found');
  });

  it('is of nobody who is suspended, of whom nobody is told that they are there', () => {
    const suspended = restrictionImposed('r', 'suspend', bilal.account);
    given(asha.signedUp(), bilal.signedUp(), suspended).when(asha.follows(bilal)).thenRefused('not_found');
    given(asha.signedUp(), bilal.signedUp(), asha.followed(bilal.id), suspended)
      .when(asha.unfollows(bilal))
      .then({ type: 'account.unfollowed' });
  });
});

describe('following somebody who is locked', () => {
  const locked = [asha.signedUp(), bilal.signedUp(), bilal.locked()];
  const suspended = restrictionImposed('r', 'suspend', asha.account);

  it('is asked for, once, until they say so', () => {
    given(...locked)
      .when(asha.follows(bilal))
      .then({ type: 'account.follow_requested', actor: asha.id, subject: bilal.id })
      .andWhen(asha.follows(bilal))
      .thenNothing(bilal.id)
      .andWhen(bilal.lets(asha))
      .then({ type: 'account.followed', actor: asha.id, subject: bilal.id })
      .andWhen(asha.follows(bilal))
      .thenNothing(bilal.id);
  });

  it('can be asked for again, once refused or withdrawn', () => {
    given(...locked, asha.askedToFollow(bilal.id))
      .when(bilal.rejects(asha))
      .then({ type: 'account.follow_rejected', actor: bilal.id, subject: asha.id })
      .andWhen(asha.unfollows(bilal))
      .thenNothing(bilal.id)
      .andWhen(asha.follows(bilal))
      .then({ type: 'account.follow_requested' })
      .andWhen(asha.unfollows(bilal))
      .then({ type: 'account.follow_withdrawn', actor: asha.id, subject: bilal.id })
      .andWhen(asha.follows(bilal))
      .then({ type: 'account.follow_requested' });
  });

  it('is answered once, by whom it was asked', () => {
    const asked = () => given(...locked, onTwitter.signedUp(), asha.askedToFollow(bilal.id));
    asked().when(asha.lets(bilal)).thenRefused('not_found');
    asked().when(onTwitter.lets(asha)).thenRefused('not_found');
    asked().when(bilal.lets(onTwitter)).thenRefused('not_found');
    asked().when(bilal.lets(bilal)).thenRefused('not_found');
    for (const [one, other] of [
      [bilal.lets(asha), bilal.rejects(asha)],
      [bilal.rejects(asha), bilal.lets(asha)],
    ] as const)
      asked().when(one).then({}).andWhen(other).thenRefused('not_found');
  });

  it('needs no asking of whoever follows already, or once they are locked no longer', () => {
    given(asha.signedUp(), bilal.signedUp(), asha.followed(bilal.id), bilal.locked())
      .when(asha.follows(bilal))
      .thenNothing(bilal.id);
    const profile = { display_name: null, note: null, bot: null, fields: null };
    given(...locked, asha.askedToFollow(bilal.id))
      .when(bilal.asks('update-account', { ...profile, locked: false }))
      .then({ type: 'account.updated', payload: expect.objectContaining({ locked: false }) })
      .andWhen(asha.follows(bilal))
      .then({ type: 'account.followed' })
      .andWhen(bilal.lets(asha))
      .thenRefused('not_found');
  });

  it('is granted to nobody suspended, who may be refused, and may withdraw', () => {
    const asked = given(...locked, asha.askedToFollow(bilal.id), suspended);
    asked.when(bilal.lets(asha)).thenRefused('not_found');
    asked.when(bilal.rejects(asha)).then({ type: 'account.follow_rejected' });
    asked.when(asha.unfollows(bilal)).then({ type: 'account.follow_withdrawn' });
  });

  it('is never so of a scenario’s', () => {
    const profile = { display_name: null, note: null, bot: null, fields: null };
    given(within('a-story', onTwitter.signedUp()))
      .when(onTwitter.asks('update-account', { ...profile, locked: true }))
      .thenRefused('forbidden');
  });
});

describe('erasing an account', () => {
  const erase = (account: string) => command('erase-account', { account });

  it('removes a person’s', () => {
    given(asha.signedUp())
      .when(erase(asha.id))
      .then({ type: 'account.erased', subject: asha.id, payload: {} });
  });

  it('says what its answered replies were in reply to, for those answers’ threads', () => {
    given(
      asha.signedUp(),
      bilal.signedUp(),
      bilal.posted('root'),
      asha.posted('first', 'An answer', { in_reply_to: 'root' }),
      asha.posted('second', 'Another', { in_reply_to: 'first' }),
      asha.posted('unanswered', 'One more', { in_reply_to: 'root' }),
      asha.posted('own', 'Words'),
      bilal.posted('third', 'Thanks', { in_reply_to: 'second' }),
      bilal.posted('fourth', 'Well', { in_reply_to: 'own' }),
    )
      .when(erase(asha.id))
      .then({ payload: { answered: { first: 'root', second: 'first' } } });
  });

  it('leaves a scenario’s alone: its words are its sources’', () => {
    given(scenarioOpened('story'), within('story', onTwitter.signedUp()))
      .when(erase(onTwitter.id))
      .thenRefused('forbidden');
  });

  it('needs one that is there', () => {
    given().when(erase('nobody')).thenRefused('not_found');
  });
});

describe('a scenario’s cast', () => {
  const story = [
    scenarioOpened('story'),
    within('story', onTwitter.signedUp()),
    within('story', onTwitter.posted('p')),
  ];

  it('acts in its scenario', () => {
    given(...story)
      .when(within('story', onTwitter.posts('As the sources print it')))
      .then({ type: 'post.published', actor: onTwitter.id, scenario: { id: 'story', step: 'a-step' } });
  });

  it.each([
    ['post', onTwitter.posts('Words in a mouth')],
    ['re-post', onTwitter.reposts('p')],
    ['undo a re-post', onTwitter.undoesRepost('p')],
    ['delete', onTwitter.deletes('p')],
    ['like', onTwitter.likes('p')],
    ['unlike', onTwitter.unlikes('p')],
    ['follow', onTwitter.follows(asha)],
    ['unfollow', onTwitter.unfollows(asha)],
  ])('takes no command to %s from anyone else', (_, asked) => {
    given(...story, asha.signedUp())
      .when(asked)
      .thenRefused('forbidden');
  });

  it('acts in no other scenario', () => {
    given(...story, scenarioOpened('other'))
      .when(within('other', onTwitter.posts('Words in a mouth')))
      .thenRefused('forbidden');
  });

  it('is joined by no person', () => {
    given(...story, asha.signedUp())
      .when(within('story', asha.posts('I was there')))
      .thenRefused('forbidden');
  });

  it('may be followed, liked and answered by anyone', () => {
    given(...story, scenarioLoaded('story'), asha.signedUp())
      .when(asha.follows(onTwitter))
      .then({ type: 'account.followed', scenario: null })
      .andWhen(asha.likes('p'))
      .then({ type: 'post.liked', scenario: null })
      .andWhen(asha.posts('Well put', { in_reply_to: 'p' }))
      .then({ type: 'post.published', scenario: null });
  });
});

describe('a suspended account', () => {
  const suspended = (kind: 'suspend' | 'withhold' = 'suspend', interval = {}): NewEvent =>
    happened('restriction.imposed', {
      kind,
      subject: asha.account,
      countries: [kind === 'suspend' ? '*' : 'IN'],
      basis: 'platform_rule',
      reason: 'Spam',
      label: null,
      from: new Date(NOW - 1_000).toISOString(),
      until: null,
      ...interval,
    });
  const both = [asha.signedUp(), bilal.signedUp(), bilal.posted('p'), asha.posted('own')];

  it.each<[string, Command]>([
    ['post', asha.posts('Hello')],
    ['reply', asha.posts('Hello', { in_reply_to: 'p' })],
    ['like', asha.likes('p')],
    ['re-post', asha.reposts('p')],
    ['follow', asha.follows(bilal)],
    ['impose a restriction', asha.asks('impose-restriction', restrictionBody('withhold', bilal.account))],
  ])('cannot %s', (_, asks) => {
    given(...both, suspended())
      .when(asks)
      .thenRefused('forbidden', { message: 'Your account is suspended' });
    given(...both)
      .when(asks)
      .then({});
  });

  it.each<[string, Command]>([
    ['take back a like', asha.unlikes('p')],
    ['take back a re-post', asha.undoesRepost('p')],
    ['delete its own post', asha.deletes('own')],
    ['leave', asha.asks('erase-account', { account: asha.id })],
  ])('can %s', (_, asks) => {
    given(...both, asha.liked('p'), asha.reposted('r', 'p'), suspended())
      .when(asks)
      .then({});
  });

  it('takes part again once that has ended, and before it begins', () => {
    const ended = { until: new Date(NOW).toISOString() };
    const ahead = { from: new Date(NOW + 1).toISOString() };
    for (const interval of [ended, ahead]) {
      given(...both, suspended('suspend', interval))
        .when(asha.likes('p'))
        .then({ type: 'post.liked' });
    }
  });

  it('is not one that is withheld somewhere', () => {
    given(...both, suspended('withhold'))
      .when(asha.likes('p'))
      .then({ type: 'post.liked' });
  });
});

describe('warning somebody', () => {
  const warn = (account: string, text: string) => bilal.asks('warn-account', { account, text });

  it('tells them a word, and does no more', () => {
    given(asha.signedUp(), bilal.signedUp())
      .when(warn(asha.id, ' Mind your tone\n'))
      .then({
        type: 'account.warned',
        actor: bilal.id,
        subject: asha.id,
        payload: { text: 'Mind your tone' },
      });
  });

  it('takes a word, and somebody who is told it', () => {
    const there = [asha.signedUp(), bilal.signedUp(), within('story', onTwitter.signedUp())];
    given(...there)
      .when(warn(asha.id, ' '))
      .thenRefused('invalid', { field: 'text' });
    given(...there)
      .when(warn('nobody', 'Mind your tone'))
      .thenRefused('not_found');
    given(...there)
      .when(warn(onTwitter.id, 'Mind your tone'))
      .thenRefused('forbidden');
  });
});
