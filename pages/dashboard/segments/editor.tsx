import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { RowScope, Segment, SegmentItem } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import cardCss from "../../ui/card.module.css";
import { SelectField, TextField } from "../../ui/field.tsx";
import formCss from "../../ui/form.module.css";
import { dateTime } from "../../ui/format/times.ts";
import { Note } from "../../ui/note.tsx";
import pageCss from "../../ui/page.module.css";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { useResource } from "../../ui/resource.ts";
import { toast } from "../../ui/toast.tsx";
import { ZoneField } from "../../ui/zone_field.tsx";
import { useTitle } from "../shell/title.ts";
import { may } from "../signin/session.ts";
import { ActDialog } from "./act_dialog.tsx";
import { type Asked, segments } from "./api.ts";
import { Builder } from "./builder.tsx";
import css from "./editor.module.css";
import type { Offer } from "./offer.ts";
import { Results } from "./results.tsx";
import { Rows } from "./rows.tsx";
import { TextFace } from "./text_face.tsx";
import { fromJson, type Group, type Json, toJson } from "./tree.ts";

export interface Start {
  /** The segment that is changed; null for a new one. */
  segment: Segment | null;
  name: string;
  scope: RowScope;
  webinar: string;
  timezone: string;
  root: Group;
}

interface Props {
  start: Start;
  offered: Omit<Offer, "ofMembers">;
}

const QUIET_MS = 400;

/** A value that follows another once that has not changed for a moment. */
function useQuiet<T>(value: T): T {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}

