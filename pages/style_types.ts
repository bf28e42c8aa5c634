/**
 * Types for the class names of every CSS module, so that a name that its module lacks does not compile.
 *
 * `x.module.css` gets `.types/…/x.module.css.d.ts`, which `rootDirs` in tsconfig.json lays over the sources. The names
 * are those that Vite itself exports.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Plugin, preprocessCSS, type ResolvedConfig } from "vite";

const FOLDER = ".types";

/** Writes the types before each build, and again whenever a module changes while Vite serves. */
export function styleTypes(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "latecomer:style-types",
    configResolved(resolved) {
      config = resolved;
    },
    async buildStart() {
      rmSync(join(config.root, FOLDER), { recursive: true, force: true });
      await Promise.all(modulesIn(config.root).map((path) => write(path, config)));
    },
    async hotUpdate({ file }) {
      if (file.endsWith(".module.css")) await write(file.slice(config.root.length + 1), config);
    },
  };
}

/** All CSS modules below the folders of the root, relative to it. */
function modulesIn(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .flatMap(({ name }) =>
      readdirSync(join(root, name), { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".module.css"))
        .map((path) => join(name, path)),
    );
}

/** `path` is relative to the root. */
async function write(path: string, config: ResolvedConfig): Promise<void> {
  const file = join(config.root, path);
  const { modules = {} } = await preprocessCSS(readFileSync(file, "utf8"), file, config);
  const names = Object.keys(modules).sort();
  const types = join(config.root, FOLDER, `${path}.d.ts`);
  mkdirSync(dirname(types), { recursive: true });
  writeFileSync(
    types,
    `declare const names: {\n${names.map((name) => `  readonly ${JSON.stringify(name)}: string;\n`).join("")}};\nexport default names;\n`,
  );
}
