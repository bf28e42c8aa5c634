import { type Option, QUESTION_TYPES, type Question, type QuestionType } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { SelectField } from "../../ui/field.tsx";
import { Ordered } from "../../ui/ordered.tsx";
import { Check } from "./check.tsx";
import { LabelFields } from "./label_fields.tsx";
import { hasOptions, NEW_QUESTION } from "./wanted.ts";

const MOST = 30;
const MOST_OPTIONS = 100;
const NEW_OPTION: Option = { value: "", label: {} };

interface Props {
  questions: readonly Question[];
  /** Messages by dotted name: `questions.0.label`. */
  errors: Readonly<Record<string, string>>;
  onQuestions: (questions: readonly Question[]) => void;
}

/** The custom questions of a form, in the order in which they are asked. */
export function Questions({ questions, errors, onQuestions }: Props) {
  return (
    <Ordered
      items={questions}
      name={(number) => t("registration-question", { number })}
      add={t("registration-question_add")}
      fresh={questions.length < MOST ? NEW_QUESTION : undefined}
      onItems={onQuestions}
    >
      {(question, set, index) => (
        <>
          <LabelFields
            label={t("registration-question_text")}
            labels={question.label}
            error={errors[`questions.${index}.label`]}
            onLabels={(label) => set({ ...question, label })}
          />
          <SelectField<QuestionType>
            label={t("registration-type")}
            value={question.type}
            options={QUESTION_TYPES.map((each) => [each, t(`registration-type-${each}`)] as const)}
            error={errors[`questions.${index}.options`]}
            onValue={(type) => set(ofType(question, type))}
          />
          <Check
            label={t("registration-wanted-required")}
            value={question.required ?? false}
            onValue={(required) => set({ ...question, required })}
          />
          {hasOptions(question) && (
            <Options
              options={question.options ?? []}
              error={(nth) => errors[`questions.${index}.options.${nth}.label`]}
              onOptions={(options) => set({ ...question, options: [...options] })}
            />
          )}
        </>
      )}
    </Ordered>
  );
}

/** The question with another type; one that lists answers begins with a first one. */
function ofType(question: Question, type: QuestionType): Question {
  const changed = { ...question, type };
  return hasOptions(changed) && !question.options?.length ? { ...changed, options: [NEW_OPTION] } : changed;
}

interface OptionsProps {
  options: readonly Option[];
  error: (index: number) => string | undefined;
  onOptions: (options: readonly Option[]) => void;
}

function Options({ options, error, onOptions }: OptionsProps) {
  return (
    <Ordered
      items={options}
      name={(number) => t("registration-option", { number })}
      add={t("registration-option_add")}
      fresh={options.length < MOST_OPTIONS ? NEW_OPTION : undefined}
      onItems={onOptions}
    >
      {(option, set, index) => (
        <LabelFields
          label={t("registration-option_text")}
          labels={option.label}
          error={error(index)}
          onLabels={(label) => set({ ...option, label })}
        />
      )}
    </Ordered>
  );
}
