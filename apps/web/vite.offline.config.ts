import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The modules that reach the network, and what stands in for them. */
const STAND_INS = ['api/network', 'live/scenario-stream'].map((module) => ({
  path: `${here}src/${module}.ts`,
  instead: `${here}src/offline/${module.split('/')[1]}.ts`,
}));

/** Has a file answer where the page would ask a server. */
const withoutNetwork: Plugin = {
  name: 'without-network',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return STAND_INS.find(({ path }) => path === found?.id)?.instead ?? found;
  },
};

// The page that `withheld export` puts a story into: one script and one style sheet, with all fonts in it.
export default defineConfig({
  root: here,
  publicDir: false,
  plugins: [withoutNetwork, react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: fileURLToPath(new URL('../../dist/offline', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: Infinity,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: `${here}src/offline/main.tsx`,
      output: {
        codeSplitting: false,
        entryFileNames: 'script.js',
        assetFileNames: 'style[extname]',
      },
    },
    target: ['chrome105', 'firefox104', 'safari16'],
  },
});
