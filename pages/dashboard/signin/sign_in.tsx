import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { LanguageSwitch } from "../../i18n/language_switch.tsx";
import { t } from "../../i18n/texts.ts";
import { useAction } from "../../ui/action.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem_note.tsx";
import { Mark } from "../shell/mark.tsx";
import { useTitle } from "../shell/title.ts";
import { session, signIn } from "./session.ts";
import css from "./sign_in.module.css";

/** The way in: an API key typed here, or the code of a one-time link in the address's fragment. */
export function SignIn() {
  const { route, path } = useLocation();
  const [key, setKey] = useState("");
  const code = useRef(takeCode());
  const enter = useAction(async (credential: { key: string } | { code: string }) => {
    await signIn(credential);
    if (path === "/sign-in") route("/webinars", true);
  });
  useTitle(t("shell-signin"));

  useEffect(() => {
    if (code.current) void enter.run({ code: code.current });
    else if (session.value.kind === "in") route("/webinars", true);
  }, []);

  const byLink = code.current !== null && enter.busy;
  return (
    <div class={css.signin}>
      <form
        class={css.card}
        onSubmit={(event) => {
          event.preventDefault();
          void enter.run({ key: key.trim() });
        }}
      >
        <Mark size={40} />
        <h1>{t("shell-signin-title")}</h1>
        <p class="muted">{t("shell-signin-lead")}</p>
        {byLink ? (
          <p role="status">{t("shell-signin-by_link")}</p>
        ) : (
          <>
            <TextField
              label={t("shell-signin-key")}
              name="key"
              type="password"
              autoComplete="current-password"
              spellcheck={false}
              placeholder="lc_…"
              required
              autoFocus
              value={key}
              onValue={setKey}
              hint={t("shell-signin-key_hint")}
            />
            <ProblemNote problem={enter.problem} />
            <Button kind="primary" type="submit" busy={enter.busy} disabled={key.trim() === ""}>
              {t("shell-signin-submit")}
            </Button>
            <p class="muted small">{t("shell-signin-no_key")}</p>
          </>
        )}
      </form>
      <LanguageSwitch />
    </div>
  );
}

/** The code of a one-time link, taken out of the address so that it stays in no history. */
function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code) history.replaceState(null, "", location.pathname);
  return code;
}
