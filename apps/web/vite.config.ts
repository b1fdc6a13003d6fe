import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

// The server's CSP allows scripts, styles and fonts from itself alone: nothing is inlined.
export default defineConfig({
  root: here,
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The server's own pages find their style and their one script by name.
      input: {
        index: `${here}index.html`,
        pages: `${here}src/styles/pages.css`,
        page: `${here}src/live-page/live-page.ts`,
      },
      output: {
        entryFileNames: ({ name }) => (name === 'page' ? 'page.js' : 'assets/[name]-[hash].js'),
        assetFileNames: ({ names }) =>
          names.includes('pages.css') ? 'pages.css' : 'assets/[name]-[hash][extname]',
      },
    },
    // For the browsers of 2022: phones in a hall are not all new.
    target: ['chrome105', 'firefox104', 'safari16'],
  },
  // `vite` alone: the page from source, everything else from a server on its usual port.
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:3000',
      '/socket.io': { target: 'http://127.0.0.1:3000', ws: true },
    },
  },
});
