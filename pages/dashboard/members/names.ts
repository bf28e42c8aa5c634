import type { Member } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";

/** A member's name, else the email, else a note that the person was erased; a number where names are not shown. */
export function memberName(member: Pick<Member, "id" | "first_name" | "last_name" | "email">): string {
  if (member.email === undefined) return numbered(member.id);
  const name = [member.first_name, member.last_name].filter(Boolean).join(" ").trim();
  return name || member.email || t("members-erased");
}

/** What a member is called where names are not shown: the same number everywhere. */
export function numbered(id: string): string {
  return t("members-numbered", { number: String(Number.parseInt(id.slice(-4), 16)) });
}
