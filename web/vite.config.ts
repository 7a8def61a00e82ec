import { defineConfig } from "vite";

// The service sends "default-src 'self'; style-src 'self'": nothing may be inlined into the page.
export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2021",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // `npm run dev` shows the sources against a running service.
    proxy: { "/api": "http://127.0.0.1:8080" },
  },
});