/** A filter while it is built: how many it finds, who they are, and why one of them is in or not. */
export function Editor({ start, offered }: Props) {
  const { route } = useLocation();
  const [root, setRoot] = useState(start.root);
  const [name, setName] = useState(start.name);
  const [scope, setScope] = useState(start.scope);
  const [webinar, setWebinar] = useState(start.webinar);
  const [timezone, setTimezone] = useState(start.timezone);
  const [kind, setKind] = useState<"live" | "snapshot" | "list">(
    start.segment?.kind === "snapshot" ? "snapshot" : "live",
  );
  const [explained, setExplained] = useState<SegmentItem | null>(null);
  const [acting, setActing] = useState(false);
  useTitle(name || t("segments-new"));
  // What is acted on is the segment as it was saved, not as it is being changed.
  const saved = useResource(
    start.segment ? `count ${start.segment.id} ${start.segment.changed_at}` : "unsaved",
    async (signal) => (start.segment ? await segments.count(start.segment.id, signal) : null),
  );

  const offer: Offer = { ...offered, ofMembers: scope === "members" };
  const asked: Asked = {
    scope,
    webinar_id: scope === "members" ? webinar || null : null,
    timezone,
    filter: toJson(root) as Json,
  };
  const key = useQuiet(JSON.stringify(asked));
  const quiet = JSON.parse(key) as Asked;
  const preview = useResource(key, (signal) => segments.preview(quiet, signal));
  const whom = explained?.member
    ? { member_id: explained.member.id }
    : explained && { person_id: explained.person.id };
  const reasons = useResource(whom ? `${key} ${JSON.stringify(whom)}` : "nobody", async (signal) => ({
    why: whom ? await segments.explain(quiet, whom, signal) : null,
  }));
  const why = explained && !reasons.problem ? (reasons.data?.why ?? null) : null;
  const errors = filterErrors(preview.problem?.fields ?? {});
  const truths = Object.fromEntries((why?.leaves ?? []).map((each) => [each.path, each.matches]));

  const save = useAction(async () => {
    if (start.segment) {
      await segments.change(start.segment.id, { name, timezone, filter: asked.filter });
      toast(t("segments-saved"));
      return;
    }
    const made = await segments.create({ ...asked, name, kind });
    toast(t("segments-saved"));
    route(`/segments/${made.id}`);
  });

  return (
    <>
      <header class={pageCss.head}>
        <div>
          <h1>{start.segment ? start.segment.name : t("segments-new")}</h1>
          {start.segment?.taken_at && (
            <p class="muted">{t("segments-taken", { time: dateTime(start.segment.taken_at) })}</p>
          )}
        </div>
        {start.segment && start.segment.kind === "live" && may("write") && (
          <ButtonLink href={`/campaigns/new?segment=${start.segment.id}`}>
            {t("segments-campaign")}
          </ButtonLink>
        )}
        {start.segment && !start.segment.broken && may("write") && saved.data && (
          <Button onClick={() => setActing(true)}>{t("segments-act")}</Button>
        )}
      </header>
      {start.segment?.broken && (
        <Note tone="warn" role="alert">
          {t("segments-broken_text")}
        </Note>
      )}
      <div class={css.columns}>
        <form
          class={formCss.form}
          onSubmit={(event) => {
            event.preventDefault();
            void save.run();
          }}
        >
          <TextField
            label={t("segments-name")}
            required
            value={name}
            onValue={setName}
            error={save.problem?.fields.name}
          />
          <div class={formCss.row}>
            <SelectField
              label={t("segments-scope")}
              value={scope}
              disabled={start.segment !== null}
              options={[
                ["people", t("segments-scope-people")],
                ["members", t("segments-scope-members")],
              ]}
              onValue={(next) => {
                setScope(next);
                if (next === "members" && !webinar) setWebinar(offered.webinars[0]?.id ?? "");
                setRoot(fromJson({ all: [] }));
              }}
            />
            {scope === "members" ? (
              <SelectField
                label={t("segments-webinar")}
                value={webinar}
                disabled={start.segment !== null}
                options={offered.webinars.map((each) => [each.id, each.name] as const)}
                onValue={setWebinar}
              />
            ) : (
              <span />
            )}
            <ZoneField
              label={t("segments-timezone")}
              value={timezone}
              onValue={setTimezone}
              error={preview.problem?.fields.timezone}
            />
            <SelectField
              label={t("segments-kind")}
              value={kind}
              disabled={start.segment !== null}
              options={[
                ["live", t("segments-kind-live")],
                ["snapshot", t("segments-kind-snapshot")],
                ["list", t("segments-kind-list")],
              ]}
              onValue={setKind}
            />
          </div>
          <Builder root={root} offer={offer} errors={errors} truths={truths} onRoot={setRoot} />
          <TextFace scope={scope} filter={quiet.filter} onFilter={(filter) => setRoot(fromJson(filter))} />
          <ProblemNote problem={save.problem} />
          {may("write") && (
            <div class="actions">
              <Button kind="primary" type="submit" busy={save.busy} disabled={name.trim() === ""}>
                {t("segments-save")}
              </Button>
            </div>
          )}
        </form>
        <section class={cardCss.card} data-padded aria-label={t("segments-results")}>
          <p class={css.count} role="status" data-testid="segment-count">
            {preview.data && !preview.problem ? t("segments-count", { count: preview.data.count }) : "–"}
          </p>
          <Button small kind="quiet" icon="again" onClick={preview.reload}>
            {t("segments-again")}
          </Button>
          {preview.data && (
            <p class="muted small">
              {t("segments-as_of", {
                time: dateTime(preview.data.as_of),
                watched: dateTime(preview.data.watched_as_of),
              })}
            </p>
          )}
          <ProblemNote problem={preview.problem} retry={preview.reload} />
          {why && explained && (
            <Note tone="good" role="status">
              {why.matches
                ? t("segments-why_in", { name: explained.person.email ?? "–" })
                : t("segments-why_out", { name: explained.person.email ?? "–" })}
            </Note>
          )}
          {preview.data && (
            <Results items={preview.data.items} explained={explained} onExplain={setExplained} />
          )}
        </section>
      </div>
      {start.segment && !start.segment.broken && <Rows segment={start.segment} />}
      {acting && start.segment && saved.data && (
        <ActDialog
          segment={start.segment}
          count={saved.data.count}
          offered={offered.segments}
          onClose={() => setActing(false)}
        />
      )}
    </>
  );
}

/** The errors of the filter, by place. */
function filterErrors(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([field, message]) => [field.replaceAll(".", "/"), message] as const)
      .filter(([field]) => /^\/?filter/.test(field))
      .map(([field, message]) => [field.replace(/^\/?filter/, ""), message]),
  );
}
