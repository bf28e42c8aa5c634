import { useState } from "preact/hooks";
import type { Asset } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { fileAddress } from "./api.ts";
import css from "./media.module.css";

/** A file as viewers will see or hear it. */
export function Preview({ asset }: { asset: Asset }) {
  const { id, name, kind, files } = asset;
  const [main] = files;
  if (main === undefined) return null;
  const source = fileAddress(id, main);
  switch (kind) {
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: the captions of a file are edited beside
      return <video class={css.preview} src={source} controls preload="metadata" aria-label={name} />;
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: as above
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

function Pages({ asset: { id, name, files } }: { asset: Asset }) {
  const [page, setPage] = useState(0);
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
        <span class="muted small">{t("library-page", { number: page + 1, count: files.length })}</span>
        <Button
          small
          icon="forward"
          aria-label={t("library-page_after")}
          disabled={page + 1 >= files.length}
          onClick={() => setPage(page + 1)}
        />
      </div>
    </div>
  );
}
