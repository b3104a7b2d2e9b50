import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const source = fileURLToPath(new URL('./src', import.meta.url));
const backend = process.env.RAPPORT_BACKEND ?? 'http://127.0.0.1:8000';

const SMALL_PARTS =
  /node_modules\/@tabler|src\/locales\/|src\/ui\/(?!SearchSelect|FormDialog|form|InlineEdit|DataGrid|SortHead)/;

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': source } },
  server: { host: '127.0.0.1', proxy: { '/api': { target: backend } } },
  preview: { host: '127.0.0.1', proxy: { '/api': { target: backend } } },
  build: {
    target: 'es2023',
    // The default CSS target lets the minifier break light-dark() without a word.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Data URLs would need their own exception in the content security policy.
    assetsInlineLimit: 0,
    // One small stylesheet: forty tiny ones cost more round trips than they save bytes.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      output: {
        // What every page draws with travels together: sixty tiny files would each wait their turn.
        codeSplitting: { groups: [{ name: 'parts', test: SMALL_PARTS }] },
      },
    },
  },
});
