import { useState } from "preact/hooks";
import { t } from "../../i18n/texts.ts";
import { Builder } from "../segments/builder.tsx";
import type { Offer } from "../segments/offer.ts";
import { fromJson, type Group, toJson } from "../segments/tree.ts";
import type { Json } from "./flow.ts";

interface Props {
  step: Json;
  offer: Offer;
  onStep: (step: Json) => void;
}

/** The condition under which a run goes on. */
export function OnlyIfFields({ step, offer, onStep }: Props) {
  const [root, setRoot] = useState<Group>(() => fromJson(step.filter));
  const others = (step.else as readonly Json[] | undefined) ?? [];
  return (
    <>
      <p class="muted small">{t("campaigns-only_if_text")}</p>
      <Builder
        root={root}
        offer={offer}
        errors={{}}
        truths={{}}
        onRoot={(next) => {
          setRoot(next);
          onStep({ ...step, filter: toJson(next) });
        }}
      />
      {others.length > 0 && (
        <p class="muted small">{t("campaigns-only_if_else", { count: others.length })}</p>
      )}
    </>
  );
}
