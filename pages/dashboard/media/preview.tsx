import { useState } from "preact/hooks";
import type { Asset } from "../../generated/api.ts";
import { languageName, t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { captionsAddress, fileAddress, POSTER } from "./api.ts";
import css from "./media.module.css";

/** The better quality of a film in pieces: one file, which a player can show without its playlist. */
const PIECES = "high.mp4";

/** A file as viewers will see or hear it. */
export function Preview({ asset }: { asset: Asset }) {
  const { id, name, kind, files, captions } = asset;
  const main = files.includes(PIECES) ? PIECES : files[0];
  if (main === undefined) return null;
  const source = fileAddress(id, main);
  const poster = files.includes(POSTER) ? fileAddress(id, POSTER) : undefined;
  switch (kind) {
    case "video":
      return (
        // biome-ignore lint/a11y/useMediaCaption: there is a track for each language that has captions
        <video class={css.preview} src={source} poster={poster} controls preload="metadata" aria-label={name}>
          {captions.map((language) => (
            <track
              key={language}
              kind="captions"
              src={captionsAddress(id, language)}
              srclang={language}
              label={languageName(language)}
            />
          ))}
        </video>
      );
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: browsers show no captions of sound
      return <audio class={css.preview} src={source} controls preload="metadata" aria-label={name} />;
    case "image":
      return <img class={css.preview} src={source} alt={name} />;
    case "slides":
      return <Pages asset={asset} />;
    default:
      return (
        <a href={source} download={name}>
          {t("library-download")}
        </a>
      );
  }
}

function Pages({ asset: { id, name, files, pages } }: { asset: Asset }) {
  const [page, setPage] = useState(0);
  const count = pages ?? 0;
  const file = files[page];
  return (
    <div class={css.pages}>
      {file && (
        <img
          class={css.preview}
          src={fileAddress(id, file)}
          alt={t("library-page_of", { name, number: page + 1 })}
        />
      )}
      <div class="actions">
        <Button
          small
          icon="back"
          aria-label={t("library-page_before")}
          disabled={page === 0}
          onClick={() => setPage(page - 1)}
        />
        <span class="muted small">{t("library-page", { number: page + 1, count })}</span>
        <Button
          small
          icon="forward"
          aria-label={t("library-page_after")}
          disabled={page + 1 >= count}
          onClick={() => setPage(page + 1)}
        />
      </div>
    </div>
  );
}
