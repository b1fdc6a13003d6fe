import type { ClientToServer, ServerToClient, StreamName } from '#contract';
import { io, type Socket } from 'socket.io-client';
import { tellItsAuthor } from './own-note.js';
import { refresh } from './refresh.js';

/** ms over which those who are told at the same time spread their reading. */
const SPREAD = 1_000;
/** ms after which a connection that the server closed is made again. */
const AGAIN = 2_000;

/**
 * The script of the pages that the server renders. Where a page names streams, it listens to them from where the
 * page is seen, and reads the page anew when something happens there. Without it the pages are the same, and
 * stand still.
 */
function keepUp(main: HTMLElement, streams: readonly StreamName[]): void {
  const asked = new URLSearchParams(location.search);
  const viewpoint = {
    ...(asked.has('view_from') ? { view_from: asked.get('view_from') ?? '' } : {}),
    ...(asked.get('view_as') === 'public' ? { view_as: 'public' as const } : {}),
    lang: document.documentElement.lang === 'hi' ? ('hi' as const) : ('en' as const),
  };
  const socket: Socket<ServerToClient, ClientToServer> = io({ transports: ['websocket'] });
  let due: number | undefined;
  const read = (): void => {
    due ??= window.setTimeout(
      () => {
        due = undefined;
        void refresh(main).then((done) => {
          if (!done) read();
        });
      },
      200 + Math.random() * SPREAD,
    );
  };
  let connected = false;
  socket.on('connect', () => {
    for (const stream of streams) socket.emit('subscribe', { stream, ...viewpoint }, () => undefined);
    // Something may have happened while it was away.
    if (connected) read();
    connected = true;
  });
  socket.on('event', read);
  socket.on('resync', read);
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') window.setTimeout(() => socket.connect(), AGAIN);
  });
}

/** Looks from a place as soon as it is chosen. The button stays for those who choose by the keyboard's arrows. */
function lookAtOnce(select: HTMLSelectElement): void {
  let byKey = false;
  select.addEventListener('keydown', () => (byKey = true));
  select.addEventListener('pointerdown', () => (byKey = false));
  select.addEventListener('change', () => {
    if (!byKey) select.form?.requestSubmit();
  });
}

const main = document.querySelector<HTMLElement>('main[data-streams]');
if (main !== null) keepUp(main, (main.dataset['streams'] ?? '').split(' ') as StreamName[]);
const whole = document.querySelector<HTMLElement>('main');
// Whoever cannot be told is shown what everybody is.
if (whole !== null) tellItsAuthor(whole).catch(() => undefined);
const select = document.querySelector<HTMLSelectElement>('.picker select');
if (select !== null) lookAtOnce(select);
// Acts that take a script are offered where there is one.
const print = document.querySelector<HTMLButtonElement>('[data-print]');
if (print !== null) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}
