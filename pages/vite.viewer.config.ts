import { resolve } from "node:path";
import { defineConfig } from "vite";

/** The viewer script: one classic script without imports, for any page to embed. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "../server/latecomer/static"),
    emptyOutDir: false,
    target: "es2022",
    lib: {
      entry: resolve(import.meta.dirname, "viewer/viewer.ts"),
      formats: ["iife"],
      name: "Latecomer",
      fileName: () => "viewer.js",
    },
  },
});
