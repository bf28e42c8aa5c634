import type { Person } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";

/** The name of a person as pages show it: name, else email; an erased person has neither. */
export function personName(person: Person): string {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  return name || person.email || t("people-erased");
}
