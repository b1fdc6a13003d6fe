import { useState } from 'react';
import { useWords } from '../words/words.js';
import { chosenTheme, chooseTheme, type Theme } from './theme.js';
import { useMedia } from './use-media.js';

/** Light or dark: the system's until it is pressed. */
export function ThemeToggle() {
  const { frame } = useWords();
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const [chosen, setChosen] = useState<Theme | null>(chosenTheme);
  const now: Theme = chosen ?? (systemDark ? 'dark' : 'light');
  const other: Theme = now === 'dark' ? 'light' : 'dark';

  const press = () => {
    chooseTheme(other);
    setChosen(other);
  };
  return (
    <button
      type="button"
      className="tool"
      onClick={press}
      aria-label={frame.toTheme[other]}
      title={frame.toTheme[other]}
    >
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="8" />
        <path className="solid" d="M12 4a8 8 0 0 1 0 16z" />
      </svg>
    </button>
  );
}
