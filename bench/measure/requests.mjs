/** Asks over HTTP, in a process of its own: many connections at once for a rate, one for how long an answer takes. */
import { once } from 'node:events';
import http from 'node:http';
import autocannon from 'autocannon';
import { answering } from '../limits/answering.mjs';

let made = 0;

answering(({ kind, ...asked }) => (kind === 'rate' ? rate(asked) : latency(asked)));

/** @returns answers a second. Each connection asks on as soon as it is answered */
async function rate({ address, paths, tokens = [], post, connections, seconds }) {
  let wrong = null;
  const requests = {
    method: post === undefined ? 'GET' : 'POST',
    path: paths[0],
    setupRequest: (request) => ({ ...request, ...next({ paths, tokens, post }) }),
  };
  const told = await autocannon({
    url: address,
    connections,
    duration: seconds,
    requests: [
      paths.length + tokens.length > 1 || post !== undefined
        ? requests
        : { path: paths[0], headers: next({ paths, tokens }).headers },
    ],
    setupClient: (client) =>
      client.on('response', (status) => {
        if (status !== 200) wrong ??= status;
      }),
  });
  if (wrong !== null || told.errors > 0) throw new Error(`${paths[0]}: ${wrong ?? `${told.errors} errors`}`);
  return { rate: told.requests.total / told.duration };
}

/** @returns ms from a request to the end of its answer, on one connection: the median */
async function latency({ address, paths, tokens = [], post, times }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const took = [];
  for (let n = 0; n < times; n += 1) {
    const { path, headers, body } = next({ paths, tokens, post });
    const began = performance.now();
    const method = post === undefined ? 'GET' : 'POST';
    const request = http.request(`${address}${path}`, { agent, method, headers });
    request.end(body);
    const [answer] = await once(request, 'response');
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`);
    answer.resume();
    await once(answer, 'end');
    took.push(performance.now() - began);
  }
  agent.destroy();
  took.sort((one, other) => one - other);
  return { median: took[took.length >> 1] };
}

/** The next request: paths and tokens take turns; what is posted is numbered. */
function next({ paths, tokens, post }) {
  made += 1;
  const token = tokens[made % tokens.length];
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const path = paths[made % paths.length];
  if (post === undefined) return { path, headers };
  const body = JSON.stringify({ status: `Words ${made} of #bench: ${post}` });
  return { path, headers: { ...headers, 'content-type': 'application/json' }, body };
}
