/** The limit of an answer: `node:http` that sends the same bytes, and does nothing else. */
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import http from 'node:http';
import { answering } from './answering.mjs';

answering(async ({ body, type }) => {
  const bytes = Buffer.from(body, 'base64');
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
    response.end(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${server.address().port}` };
});
