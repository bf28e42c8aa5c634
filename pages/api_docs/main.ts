/**
 * The API's own documents, shown by Scalar. Nothing is asked of anybody else: no proxy, no fonts, no telemetry, no AI.
 *
 * Source: DECISIONS.md, Scalar shows the API.
 */
import "@scalar/api-reference/style.css";
import "../ui/tokens.css";
import "./page.css";
import { type Codes, codesChapter, followCode } from "./codes.ts";
import { type AsyncApi, socketsChapter } from "./sockets.ts";

// Zod, which Scalar brings, tries `new Function` unless it is told not to; our policy refuses that, and reports it.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const root = document.getElementById("app");
if (root) void show(root);

async function show(place: HTMLElement): Promise<void> {
  const [openapi, asyncapi, { createApiReference }] = await Promise.all([
    read("/api/openapi.json"),
    read("/api/asyncapi.json"),
    // Loaded after Zod's settings were made.
    import("@scalar/api-reference"),
  ]);
  const info = openapi.info as { description: string };
  info.description += `\n\n${codesChapter(openapi["x-codes"] as Codes)}`;
  info.description += `\n\n${socketsChapter(asyncapi as unknown as AsyncApi)}`;
  createApiReference(place, {
    content: openapi,
    servers: [{ url: location.origin }],
    theme: "none",
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: "never",
    documentDownloadType: "none",
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
    persistAuth: false,
    metaData: { title: "Latecomer API" },
  });
  followCode(place);
}

async function read(path: string): Promise<Record<string, unknown>> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}
