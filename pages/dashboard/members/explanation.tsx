import type { Explanation, Webinar } from "../../generated/api.ts";
import { formatZone } from "../../i18n/format.ts";
import { t } from "../../i18n/texts.ts";
import formCss from "../../ui/form.module.css";
import { duration, exactDuration, percent, timeCode } from "../../ui/format/numbers.ts";
import { clock, date, preciseClock } from "../../ui/format/times.ts";
import { Pill } from "../../ui/pill.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import tableCss from "../../ui/table.module.css";
import { recordedLength } from "../webinars/recorded_length.ts";
import { DropsView } from "./drops.tsx";
import css from "./explanation.module.css";
import { gaps, place, type Sitting, sittings } from "./sittings.ts";

interface Props {
  explanation: Explanation;
  webinar: Webinar;
}

/** Why each second was counted, and why the others were not. */
export function ExplanationView({ explanation, webinar }: Props) {
  const { live, on_demand, covered, playbacks } = explanation;
  const found = sittings(live, on_demand);
  return (
    <div class={css.explanation} data-testid="explanation">
      <dl class={css.totals}>
        <div>
          <dt>{t("members-explain-on_demand")}</dt>
          <dd>{exactDuration(on_demand.watched_s)}</dd>
        </div>
        <div>
          <dt>{t("members-explain-live")}</dt>
          <dd>{exactDuration(live.watched_s)}</dd>
        </div>
      </dl>
      <p class="muted small">
        {t("members-explain-threshold", { duration: exactDuration(threshold(webinar)) })}
      </p>

      <section>
        <h3>{t("members-explain-when")}</h3>
        {found.length === 0 ? (
          <p class="muted">{t("members-explain-never")}</p>
        ) : (
          <>
            <p class="muted small">
              {t("members-explain-filled")}{" "}
              {t("members-explain-zone", { zone: formatZone(new Date(webinar.ends_at), webinar.timezone) })}
            </p>
            <Sittings found={found} zone={webinar.timezone} />
          </>
        )}
      </section>

      <section>
        <h3>{t("members-explain-seen")}</h3>
        <Covered covered={covered} duration_s={recordedLength(webinar)} />
      </section>

      <DropsView explanation={explanation} webinar={webinar} />

      {playbacks.length > 0 && (
        <section>
          <h3>{t("members-explain-players")}</h3>
          <p class="muted small">{t("members-explain-players_text")}</p>
          <Scroll label={t("members-explain-players_table")}>
            <table class={tableCss.table} data-tight>
              <caption class="hidden">{t("members-explain-players_table")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("members-explain-player")}</th>
                  <th scope="col">{t("members-explain-opened")}</th>
                  <th scope="col">{t("members-explain-zero")}</th>
                  <th scope="col">{t("members-explain-heard")}</th>
                </tr>
              </thead>
              <tbody>
                {playbacks.map((each) => (
                  <tr key={each.playback}>
                    <td>
                      <code title={each.playback}>{each.playback.slice(0, 8)}</code>
                    </td>
                    <td>{each.hello_at ? `${clock(each.hello_at, webinar.timezone)}` : "–"}</td>
                    <td title={date(each.anchor_at, webinar.timezone)}>
                      {preciseClock(each.anchor_at, webinar.timezone)}
                    </td>
                    <td>{each.heard_at ? clock(each.heard_at, webinar.timezone) : "–"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </section>
      )}
    </div>
  );
}

const SHOWN = 8;

function Sittings({ found, zone }: { found: readonly Sitting[]; zone: string }) {
  const rest = found.slice(SHOWN);
  return (
    <>
      <ol class={css.sittings}>
        {found.slice(0, SHOWN).map((sitting) => (
          <SittingRow key={`${sitting.mode}${sitting.from}`} sitting={sitting} zone={zone} />
        ))}
      </ol>
      {rest.length > 0 && (
        <details class={formCss.more}>
          <summary>{t("members-explain-earlier", { count: rest.length })}</summary>
          <ol class={css.sittings}>
            {rest.map((sitting) => (
              <SittingRow key={`${sitting.mode}${sitting.from}`} sitting={sitting} zone={zone} />
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function SittingRow({ sitting, zone }: { sitting: Sitting; zone: string }) {
  const from = new Date(sitting.from).toISOString();
  const to = new Date(sitting.to).toISOString();
  const stretches = sitting.stretches.length;
  return (
    <li class={css.sitting}>
      <p>
        <span>
          {date(from, zone)}
          {sitting.mode === "live" && <Pill tone="strong">{t("members-explain-live")}</Pill>}
        </span>
        <strong>{duration(sitting.watched_s)}</strong>
      </p>
      <div class={css.strip} aria-hidden="true">
        {sitting.stretches.map((each) => (
          <span
            key={each.from}
            style={place(each.from, each.to, sitting.from, sitting.to)}
            title={`${iso(each.from, zone)} – ${iso(each.to, zone)}`}
          />
        ))}
      </div>
      <p class={css.ends}>
        <span>{clock(from, zone)}</span>
        <span class="muted">
          {stretches === 1
            ? t("members-explain-unbroken")
            : t("members-explain-stretches", { count: stretches })}
        </span>
        <span>{clock(to, zone)}</span>
      </p>
    </li>
  );
}

interface CoveredProps {
  covered: readonly (readonly [number, number])[];
  duration_s: number | null;
}

function Covered({ covered, duration_s }: CoveredProps) {
  if (duration_s === null) return <p class="muted">{t("members-explain-no_recording")}</p>;
  const whole = Math.floor(duration_s);
  const seen = covered.reduce((sum, [from, to]) => sum + to - from, 0);
  const missing = gaps(covered, whole);
  const missed = missing.map(([from, to]) => `${timeCode(from)}–${timeCode(to)}`);
  return (
    <div class={css.coverage}>
      <p class={css.head}>
        <span>{t("members-explain-of", { seen: duration(seen), whole: timeCode(whole) })}</span>
        <strong>{percent(seen, whole)}</strong>
      </p>
      <div class={css.strip} data-recording aria-hidden="true">
        {covered.map(([from, to]) => (
          <span key={from} style={place(from, to, 0, whole)} title={`${timeCode(from)} – ${timeCode(to)}`} />
        ))}
      </div>
      <p class={css.ends}>
        <span>0:00</span>
        <span>{timeCode(whole)}</span>
      </p>
      <p class="muted small">{missing.length === 0 ? t("members-explain-whole") : missedWords(missed)}</p>
    </div>
  );
}

const MISSED_SHOWN = 6;

function missedWords(missed: readonly string[]): string {
  const list = missed.slice(0, MISSED_SHOWN).join(", ");
  const count = missed.length - MISSED_SHOWN;
  return count > 0
    ? t("members-explain-missed_more", { list, count })
    : t("members-explain-missed", { list });
}

/** The threshold as it applies: never more than half of the recording. */
function threshold(webinar: Webinar): number {
  const length = recordedLength(webinar);
  return length === null ? webinar.watch_threshold_s : Math.min(webinar.watch_threshold_s, length / 2);
}

function iso(at: number, zone: string): string {
  return preciseClock(new Date(at).toISOString(), zone);
}
