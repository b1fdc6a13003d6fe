import { createHash } from 'node:crypto';
import type { HeldReplay } from './read-replay.js';

/** The program of the page, as `npm run build` makes it. */
export interface PageParts {
  script: string;
  style: string;
}

/**
 * One HTML file that plays a replay by itself. Its policy lets nothing load or be asked for; script and style
 * run because their hashes are in it.
 */
export function offlinePage({ title, year, held }: HeldReplay, { script, style }: PageParts): string {
  // No element may end within the element that it stands in.
  const program = script.replaceAll('</script', '<\\/script');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(program)}'`,
    `style-src '${hashOf(style)}'`,
    'font-src data:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const name = `Replay of ${year}: ${title}`;
  return `<!doctype html>
<html lang="${held.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="description" content="${escaped(name)}. A file that plays by itself, made ${held.made_at}, revision ${held.revision}.">
<title>${escaped(name)} · Withheld</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="root"></div>
<noscript><p>${escaped(name)}. This file plays it with JavaScript, which is switched off here.</p></noscript>
<script type="application/json" id="held">${JSON.stringify(held).replaceAll('<', '\\u003c')}</script>
<script type="module">${program}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
