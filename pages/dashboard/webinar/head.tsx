import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format/numbers.ts";
import { span } from "../../ui/format/times.ts";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import pageCss from "../../ui/page.module.css";
import tabsCss from "../../ui/tabs.module.css";
import { toast } from "../../ui/toast.tsx";
import { CaptionsNote } from "../captions/note.tsx";
import type { Feed } from "../live/feed.ts";
import { AddDialog } from "../members/add_dialog.tsx";
import { programTotal } from "../members/statuses.ts";
import { may } from "../signin/session.ts";
import { PhasePill } from "../webinars/phase_pill.tsx";
import { SettingsDialog } from "../webinars/settings_dialog.tsx";
import { CancelDialog } from "./cancel_dialog.tsx";
import { ConnectionState } from "./connection_state.tsx";
import { CopyDialog } from "./copy_dialog.tsx";
import { FinishDialog } from "./finish_dialog.tsx";
import { OutsideNote } from "./outside_note.tsx";
import { PageNotesOf } from "./page_notes.tsx";
import { ProviderPanel } from "./provider_panel.tsx";
import { RecordingNote } from "./recording_note.tsx";
import { Stillness } from "./stillness.tsx";
import { TimesNote } from "./times_note.tsx";
import { UnfinishedNote } from "./unfinished_note.tsx";

interface Props {
  webinar: Webinar;
  feed: Feed;
  tab: Tab;
  onWebinar: (webinar: Webinar) => void;
  onDeleted: () => void;
}

export const TABS = ["overview", "members", "rundown", "registration", "mail", "console"] as const;
export type Tab = (typeof TABS)[number];

type Open = "none" | "copy" | "settings" | "finish" | "add" | "cancel";

/** A webinar's head: its name, the freshness of its numbers, and its actions. */
export function WebinarHead({ webinar, feed, tab, onWebinar, onDeleted }: Props) {
  const [open, setOpen] = useState<Open>("none");
  const close = () => setOpen("none");
  const started = Date.parse(webinar.starts_at) <= Date.now();
  const over = webinar.finished_at !== null || Date.parse(webinar.ends_at) <= Date.now();
  const base = `/webinars/${webinar.id}`;
  return (
    <header class={pageCss.top}>
      <nav class={pageCss.crumbs} aria-label={t("webinar-crumbs")}>
        <a href="/webinars">
          <Icon name="back" size={16} />
          {t("webinars-title")}
        </a>
      </nav>
      <div class={pageCss.title}>
        <h1>{webinar.name}</h1>
        {may("write") && (
          <div class="actions">
            <Button
              kind="quiet"
              icon="settings"
              aria-label={t("webinars-settings")}
              onClick={() => setOpen("settings")}
            />
            <Button kind="quiet" onClick={() => setOpen("copy")}>
              {t("webinar-copy")}
            </Button>
            {(webinar.cancelled_at ? !started : !over) && (
              <Button kind="quiet" onClick={() => setOpen("cancel")}>
                {webinar.cancelled_at ? t("webinar-reinstate") : t("webinar-cancel")}
              </Button>
            )}
            {started && webinar.phase !== "closed" && !webinar.cancelled_at && (
              <Button
                icon="finish"
                kind={webinar.finished_at ? "quiet" : "plain"}
                onClick={() => setOpen("finish")}
              >
                {webinar.finished_at ? t("webinar-finish_again") : t("webinar-finish")}
              </Button>
            )}
            <Button kind="primary" icon="add" onClick={() => setOpen("add")}>
              {t("webinar-add")}
            </Button>
          </div>
        )}
      </div>
      <div class={pageCss.meta}>
        <PhasePill phase={webinar.phase} />
        <span>{span(webinar.starts_at, webinar.ends_at, webinar.timezone)}</span>
        <Stillness feed={feed} />
        <ConnectionState connection={feed.connection} />
      </div>
      {webinar.cancelled_at && (
        <Note tone="warn" role="status" code="cancelled">
          {t("webinar-cancelled_note")}
        </Note>
      )}
      <ProviderPanel webinar={webinar} />
      <TimesNote webinar={webinar} correct={() => setOpen("settings")} />
      <OutsideNote webinar={webinar} />
      <UnfinishedNote webinar={webinar} onWebinar={onWebinar} />
      <RecordingNote webinar={webinar} />
      <PageNotesOf webinar={webinar} />
      <CaptionsNote webinar={webinar} onWebinar={onWebinar} />
      <nav class={tabsCss.tabs} aria-label={t("webinar-tabs")}>
        <a href={base} aria-current={tab === "overview" ? "page" : undefined}>
          {t("webinar-tab-overview")}
        </a>
        <a href={`${base}/members`} aria-current={tab === "members" ? "page" : undefined}>
          {t("webinar-tab-members")} <MemberCount feed={feed} />
        </a>
        <a href={`${base}/rundown`} aria-current={tab === "rundown" ? "page" : undefined}>
          {t("webinar-tab-rundown")}
        </a>
        <a href={`${base}/registration`} aria-current={tab === "registration" ? "page" : undefined}>
          {t("webinar-tab-registration")}
        </a>
        <a href={`${base}/mail`} aria-current={tab === "mail" ? "page" : undefined}>
          {t("webinar-tab-mail")}
        </a>
        {webinar.rundown && may("people") && (
          <a href={`${base}/console`} aria-current={tab === "console" ? "page" : undefined}>
            {t("webinar-tab-console")}
          </a>
        )}
      </nav>

      {open === "settings" && (
        <SettingsDialog
          webinar={webinar}
          onClose={close}
          onDeleted={onDeleted}
          onSaved={(saved) => {
            onWebinar(saved);
            close();
            toast(t("webinar-saved"));
          }}
        />
      )}
      {open === "finish" && <FinishDialog webinar={webinar} onClose={close} onWebinar={onWebinar} />}
      {open === "copy" && <CopyDialog webinar={webinar} onClose={close} />}
      {open === "cancel" && <CancelDialog webinar={webinar} onClose={close} onWebinar={onWebinar} />}
      {open === "add" && <AddDialog webinar={webinar} onClose={close} />}
    </header>
  );
}

function MemberCount({ feed }: { feed: Feed }) {
  const total = useComputed(() => feed.data.value && programTotal(feed.data.value.status_counts));
  return total.value === null ? null : <span class={tabsCss.count}>{count(total.value)}</span>;
}
