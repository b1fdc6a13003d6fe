/** The limit of fan-out: a bare `ws` server that sends what is posted to it to all who are connected. */
import { once } from 'node:events';
import http from 'node:http';
import { WebSocketServer } from 'ws';
import { answering } from './answering.mjs';

answering(async ({ size }) => {
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => {
      const frame = `${Date.now()} `.padEnd(size, 'x');
      for (const client of sockets.clients) client.send(frame);
      response.end('{}');
    });
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  // A presenter's message goes to all, as a control of a room does.
  sockets.on('connection', (socket) =>
    socket.on('message', (message) => {
      for (const client of sockets.clients) if (client !== socket) client.send(String(message));
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${server.address().port}` };
});
