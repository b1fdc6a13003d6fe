/**
 * Sockets that listen, in a process of their own: bare ones, ones of this server that are subscribed to the public
 * timeline, or ones that follow a room. They speak socket.io's protocol as text, so that a listener costs here
 * the same whatever it listens to.
 *
 * @see https://socket.io/docs/v4/socket-io-protocol/
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { answering } from '../limits/answering.mjs';

/** When what is counted has come, ns of the monotonic clock, which all processes of a machine share. */
let times = [];
let wanted = Infinity;
let all = () => undefined;

const sockets = [];
/** The highest version of a room that has been counted, by socket. */
const versions = new WeakMap();

function got() {
  times.push(process.hrtime.bigint());
  if (times.length >= wanted) all();
}

answering(async (message) => {
  if (message.kind === 'connect') return connect(message);
  if (message.kind === 'expect') return expect(message.deliveries);
  return awaited;
});

/** Connects so many, a hundred at a time. */
async function connect({ to, address, count, room }) {
  const url = address.replace(/^http/, 'ws');
  const one = { bare, idle, timeline, room: (socket) => inRoom(socket, room) }[to];
  for (let left = count; left > 0; left -= 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, left) }, async () => {
        const path = to === 'bare' ? '' : '/socket.io/?EIO=4&transport=websocket';
        const socket = new WebSocket(`${url}${path}`, { perMessageDeflate: false });
        sockets.push(socket);
        await one(socket);
      }),
    );
  }
  return { connected: sockets.length };
}

async function bare(socket) {
  await once(socket, 'open');
  socket.on('message', got);
}

/** Asks something and waits for the packet that begins as given. */
function asks(socket, packet, answer) {
  return new Promise((resolve, reject) => {
    const listen = (data) => {
      const text = String(data);
      if (!text.startsWith(answer)) return;
      socket.off('message', listen);
      resolve(text);
    };
    socket.on('message', listen);
    socket.once('close', () => reject(new Error('The socket was closed')));
    socket.send(packet);
  });
}

async function idle(socket) {
  await once(socket, 'message');
  socket.on('message', (data) => {
    if (String(data) === '2') socket.send('3');
  });
  await asks(socket, '40', '40');
}

async function timeline(socket) {
  await idle(socket);
  const subscribe = ['subscribe', { stream: 'public', view_from: 'IN' }];
  const answer = await asks(socket, `420${JSON.stringify(subscribe)}`, '430');
  if (!answer.includes('"ok":true')) throw new Error(answer);
  socket.on('message', (data) => {
    if (data.includes('"type":"update"')) got();
  });
}

async function inRoom(socket, id) {
  await idle(socket);
  const answer = await asks(socket, `420${JSON.stringify(['replay:join', { id }])}`, '430');
  const { version } = JSON.parse(answer.slice(3))[0].replay;
  versions.set(socket, version);
  socket.on('message', (data) => {
    const text = String(data);
    if (!text.startsWith('42["replay:state"')) return;
    const [, state] = JSON.parse(text.slice(2));
    if (state.version <= versions.get(socket)) return;
    versions.set(socket, state.version);
    got();
  });
}

let awaited;
/** Counts anew from here. The next message asks for when what is expected has come. */
function expect(deliveries) {
  times = [];
  wanted = deliveries;
  awaited = new Promise((resolve) => (all = resolve)).then(() => ({ times: times.map(String) }));
  return { ok: true };
}
