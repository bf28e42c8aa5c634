import { existsSync, readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import preact from "@preact/preset-vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { devServer } from "./dev_server.ts";
import { catalogues } from "./i18n/catalogues_plugin.ts";
import { styleTypes } from "./style_types.ts";
import { styleHashes } from "./watch/style_hashes.ts";

const root = import.meta.dirname;
const outDir = resolve(root, "../server/latecomer/static");

/** One HTML file per page; the viewer script is built by vite.viewer.config.ts into the same folder. */
const pages = readdirSync(root).filter((page) => existsSync(resolve(root, page, "index.html")));

/** Vite's own emptyOutDir would delete viewer.js with the rest, so each build clears what it wrote. */
function clearOwnOutput(): Plugin {
  return {
    name: "latecomer:clear-own-output",
    apply: "build",
    buildStart() {
      for (const folder of ["assets", ...pages])
        rmSync(resolve(outDir, folder), { recursive: true, force: true });
    },
  };
}

export default defineConfig({
  root,
  base: "/",
  appType: "mpa",
  plugins: [preact(), catalogues(), clearOwnOutput(), styleHashes(), styleTypes(), devServer()],
  build: {
    outDir,
    emptyOutDir: false,
    // The pages' content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: Object.fromEntries(pages.map((page) => [page, resolve(root, page, "index.html")])),
    },
  },
  test: {
    include: ["*/**/*.test.{ts,tsx}"],
    environment: "node",
    setupFiles: ["i18n/testing.ts"],
  },
});
