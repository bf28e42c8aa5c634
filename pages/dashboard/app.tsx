import { ErrorBoundary, LocationProvider, Route, Router } from "preact-iso";
import { t } from "../i18n/texts.ts";
import { Empty, Skeleton } from "../ui/empty.tsx";
import pageCss from "../ui/page.module.css";
import { ProblemNote } from "../ui/problem_note.tsx";
import { Toasts } from "../ui/toast.tsx";
import { CampaignEditorPage } from "./campaigns/editor_page.tsx";
import { CampaignsPage } from "./campaigns/page.tsx";
import { ConnectionPage } from "./connections/detail.tsx";
import { ConnectionsPage } from "./connections/page.tsx";
import { AuditPage } from "./keys/audit_page.tsx";
import { KeysPage } from "./keys/page.tsx";
import { SessionsPage } from "./keys/sessions_page.tsx";
import { MediaPage } from "./media/page.tsx";
import { PeoplePage } from "./people/page.tsx";
import { PersonPage } from "./people/person_page.tsx";
import { SegmentEditorPage } from "./segments/editor_page.tsx";
import { SegmentsPage } from "./segments/page.tsx";
import { NotFound } from "./shell/not_found.tsx";
import { Shell } from "./shell/shell.tsx";
import { readSession, session } from "./signin/session.ts";
import { SignIn } from "./signin/sign_in.tsx";
import { WebinarPage } from "./webinar/page.tsx";
import { WebinarsPage } from "./webinars/page.tsx";

export function App() {
  return (
    <LocationProvider>
      <ErrorBoundary>
        <Signed />
      </ErrorBoundary>
      <Toasts />
    </LocationProvider>
  );
}

/** The pages for whoever is signed in, the way in for everybody else, at any address. */
function Signed() {
  const state = session.value;
  switch (state.kind) {
    case "unknown":
      return (
        <main class={pageCss.page}>
          <Skeleton rows={4} page />
        </main>
      );
    case "unreachable":
      return (
        <main class={pageCss.page}>
          <Empty icon="warning" title={t("shell-silent")}>
            {t("shell-silent-text")}
          </Empty>
          <ProblemNote problem={state.problem} retry={readSession} />
        </main>
      );
    case "out":
      return (
        <main>
          <SignIn />
        </main>
      );
    case "in":
      return (
        <Shell>
          <Router>
            <Route path="/" component={WebinarsPage} />
            <Route path="/sign-in" component={SignIn} />
            <Route path="/webinars" component={WebinarsPage} />
            <Route path="/webinars/:webinar/:tab?" component={WebinarPage} />
            <Route path="/connections" component={ConnectionsPage} />
            <Route path="/connections/:connection" component={ConnectionPage} />
            <Route path="/people" component={PeoplePage} />
            <Route path="/people/:person" component={PersonPage} />
            <Route path="/segments" component={SegmentsPage} />
            <Route path="/campaigns" component={CampaignsPage} />
            <Route path="/campaigns/:campaign" component={CampaignEditorPage} />
            <Route path="/segments/:segment" component={SegmentEditorPage} />
            <Route path="/media" component={MediaPage} />
            <Route path="/keys" component={KeysPage} />
            <Route path="/sessions" component={SessionsPage} />
            <Route path="/audit" component={AuditPage} />
            <Route default component={NotFound} />
          </Router>
        </Shell>
      );
  }
}
