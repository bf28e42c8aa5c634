import { useEffect, useRef, useState } from "preact/hooks";
import { onAir } from "../../automated/on_air.ts";
import { type AnyItem, type OverlayItem, Rundown, type StageItem } from "../../automated/rundown.ts";
import type { Asset } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { fileAddress } from "../media/api.ts";
import { type Planned, programmeEnd } from "./editing.ts";
import css from "./rundown.module.css";
import { spokenTime, timeText } from "./times.ts";
import { nameOf } from "./words.ts";

interface Props {
  items: readonly Planned[];
  assets: readonly Asset[];
  at_ms: number;
  onAt: (ms: number) => void;
}

const LOOK_MS = 250;
const APART_S = 0.5;

/** What viewers see at a moment of the plan, saved or not; it can be played from there. */
export function PreviewAt({ items, assets, at_ms, onAt }: Props) {
  const [playing, setPlaying] = useState(false);
  const end_ms = programmeEnd(items);
  const air = onAir(new Rundown(0, items as unknown as AnyItem[]), 0, Math.max(1, end_ms), at_ms);
  const latest = useRef(at_ms);
  latest.current = at_ms;

  useEffect(() => {
    if (!playing) return;
    let looked_at = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const to_ms = Math.round(latest.current + now - looked_at);
      looked_at = now;
      onAt(Math.min(end_ms, to_ms));
      if (to_ms >= end_ms) setPlaying(false);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [playing, end_ms]);

  const { stage } = air;
  return (
    <section class={css.preview} aria-label={t("rundown-preview")} data-testid="preview">
      <h2>{t("rundown-preview")}</h2>
      <div class={css.stage}>
        {stage ? (
          <Picture
            item={stage.item}
            page={stage.page}
            media_s={stage.mediaMs / 1000}
            playing={playing}
            assets={assets}
          />
        ) : (
          <p>{t("rundown-preview_gap")}</p>
        )}
      </div>
      <div class={css.bar}>
        <Button
          small
          icon={playing ? "pause" : "play"}
          aria-label={playing ? t("rundown-preview_pause") : t("rundown-preview_play")}
          disabled={end_ms === 0}
          onClick={() => setPlaying(!playing)}
        />
        <input
          type="range"
          class="grow"
          aria-label={t("rundown-moment")}
          aria-valuetext={spokenTime(at_ms)}
          min={0}
          max={Math.max(1000, end_ms)}
          step={1000}
          value={at_ms}
          onInput={(event) => onAt(event.currentTarget.valueAsNumber)}
        />
        <output class="small">
          {timeText(at_ms)} / {timeText(end_ms)}
        </output>
      </div>
      <ul class={css.overlays} data-testid="preview-overlays">
        {air.overlays.map(({ item }) => (
          <li key={item.id}>
            <OverlayLine item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PictureProps {
  item: StageItem;
  page: number | null;
  media_s: number;
  playing: boolean;
  assets: readonly Asset[];
}

function Picture({ item, page, media_s, playing, assets }: PictureProps) {
  const film = useRef<HTMLVideoElement>(null);
  const asset = item.kind === "take_over" ? undefined : assets.find(({ id }) => id === item.asset_id);
  const file = asset?.files[item.kind === "slides" ? (page ?? 1) - 1 : 0];
  const isFilm = item.kind === "video" || item.kind === "audio";

  useEffect(() => {
    const element = film.current;
    if (!element || !isFilm) return;
    if (Math.abs(element.currentTime - media_s) > APART_S || !playing) element.currentTime = media_s;
    if (playing && element.paused) element.play().catch(() => {});
    if (!playing) element.pause();
  }, [media_s, playing, isFilm]);

  if (item.kind === "take_over") return <p>{t("rundown-kind-take_over")}</p>;
  if (!asset || !file) return <p>{t("rundown-preview_missing")}</p>;
  const source = fileAddress(asset.id, file);
  const name = item.title ?? asset.name;
  if (isFilm)
    return (
      // biome-ignore lint/a11y/useMediaCaption: a preview for who plans it
      <video key={item.id} ref={film} src={source} preload="auto" playsInline aria-label={name} />
    );
  return <img src={source} alt={page ? t("library-page_of", { name, number: page }) : name} />;
}

function OverlayLine({ item }: { item: OverlayItem }) {
  const kind = t(`rundown-kind-${item.kind}`);
  const name = nameOf(item as unknown as Planned);
  return (
    <>
      <span class="muted small">{kind}</span> {name}
      {item.kind === "call_to_action" && <span class={css.button}>{item.button}</span>}
    </>
  );
}
