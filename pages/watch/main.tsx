import { render } from "preact";
import "../ui/tokens.css";
import "../ui/base.css";
import catalogues from "catalogues:watch";
import { hasChosen, startTexts } from "../i18n/texts.ts";
import { App } from "./app.tsx";
import { joinApi, takeToken } from "./join.ts";
import { visitLanguage } from "./kept_language.ts";
import { SignWatch } from "./sign.ts";
import { Visit } from "./visit.ts";

const byLink = location.pathname.startsWith("/j/");
const language = visitLanguage(document.documentElement.lang, byLink, hasChosen(), () => sessionStorage);
const token = takeToken(location, history, () => sessionStorage);
const visit = new Visit(
  {
    api: joinApi,
    signs: new SignWatch(document, navigator.webdriver, (ms, run) => setTimeout(run, ms)),
    now: () => Date.now(),
    after: (ms, run) => setTimeout(run, ms),
    go: (url) => location.replace(url),
    random: () => Math.random(),
  },
  token,
);
await startTexts(catalogues, language);
const root = document.getElementById("app");
if (root) render(<App visit={visit} token={token ?? ""} />, root);
void visit.look();
// A laptop that slept, or a page from the back/forward cache, may have missed the opening.
window.addEventListener("pageshow", ({ persisted }) => persisted && void visit.look());
window.addEventListener("online", () => void visit.look());
