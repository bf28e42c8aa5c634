import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { asPercent } from "../../ui/format/numbers.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import css from "./media.module.css";
import { dismiss, giveUp, pause, resume, type Upload, uploads } from "./uploads.ts";
import { size } from "./words.ts";

/** The files that this browser sends now, or could not send. */
export function UploadList() {
  const shown = uploads.value;
  if (shown.length === 0) return null;
  return (
    <section class={css.section} aria-labelledby="uploads" data-testid="uploads">
      <h2 id="uploads">{t("library-uploads")}</h2>
      <ul class={`${cardCss.card} ${css.list}`} data-flush>
        {shown.map((each) => (
          <UploadRow key={each.number} upload={each} />
        ))}
      </ul>
    </section>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const { number, name, bytes, offset, state, problem } = upload;
  const share = bytes === 0 ? 1 : offset / bytes;
  const end = useAction(() => giveUp(number));
  const goes = state === "sending" || state === "waiting";
  return (
    <li class={css.upload} data-state={state}>
      <div class={css.what}>
        <span class={css.name}>{name}</span>
        <progress aria-label={t("library-upload-progress", { name })} max={1} value={share} />
        <span class="muted small">
          <span role="status">{t(`library-upload-${state}`)}</span>
          {" · "}
          {t("library-upload-amount", { share: asPercent(share), size: size(bytes) })}
        </span>
        <ProblemNote problem={problem ?? end.problem} />
      </div>
      <div class="actions">
        {goes && (
          <Button
            small
            kind="quiet"
            icon="pause"
            aria-label={t("library-upload-pause", { name })}
            onClick={() => pause(number)}
          />
        )}
        {(state === "paused" || state === "failed") && (
          <Button
            small
            kind="quiet"
            icon="play"
            aria-label={t("library-upload-resume", { name })}
            onClick={() => resume(number)}
          />
        )}
        {state === "done" ? (
          <Button
            small
            kind="quiet"
            icon="close"
            aria-label={t("library-upload-dismiss", { name })}
            onClick={() => dismiss(number)}
          />
        ) : (
          <Button
            small
            kind="quiet"
            icon="trash"
            busy={end.busy}
            aria-label={t("library-upload-give_up", { name })}
            onClick={() => end.run()}
          />
        )}
      </div>
    </li>
  );
}
