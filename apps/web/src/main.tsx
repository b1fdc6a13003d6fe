/**
 * The browser client: a story that plays on two sides, and what people write from two places. It knows
 * the server by what travels (`#contract`) alone; what may be seen is decided there and never here.
 */
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme, chosenTheme } from './frame/theme.js';
import { App } from './app.js';
import { isRoomPath, takePresenterKey } from './room/room-address.js';
import { keepTranslatedTextTrue } from './translated-text.js';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/brand.css';
import './styles/frame.css';
import './styles/rows.css';
import './styles/post.css';
import './styles/motion.css';
import './styles/transport.css';
import './styles/scrubber.css';
import './styles/controls.css';
import './styles/sheets.css';
import './styles/landing.css';
import './styles/stage.css';
import './styles/marks.css';
import './styles/orders.css';
import './styles/drawer.css';
import './styles/explain.css';
import './styles/narrow.css';
import './styles/room.css';
import './styles/hall.css';
import './styles/room-page.css';
import './styles/room-like.css';
import './styles/room-desk.css';
import './styles/lobby.css';
import './styles/question.css';
import './styles/forced-colors.css';

/** Whoever opens the stage alone loads nothing of rooms. */
const RoomApp = lazy(() => import('./room/room-app.js').then((module) => ({ default: module.RoomApp })));

applyTheme(chosenTheme());

// A projector shows the address bar, so a presenter's key leaves that before anything is drawn.
takePresenterKey();
// Opened where the room is already, such an address loads nothing by itself.
window.addEventListener('hashchange', () => {
  if (takePresenterKey()) window.location.reload();
});

const root = document.getElementById('root');
if (root !== null) {
  keepTranslatedTextTrue(root);
  createRoot(root).render(
    <StrictMode>
      {isRoomPath(window.location.pathname) ? (
        <Suspense fallback={<p role="status" aria-busy="true" />}>
          <RoomApp />
        </Suspense>
      ) : (
        <App />
      )}
    </StrictMode>,
  );
}
