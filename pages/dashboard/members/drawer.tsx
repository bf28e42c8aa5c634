import { useState } from "preact/hooks";
import type { Engagement, Member, Webinar } from "../../generated/api.ts";
import { statusName } from "../../i18n/status.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Skeleton } from "../../ui/empty.tsx";
import { dateTime } from "../../ui/format/times.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import tabsCss from "../../ui/tabs.module.css";
import { toast } from "../../ui/toast.tsx";
import type { Feed } from "../live/feed.ts";
import { may } from "../signin/session.ts";

import { members } from "./api.ts";
import css from "./drawer.module.css";
import { engagementReason, levelName } from "./engagement.ts";
import { ExplanationView } from "./explanation.tsx";
import { memberName } from "./names.ts";
import { PersonDialog } from "./person_dialog.tsx";
import { useQuietReload } from "./quiet_reload.ts";
import { StatusDialog } from "./status_dialog.tsx";
import { RegisteringPill, StatusPill } from "./status_pill.tsx";
import { TimelineView } from "./timeline.tsx";

const TIMELINE_PAGE = 50;

interface Props {
  id: string;
  webinar: Webinar;
  feed: Feed;
  onClose: () => void;
}

/** One member: who, which status and why, every second that was counted, and every one that was not. */
export function MemberDrawer({ id, webinar, feed, onClose }: Props) {
  const member = useResource(id, (signal) => members.read(id, signal));
  const watch = useResource(id, (signal) => members.watch(id, signal));
  const timeline = useResource(id, (signal) => members.timeline(id, undefined, signal));
  const engagement = useResource(`${id} ${member.data?.engagement ?? ""}`, (signal) =>
    members.engagement(id, signal),
  );
  const [part, setPart] = useState<"watching" | "timeline">("watching");

  function reload(): void {
    member.reload();
    watch.reload();
    engagement.reload();
    // Once somebody asked for earlier things, the list is theirs.
    if ((timeline.data?.items.length ?? 0) <= TIMELINE_PAGE) timeline.reload();
  }
  useQuietReload(feed, reload);

  const name = member.data ? memberName(member.data) : t("members-drawer-member");
  return (
    <Dialog title={name} onClose={onClose} shape="sheet" testId="member-drawer">
      <ProblemNote problem={member.problem} retry={member.reload} />
      {member.data === null ? (
        !member.problem && <Skeleton rows={8} />
      ) : (
        <>
          <Facts member={member.data} engagement={engagement.data} zone={webinar.timezone} />
          <Actions member={member.data} onMember={reload} onClose={onClose} />
          <div class={tabsCss.tabs} role="tablist" aria-label={t("members-drawer-about")}>
            <Tab name="watching" label={t("members-drawer-counted")} part={part} onPart={setPart} />
            <Tab name="timeline" label={t("members-drawer-timeline")} part={part} onPart={setPart} />
          </div>
          <div role="tabpanel" id={`panel-${part}`} aria-labelledby={`tab-${part}`}>
            {part === "watching" ? (
              <>
                <ProblemNote problem={watch.problem} retry={watch.reload} />
                {watch.data ? (
                  <ExplanationView explanation={watch.data} webinar={webinar} />
                ) : (
                  !watch.problem && <Skeleton rows={5} />
                )}
              </>
            ) : (
              <TimelineView key={id} first={timeline} member={id} webinar={webinar} onChanged={reload} />
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}

type Part = "watching" | "timeline";

function Tab(props: { name: Part; label: string; part: Part; onPart: (part: Part) => void }) {
  const { name, label, part, onPart } = props;
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${name}`}
      aria-selected={part === name}
      aria-controls={`panel-${name}`}
      tabIndex={part === name ? 0 : -1}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const other = name === "watching" ? "timeline" : "watching";
        onPart(other);
        document.getElementById(`tab-${other}`)?.focus();
      }}
      onClick={() => onPart(name)}
    >
      {label}
    </button>
  );
}

interface FactsProps {
  member: Member;
  engagement: Engagement | null;
  zone: string;
}

function Facts({ member, engagement, zone }: FactsProps) {
  const rows: [string, string | null][] = [
    [t("members-email"), member.email ?? null],
    [t("members-company"), [member.job_title, member.company].filter(Boolean).join(", ") || null],
    [t("members-phone"), member.phone ?? null],
    [
      t("members-drawer-joined"),
      member.joined_at
        ? dateTime(member.joined_at, zone)
        : t(attended(member) ? "members-drawer-elsewhere" : "members-drawer-not_yet"),
    ],
    [
      t("members-engagement"),
      engagement?.level ? `${levelName(engagement.level)}: ${engagementReason(engagement)}` : null,
    ],
  ];
  return (
    <>
      <p class={css.status}>
        <StatusPill status={member.status} />
        {member.registering && <RegisteringPill />}
        <span class="muted">{t("members-drawer-since", { moment: dateTime(member.status_at, zone) })}</span>
      </p>
      {member.status_reason && (
        <p class={css.reason}>{t("members-drawer-reason", { reason: member.status_reason })}</p>
      )}
      <dl class={css.facts}>
        {rows.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}

/** Was there, or watched, though nobody opened the join link: as a platform, a file or an operator says. */
function attended({ status }: Member): boolean {
  return status === "attended" || status === "attended_on_demand";
}

interface ActionsProps {
  member: Member;
  onMember: () => void;
  onClose: () => void;
}

function Actions({ member, onMember, onClose }: ActionsProps) {
  const [open, setOpen] = useState<"none" | "status" | "link" | "person" | "erase">("none");
  const again = useAction(async () => {
    const asked = await members.setStatus(member.id, "registered");
    toast(
      asked.registering
        ? t("members-drawer-asked_again")
        : t("members-drawer-now", { status: statusName(asked.status) }),
    );
    onMember();
  });
  const close = () => setOpen("none");
  const name = memberName(member);
  const erased = member.email === null;
  return (
    <div class="actions" data-start>
      {member.status === "registration_error" && !member.registering && may("write") && (
        <Button small icon="again" busy={again.busy} onClick={() => again.run()}>
          {t("ui-retry")}
        </Button>
      )}
      {member.join_url && (
        <CopyButton
          text={member.join_url}
          what={t("members-join_link_of", { name })}
          label={t("members-drawer-copy_link")}
          small
        />
      )}
      {may("write") && (
        <Button small icon="flip" onClick={() => setOpen("status")}>
          {t("members-drawer-change")}
        </Button>
      )}
      {may("write") && !erased && (
        <Button small onClick={() => setOpen("link")}>
          {t("members-drawer-new_link")}
        </Button>
      )}
      {may("write") && !erased && (
        <Button small onClick={() => setOpen("person")}>
          {t("members-drawer-correct")}
        </Button>
      )}
      {may("privacy") && !erased && (
        <ButtonLink
          small
          kind="quiet"
          icon="download"
          href={members.exportPersonAddress(member.person_id)}
          download
        >
          {t("members-drawer-export")}
        </ButtonLink>
      )}
      {may("privacy") && !erased && (
        <Button small kind="quiet" icon="trash" onClick={() => setOpen("erase")}>
          {t("members-drawer-erase")}
        </Button>
      )}
      <ProblemNote problem={again.problem} />
      {open === "person" && <PersonDialog member={member} onClose={close} onChanged={onMember} />}
      {open === "status" && <StatusDialog member={member} onClose={close} onChanged={onMember} />}
      {open === "link" && (
        <Confirm
          title={t("members-link-title")}
          verb={t("members-link-verb")}
          run={async () => {
            await members.newLink(member.id);
            onMember();
            toast(t("members-link-done"));
          }}
          onClose={close}
        >
          <p>{t("members-link-text")}</p>
        </Confirm>
      )}
      {open === "erase" && (
        <Confirm
          title={t("members-erase-title", { name })}
          verb={t("members-erase-verb")}
          danger
          run={async () => {
            await members.erasePerson(member.person_id);
            toast(t("members-erase-done"));
            onMember();
          }}
          onClose={close}
          onDone={onClose}
        >
          <p>{t("members-erase-text")}</p>
        </Confirm>
      )}
    </div>
  );
}
