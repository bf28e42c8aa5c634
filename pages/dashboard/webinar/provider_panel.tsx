import { useEffect, useState } from "preact/hooks";
import type { Provider, Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { now } from "../../ui/clock.ts";
import { ago, dateTime, time } from "../../ui/format/times.ts";
import { Note } from "../../ui/note.tsx";
import { Pill, PillLink } from "../../ui/pill.tsx";
import { usePolling } from "../../ui/polling.ts";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { toast } from "../../ui/toast.tsx";
import { may } from "../signin/session.ts";
import { providers } from "./provider_api.ts";
import css from "./provider_panel.module.css";
import { nothingToAsk, onlyPushes, registeringWords, troubleWords } from "./provider_words.ts";

const SLOW_MS = 15_000;
const WHILE_PULLING_MS = 1500;
const DAY_MS = 86_400_000;

/** The platforms that know more of this webinar: when they were asked, and whom they have not registered. */
export function ProviderPanel({ webinar }: { webinar: Webinar }) {
  const { id } = webinar;
  const known = useResource(`provider ${id}`, (signal) => providers.read(id, signal));
  const [nothing, setNothing] = useState("");
  const connections = known.data?.connections ?? [];
  const busy = connections.some((each) => each.pulling) || (known.data?.registering ?? 0) > 0;
  usePolling(known.reload, busy ? WHILE_PULLING_MS : SLOW_MS);
  useEffect(() => setNothing(""), [id]);

  const refresh = useAction(async () => {
    setNothing("");
    const asked = (await providers.refresh(id)).connections;
    setNothing(nothingToAsk(asked, connections));
    if (asked.some((each) => each.state === "asked")) toast(t("webinar-provider-asking"));
    known.reload();
  });
  const retry = useAction(async () => {
    const { retried } = await providers.retry(id);
    toast(t("webinar-provider-registered_again", { count: retried }));
    known.reload();
  });
  if (!known.data || connections.length === 0) return null;
  const { registering, registration_errors: refused } = known.data;
  const why = registeringWords(known.data);
  return (
    <section
      class={`${css.provider} ${cardCss.card}`}
      aria-label={t("webinar-provider")}
      data-testid="provider"
    >
      <div class={css.row}>
        <ul>
          {connections.map((each) => (
            <ProviderLine key={each.connection_id} provider={each} zone={webinar.timezone} />
          ))}
        </ul>
        {may("write") && (
          <Button small icon="again" busy={refresh.busy} onClick={() => refresh.run()}>
            {t("webinar-provider-refresh")}
          </Button>
        )}
      </div>
      {(registering > 0 || refused > 0) && (
        <p class={css.row}>
          <span class={css.counts}>
            {registering > 0 && (
              <Pill tone="warn">{t("webinar-provider-registering", { count: registering })}</Pill>
            )}
            {why && <span class={css.trouble}>{why}</span>}
            {refused > 0 && (
              <PillLink tone="danger" href={`/webinars/${id}/members?status=registration_error`}>
                {t("webinar-provider-errors", { count: refused })}
              </PillLink>
            )}
          </span>
          {refused > 0 && may("write") && (
            <Button small busy={retry.busy} onClick={() => retry.run()}>
              {t("ui-retry")}
            </Button>
          )}
        </p>
      )}
      {nothing && (
        <Note tone="warn" role="status">
          {nothing}
        </Note>
      )}
      <ProblemNote problem={refresh.problem ?? retry.problem} />
    </section>
  );
}

function ProviderLine({ provider, zone }: { provider: Provider; zone: string }) {
  const { connection_id, name, state, pulling, last_pulled_at, next_pull_at } = provider;
  const trouble = troubleWords(provider);
  return (
    <li data-pulling={pulling} data-code={provider.last_code}>
      {may("admin") ? <a href={`/connections/${connection_id}`}>{name}</a> : <strong>{name}</strong>}
      {state !== "active" && (
        <Pill tone="warn">
          {state === "paused" ? t("webinar-provider-paused") : t("webinar-provider-broken")}
        </Pill>
      )}
      <span class="muted">
        {pulling ? (
          t("webinar-provider-is_asked")
        ) : last_pulled_at ? (
          <time dateTime={last_pulled_at} title={dateTime(last_pulled_at, zone)}>
            {t("webinar-provider-asked", { ago: ago(last_pulled_at, now.value) })}
          </time>
        ) : onlyPushes(provider) ? (
          t("webinar-provider-pushes")
        ) : (
          t("webinar-provider-not_asked")
        )}
        {!pulling &&
          next_pull_at &&
          !onlyPushes(provider) &&
          `, ${t("webinar-provider-next", { time: soon(next_pull_at, zone) })}`}
      </span>
      {trouble && <span class={css.trouble}>{trouble}</span>}
    </li>
  );
}

/** The time alone while it is less than a day away. */
function soon(at: string, zone: string): string {
  const left = Date.parse(at) - now.value;
  if (left <= 0) return t("webinar-provider-now");
  return left < DAY_MS ? time(at, zone) : dateTime(at, zone);
}
