import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { DriftControl } from "../../automated/drift.ts";
import { onAir, stageOnAir } from "../../automated/on_air.ts";
import { browserWorld } from "../../automated/room_socket.ts";
import { type AnyItem, endMs, type OverlayItem, type StageItem } from "../../automated/rundown.ts";
import type { Join, Replay, Room } from "../../generated/api.ts";
import { LanguageSwitch } from "../../i18n/language_switch.tsx";
import { t } from "../../i18n/texts.ts";
import { attach } from "../../viewer/attach.ts";
import { Countdown } from "../scenes/countdown.tsx";
import scenes from "../scenes/scenes.module.css";
import screening from "../scenes/screening.module.css";
import { Transcript } from "../scenes/transcript.tsx";
import { position } from "../text.ts";
import { ahead, pageFile } from "./ahead.ts";
import { Chat } from "./chat.tsx";
import { useFilm } from "./film_source.ts";
import { CaptionsButton, Tracks, useItemCaptions } from "./item_captions.tsx";
import { paint } from "./paint.ts";
import { PollCard } from "./poll.tsx";
import css from "./programme.module.css";
import { ProgrammeMedia } from "./programme_media.ts";
import { type Entry, RoomClient } from "./room_client.ts";
import { useSeen } from "./seen.ts";
import { playOrMute } from "./sound.ts";

interface Props {
  join: Join;
  token: string;
  onStop: () => void;
}

/** A film this near to its place, in s, may be seen. */
const IN_PLACE_S = 0.5;
const HAVE_CURRENT_DATA = 2;
const LOOK_MS = 250;
/** Safari plays a changed rate with a sound that is heard. */
const CAN_NUDGE = !/^((?!chrome|android).)*safari/i.test(navigator.userAgent);

/** An automated webinar: live, everybody at the same moment; afterwards its replay. */
export function Programme({ join, token, onStop }: Props) {
  const room = useMemo(() => new RoomClient(world(token)), [token]);
  const video = useRef<HTMLVideoElement>(null);
  const media = useRef<ProgrammeMedia>(null);
  const [joined, setJoined] = useState(false);
  const [, look] = useState(0);
  const isReplay = Boolean(room.entry.value?.replay);

  useEffect(() => {
    room.start();
    return () => room.stop();
  }, [room]);

  useEffect(() => {
    if (!video.current) return;
    const programme = new ProgrammeMedia(video.current, () => !document.hidden);
    media.current = programme;
    const handle = attach(programme as unknown as HTMLMediaElement, {
      server: location.origin,
      join: token,
      counts: "all",
      onStop,
    });
    const timer = setInterval(() => look((n) => n + 1), LOOK_MS);
    return () => {
      clearInterval(timer);
      handle.detach();
      programme.close();
    };
    // The replay has a player of its own.
  }, [token, isReplay]);

  const entry = room.entry.value;
  const replay = entry?.replay;
  const chat = room.chat.value;
  const parts = { room, video, media, joined, onJoin: () => setJoined(true), onSpent: () => room.renew() };
  return (
    <main class={`${screening.screening} ${css.room}`} data-chat={chat ? "yes" : "no"}>
      <div>
        {entry && replay ? (
          <Again {...parts} entry={entry} replay={replay} />
        ) : (
          <Live {...parts} entry={entry} now={room.clock.now()} />
        )}
        <header class={css.header}>
          <h1 class={screening.title}>{join.name}</h1>
          {!replay && room.viewers.value !== null && (
            <p class={css.viewers}>{t("watch-programme-viewers", { count: room.viewers.value })}</p>
          )}
        </header>
        <Transcript key={String(isReplay)} video={video} live={!replay} />
      </div>
      {chat && <Chat room={room} chat={chat} isOpen={!replay && room.clock.now() < (entry?.endsAt ?? 0)} />}
      <footer class={css.footer}>
        <LanguageSwitch />
      </footer>
    </main>
  );
}

interface Parts {
  room: RoomClient;
  video: { readonly current: HTMLVideoElement | null };
  media: { readonly current: ProgrammeMedia | null };
  joined: boolean;
  onJoin: () => void;
  onSpent: () => void;
}

