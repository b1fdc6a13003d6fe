/**
 * Writes `dist/openapi.d.ts`: the types of the API, from its OpenAPI document, by which the compiler checks what
 * the page asks for and what it makes of the answers (`#openapi`). The document is the one that the built server
 * gives at `/docs-json`: it is started for that, on a free port and an empty database of its own. A step of
 * `npm run build`, so that the types are never those of another server.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const { serve, whyNot } = await import(new URL('../dist/apps/server/serve.js', import.meta.url).href);

const { factory, SyntaxKind } = ts;
const NOTHINGS = factory.createArrayTypeNode(factory.createKeywordTypeNode(SyntaxKind.NeverKeyword));

const folder = mkdtempSync(path.join(tmpdir(), 'withheld-api-'));
try {
  const types = await openapiTS(await readDocument(), {
    // What a request may leave out stays so, whatever the server then takes for it.
    defaultNonNullable: false,
    // A list on which nothing may be is `never[]`, as where it comes from (`libs/contract`).
    transform: ({ maxItems }) => (maxItems === 0 ? NOTHINGS : undefined),
  });
  writeFileSync(path.join(dist, 'openapi.d.ts'), astToString(types));
} catch (error) {
  console.error(whyNot(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The document, with the routes of a server that has demo accounts: the page asks for one. @returns {Promise<string>} */
async function readDocument() {
  const env = {
    DATABASE_URL: `sqlite:${path.join(folder, 'api.db')}`,
    PORT: '0',
    DEMO: '1',
    LOG_LEVEL: 'silent',
  };
  /** @type {string[]} */
  const said = [];
  const stop = await serve(env, folder, (line, stream = 'stdout') => stream === 'stdout' && said.push(line));
  try {
    // On port 0, all that a server says is its address.
    const { address } = JSON.parse(said.join('\n'));
    return await (await fetch(`${address}/docs-json`)).text();
  } finally {
    await stop();
  }
}
