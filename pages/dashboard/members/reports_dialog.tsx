import { t } from "../../i18n/texts.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { members } from "./api.ts";
import css from "./reports_dialog.module.css";

const REPORTS = [
  "members",
  "attendance_by_day",
  "answers",
  "engagement",
  "registrations_by_source",
  "did_not_fit",
] as const;

interface Props {
  webinar: string;
  onClose: () => void;
}

/** The reports of a webinar to download, each and all together. */
export function ReportsDialog({ webinar, onClose }: Props) {
  return (
    <Dialog title={t("members-reports")} onClose={onClose} testId="reports">
      <p class="muted">{t("members-reports-text")}</p>
      <ul class={css.reports}>
        {REPORTS.map((name) => (
          <li key={name}>
            <a href={members.reportAddress(webinar, name)} download>
              {t(`members-reports-${name}`)}
            </a>
          </li>
        ))}
      </ul>
      <div class="actions" data-start>
        <ButtonLink icon="download" href={members.allReportsAddress(webinar)} download>
          {t("members-reports-all")}
        </ButtonLink>
      </div>
    </Dialog>
  );
}
