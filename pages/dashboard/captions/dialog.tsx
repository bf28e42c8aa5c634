import { useRef, useState } from "preact/hooks";
import type { MendedLine, TakenCaptions, Webinar } from "../../generated/api.ts";
import { languageName, languages, t, textOf } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { Note } from "../../ui/note.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import { captions } from "./api.ts";
import css from "./dialog.module.css";

interface Props {
  webinar: Webinar;
  onClose: () => void;
  onChanged: () => void;
}

const OTHER = "other";

/** The captions of a recording: which there are, another file for a language, and what was mended in it. */
export function CaptionsDialog({ webinar, onClose, onChanged }: Props) {
  const [choice, setChoice] = useState(languages()[0] ?? OTHER);
  const [tag, setTag] = useState("");
  const [taken, setTaken] = useState<TakenCaptions | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const language = choice === OTHER ? tag.trim() : choice;

  const upload = useAction(async (chosen: File) => {
    setTaken(null);
    setTaken(await captions.put(webinar.id, language, await textOfFile(chosen)));
    onChanged();
  });
  const remove = useAction(async (id: string) => {
    await captions.remove(webinar.id, id);
    toast(t("captions-removed"));
    onChanged();
  });
  return (
    <Dialog
      title={t("captions-title")}
      onClose={onClose}
      testId="captions"
      footer={
        <Button kind="primary" onClick={onClose}>
          {t("ui-done")}
        </Button>
      }
    >
      <div class={formCss.form}>
        {webinar.captions.length === 0 ? (
          <p class="muted">{t("captions-none")}</p>
        ) : (
          <ul class={css.list}>
            {webinar.captions.map((each) => (
              <li key={each.id}>
                <a href={`/captions/${each.id}.vtt`} lang={each.language} download>
                  {languageName(each.language)}
                </a>
                <Button
                  small
                  kind="quiet"
                  icon="trash"
                  aria-label={t("captions-remove", { language: languageName(each.language) })}
                  disabled={remove.busy}
                  onClick={() => remove.run(each.id)}
                />
              </li>
            ))}
          </ul>
        )}
        <SelectField
          label={t("captions-language")}
          value={choice}
          onValue={setChoice}
          options={[
            ...languages().map((each) => [each, languageName(each)] as const),
            [OTHER, t("captions-other")] as const,
          ]}
        />
        {choice === OTHER && (
          <TextField
            label={t("captions-tag")}
            hint={t("captions-tag_hint")}
            value={tag}
            onValue={setTag}
            error={upload.problem?.fields.language}
          />
        )}
        <div class="actions" data-start>
          <input
            ref={file}
            type="file"
            accept=".vtt,.srt,text/vtt"
            class="hidden"
            tabIndex={-1}
            aria-label={t("captions-file")}
            onChange={({ currentTarget }) => {
              const [chosen] = currentTarget.files ?? [];
              if (chosen) void upload.run(chosen);
              currentTarget.value = "";
            }}
          />
          <Button
            icon="upload"
            busy={upload.busy}
            disabled={language === ""}
            onClick={() => file.current?.click()}
          >
            {t("captions-file")}
          </Button>
          <span class="muted small">{t("captions-file_hint")}</span>
        </div>
        <ProblemNote problem={upload.problem ?? remove.problem} />
        {taken && <Result taken={taken} />}
      </div>
    </Dialog>
  );
}

function Result({ taken: { captions: made, mended } }: { taken: TakenCaptions }) {
  return (
    <Note tone={mended.length === 0 ? "good" : "warn"} role="status" testId="captions-result" icon="check">
      {t("captions-taken", { count: made.cues })} {mended.length > 0 && t("captions-mended")}{" "}
      {mended.slice(0, 10).map(lineWords).join(" ")}
      {mended.length > 10 && ` ${t("captions-more", { count: mended.length - 10 })}`}
    </Note>
  );
}

function lineWords({ line, code }: MendedLine): string {
  return t("captions-line", { line, what: textOf(`captions-mended-${code}`) ?? code });
}

/** UTF-8, else as older programs write SubRip. */
async function textOfFile(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
