import { render } from "preact";
import "../ui/tokens.css";
import "../ui/base.css";
import { App } from "./app.tsx";
import { readSession } from "./signin/session.ts";

const root = document.getElementById("app");
if (root) {
  render(<App />, root);
  void readSession();
}
