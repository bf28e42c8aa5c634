import { t } from "../../i18n/texts.ts";
import { SelectField } from "../../ui/field.tsx";
import type { Offer } from "./offer.ts";
import type { Json } from "./tree.ts";

export interface Props {
  leaf: Json;
  offer: Offer;
  onLeaf: (leaf: Json) => void;
}

/** The webinar that a condition speaks of; in scope members the row's own where none is named. */
export function WebinarField({ leaf, offer, onLeaf }: Props) {
  const own = offer.ofMembers ? ([["", t("segments-this_webinar")]] as const) : [];
  return (
    <SelectField
      label={t("segments-webinar")}
      value={typeof leaf.webinar === "string" ? leaf.webinar : ""}
      options={[
        ...own,
        ["any", t("segments-any_webinar")],
        ...offer.webinars.map((each) => [each.id, each.name] as const),
      ]}
      onValue={(webinar) => {
        const { webinar: _, ...rest } = leaf;
        onLeaf(webinar === "" ? rest : { ...rest, webinar });
      }}
    />
  );
}

/** Several webinars may be meant, so that a lack is no answer about the person. */
export function namesSeveral(leaf: Json): boolean {
  return leaf.webinar === "any" || Array.isArray(leaf.webinar);
}
