import type { Asset } from "../../generated/api.ts";
import { formatDuration, formatList } from "../../i18n/format.ts";
import { languageName, t } from "../../i18n/texts.ts";
import { asPercent } from "../../ui/format/numbers.ts";
import { Icon } from "../../ui/icon.tsx";
import { Pill, type Tone } from "../../ui/pill.tsx";
import { When } from "../../ui/when.tsx";
import { fileAddress, POSTER } from "./api.ts";
import css from "./media.module.css";
import { failureWords, isPlayed, properties } from "./words.ts";

const TONES: Record<Asset["state"], Tone> = {
  uploading: "warn",
  waiting: "plain",
  converting: "plain",
  ready: "accent",
  failed: "danger",
};

/** One file of the library; its name opens it. */
export function AssetRow({ asset, onOpen }: { asset: Asset; onOpen: () => void }) {
  const { id, name, state, kind, files, progress, left_s, captions, used_by, is_fetched, created_at } = asset;
  const picture = kind === "image" || kind === "slides" ? files[0] : files.find((file) => file === POSTER);
  return (
    <li data-state={state}>
      <span class={css.thumb} data-kind={kind ?? undefined}>
        {picture ? (
          <img src={fileAddress(id, picture)} alt="" loading="lazy" />
        ) : (
          <Icon name={kind === "audio" ? "sound" : "file"} size={24} />
        )}
      </span>
      <div class={css.what}>
        <button type="button" class={css.open} onClick={onOpen}>
          {name}
        </button>
        <span class="muted small">
          {[properties(asset), used_by.length > 0 && t("library-used_by", { names: names(asset) })]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {isPlayed(asset) &&
          (captions.length === 0 ? (
            <span class={css.warning}>{t("library-without_captions")}</span>
          ) : (
            <span class="muted small">
              {t("library-captions", { languages: formatList(captions.map(languageName)) })}
            </span>
          ))}
        {state === "converting" && (
          <>
            <progress aria-label={t("library-conversion", { name })} max={1} value={progress} />
            <span class="muted small">
              {left_s === null
                ? asPercent(progress)
                : t("library-left", { share: asPercent(progress), time: formatDuration(left_s) })}
            </span>
          </>
        )}
        {state === "uploading" && (
          <span class="muted small">
            {t(is_fetched ? "library-fetching" : "library-unfinished", { share: asPercent(progress) })}
          </span>
        )}
        {state === "failed" && <span class="small">{failureWords(asset)}</span>}
      </div>
      <div class={css.state}>
        <Pill tone={TONES[state]}>
          {t(state === "uploading" && is_fetched ? "library-state-fetching" : `library-state-${state}`)}
        </Pill>
        <span class="muted small">
          <When at={created_at} />
        </span>
      </div>
    </li>
  );
}

function names({ used_by }: Asset): string {
  return formatList(used_by.map(({ name }) => name));
}
