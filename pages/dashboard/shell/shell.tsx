import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { LanguageSwitch } from "../../i18n/language_switch.tsx";
import { t } from "../../i18n/texts.ts";
import { Button } from "../../ui/button.tsx";
import pageCss from "../../ui/page.module.css";
import { ACCESS_PATHS } from "../keys/access_tabs.tsx";
import { may, session, signOut } from "../signin/session.ts";
import { useFocusKept } from "./focus.ts";
import { Mark } from "./mark.tsx";
import css from "./shell.module.css";
import { theme, toggleTheme } from "./theme.ts";

/** The frame of every page for signed-in users. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  useFocusKept();
  const state = session.value;
  const name = state.kind === "in" ? state.session.name : "";
  const dark = theme.value === "dark";
  return (
    <>
      <a class={css.skip} href="#main">
        {t("shell-skip")}
      </a>
      <header class={css.topbar}>
        <div class={css.inner}>
          <a class={css.brand} href="/webinars" aria-label={t("shell-home")}>
            <Mark />
            <span>Latecomer</span>
          </a>
          <nav aria-label={t("shell-nav")}>
            <NavLink
              href="/webinars"
              current={path === "/" || path.startsWith("/webinars")}
              text={t("shell-nav-webinars")}
            />
            {may("people") && (
              <NavLink href="/people" current={path.startsWith("/people")} text={t("shell-nav-people")} />
            )}
            <NavLink href="/segments" current={path.startsWith("/segments")} text={t("shell-nav-segments")} />
            <NavLink
              href="/campaigns"
              current={path.startsWith("/campaigns")}
              text={t("shell-nav-campaigns")}
            />
            <NavLink href="/media" current={path.startsWith("/media")} text={t("shell-nav-media")} />
            {may("admin") && (
              <NavLink
                href="/connections"
                current={path.startsWith("/connections")}
                text={t("shell-nav-connections")}
              />
            )}
            {may("admin") && (
              <NavLink
                href="/keys"
                current={ACCESS_PATHS.some((each) => each === path)}
                text={t("shell-nav-keys")}
              />
            )}
          </nav>
          <div class={css.end}>
            <span class={css.who} title={t("shell-signed_in", { name })}>
              {name}
            </span>
            <LanguageSwitch />
            <Button
              kind="quiet"
              icon={dark ? "sun" : "moon"}
              aria-label={dark ? t("shell-light") : t("shell-dark")}
              onClick={toggleTheme}
            />
            <Button kind="quiet" icon="out" aria-label={t("shell-sign_out")} onClick={signOut} />
          </div>
        </div>
      </header>
      <main id="main" class={pageCss.page} tabIndex={-1}>
        {children}
      </main>
      <footer class={css.foot}>
        <a href="/api/docs">{t("shell-api_docs")}</a>
      </footer>
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
