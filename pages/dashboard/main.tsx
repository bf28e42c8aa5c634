import { render } from "preact";
import "../shared/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/forms.css";
import "./styles/feedback.css";
import "./styles/dialog.css";
import "./styles/shell.css";
import "./styles/webinars.css";
import "./styles/widgets.css";
import "./styles/program.css";
import "./styles/charts.css";
import "./styles/members.css";
import "./styles/explanation.css";
import "./styles/connections.css";
import { App } from "./app.tsx";
import { readSession } from "./session.ts";

const root = document.getElementById("app");
if (root) {
  render(<App />, root);
  void readSession();
}
