import type { Explanation, Webinar } from "../../generated/api.ts";
import formCss from "../../ui/form.module.css";
import { duration, exactDuration, percent, plural, timeCode } from "../../ui/format/numbers.ts";
import { clock, date, preciseClock } from "../../ui/format/times.ts";
import { Pill } from "../../ui/pill.tsx";
import tableCss from "../../ui/table.module.css";
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
          <dt>On demand</dt>
          <dd>{exactDuration(on_demand.watched_s)}</dd>
        </div>
        <div>
          <dt>Live</dt>
          <dd>{exactDuration(live.watched_s)}</dd>
        </div>
        <div>
          <dt>View above</dt>
          <dd>{exactDuration(threshold(webinar))}</dd>
        </div>
      </dl>

      <section>
        <h3>When they watched</h3>
        {found.length === 0 ? (
          <p class="muted">No second has been counted yet.</p>
        ) : (
          <>
            <p class="muted small">
              Filled is time spent playing. Two players at once count once; pauses, buffering and seeking do
              not count.
            </p>
            <Sittings found={found} zone={webinar.timezone} />
          </>
        )}
      </section>

      <section>
        <h3>What they have seen</h3>
        <Covered covered={covered} duration_s={webinar.recording?.duration_s ?? null} />
      </section>

      <DropsView explanation={explanation} webinar={webinar} />

      {playbacks.length > 0 && (
        <section>
          <h3>Players</h3>
          <p class="muted small">
            Each page load is a player with a clock of its own. Its zero is fixed once, and every stretch it
            reports is placed from there, so that a report sent twice lands on the same time.
          </p>
          <div class="scroll">
            <table class={tableCss.table} data-tight>
              <caption class="hidden">Players, with the zero of their clocks</caption>
              <thead>
                <tr>
                  <th scope="col">Player</th>
                  <th scope="col">Opened</th>
                  <th scope="col">Clock zero</th>
                  <th scope="col">Last heard</th>
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
          </div>
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
          <summary>{plural(rest.length, "earlier sitting")}</summary>
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
          {sitting.mode === "live" && <Pill tone="strong">Live</Pill>}
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
          {stretches === 1 ? "without a break" : plural(stretches, "stretch", "stretches")}
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
  if (duration_s === null) return <p class="muted">There is no recording yet.</p>;
  const whole = Math.floor(duration_s);
  const seen = covered.reduce((sum, [from, to]) => sum + to - from, 0);
  const missing = gaps(covered, whole);
  const missed = missing.map(([from, to]) => `${timeCode(from)}–${timeCode(to)}`);
  const words =
    missed.length > 6 ? `${missed.slice(0, 6).join(", ")} and ${missed.length - 6} more` : missed.join(", ");
  return (
    <div class={css.coverage}>
      <p class={css.head}>
        <span>
          {duration(seen)} of {timeCode(whole)}
        </span>
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
      <p class="muted small">
        {missing.length === 0 ? "The whole recording was seen." : `Not seen: ${words}.`}
      </p>
    </div>
  );
}

/** The threshold as it applies: never more than half of the recording. */
function threshold({ watch_threshold_s, recording }: Webinar): number {
  return recording ? Math.min(watch_threshold_s, recording.duration_s / 2) : watch_threshold_s;
}

function iso(at: number, zone: string): string {
  return preciseClock(new Date(at).toISOString(), zone);
}
