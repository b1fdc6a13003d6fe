import type { OfflineFile } from '#contract';

/** The id of the element that holds what the file carries. */
const ELEMENT = 'held';

let kept: OfflineFile | null = null;

/** Reads the answers that `withheld export` put into the file. */
export function held(): OfflineFile {
  kept ??= JSON.parse(document.getElementById(ELEMENT)?.textContent ?? '') as OfflineFile;
  return kept;
}

/** Whether this browser can unpack it (Chrome and Edge 80, Firefox 113, Safari 16.4 and later). */
export const canUnpack = (): boolean => 'DecompressionStream' in window;

/** Unpacks an answer, the gzip of which is held as base64. */
export async function unpacked(gzip: string): Promise<string> {
  const bytes = Uint8Array.from(atob(gzip), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
