import { render } from "preact";
import "../ui/tokens.css";
import "../ui/base.css";
import catalogues from "catalogues:host";
import { startTexts } from "../i18n/texts.ts";
import { bearBy } from "../ui/request.ts";
import { App } from "./app.tsx";
import { takeLink } from "./link.ts";

const link = takeLink(location, history, () => sessionStorage);
if (link) bearBy(link.token);
await startTexts(catalogues);
const root = document.getElementById("app");
if (root) render(<App link={link} />, root);
