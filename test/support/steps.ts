import { createHash } from 'node:crypto';
import type { CompiledScenario } from '#commands';
import {
  command,
  ulid,
  type Command,
  type CommandBodies,
  type CommandType,
  type Provenance,
  type Step,
} from '#domain';
import { accountBody, decisionBody, orderBody, postBody, scenarioBody } from './bodies.js';

const OPENS = Date.parse('2021-01-26T00:00:00Z');
const PROVENANCE: Provenance = {
  certainty: 'illustrative',
  precision: 'day',
  sources: ['S1'],
  note: 'Made up',
};
const SPEAKERS = ['first', 'second', 'third'];

/** The id of the n-th thing that a step makes, as a compiled scenario has them: derived, never random. */
function derivedId(scenario: string, step: string, at: number, n: number): string {
  return ulid(at, createHash('sha256').update(`${scenario}/${step}/${n}`).digest().subarray(0, 10));
}

/**
 * A scenario of a cast that posts, likes and passes on what was said, one step a minute; every
 * seventh step an authority files an order on the latest post, which is withheld in the next.
 *
 * @param length how many steps there are between the one that opens it and the one that ends it
 */
export function aScenario(
  id: string,
  length: number,
  digest = 'a'.repeat(64),
): CompiledScenario & { steps: Step[] } {
  const steps: Step[] = [];
  const speakers: string[] = [];
  let authority = '';
  let order = '';
  let latest = '';
  const add = (
    step: string,
    fill: (ask: <T extends CommandType>(type: T, body: CommandBodies[T], actor?: string) => string) => void,
  ) => {
    const at = OPENS + steps.length * 60_000;
    const commands: Command[] = [];
    fill((type, body, actor) => {
      const made = derivedId(id, step, at, commands.length);
      commands.push(
        command(type, body, {
          id: made,
          at,
          actor: actor ?? null,
          scenario: { id, step },
          provenance: PROVENANCE,
        }),
      );
      return made;
    });
    steps.push({ scenario: id, id: step, at, title: `Step ${step}`, commands });
  };

  add('opening', (ask) => {
    ask('open-scenario', scenarioBody({ digest, steps: length + 2 }));
    authority = ask('register-authority', {
      name: 'A ministry',
      short_name: 'Ministry',
      country: 'IN',
      note: '',
    });
    for (const handle of SPEAKERS) {
      speakers.push(
        ask('open-account', accountBody(`${id}-${handle}`, { venue: 'twitter', kind: 'stand_in' })),
      );
    }
  });
  for (let n = 1; n <= length; n++) {
    const [speaker, listener] = [speakers[n % 3] ?? '', speakers[(n + 1) % 3] ?? ''];
    add(`step-${n}`, (ask) => {
      if (n % 7 === 6)
        order = ask(
          'file-order',
          orderBody(authority, [{ subject: { type: 'post', id: latest } }]),
          authority,
        );
      else if (n % 7 === 0) ask('decide-item', decisionBody(order, 1, 'withheld'));
      else {
        latest = ask('publish-post', postBody(`Words of step ${n} #story`), speaker);
        ask('like-post', { post: latest }, listener);
        const repost = ask('repost-post', { post: latest, visibility: 'public' }, listener);
        ask('like-post', { post: repost }, speaker);
      }
    });
  }
  add('ending', (ask) => ask('finish-scenario', { steps: length + 2 }));
  return { id, digest, steps };
}
