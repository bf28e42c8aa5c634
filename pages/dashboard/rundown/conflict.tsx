import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { When } from "../../ui/when.tsx";
import { changes, type Planned } from "./editing.ts";
import css from "./rundown.module.css";

interface Props {
  before: readonly Planned[];
  after: readonly Planned[];
  /** Who saved it, and when. */
  by: string | null;
  at: string | null;
  onTop: () => void;
  onDiscard: () => void;
}

/** Somebody saved while there were changes here: what they changed, and the two ways on. */
export function Conflict({ before, after, by, at, onTop, onDiscard }: Props) {
  return (
    <section class={css.conflict} role="alert" aria-label={t("rundown-conflict")} data-testid="conflict">
      <h2>{t("rundown-conflict")}</h2>
      {at && (
        <p class="muted small">
          {by && t("rundown-conflict_by", { name: by })} <When at={at} />
        </p>
      )}
      <ul>
        {changes(before, after).map(({ id, title, what }) => (
          <li key={id}>{t(`rundown-conflict-${what}`, { name: title || t("rundown-unnamed") })}</li>
        ))}
      </ul>
      <div class="actions" data-start>
        <Button kind="primary" onClick={onTop}>
          {t("rundown-conflict_mine")}
        </Button>
        <Button onClick={onDiscard}>{t("rundown-conflict_theirs")}</Button>
      </div>
    </section>
  );
}
