import { useState } from "preact/hooks";
import type { KindOfMail, MailPreview, Template, Webinar } from "../../generated/api.ts";
import { languageName, t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { Note } from "../../ui/note.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { toast } from "../../ui/toast.tsx";
import { may } from "../signin/session.ts";
import { mails } from "./api.ts";
import { minutesOf, secondsOf } from "./offsets.ts";
import css from "./tab.module.css";
import { MailViews } from "./views.tsx";

interface Props {
  webinar: Webinar;
  kind: KindOfMail;
  languages: string[];
  onClose: () => void;
  onSaved: () => void;
}

/** One kind of mail: when it goes, its words in each language, how it looks, and a test mail. */
export function KindDialog({ webinar, kind, languages, onClose, onSaved }: Props) {
  const [language, setLanguage] = useState(webinar.language ?? "en");
  const found = useResource(`${kind.kind} ${language}`, (signal) =>
    mails.preview(webinar.id, kind.kind, language, null, signal),
  );
  return (
    <Dialog
      title={t(`mails-kind-${kind.kind as "reminder"}`)}
      shape="wide"
      testId="mail-kind"
      onClose={onClose}
      footer={<Button onClick={onClose}>{t("ui-close")}</Button>}
    >
      <div class={css.section}>
        {kind.before_s && kind.kind === "reminder" && (
          <Offsets webinar={webinar} kind={kind} before={kind.before_s} onSaved={onSaved} />
        )}
        <SelectField
          label={t("words-language")}
          value={language}
          options={languages.map((each) => [each, languageName(each)] as const)}
          onValue={setLanguage}
        />
        <ProblemNote problem={found.problem} />
        {found.data && (
          <Words
            key={language}
            webinar={webinar}
            kind={kind}
            language={language}
            first={found.data}
            onSaved={() => {
              found.reload();
              onSaved();
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

interface OffsetsProps {
  webinar: Webinar;
  kind: KindOfMail;
  before: number[];
  onSaved: () => void;
}

/** How long before the start reminders go. */
function Offsets({ webinar, kind, before, onSaved }: OffsetsProps) {
  const [text, setText] = useState(minutesOf(before));
  const seconds = secondsOf(text);
  const save = useAction(async () => {
    if (seconds === null) return;
    await mails.saveKind(webinar.id, kind.kind, { enabled: kind.enabled, before_s: seconds });
    toast(t("mails-saved"));
    onSaved();
  });
  return (
    <form
      class={css.bar}
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <TextField
        label={t("mails-offsets")}
        hint={t("mails-offsets-hint")}
        error={seconds === null ? t("mails-offsets-wrong") : undefined}
        value={text}
        onValue={setText}
      />
      {may("write") && (
        <Button type="submit" disabled={seconds === null} busy={save.busy}>
          {t("mails-save")}
        </Button>
      )}
      <ProblemNote problem={save.problem} />
    </form>
  );
}

interface WordsProps {
  webinar: Webinar;
  kind: KindOfMail;
  language: string;
  first: MailPreview;
  onSaved: () => void;
}

function templateOf({ template_subject, template_text, template_html }: MailPreview): Template {
  return { subject: template_subject, text: template_text, html: template_html };
}

/** The template of a language, beside the mail that it makes. */
function Words({ webinar, kind, language, first, onSaved }: WordsProps) {
  const [words, setWords] = useState<Template>(templateOf(first));
  const [made, setMade] = useState(first);
  const [email, setEmail] = useState("");
  const set = (changes: Partial<Template>) => setWords({ ...words, ...changes });
  const look = useAction(async () => setMade(await mails.preview(webinar.id, kind.kind, language, words)));
  const keep = async (template: Template | null) => {
    const { enabled, before_s, after_s } = kind;
    await mails.saveKind(webinar.id, kind.kind, {
      enabled,
      before_s: before_s ?? null,
      after_s: after_s ?? null,
      templates: { [language]: template },
    });
    toast(t("mails-saved"));
    onSaved();
  };
  const save = useAction(() => keep(words));
  const reset = useAction(async () => {
    await keep(null);
    const fresh = await mails.preview(webinar.id, kind.kind, language, null);
    setWords(templateOf(fresh));
    setMade(fresh);
  });
  const test = useAction(async () => {
    const { state, reason } = await mails.test(webinar.id, kind.kind, language, email);
    toast(reason ?? t(`mails-state-${state as "sent"}`));
  });
  return (
    <>
      <h3 lang={language}>{made.subject}</h3>
      <MailViews language={language} text={made.text} html={made.html} />
      <ProblemNote problem={look.problem ?? save.problem ?? reset.problem ?? test.problem} />
      {may("write") && (
        <>
          <details class={formCss.more}>
            <summary>{t("mails-words")}</summary>
            <div class={css.section}>
              <TextField
                label={t("mails-subject")}
                value={words.subject}
                onValue={(subject) => set({ subject })}
              />
              <AreaField
                label={t("mails-text")}
                value={words.text}
                onValue={(text) => set({ text })}
                rows={10}
              />
              <AreaField
                label={t("mails-html")}
                value={words.html}
                onValue={(html) => set({ html })}
                rows={10}
              />
              {kind.own.includes(language) && (
                <Note tone="good" role="status">
                  {t("mails-own")}
                </Note>
              )}
              <div class="actions">
                {kind.own.includes(language) && (
                  <Button busy={reset.busy} onClick={() => reset.run()}>
                    {t("mails-reset")}
                  </Button>
                )}
                <Button busy={look.busy} onClick={() => look.run()}>
                  {t("mails-preview")}
                </Button>
                <Button kind="primary" busy={save.busy} onClick={() => save.run()}>
                  {t("mails-save")}
                </Button>
              </div>
            </div>
          </details>
          <form
            class={css.bar}
            onSubmit={(event) => {
              event.preventDefault();
              void test.run();
            }}
          >
            <TextField
              label={t("mails-test_to")}
              hint={t("mails-test-hint")}
              type="email"
              value={email}
              onValue={setEmail}
              required
            />
            <Button type="submit" busy={test.busy}>
              {t("mails-test")}
            </Button>
          </form>
        </>
      )}
    </>
  );
}
