import { describe, expect, it } from "vitest";
import { Problem } from "../../ui/problem.ts";
import { create, type Sent, send, type World } from "./tus.ts";

const CONTENT = new Uint8Array(1_000_000).map((_, n) => n % 251);
const FILE = new File([CONTENT], "Été.avi");

/** A server that keeps each byte once, as ours does; `fail` says what happens to each PATCH, in turn. */
function server(fails: (Response | "cut" | "lost" | "converted" | null)[] = []) {
  let converted = false;
  let kept = new Uint8Array(0);
  const names: string[] = [];
  const waits: number[] = [];
  const take = async (body: Blob) => {
    kept = new Uint8Array([...kept, ...new Uint8Array(await body.arrayBuffer())]);
  };
  const world: World = {
    now: () => 0,
    wait: async (ms) => {
      waits.push(ms);
    },
    fetch: async (url, init = {}) => {
      const headers = new Headers(init.headers);
      if (init.method === "POST") {
        names.push(atob(headers.get("upload-metadata")?.split(" ")[1] ?? ""));
        return new Response(null, { status: 201, headers: { location: "/api/v1/media/uploads/abc" } });
      }
      expect(url).toBe("/api/v1/media/uploads/abc");
      if (init.method === "HEAD") {
        const length = converted ? 0 : FILE.size;
        const offset = converted ? 0 : kept.length;
        return new Response(null, {
          status: 200,
          headers: { "upload-offset": String(offset), "upload-length": String(length) },
        });
      }
      const offset = Number(headers.get("upload-offset"));
      if (offset !== kept.length) return new Response("{}", { status: 409 });
      const fail = fails.shift() ?? null;
      const body = init.body as Blob;
      if (fail === "cut") {
        await take(body.slice(0, 1000));
        throw new TypeError("network");
      }
      await take(body);
      converted = fail === "converted" && kept.length === FILE.size;
      if (fail === "lost" || converted) throw new TypeError("network");
      if (fail instanceof Response) return fail;
      return new Response(null, { status: 204, headers: { "upload-offset": String(kept.length) } });
    },
  };
  return { world, names, waits, kept: () => kept };
}

/** Much quicker than a comparison that could show the difference. */
function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, n) => byte === other[n]);
}

async function upload(world: World, signal = new AbortController().signal): Promise<Sent[]> {
  const told: Sent[] = [];
  await send(FILE, await create(FILE, world), world, signal, (sent) => told.push(sent));
  return told;
}

describe("a resumable upload", () => {
  it("sends every byte once, in growing pieces, and tells how far it is", async () => {
    const { world, names, kept } = server();
    const told = await upload(world);
    expect(same(kept(), CONTENT)).toBe(true);
    expect(new TextDecoder().decode(Uint8Array.from(names[0] ?? "", (each) => each.charCodeAt(0)))).toBe(
      "Été.avi",
    );
    expect(told.map(({ offset }) => offset)).toEqual([0, 524_288, 1_000_000]);
  });

  it("goes on where the server is after five cuts, also where an answer was lost", async () => {
    const { world, waits, kept } = server(["cut", "lost", "cut", "cut", "lost"]);
    const told = await upload(world);
    expect(same(kept(), CONTENT)).toBe(true);
    expect(told.filter(({ waiting }) => waiting)).toHaveLength(5);
    expect(waits).toEqual([1000, 1000, 1000, 1000, 1000]);
  });

  it("is done where the answer to the last piece was lost and the file is converted already", async () => {
    const { world, kept } = server([null, "converted"]);
    expect((await upload(world)).at(-1)).toEqual({ offset: FILE.size, waiting: false });
    expect(same(kept(), CONTENT)).toBe(true);
  });

  it("waits longer and longer while the server is away, at most half a minute", async () => {
    const { world, waits } = server();
    const { fetch } = world;
    let away = 7;
    world.fetch = async (url, init) => {
      if (init?.method === "HEAD" && away-- > 0) return new Response("", { status: 503 });
      return fetch(url, init);
    };
    await upload(world);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it("ends with the server's reason where that will not change", async () => {
    const body = { code: "storage_full", detail: "The disk of the media library is full." };
    const { world, waits } = server([Response.json(body, { status: 413 })]);
    await expect(upload(world)).rejects.toMatchObject({ code: "storage_full", status: 413 });
    expect(waits).toEqual([]);
  });

  it("stops when it is paused", async () => {
    const { world } = server();
    const pausing = new AbortController();
    const { fetch } = world;
    world.fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (init?.method === "PATCH") {
        pausing.abort(new Problem("paused", 0, ""));
        throw new DOMException("aborted", "AbortError");
      }
      return answer;
    };
    await expect(upload(world, pausing.signal)).rejects.toMatchObject({ code: "paused" });
  });
});
