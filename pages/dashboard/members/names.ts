import type { Member } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";

/** The name of a member: the name, else the email, else a note that the person was erased. */
export function memberName(member: Pick<Member, "first_name" | "last_name" | "email">): string {
  const name = [member.first_name, member.last_name].filter(Boolean).join(" ").trim();
  return name || member.email || t("members-erased");
}