function Live({
  entry,
  now,
  room,
  video,
  media,
  joined,
  onJoin,
  onSpent,
}: Parts & { entry: Entry | null; now: number }) {
  const drift = useMemo(() => new DriftControl(), []);
  const own = useMemo(() => new Map<string, number>(), []);
  const [muted, setMuted] = useState(false);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const air = entry && onAir(entry.rundown, entry.startsAt, entry.endsAt, now);
  const stage = air?.stage ?? null;
  const item = stage?.item ?? null;
  const programmeMs = air?.programmeMs ?? 0;
  const waited = useRef(false);
  const isInPlace = useInPlace(video.current, joined && isFilm(item) ? item.id : null, stage?.mediaMs ?? 0);
  if (air?.phase === "before") waited.current = true;
  media.current?.show(item, joined, programmeMs);

  useEffect(() => {
    // Nothing plays by itself for somebody who has just come: they may not be a person.
    if (waited.current && air?.phase === "running") onJoin();
  }, [air?.phase]);

  const second = Math.floor(now / 1_000);
  useEffect(() => {
    const element = video.current;
    if (!element || !joined || !stage || !isFilm(item)) return;
    if (element.paused && !element.ended) {
      void playOrMute(element).then((isMuted) => isMuted && setMuted(true));
    }
    const targetS = stage.mediaMs / 1_000;
    const action = drift.look({
      nowMs: performance.now(),
      targetS,
      positionS: element.currentTime,
      bufferedS: bufferedEnd(element, element.currentTime) - element.currentTime,
      isTargetBuffered: bufferedEnd(element, targetS) > targetS,
      remainingS: (endMs(item) - programmeMs) / 1_000,
      isPaused: element.paused,
      isSeeking: element.seeking || element.readyState < 2,
      canNudge: CAN_NUDGE,
    });
    if (action.kind === "seek") element.currentTime = action.toS;
    if (action.kind === "rate") element.playbackRate = action.rate;
  }, [second, joined, item?.id]);
  useEffect(() => {
    drift.arrived();
    return () => {
      const action = drift.leave(performance.now());
      if (video.current && action.kind === "rate") video.current.playbackRate = action.rate;
    };
  }, [item?.id, joined]);

  return (
    <>
      <Stage
        video={video}
        item={item}
        page={stage?.page ?? null}
        atMs={stage?.mediaMs ?? 0}
        grant={entry?.grant ?? ""}
        onSpent={onSpent}
        onStall={() => drift.stalled()}
        isHidden={!isInPlace}
      >
        {entry?.grant && air && (
          <Ahead
            grant={entry.grant}
            files={ahead(item, stage?.page ?? null, air.soon, programmeMs, randomOf(own))}
          />
        )}
        {air?.phase === "before" && !item && (
          <div class={css.slate}>
            <Countdown label={t("watch-room-begins")} ms={-programmeMs} />
          </div>
        )}
        {air && air.phase !== "before" && !item && (joined || air.phase === "ended") && (
          <p class={css.slate} role="status">
            {air.phase === "ended" ? t("watch-curtain-over") : t("watch-programme-gap")}
          </p>
        )}
        {air && air.phase !== "before" && air.phase !== "ended" && !joined && (
          <button type="button" class={css.join} onClick={onJoin}>
            <span>{t("watch-curtain-join")}</span>
          </button>
        )}
      </Stage>
      <div class={css.bar}>
        {joined && isFilm(item) && (
          <button
            type="button"
            class={scenes.button}
            onClick={() => {
              if (video.current) video.current.muted = !muted;
              setMuted(!muted);
            }}
          >
            {muted ? t("watch-programme-sound_on") : t("watch-programme-sound_off")}
          </button>
        )}
        <CaptionsButton video={video} />
      </div>
      <Overlays
        items={(air?.overlays ?? []).map((one) => one.item).filter(({ id }) => !closed.has(id))}
        room={room}
        grant={entry?.grant ?? ""}
        onClose={(id) => setClosed(new Set([...closed, id]))}
      />
    </>
  );
}

/**
 * @param film the film that is played; null before the viewer has joined, and while none is on stage
 * @returns true once the film has been where it should be, so that no picture of another place is seen
 */
function useInPlace(element: HTMLVideoElement | null, film: string | null, atMs: number): boolean {
  const place = useRef({ film, isIn: false, hasSought: false });
  if (place.current.film !== film) place.current = { film, isIn: false, hasSought: false };
  if (!film || !element || place.current.isIn) return place.current.isIn;
  if (element.seeking) place.current.hasSought = true;
  else if (element.readyState >= HAVE_CURRENT_DATA) {
    const isNear = Math.abs(element.currentTime - atMs / 1_000) <= IN_PLACE_S;
    place.current.isIn = isNear || place.current.hasSought;
  }
  return place.current.isIn;
}

