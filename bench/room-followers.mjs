/** Followers of `bench/room.ts`, in a process of their own: says when all are there, and when each had each message. */
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';

const [kind, address, room, wanted, from] = process.argv.slice(2);
const count = Number(wanted);
const headers = { 'x-forwarded-for': from };
/** When each follower had the message of this round, ns of the monotonic clock. */
let times = [];
/** Ms that each took to join. */
const joined = [];

function got() {
  times.push(process.hrtime.bigint());
  if (times.length < count) return;
  process.send(times.map(String));
  times = [];
}

function bare() {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  socket.on('message', got);
  return new Promise((resolve) => socket.once('open', resolve));
}

async function bySocket() {
  const began = performance.now();
  const socket = io(address, { transports: ['websocket'], forceNew: true, extraHeaders: headers });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  let { replay } = await socket.emitWithAck('replay:join', { id: room });
  joined.push(performance.now() - began);
  socket.on('replay:state', (state) => {
    if (state.version <= replay.version) return;
    replay = state;
    got();
  });
}

async function byPolling() {
  const began = performance.now();
  const path = `${address}/api/v1/replays/${room}`;
  const answer = await fetch(`${path}/join`, {
    method: 'POST',
    body: '{}',
    headers: { ...headers, 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  let { version } = (await answer.json()).replay;
  joined.push(performance.now() - began);
  const follow = async () => {
    for (;;) {
      const answer = await fetch(`${path}?version=${version}&wait=25`, { headers });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      const told = await answer.json();
      if (told.version === version) continue;
      ({ version } = told);
      got();
    }
  };
  // The server goes at the end; nothing else may refuse.
  follow().catch((error) => process.exit(error.name === 'TypeError' ? 0 : 1));
}

const join = { ws: bare, socket: bySocket, poll: byPolling }[kind];
await Promise.all(Array.from({ length: count }, join));
// Those who poll have to ask before they wait.
setTimeout(() => process.send(joined), 500);
