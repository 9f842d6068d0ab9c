import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';

// Bundles test/*.test.ts for `node --test`: the pure parts are tested without a browser.
export default defineConfig({
  build: {
    ssr: true,
    outDir: process.env['HOTLINE_WEBTEST'] ?? '../../../target/web-test',
    emptyOutDir: true,
    copyPublicDir: false,
    rollupOptions: {
      input: Object.fromEntries(
        readdirSync('test').filter((n) => n.endsWith('.test.ts')).map((n) => [n.replace(/\.ts$/, ''), `test/${n}`]),
      ),
      output: { entryFileNames: '[name].mjs' },
    },
  },
  ssr: { noExternal: true },
  logLevel: 'warn',
});
