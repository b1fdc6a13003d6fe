/**
 * The browser client: the public timeline from two places side by side, live or at an instant. It knows
 * the server by what travels (`#contract`) alone; what may be seen is decided there and never here.
 */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme, chosenTheme } from './frame/theme.js';
import { Page } from './page.js';
import { keepTranslatedTextTrue } from './translated-text.js';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/brand.css';
import './styles/frame.css';
import './styles/rows.css';
import './styles/post.css';
import './styles/motion.css';
import './styles/narrow.css';
import './styles/forced-colors.css';

applyTheme(chosenTheme());

const root = document.getElementById('root');
if (root !== null) {
  keepTranslatedTextTrue(root);
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
