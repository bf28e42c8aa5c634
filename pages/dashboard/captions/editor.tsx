import { useRef, useState } from "preact/hooks";
import type { MendedLine, TakenCaptions } from "../../generated/api.ts";
import { languageName, languages, t, textOf } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { Note } from "../../ui/note.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { toast } from "../../ui/toast.tsx";
import css from "./editor.module.css";

/** Captions in one language, and the address of their file. */
interface Named {
  key: string;
  language: string;
  href: string;
}

interface Props {
  items: readonly Named[];
  /** Said where there are none yet. */
  none: string;
  put: (language: string, text: string) => Promise<Taken>;
  remove: (key: string) => Promise<void>;
  onChanged: () => void;
}

type Taken = Pick<TakenCaptions, "mended"> & { captions: { cues: number } };

const OTHER = "other";

/** The captions of a recording or a file: which there are, another file for a language, and what was mended in it. */
export function CaptionsEditor({ items, none, put, remove: removeOne, onChanged }: Props) {
  const [choice, setChoice] = useState(languages()[0] ?? OTHER);
  const [tag, setTag] = useState("");
  const [taken, setTaken] = useState<Taken | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const language = choice === OTHER ? tag.trim() : choice;

  const upload = useAction(async (chosen: File) => {
    setTaken(null);
    setTaken(await put(language, await textOfFile(chosen)));
    onChanged();
  });
  const remove = useAction(async (key: string) => {
    await removeOne(key);
    toast(t("captions-removed"));
    onChanged();
  });
  return (
    <div class={formCss.form}>
      {items.length === 0 ? (
        <p class="muted">{none}</p>
      ) : (
        <ul class={css.list}>
          {items.map((each) => (
            <li key={each.key}>
              <a href={each.href} lang={each.language} download>
                {languageName(each.language)}
              </a>
              <Button
                small
                kind="quiet"
                icon="trash"
                aria-label={t("captions-remove", { language: languageName(each.language) })}
                disabled={remove.busy}
                onClick={() => remove.run(each.key)}
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
  );
}

function Result({ taken: { captions: made, mended } }: { taken: Taken }) {
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
