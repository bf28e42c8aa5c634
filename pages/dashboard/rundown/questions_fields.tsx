import type { PollQuestionType } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { AreaField, SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { emptyQuestion, hasOptions, type QuestionFields } from "./item_fields.ts";

interface Props {
  questions: readonly QuestionFields[];
  error: (name: string) => string | undefined;
  onValue: (questions: readonly QuestionFields[]) => void;
}

const MOST = 20;
const TYPES: readonly PollQuestionType[] = ["single", "several", "rating", "yes_no", "text", "long_text"];

/** The questions of a poll or survey, one group of fields each. */
export function QuestionsFields({ questions, error, onValue }: Props) {
  const change = (n: number, news: Partial<QuestionFields>) =>
    onValue(questions.map((each, place) => (place === n ? { ...each, ...news } : each)));
  return (
    <>
      {questions.map((question, n) => (
        // Questions have no names of their own before they are saved, and keep their places.
        <fieldset key={n} class={formCss.group}>
          <legend>{t("rundown-question", { number: n + 1 })}</legend>
          <TextField
            label={t("rundown-question_text")}
            value={question.text}
            maxLength={500}
            onValue={(text) => change(n, { text })}
            error={error(`question-${n}`)}
          />
          <SelectField
            label={t("rundown-question_type")}
            value={question.type}
            onValue={(type) => change(n, { type })}
            options={TYPES.map((each) => [each, t(`rundown-question-${each}`)] as const)}
          />
          {hasOptions(question) && (
            <AreaField
              label={t("rundown-options")}
              hint={t("rundown-options_hint")}
              rows={3}
              value={question.options}
              onValue={(options) => change(n, { options })}
              error={error(`options-${n}`)}
            />
          )}
          {(question.type === "several" || question.type === "rating") && (
            <div class={formCss.row}>
              <TextField
                label={t("rundown-least")}
                inputMode="numeric"
                value={question.min}
                onValue={(min) => change(n, { min })}
              />
              <TextField
                label={t("rundown-most")}
                inputMode="numeric"
                value={question.max}
                onValue={(max) => change(n, { max })}
              />
            </div>
          )}
          <label class={formCss.check}>
            <input
              type="checkbox"
              checked={question.required}
              onChange={(event) => change(n, { required: event.currentTarget.checked })}
            />
            <span>{t("rundown-required")}</span>
          </label>
          {questions.length > 1 && (
            <div class="actions" data-start>
              <Button
                small
                kind="quiet"
                icon="trash"
                onClick={() => onValue(questions.filter((_, place) => place !== n))}
              >
                {t("rundown-remove_question", { number: n + 1 })}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {questions.length < MOST && (
        <div class="actions" data-start>
          <Button small icon="add" onClick={() => onValue([...questions, emptyQuestion()])}>
            {t("rundown-add_question")}
          </Button>
        </div>
      )}
    </>
  );
}
