import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { Button } from "../../ui/button.tsx";
import pageCss from "../../ui/page.module.css";
import { may, session, signOut } from "../signin/session.ts";
import { Mark } from "./mark.tsx";
import css from "./shell.module.css";
import { theme, toggleTheme } from "./theme.ts";

/** What every page of somebody signed in has around it. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const state = session.value;
  const name = state.kind === "in" ? state.session.name : "";
  const dark = theme.value === "dark";
  return (
    <>
      <a class={css.skip} href="#main">
        Skip to the content
      </a>
      <header class={css.topbar}>
        <div class={css.inner}>
          <a class={css.brand} href="/webinars" aria-label="Latecomer, all webinars">
            <Mark />
            <span>Latecomer</span>
          </a>
          <nav aria-label="Main">
            <NavLink
              href="/webinars"
              current={path === "/" || path.startsWith("/webinars")}
              text="Webinars"
            />
            {may("admin") && (
              <NavLink href="/connections" current={path.startsWith("/connections")} text="Connections" />
            )}
            {may("admin") && <NavLink href="/keys" current={path === "/keys"} text="API keys" />}
          </nav>
          <div class={css.end}>
            <span class={css.who} title={`Signed in as ${name}`}>
              {name}
            </span>
            <Button
              kind="quiet"
              icon={dark ? "sun" : "moon"}
              aria-label={dark ? "Use light colours" : "Use dark colours"}
              onClick={toggleTheme}
            />
            <Button kind="quiet" icon="out" aria-label="Sign out" onClick={signOut} />
          </div>
        </div>
      </header>
      <main id="main" class={pageCss.page} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function NavLink({ href, current, text }: { href: string; current: boolean; text: string }) {
  return (
    <a href={href} class={css.link} aria-current={current ? "page" : undefined}>
      {text}
    </a>
  );
}
