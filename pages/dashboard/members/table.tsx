import { useLocation } from "preact-iso";
import type { Member } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import cardCss from "../../ui/card.module.css";
import { now } from "../../ui/clock.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { duration, percent } from "../../ui/format/numbers.ts";
import { ago, dateTime } from "../../ui/format/times.ts";
import tableCss from "../../ui/table.module.css";
import { levelName } from "./engagement.ts";
import { withMember } from "./filters.ts";
import { memberName } from "./names.ts";
import { RegisteringPill, StatusPill } from "./status_pill.tsx";
import css from "./table.module.css";

interface Props {
  items: readonly Member[];
  /** Length of the recording, if there is one. */
  duration_s: number | null;
  busy: boolean;
}

export function MemberTable({ items, duration_s, busy }: Props) {
  return (
    <div class={cardCss.card} data-flush>
      <table class={`${tableCss.table} ${css.members}`} aria-busy={busy} data-testid="members">
        <caption class="hidden">{t("members-list-table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("members-list-member")}</th>
            <th scope="col">{t("members-status")}</th>
            <th scope="col" class={css.colLive} data-cell="number">
              {t("members-list-live")}
            </th>
            <th scope="col" data-cell="number">
              {t("members-list-on_demand")}
            </th>
            <th scope="col" class={css.colCovered}>
              {t("members-engagement")}
            </th>
            <th scope="col" class={css.colCovered}>
              {t("members-list-covered")}
            </th>
            <th scope="col" class={css.colLast}>
              {t("members-list-last")}
            </th>
            <th scope="col">
              <span class="hidden">{t("members-list-link")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((member) => (
            <MemberRow key={member.id} member={member} duration_s={duration_s} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MemberRow({ member, duration_s }: { member: Member; duration_s: number | null }) {
  const { url } = useLocation();
  const name = memberName(member);
  return (
    <tr class={tableCss.linked} data-member={member.id}>
      <td class={css.name}>
        <a href={withMember(url, member.id)}>{name}</a>
        {member.email && member.email !== name && <span class="muted">{member.email}</span>}
      </td>
      <td class={css.status}>
        <StatusPill status={member.status} />
        {member.registering && <RegisteringPill />}
        {member.status === "registration_error" && member.status_reason && (
          <span class={`muted small ${css.reason}`}>{member.status_reason}</span>
        )}
      </td>
      <td class={css.colLive} data-cell="number">
        {watched(member.watched_s.live)}
      </td>
      <td data-cell="number">{watched(member.watched_s.on_demand)}</td>
      <td class={css.colCovered}>
        {member.engagement ? levelName(member.engagement) : <span class="muted">–</span>}
      </td>
      <td class={css.colCovered}>
        <Covered covered_s={member.covered_s} duration_s={duration_s} />
      </td>
      <td class={`${css.colLast} muted`}>
        {member.last_watched_at ? (
          <time dateTime={member.last_watched_at} title={dateTime(member.last_watched_at)}>
            {ago(member.last_watched_at, now.value)}
          </time>
        ) : (
          "–"
        )}
      </td>
      <td data-cell="action">
        {member.join_url && <CopyButton text={member.join_url} what={t("members-join_link_of", { name })} />}
      </td>
    </tr>
  );
}

function watched(seconds: number) {
  return seconds > 0 ? duration(seconds) : <span class="muted">–</span>;
}

function Covered({ covered_s, duration_s }: { covered_s: number; duration_s: number | null }) {
  if (!duration_s || covered_s === 0) return <span class="muted">–</span>;
  return (
    <span class={css.covered}>
      <span class={css.bar} aria-hidden="true">
        <span style={{ width: `${Math.min(100, (100 * covered_s) / Math.floor(duration_s))}%` }} />
      </span>
      <span>{percent(covered_s, Math.floor(duration_s))}</span>
    </span>
  );
}
