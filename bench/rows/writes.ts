import type { Contender, Row } from '../measure/row.js';
import type { Platform } from '../measure/setting.js';
import { Worker } from '../measure/worker.js';

const WORDS = 'some words of a post '.repeat(4);
const ONE_BY_ONE = 300;

/** Posting, beside the database's own commits of one row, one connection. */
export function posting(program: Platform, against: Platform | null, posts: number, seconds: number): Row[] {
  const many = [16, 64].map((connections): Row => {
    const asks = (platform: Platform): Contender => {
      const worker = Worker.start('measure/requests.mjs');
      const asked = { kind: 'rate', connections, seconds, ...postsIn(platform, connections) };
      return {
        sample: async () => (await worker.ask<{ rate: number }>(asked)).rate,
        close: () => worker.stop(),
      };
    };
    return {
      what: `posting at ${posts.toLocaleString('en')} posts, ${connections} connections`,
      unit: '/s',
      reach: { is: 'at least', figure: 1 },
      program: asks(program),
      against: against === null ? undefined : asks(against),
      limit: commits(program.url, { seconds }, 'rate'),
    };
  });
  const one = (platform: Platform): Contender => {
    const worker = Worker.start('measure/requests.mjs');
    const asked = { kind: 'latency', times: ONE_BY_ONE, ...postsIn(platform, 1) };
    return {
      sample: async () => (await worker.ask<{ median: number }>(asked)).median,
      close: () => worker.stop(),
    };
  };
  return [
    ...many,
    {
      what: `posting at ${posts.toLocaleString('en')} posts, one connection, p50`,
      unit: 'ms',
      reach: { is: 'plus', figure: 1 },
      program: one(program),
      against: against === null ? undefined : one(against),
      limit: commits(program.url, { times: ONE_BY_ONE }, 'median'),
    },
  ];
}

export function postsIn(
  { server, filled }: Platform,
  people: number,
): { address: string; paths: string[]; tokens: string[]; post: string } {
  return {
    address: server.address,
    paths: ['/api/v1/statuses'],
    tokens: filled.tokens.slice(0, people),
    post: WORDS,
  };
}

function commits(url: string, asked: object, figure: 'rate' | 'median'): Contender {
  const worker = Worker.start('limits/commits.mjs');
  return {
    sample: async () => (await worker.ask<{ rate: number; median: number }>({ url, ...asked }))[figure],
    close: () => worker.stop(),
  };
}
