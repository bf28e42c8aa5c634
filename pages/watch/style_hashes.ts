/**
 * Media Chrome styles its shadow roots with `<style>` elements, which a strict `style-src` refuses unless it names
 * their hashes. Their text is fixed at build time, so the build writes the hashes down for the server's policy.
 *
 * Source: Content Security Policy Level 3, 2.3.1 (hash-source).
 */
import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** The path at which the server finds them, below the built pages. */
const FILE = "watch/style-hashes.json";

/** Writes `["'sha256-…'", …]`, sources for `style-src`. */
export function styleHashes(): Plugin {
  return {
    name: "latecomer:style-hashes",
    apply: "build",
    async generateBundle() {
      const source = `${JSON.stringify(await playerStyleHashes(), null, 2)}\n`;
      this.emitFile({ type: "asset", fileName: FILE, source });
    },
  };
}

/** Sources for `style-src` that allow the styles of the player's parts, and nothing else. */
export async function playerStyleHashes(): Promise<string[]> {
  const parts: Record<string, object> = await import("./player/parts.ts");
  const hashes = new Set<string>();
  for (const exported of Object.values(parts).flatMap((part) => Object.values(part))) {
    for (const style of stylesOf(exported)) {
      hashes.add(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    }
  }
  return [...hashes].sort();
}

function stylesOf(exported: { getTemplateHTML?: (attributes: object, props: object) => string }): string[] {
  const html = exported?.getTemplateHTML?.({}, {}) ?? "";
  return [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, text]) => text ?? "");
}
