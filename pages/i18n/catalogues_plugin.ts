/**
 * Makes the server's catalogues modules of the pages: `catalogues:watch` lists the languages and loads the areas of one
 * app (`areas.json`) in one of them, as one hashed file.
 *
 * Source: docs/languages.md, The catalogues
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

const here = import.meta.dirname;
const locales = resolve(here, "../../server/latecomer/i18n/locales");

export function catalogues(): Plugin {
  return {
    name: "latecomer:catalogues",
    resolveId: (id) => (id.startsWith("catalogues:") ? `\0${id}` : null),
    load(id) {
      const [, app, language] = /^\0catalogues:([a-z_]+)(?:\/([A-Za-z-]+))?$/.exec(id) ?? [];
      if (!app) return null;
      return language ? catalogue(app, language, (file) => this.addWatchFile(file)) : listing(app);
    },
  };
}

function listing(app: string): string {
  const languages = readdirSync(locales).sort();
  const loaders = languages.map(
    (name) => `${JSON.stringify(name)}: () => import("catalogues:${app}/${name}")`,
  );
  return `export default { ${loaders.join(", ")} };`;
}

function catalogue(app: string, language: string, watch: (file: string) => void): string {
  const areas: Record<string, string[]> = JSON.parse(readFileSync(resolve(here, "areas.json"), "utf8"));
  const files = (areas[app] ?? [])
    .map((area) => resolve(locales, language, `${area}.ftl`))
    .filter(existsSync);
  files.forEach(watch);
  const texts = files.map((file) => readFileSync(file, "utf8").replace(/^#.*\n/gm, "")).join("\n");
  const cities: unknown = JSON.parse(readFileSync(resolve(here, "cities", `${language}.json`), "utf8"));
  return `export const texts = ${JSON.stringify(texts)};\nexport const cities = ${JSON.stringify(cities)};`;
}
