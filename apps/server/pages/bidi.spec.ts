import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { closed, isolated } from './bidi.js';
import { html } from './html.js';

const RLO = '\u202E';
const PDF = '\u202C';
const RLI = '\u2067';
const FSI = '\u2068';
const PDI = '\u2069';

const text = fc
  .array(fc.constantFrom('a', ' ', 'ن', '\u202A', '\u202B', PDF, '\u202D', RLO, '\u2066', RLI, FSI, PDI))
  .map((chars) => chars.join(''));

/** How deep isolates are open at the end; null where one ends that was not begun, or an override stands. */
function openAtEnd(text: string): number | null {
  let depth = 0;
  for (const char of text) {
    if (/[\u202A-\u202E]/.test(char)) return null;
    if (/[\u2066-\u2068]/.test(char)) depth += 1;
    if (char === PDI && (depth -= 1) < 0) return null;
  }
  return depth;
}

describe('somebody’s words beside ours', () => {
  it('are as they are where they run as ours do', () => {
    expect(isolated('Asha Rao, आशा')).toBe('Asha Rao, आशा');
  });

  it.each([
    [`Asha${RLO}gnp.exe`, 'Ashagnp.exe'],
    [`${PDI}${PDF}Asha`, 'Asha'],
    ['نور', `${FSI}نور${PDI}`],
    [`نور${RLO}${PDI}`, `${FSI}نور${PDI}`],
  ])('turn nothing: %j', (asked, told) => {
    expect(isolated(asked)).toBe(told);
  });

  it('close what they open, whatever they are', () => {
    fc.assert(fc.property(text, (one) => openAtEnd(isolated(one)) === 0));
    fc.assert(fc.property(text, (one) => openAtEnd(closed(one)) === 0));
  });
});

it('a page keeps isolates that are closed, and nothing else that turns text', () => {
  expect(closed(`a ${FSI}b${PDI} ${RLI}c ${RLO}d${PDF}${PDI}`)).toBe(`a ${FSI}b${PDI} ${RLI}c d${PDI}`);
  expect(html`<p title="${`x${RLO}`}">${`y${RLI}`}</p>`.text).toBe('<p title="x">y</p>');
});
