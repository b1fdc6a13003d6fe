/** Followers of `bench/room.ts`, in a process of their own: says when all are there, and when all have each message. */
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';

const [kind, address, room, wanted] = process.argv.slice(2);
const count = Number(wanted);
/** When each follower had the message of this round, ns of the monotonic clock. */
let times = [];

function got() {
  times.push(process.hrtime.bigint());
  if (times.length < count) return;
  process.send({ median: String(times[count >> 1]), last: String(times[count - 1]) });
  times = [];
}

function bare() {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  socket.on('message', got);
  return new Promise((resolve) => socket.once('open', resolve));
}

async function bySocket() {
  const socket = io(address, { transports: ['websocket'], forceNew: true });
  await new Promise((resolve) => socket.once('connect', resolve));
  let { replay } = await socket.emitWithAck('replay:join', { id: room });
  socket.on('replay:state', (state) => {
    if (state.version <= replay.version) return;
    replay = state;
    got();
  });
}

async function byPolling() {
  const path = `${address}/api/v1/replays/${room}`;
  const joined = await fetch(`${path}/join`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  let { version } = (await joined.json()).replay;
  const follow = async () => {
    for (;;) {
      const answer = await fetch(`${path}?version=${version}&wait=25`);
      const told = await answer.json();
      if (told.version === version) continue;
      ({ version } = told);
      got();
    }
  };
  follow().catch(() => process.exit(0));
}

const join = { ws: bare, socket: bySocket, poll: byPolling }[kind];
await Promise.all(Array.from({ length: count }, join));
// Those who poll have to ask before they wait.
setTimeout(() => process.send('ready'), 500);
