import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
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
  useTitle("Sign in");

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
        <h1>Sign in to Latecomer</h1>
        <p class="muted">Exact watch time of your webinar recordings, live.</p>
        {byLink ? (
          <p role="status">Signing in with your link…</p>
        ) : (
          <>
            <TextField
              label="API key"
              name="key"
              type="password"
              autoComplete="current-password"
              spellcheck={false}
              placeholder="lc_…"
              required
              autoFocus
              value={key}
              onValue={setKey}
              hint="One with the scope “read” is enough to look around."
            />
            <ProblemNote problem={enter.problem} />
            <Button kind="primary" type="submit" busy={enter.busy} disabled={key.trim() === ""}>
              Sign in
            </Button>
            <p class="muted small">
              No key at hand? Whoever runs this server can print a one-time link in its terminal.
            </p>
          </>
        )}
      </form>
    </div>
  );
}

/** The code of a one-time link, taken out of the address so that it stays in no history. */
function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code) history.replaceState(null, "", location.pathname);
  return code;
}
