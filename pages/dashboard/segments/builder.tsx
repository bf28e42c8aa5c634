import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { Pill } from "../../ui/pill.tsx";
import css from "./builder.module.css";
import { firstLeaf, LeafFields, type LeafName, offeredLeaves } from "./leaf_fields.tsx";
import type { Offer } from "./offer.ts";
import {
  type Group,
  isGroup,
  type Leaf,
  moved,
  newGroup,
  newLeaf,
  type Part,
  pointerOf,
  replaced,
} from "./tree.ts";

interface Props {
  root: Group;
  offer: Offer;
  /** The errors, by JSON Pointer into the filter. */
  errors: Readonly<Record<string, string>>;
  /** The result of each condition for the explained row, by JSON Pointer. */
  truths: Readonly<Record<string, boolean>>;
  onRoot: (root: Group) => void;
}

/** Groups of conditions with native controls; everything is done by keyboard, in the order of the page. */
export function Builder(props: Props) {
  const focus = useRef<number | null>(null);
  useEffect(() => {
    if (focus.current === null) return;
    document.getElementById(`part-${focus.current}`)?.focus();
    focus.current = null;
  });
  const change = (root: Group, toFocus?: number) => {
    focus.current = toFocus ?? null;
    props.onRoot(root);
  };
  return <GroupFields {...props} group={props.root} depth={1} change={change} />;
}

type Change = (root: Group, toFocus?: number) => void;

function GroupFields({
  group,
  depth,
  change,
  ...props
}: Props & { group: Group; depth: number; change: Change }) {
  const { root, offer } = props;
  const put = (parts: readonly Part[], toFocus?: number) => {
    const next = { ...group, parts };
    change(group.key === root.key ? next : replaced(root, group.key, next), toFocus);
  };
  const set = (next: Group) => change(group.key === root.key ? next : replaced(root, group.key, next));
  return (
    <fieldset class={css.group}>
      <legend id={`part-${group.key}`} tabIndex={-1}>
        {t("segments-group")}
      </legend>
      <div class={css.bar}>
        <SelectField
          label={t("segments-matches")}
          value={group.all ? "all" : "any"}
          options={[
            ["all", t("segments-all")],
            ["any", t("segments-any")],
          ]}
          onValue={(word) => set({ ...group, all: word === "all" })}
        />
        {group.key !== root.key && (
          <>
            <Negated part={group} onPart={(part) => set(part as Group)} />
            <PartButtons part={group} name={t("segments-group")} root={root} change={change} />
          </>
        )}
      </div>
      {group.parts.length === 0 && <p class="muted">{t("segments-everybody")}</p>}
      <ol class={css.parts}>
        {group.parts.map((part) => (
          <li key={part.key}>
            {isGroup(part) ? (
              <GroupFields {...props} group={part} depth={depth + 1} change={change} />
            ) : (
              <LeafRow {...props} part={part} change={change} />
            )}
          </li>
        ))}
      </ol>
      <div class={css.bar}>
        <Button
          small
          icon="add"
          onClick={() => {
            const leaf = newLeaf(firstLeaf("attended_event", offer));
            put([...group.parts, leaf], leaf.key);
          }}
        >
          {t("segments-add")}
        </Button>
        {depth < 4 && (
          <Button
            small
            kind="quiet"
            onClick={() => {
              const inner = newGroup([], !group.all);
              put([...group.parts, inner], inner.key);
            }}
          >
            {t("segments-add_group")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function LeafRow({ part, change, root, offer, errors, truths }: Props & { part: Leaf; change: Change }) {
  const pointer = pointerOf(root, part.key) ?? "";
  const wrong = Object.entries(errors)
    .filter(([at]) => at === pointer || at.startsWith(`${pointer}/`))
    .map(([, message]) => message);
  const set = (next: Part) => change(replaced(root, part.key, next));
  const name = t(`segments-leaf-${part.leaf.filter as LeafName}`);
  const truth = truths[pointer];
  return (
    <fieldset class={css.leaf} data-wrong={wrong.length > 0 || undefined}>
      <legend id={`part-${part.key}`} tabIndex={-1}>
        {name}
        {truth !== undefined && (
          <Pill tone={truth ? "accent" : "faint"}>{truth ? t("segments-true") : t("segments-false")}</Pill>
        )}
      </legend>
      <div class={css.bar}>
        <SelectField
          label={t("segments-what")}
          value={part.leaf.filter as LeafName}
          options={offeredLeaves(offer).map((each) => [each, t(`segments-leaf-${each}`)] as const)}
          onValue={(each) => set({ ...part, leaf: firstLeaf(each, offer) })}
        />
        <Negated part={part} onPart={set} />
        <PartButtons part={part} name={name} root={root} change={change} />
      </div>
      <div class={css.fields}>
        <LeafFields leaf={part.leaf} offer={offer} onLeaf={(leaf) => set({ ...part, leaf })} />
      </div>
      {wrong.map((message) => (
        <p key={message} class={css.error} role="alert">
          {message}
        </p>
      ))}
    </fieldset>
  );
}

function Negated({ part, onPart }: { part: Part; onPart: (part: Part) => void }) {
  return (
    <label class={formCss.check}>
      <input
        type="checkbox"
        checked={part.not}
        onChange={(event) => onPart({ ...part, not: event.currentTarget.checked })}
      />
      <span>{t("segments-not")}</span>
    </label>
  );
}

function PartButtons({
  part,
  name,
  root,
  change,
}: {
  part: Part;
  name: string;
  root: Group;
  change: Change;
}) {
  return (
    <span class={css.buttons}>
      <Button
        small
        kind="quiet"
        aria-label={t("segments-earlier", { what: name })}
        onClick={() => change(moved(root, part.key, -1), part.key)}
      >
        ↑
      </Button>
      <Button
        small
        kind="quiet"
        aria-label={t("segments-later", { what: name })}
        onClick={() => change(moved(root, part.key, 1), part.key)}
      >
        ↓
      </Button>
      <Button
        small
        kind="quiet"
        icon="trash"
        aria-label={t("segments-remove", { what: name })}
        onClick={() => change(replaced(root, part.key, null), root.key)}
      />
    </span>
  );
}
