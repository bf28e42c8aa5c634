/**
 * `make dev`: everything on one port. Vite serves the pages with reload, and passes all else on to a Latecomer behind
 * it, which starts again whenever Python changes.
 *
 * The policies of the real server do not hold here: Vite's reload needs more. Look at `make run` before you land.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join, resolve } from "node:path";
import type { Connect, Plugin, ViteDevServer } from "vite";

const PORT = Number(process.env.PORT ?? 8080);
const BEHIND = PORT + 1;
const SERVER = resolve(import.meta.dirname, "../server");
/** Several files are saved at once; the server starts once. */
const PAUSE_MS = 300;

/** The page at each address; as in server/latecomer/http/built_pages.py and the routes. */
const PAGES: readonly (readonly [address: RegExp, app: string])[] = [
  [/^\/(?:j\/[^/]+|watch)\/?$/, "watch"],
  [/^\/api\/docs\/?$/, "api_docs"],
  [/^\/(?:$|sign-in|keys|webinars|connections)/, "dashboard"],
];

export function devServer(): Plugin {
  return {
    name: "latecomer:dev-server",
    apply: (_, { mode }) => mode === "everything",
    config: () => ({
      server: {
        port: PORT,
        strictPort: true,
        proxy: {
          "^/ws/": { target: `http://127.0.0.1:${BEHIND}`, ws: true },
          "^/": {
            target: `http://127.0.0.1:${BEHIND}`,
            bypass: (request) => (isSource(request.url ?? "/") ? request.url : undefined),
          },
        },
      },
    }),
    configureServer(vite) {
      keepRunning(vite);
      vite.middlewares.use(pagesOf(vite));
    },
  };
}

/** Serves `index.html` of the page at an address, with what Vite adds to it. */
function pagesOf(vite: ViteDevServer): Connect.NextHandleFunction {
  return async (request, response, next) => {
    const app = appAt(request);
    if (app === undefined) return next();
    const file = join(vite.config.root, app, "index.html");
    const html = readFileSync(file, "utf8").replaceAll('="./', `="/${app}/`).replaceAll('="../', '="/');
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(await vite.transformIndexHtml(`/${app}/index.html`, html, request.originalUrl));
  };
}

function appAt({ method, url = "/", headers }: IncomingMessage): string | undefined {
  if (method !== "GET" || !headers.accept?.includes("text/html")) return undefined;
  const { pathname } = new URL(url, "http://localhost");
  return PAGES.find(([address]) => address.test(pathname))?.[1];
}

/** The paths that Vite serves itself: its own modules, and files of this folder. */
function isSource(url: string): boolean {
  const { pathname } = new URL(url, "http://localhost");
  if (/^\/(?:@|node_modules\/)/.test(pathname)) return true;
  const path = join(import.meta.dirname, pathname);
  return existsSync(path) && statSync(path).isFile();
}

/** Runs Latecomer with its demonstration for as long as Vite runs. */
function keepRunning(vite: ViteDevServer): void {
  let running: ChildProcess = start();
  let pause: NodeJS.Timeout | undefined;
  vite.watcher.add(SERVER);
  vite.watcher.on("all", (_, path) => {
    if (!path.startsWith(SERVER) || !/\.(py|sql|lua)$/.test(path)) return;
    clearTimeout(pause);
    pause = setTimeout(async () => {
      vite.config.logger.info("Latecomer starts again", { timestamp: true });
      await stop(running);
      running = start();
    }, PAUSE_MS);
  });
  vite.httpServer?.on("close", () => void stop(running));
}

function start(): ChildProcess {
  const environment = {
    ...process.env,
    LATECOMER_PORT: String(BEHIND),
    LATECOMER_PUBLIC_URL: `http://localhost:${PORT}`,
  };
  return spawn(resolve(SERVER, "../.venv/bin/python"), ["-m", "latecomer", "demo", "--workers", "1"], {
    cwd: resolve(SERVER, ".."),
    env: environment,
    stdio: "inherit",
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once("exit", () => done());
    child.kill("SIGINT");
  });
}