/** The replay: stage items keep their places, and what has none is jumped over. */
function Again({
  entry,
  replay,
  room,
  video,
  media,
  joined,
  onJoin,
  onSpent,
}: Parts & { entry: Entry; replay: Replay }) {
  const first = replay.spans[0]?.from_ms ?? 0;
  const at = useRef({ ms: first, lookedAt: performance.now() });
  const [playing, setPlaying] = useState(false);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const spanAt = (ms: number) => replay.spans.find((one) => one.from_ms <= ms && ms < one.to_ms);

  const now = performance.now();
  const element = video.current;
  const current = spanAt(at.current.ms);
  if (playing && current) {
    const item = current.item as unknown as StageItem;
    const isLoaded = element !== null && element.readyState >= 2 && !element.seeking;
    if (!isFilm(item)) at.current.ms += now - at.current.lookedAt;
    else if (isLoaded && element.ended) at.current.ms = current.to_ms;
    else if (isLoaded)
      at.current.ms = item.start_ms - (item.media_from_ms ?? 0) + element.currentTime * 1_000;
    if (!spanAt(at.current.ms)) {
      const next = replay.spans.find((one) => one.from_ms >= at.current.ms - LOOK_MS && one !== current);
      if (next) at.current.ms = next.from_ms;
      else setPlaying(false);
    }
  }
  at.current.lookedAt = now;
  const span = spanAt(at.current.ms);
  const item = span ? (span.item as unknown as StageItem) : null;
  const stage = item && stageOnAir(item, at.current.ms);
  media.current?.show(item, playing, at.current.ms);

  useEffect(() => {
    if (!element || !isFilm(item)) return;
    if (playing) element.play().catch(() => setPlaying(false));
    else element.pause();
  }, [playing, item?.id]);

  const seek = (ms: number) => {
    const target = spanAt(ms) ?? replay.spans.find((one) => one.from_ms >= ms);
    at.current.ms = target ? Math.max(ms, target.from_ms) : first;
    const there = target?.item as unknown as StageItem | undefined;
    if (element && there && there.id === item?.id) {
      element.currentTime = stageOnAir(there, at.current.ms).mediaMs / 1_000;
    }
  };
  const toggle = () => {
    onJoin();
    if (!spanAt(at.current.ms)) seek(first);
    setPlaying(!playing);
  };
  const overlays = replay.overlays as unknown as OverlayItem[];
  return (
    <>
      <Stage
        video={video}
        item={item}
        page={stage?.page ?? null}
        atMs={stage?.mediaMs ?? 0}
        grant={entry.grant}
        onSpent={onSpent}
      >
        {!joined && (
          <button type="button" class={css.join} onClick={toggle}>
            <span>{t("watch-curtain-play")}</span>
          </button>
        )}
      </Stage>
      <div class={css.bar}>
        <button type="button" class={scenes.button} onClick={toggle}>
          {playing ? t("watch-programme-pause") : t("watch-curtain-play")}
        </button>
        <input
          type="range"
          aria-label={t("watch-programme-position")}
          aria-valuetext={position(at.current.ms / 1_000)}
          min={0}
          max={replay.duration_ms}
          step={1_000}
          value={at.current.ms}
          onInput={(event) => seek(event.currentTarget.valueAsNumber)}
        />
        <output>
          {position(at.current.ms / 1_000)} / {position(replay.duration_ms / 1_000)}
        </output>
        <CaptionsButton video={video} />
      </div>
      <Overlays
        items={overlays.filter(
          (one) => one.start_ms <= at.current.ms && at.current.ms < endMs(one) && !closed.has(one.id),
        )}
        room={room}
        grant={entry.grant}
        onClose={(id) => setClosed(new Set([...closed, id]))}
      />
    </>
  );
}

/** Files that are loaded now and shown later. */
function Ahead({ grant, files }: { grant: string; files: ReturnType<typeof ahead> }) {
  return (
    <>
      {files.map(({ kind, path }) =>
        kind === "film" ? (
          <video key={path} hidden muted playsInline preload="auto" src={`/m/${grant}/${path}`} />
        ) : (
          <img key={path} hidden alt="" src={`/m/${grant}/${path}`} />
        ),
      )}
    </>
  );
}

/** One random number for each item, kept for as long as the page is open. */
function randomOf(own: Map<string, number>): (id: string) => number {
  return (id) => {
    const known = own.get(id) ?? Math.random();
    own.set(id, known);
    return known;
  };
}

interface StageProps {
  video: Parts["video"];
  item: StageItem | null;
  page: number | null;
  atMs: number;
  grant: string;
  onSpent: () => void;
  onStall?: () => void;
  isHidden?: boolean;
  children?: preact.ComponentChildren;
}

