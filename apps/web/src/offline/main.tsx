/** The page of a file that plays a replay by itself (`withheld export`). */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme, chosenTheme } from '../frame/theme.js';
import { keepTranslatedTextTrue } from '../translated-text.js';
import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/brand.css';
import '../styles/frame.css';
import '../styles/rows.css';
import '../styles/post.css';
import '../styles/motion.css';
import '../styles/transport.css';
import '../styles/scrubber.css';
import '../styles/controls.css';
import '../styles/sheets.css';
import '../styles/landing.css';
import '../styles/stage.css';
import '../styles/marks.css';
import '../styles/orders.css';
import '../styles/drawer.css';
import '../styles/explain.css';
import '../styles/narrow.css';
import '../styles/forced-colors.css';
import { OfflineApp } from './offline-app.js';

applyTheme(chosenTheme());

const root = document.getElementById('root');
if (root !== null) {
  keepTranslatedTextTrue(root);
  createRoot(root).render(
    <StrictMode>
      <OfflineApp />
    </StrictMode>,
  );
}
