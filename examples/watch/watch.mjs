/**
 * Keeps the public timeline, as one country sees it, from the socket, and prints what happens.
 *
 *   node examples/watch/watch.mjs [country] [address]
 */
import { io } from 'socket.io-client';

const [country = 'IN', address = 'http://localhost:3000'] = process.argv.slice(2);

/** The timeline: statuses by id, as last told. */
const timeline = new Map();
/** Where to go on after a disconnect: the last `seq` that was told whole. */
let since;

const socket = io(address, { transports: ['websocket'] });

socket.on('connect', () => {
  // A callback, which is not called where the connection goes before the answer; `emitWithAck` would throw.
  socket.emit('subscribe', { stream: 'public', view_from: country, since }, async (answer) => {
    if (!answer.ok) return refused(answer.error);
    if (since === undefined && !(await readTimeline())) return;
    since ??= answer.seq;
    console.log(`Watching from ${country}: ${timeline.size} posts, ${tombstones()} of them withheld here.`);
  });
});
socket.on('connect_error', (error) => console.error(`${address}: ${error.message}; trying again`));
socket.on('disconnect', (reason) => {
  // socket.io comes back by itself, but not where the server closed, as one does that is stopped.
  if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 1_000);
});
socket.on('error', ({ error }) => console.error(error));
socket.on('resync', () => {
  timeline.clear();
  void readTimeline();
});

socket.on('event', ({ type, payload, seq, more }) => {
  apply[type]?.(payload);
  // The frames of one `seq` belong together; going on from the middle would miss the rest.
  if (more !== true) since = seq;
});

const apply = {
  update(status) {
    timeline.set(status.id, status);
    console.log(`+ ${line(status)}`);
  },
  // Of a post that is shown, or that went and is there again.
  'status.update'(status) {
    timeline.set(status.id, status);
    console.log(`${status.tombstone ? '×' : '='} ${line(status)}`);
  },
  delete(id) {
    if (timeline.delete(id)) console.log(`- ${id}`);
  },
  'account.update'(account) {
    for (const status of timeline.values()) if (status.account.id === account.id) status.account = account;
  },
  withheld({ status_id, account_id, scope, withheld, country_codes }) {
    for (const status of timeline.values()) {
      const meant = scope === 'user' ? status.account.id === account_id : status.id === status_id;
      if (meant) status.withheld = withheld;
    }
    const what = scope === 'user' ? `account ${account_id}` : `post ${status_id}`;
    console.log(`! ${what} is withheld in: ${country_codes.join(', ') || 'nowhere'}`);
  },
  counts({ status_id, ...counts }) {
    const status = timeline.get(status_id);
    if (status !== undefined) Object.assign(status, counts);
  },
};

/** Reads what is there already; frames that came meanwhile are newer, and stay. Says whether it could. */
async function readTimeline() {
  try {
    const response = await fetch(`${address}/api/v1/timelines/public?view_from=${country}&limit=40`);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    for (const status of answer) if (!timeline.has(status.id)) timeline.set(status.id, status);
    return true;
  } catch (error) {
    startOver(error.message);
    return false;
  }
}

/** What is refused at first is asked for wrongly; later, as after a reset, there is another log. */
function refused(why) {
  if (since !== undefined) return startOver(why);
  console.error(why);
  process.exitCode = 1;
  socket.disconnect();
}

function startOver(why) {
  console.error(`${address}: ${why}; starting over`);
  since = undefined;
  timeline.clear();
  socket.disconnect();
  setTimeout(() => socket.connect(), 1_000);
}

function line({ account, content }) {
  return `@${account.acct}: ${content.replace(/<[^>]+>/g, '')}`;
}

function tombstones() {
  return [...timeline.values()].filter(({ tombstone }) => tombstone).length;
}
