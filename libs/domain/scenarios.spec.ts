import { describe, it } from '@jest/globals';
import {
  accountBody,
  orderBody,
  postBody,
  restrictionBody,
  scenarioBody,
} from '../../test/support/bodies.js';
import {
  asha,
  authorityRegistered,
  command,
  ministry,
  onTwitter,
  orderFiled,
  post,
  restrictionImposed,
  scenarioLoaded,
  scenarioOpened,
  within,
} from '../../test/support/cast.js';
import { given } from '../../test/support/given.js';

const opens = () => command('open-scenario', scenarioBody());
const tells = () => command('add-context', { title: 'Meanwhile', text: 'It rained', side: null });
const trends = () => command('observe-trend', { tag: 'rain', country: 'IN', rank: 1, posts: null });
const finishes = () => command('finish-scenario', { steps: 2 });

describe('a scenario', () => {
  it('is opened once, by its own first step', () => {
    given()
      .when(within('story', opens()))
      .then({ type: 'scenario.opened', subject: 'story', scenario: { id: 'story', step: 'a-step' } })
      .andWhen(within('story', opens()))
      .thenRefused('conflict');
    given().when(opens()).thenRefused('forbidden');
  });

  it('is told by its narrator alone', () => {
    given(scenarioOpened('story'))
      .when(within('story', tells()))
      .then({ type: 'context.added', actor: null });
    given(scenarioOpened('story'))
      .when(within('story', trends()))
      .then({ type: 'trend.observed', actor: null });
    given(scenarioOpened('story')).when(tells()).thenRefused('forbidden');
    given(scenarioOpened('story')).when(trends()).thenRefused('forbidden');
  });

  it('is finished once, by its own last step', () => {
    given(scenarioOpened('story')).when(finishes()).thenRefused('forbidden');
    given(scenarioOpened('story'))
      .when(within('story', finishes()))
      .then({ type: 'scenario.loaded', subject: 'story' })
      .andWhen(within('story', finishes()))
      .thenRefused('conflict');
  });

  it('does not open again once it is loaded', () => {
    given(scenarioOpened('story'), scenarioLoaded('story'))
      .when(within('story', opens()))
      .thenRefused('conflict');
  });
});

describe('nothing happens in a scenario', () => {
  const cast = [
    within('story', onTwitter.signedUp()),
    within('story', onTwitter.posted('p')),
    within('story', authorityRegistered()),
    within('story', orderFiled('order', [post('p')])),
    within('story', restrictionImposed('rule', 'withhold', post('p'))),
  ];
  const steps = [
    tells(),
    trends(),
    finishes(),
    onTwitter.asks('publish-post', postBody('Late words')),
    onTwitter.likes('p'),
    onTwitter.reposts('p'),
    onTwitter.deletes('p'),
    command('open-account', accountBody('latecomer', { venue: 'twitter', kind: 'body' })),
    command('register-authority', { name: 'A', short_name: 'A', country: 'IN', note: '' }),
    command('file-order', orderBody(ministry, [{ subject: post('p') }])),
    command('give-notice', { order: 'order', kind: 'other', text: 'Now' }),
    command('close-order', { order: 'order', as: 'revoked', reason: 'Over' }),
    command('impose-restriction', restrictionBody('withhold', post('p'))),
    command('lift-restriction', { restriction: 'rule', reason: 'Over' }),
  ];

  it.each(steps.map((step) => [step.type, step] as const))('before it is opened: %s', (_, step) => {
    given(...cast)
      .when(within('story', step))
      .thenRefused('conflict');
  });

  it.each(steps.map((step) => [step.type, step] as const))('after it is loaded: %s', (_, step) => {
    given(scenarioOpened('story'), ...cast, scenarioLoaded('story'))
      .when(within('story', step))
      .thenRefused('conflict', { message: 'Scenario story is loaded; nothing is added to it' });
  });

  it('but people go on around it', () => {
    given(scenarioOpened('story'), ...cast, scenarioLoaded('story'), asha.signedUp())
      .when(asha.posts('I remember that'))
      .then({ type: 'post.published', scenario: null });
  });
});
