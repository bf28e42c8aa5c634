import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { may, session, signOut } from "../session.ts";
import { theme, toggleTheme } from "../theme.ts";
import { Button } from "../ui/button.tsx";
import { Mark } from "./mark.tsx";

/** What every page of somebody signed in has around it. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const state = session.value;
  const name = state.kind === "in" ? state.session.name : "";
  const dark = theme.value === "dark";
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="topbar">
        <div class="topbar-in">
          <a class="brand" href="/webinars" aria-label="Latecomer, all webinars">
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
          <div class="topbar-end">
            <span class="who" title={`Signed in as ${name}`}>
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
      <main id="main" class="page" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function NavLink({ href, current, text }: { href: string; current: boolean; text: string }) {
  return (
    <a href={href} class="navlink" aria-current={current ? "page" : undefined}>
      {text}
    </a>
  );
}
