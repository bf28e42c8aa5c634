import { useRef, useState } from "preact/hooks";
import type { Asset, LibrarySpace } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { Empty, Skeleton } from "../../ui/empty.tsx";
import { Note } from "../../ui/note.tsx";
import pageCss from "../../ui/page.module.css";
import { usePager } from "../../ui/pager.ts";
import { Pages } from "../../ui/pages.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { media } from "./api.ts";
import { AssetDialog } from "./asset_dialog.tsx";
import { AssetRow } from "./asset_row.tsx";
import { FetchDialog } from "./fetch_dialog.tsx";
import css from "./media.module.css";
import { UploadList } from "./upload_list.tsx";
import { add, uploads } from "./uploads.ts";
import { size } from "./words.ts";

/** While something is uploaded or converted, and else. */
const BUSY_MS = 2000;
const IDLE_MS = 15_000;
const UNDERWAY = new Set<Asset["state"]>(["uploading", "waiting", "converting"]);

/** The media library: what is being uploaded, and every file with its state and its webinars. */
export function MediaPage() {
  const pager = usePager("media");
  const list = useResource(`media ${pager.cursor}`, (signal) => media.list(pager.cursor, signal));
  const [opened, setOpened] = useState<string | null>(null);
  useTitle(t("library-title"));
  const busy = uploads.value.length > 0 || list.data?.items.some(({ state }) => UNDERWAY.has(state));
  usePolling(list.reload, busy ? BUSY_MS : IDLE_MS);

  const sent = new Set(uploads.value.filter(({ state }) => state !== "done").map(({ id }) => id));
  const items = list.data?.items.filter(({ id }) => !sent.has(id));
  const open = items?.find(({ id }) => id === opened);
  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{t("library-title")}</h1>
          <p class="muted">{t("library-lead")}</p>
        </div>
        {may("write") && <Choose onFetched={list.reload} />}
      </header>
      {list.data && <Space space={list.data.space} />}
      <ProblemNote problem={list.problem} retry={list.reload} />
      <UploadList />
      {list.loading && <Skeleton rows={4} />}
      {items?.length === 0 && pager.number === 1 && uploads.value.length === 0 && (
        <Empty icon="play" title={t("library-empty")}>
          {t("library-empty_text")}
        </Empty>
      )}
      {items && items.length > 0 && <Library items={items} onOpen={setOpened} />}
      {list.data && <Pages pager={pager} next={list.data.next_cursor} label={t("library-title")} />}
      {open && (
        <AssetDialog
          asset={open}
          onClose={() => setOpened(null)}
          onChanged={list.reload}
          onDeleted={() => {
            setOpened(null);
            list.reload();
          }}
        />
      )}
    </>
  );
}

function Library({ items, onOpen }: { items: readonly Asset[]; onOpen: (id: string) => void }) {
  return (
    <section class={css.section} aria-labelledby="files">
      <h2 id="files">{t("library-files")}</h2>
      <ul class={`${cardCss.card} ${css.list}`} data-flush data-testid="media">
        {items.map((asset) => (
          <AssetRow key={asset.id} asset={asset} onOpen={() => onOpen(asset.id)} />
        ))}
      </ul>
    </section>
  );
}

/** The ways for files into the library: from this computer, or from an address. */
function Choose({ onFetched }: { onFetched: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [fetching, setFetching] = useState(false);
  return (
    <div class="actions">
      <input
        ref={input}
        type="file"
        multiple
        class="hidden"
        tabIndex={-1}
        aria-label={t("library-upload")}
        onChange={({ currentTarget }) => {
          add([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
      <Button onClick={() => setFetching(true)}>{t("library-fetch")}</Button>
      <Button kind="primary" icon="upload" onClick={() => input.current?.click()}>
        {t("library-upload")}
      </Button>
      {fetching && <FetchDialog onClose={() => setFetching(false)} onDone={onFetched} />}
    </div>
  );
}

function Space({ space }: { space: LibrarySpace }) {
  const { used_bytes, limit_bytes, max_file_bytes, converts_film, converts_presentations } = space;
  const [over, setOver] = useState(false);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button above is the way without dragging */}
      <div
        class={css.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(may("write"));
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (may("write")) add([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <p>{may("write") ? t("library-drop") : t("library-formats_title")}</p>
        <p class="muted small">
          {t(converts_presentations ? "library-formats_office" : "library-formats", {
            size: size(max_file_bytes),
          })}
        </p>
        <p class="muted small" data-testid="media-space">
          {limit_bytes === null
            ? t("library-space", { used: size(used_bytes) })
            : t("library-space_of", { used: size(used_bytes), limit: size(limit_bytes) })}
        </p>
      </div>
      {!converts_film && (
        <Note tone="warn" role="status" testId="no-converter">
          {t("library-no_converter")}
        </Note>
      )}
    </>
  );
}
