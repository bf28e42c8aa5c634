import { useEffect, useState } from "preact/hooks";
import type { RowScope } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { useResource } from "../../ui/resource.ts";
import { segments } from "./api.ts";
import css from "./builder.module.css";
import type { LeafName } from "./leaf_fields.tsx";
import type { Json } from "./tree.ts";

interface Props {
  scope: RowScope;
  filter: Json;
  onFilter: (filter: unknown) => void;
}

/** The same filter as numbered conditions and a text such as `1 and (2 or not 3)`, which can be changed. */
export function TextFace({ scope, filter, onFilter }: Props) {
  const face = useResource(`${scope} ${JSON.stringify(filter)}`, (signal) =>
    segments.textOf(scope, filter, signal),
  );
  const [text, setText] = useState("");
  useEffect(() => setText(face.data?.text ?? ""), [face.data]);
  const take = useAction(async () => {
    const answer = await segments.treeOf(scope, (face.data?.filters ?? []) as Json[], text);
    onFilter(answer.filter);
  });
  if (!face.data || face.data.text === null) return null;
  return (
    <details class={formCss.more}>
      <summary>{t("segments-text")}</summary>
      <ol>
        {(face.data.filters as Json[]).map((each) => (
          <li key={JSON.stringify(each)}>
            {t(`segments-leaf-${each.filter as LeafName}`)}{" "}
            <code class={css.code}>{JSON.stringify(each)}</code>
          </li>
        ))}
      </ol>
      <TextField
        label={t("segments-text_label")}
        hint={t("segments-text_hint")}
        value={text}
        onValue={setText}
        error={take.problem?.message}
      />
      <Button small busy={take.busy} disabled={text === face.data.text} onClick={() => void take.run()}>
        {t("segments-text_use")}
      </Button>
    </details>
  );
}
