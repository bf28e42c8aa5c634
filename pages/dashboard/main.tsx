import { render } from "preact";
import "../ui/tokens.css";
import "../ui/base.css";
import catalogues from "catalogues:dashboard";
import { startTexts } from "../i18n/texts.ts";
import { App } from "./app.tsx";
import { readSession } from "./signin/session.ts";

await startTexts(catalogues);
const root = document.getElementById("app");
if (root) {
  render(<App />, root);
  void readSession();
}
