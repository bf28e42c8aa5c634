/** The retention curve in words. Pure. */

import type { Dashboard } from "../../generated/messages.ts";
import { t } from "../../i18n/texts.ts";
import { percent, timeCode } from "../../ui/format/numbers.ts";

export interface RetentionFacts {
  most: number;
  mostAt_s: number;
  half: number;
  end: number;
}

/** null while nobody has watched anything. */
export function retentionFacts({ step_s, counts }: Dashboard["retention"]): RetentionFacts | null {
  const most = Math.max(0, ...counts);
  if (most === 0) return null;
  return {
    most,
    mostAt_s: counts.indexOf(most) * step_s,
    half: counts[Math.floor((counts.length - 1) / 2)] ?? 0,
    end: counts.at(-1) ?? 0,
  };
}

export function retentionSentence(facts: RetentionFacts): string {
  return t("widgets-retention-sentence", {
    time: timeCode(facts.mostAt_s),
    members: t("widgets-members", { count: facts.most }),
    half: facts.half,
    end: facts.end,
  });
}

/** The average coverage in words, relative to the most-watched second; null while nobody has watched anything. */
export function coverageWords({ counts }: Dashboard["retention"]): string | null {
  const most = Math.max(0, ...counts);
  if (most === 0) return null;
  const covered = counts.reduce((sum, count) => sum + count, 0);
  return `· ${t("widgets-statistics-coverage", { share: percent(covered, most * counts.length) })}`;
}

const TABLE_ROWS = 30;

/** The curve as rows of a table, evenly spread where it has many points; the last one is always among them. */
export function tableRows({ counts, step_s }: Dashboard["retention"]): [time: string, members: number][] {
  const stride = Math.max(1, Math.ceil(counts.length / TABLE_ROWS));
  const last = counts.length - 1;
  return counts.flatMap((members, index) =>
    index % stride === 0 || index === last ? [[timeCode(index * step_s), members] as [string, number]] : [],
  );
}
