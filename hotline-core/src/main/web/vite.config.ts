import { defineConfig } from 'vite';

// One page, served by the service itself: every address is relative to its root, nothing is inlined (strict CSP),
// and the file names carry a hash so that the service may let browsers keep them for ever.
export default defineConfig({
  base: '/',
  // Maven says where the result goes; by hand it goes where Maven would put it.
  build: {
    outDir: process.env['HOTLINE_WEBROOT'] ?? '../../../target/classes/webroot',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    license: { fileName: 'licences.md' },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    // `npm run mock` for the small stand-in, or HOTLINE_URL for a service that runs.
    proxy: {
      '/api': { target: process.env['HOTLINE_URL'] ?? 'http://127.0.0.1:5180', changeOrigin: false },
      '/sip': { target: process.env['HOTLINE_URL'] ?? 'http://127.0.0.1:5180', ws: true },
    },
  },
});