function Stage({ video, item, page, atMs, grant, onSpent, onStall, isHidden, children }: StageProps) {
  const film = isFilm(item) ? item : null;
  const captions = useItemCaptions(grant, film?.id, atMs);
  const onDry = useFilm({ video, film, grant, atMs, onSpent });
  return (
    <div class={css.stage}>
      {/* biome-ignore lint/a11y/useMediaCaption: there is a track for each language that has captions */}
      <video
        ref={video as preact.RefObject<HTMLVideoElement>}
        class={css.picture}
        data-shown={film && !isHidden ? "yes" : "no"}
        playsInline
        preload="auto"
        aria-label={film?.title ?? t("watch-programme-film")}
        onWaiting={() => {
          onStall?.();
          onDry();
        }}
        onError={() => film && onSpent()}
      >
        <Tracks captions={captions} />
      </video>
      {grant && (item?.kind === "image" || item?.kind === "slides") && (
        <img
          class={css.picture}
          alt={item.title ?? (page ? t("watch-programme-page", { page }) : t("watch-programme-picture"))}
          src={
            item.kind === "slides" && page
              ? `/m/${grant}/${pageFile(item.id, page)}`
              : `/m/${grant}/${item.id}`
          }
        />
      )}
      {item?.kind === "audio" && <p class={css.slate}>{item.title ?? t("watch-programme-listen")}</p>}
      {item?.kind === "take_over" && (
        <div class={css.slate} role="status">
          {item.to === "live_url" && item.url ? (
            <a href={item.url} target="_blank" rel="noopener noreferrer">
              {t("watch-programme-live_room")}
            </a>
          ) : (
            <p>{item.message ?? t("watch-programme-talk")}</p>
          )}
        </div>
      )}
      {children}
    </div>
  );
}

interface OverlaysProps {
  items: OverlayItem[];
  room: RoomClient;
  grant: string;
  onClose: (id: string) => void;
}

function Overlays({ items, room, grant, onClose }: OverlaysProps) {
  const polls = room.polls.value;
  return (
    <>
      {items.map((item) => {
        const view = polls.get(item.id);
        return (
          (item.kind === "poll" || item.kind === "survey") &&
          view && <PollCard key={item.id} room={room} item={item} view={view} />
        );
      })}
      <ul class={css.overlays} aria-live="polite">
        {items.map((item) => {
          const text = textOf(item);
          return (
            text !== null && (
              <Overlay key={item.id} item={item} text={text} room={room} grant={grant} onClose={onClose} />
            )
          );
        })}
      </ul>
    </>
  );
}

type OverlayProps = Omit<OverlaysProps, "items"> & { item: OverlayItem; text: string };

function Overlay({ item, text, room, grant, onClose }: OverlayProps) {
  useSeen(room, item.id);
  const onClick = () => room.send({ type: "clicked", item: item.id });
  const look = { class: scenes.button, "data-look": "primary", onClick };
  return (
    <li>
      <p>{text}</p>
      <span>
        {item.kind === "call_to_action" && (
          <a {...look} href={item.url} style={paint(item.colour)} target="_blank" rel="noopener noreferrer">
            {item.button}
          </a>
        )}
        {item.kind === "handout" && (
          <a {...look} href={`/m/${grant}/${item.id}`} download>
            {t("watch-programme-download")}
          </a>
        )}
        <button
          type="button"
          class={scenes.button}
          onClick={() => {
            room.send({ type: "closed", item: item.id });
            onClose(item.id);
          }}
        >
          {t("watch-programme-close")}
        </button>
      </span>
    </li>
  );
}

function textOf(item: OverlayItem): string | null {
  switch (item.kind) {
    case "call_to_action":
    case "announcement":
      return item.text;
    case "handout":
      return item.title ?? t("watch-programme-handout");
    case "poll":
    case "survey":
      return null;
  }
}

function isFilm(item: AnyItem | null): item is Extract<StageItem, { kind: "video" | "audio" }> {
  return item?.kind === "video" || item?.kind === "audio";
}

/** The end of the buffered stretch around `s`; `s` itself where nothing is buffered. */
function bufferedEnd({ buffered }: HTMLMediaElement, s: number): number {
  for (let n = 0; n < buffered.length; n++)
    if (buffered.start(n) <= s && s <= buffered.end(n)) return buffered.end(n);
  return s;
}

function world(token: string) {
  return {
    token,
    ...browserWorld,
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    async ask(request: object): Promise<Room | null> {
      try {
        const response = await fetch(`/j/${encodeURIComponent(token)}/room`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(request),
          cache: "no-store",
        });
        return response.ok ? ((await response.json()) as Room) : null;
      } catch {
        return null;
      }
    },
  };
}
