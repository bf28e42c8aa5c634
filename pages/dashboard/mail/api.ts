import type {
  Mail,
  MailContent,
  MailKinds,
  MailPage,
  MailPreview,
  MailSettings,
  MailState,
  MailTest,
  SaveMailKind,
  SaveMailSettings,
  SuppressionPage,
  Template,
} from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const mails = {
  settings: (webinar: string, signal: AbortSignal) =>
    request<MailSettings>("GET", `/webinars/${webinar}/mail_settings`, { signal }),
  saveSettings: (webinar: string, settings: SaveMailSettings) =>
    request<MailSettings>("PUT", `/webinars/${webinar}/mail_settings`, { json: settings }),
  kinds: (webinar: string, signal: AbortSignal) =>
    request<MailKinds>("GET", `/webinars/${webinar}/mails`, { signal }),
  saveKind: (webinar: string, kind: string, settings: SaveMailKind) =>
    request<void>("PUT", `/webinars/${webinar}/mails/${kind}`, { json: settings }),
  /** A mail as it would be; with a template that is not saved yet. */
  preview: (
    webinar: string,
    kind: string,
    language: string,
    template: Template | null,
    signal?: AbortSignal,
  ) =>
    request<MailPreview>("POST", `/webinars/${webinar}/mails/${kind}/preview`, {
      json: { language, ...(template && { template }) },
      ...(signal && { signal }),
    }),
  test: (webinar: string, kind: string, language: string, email: string) =>
    request<MailTest>("POST", `/webinars/${webinar}/mails/${kind}/test`, { json: { language, email } }),
  suppressions: (cursor: string | undefined, signal: AbortSignal) =>
    request<SuppressionPage>("GET", "/suppressions", { query: { cursor, limit: 25 }, signal }),
  lift: (suppression: string) => request<void>("DELETE", `/suppressions/${suppression}`),
  list: (webinar: string, state: MailState | null, cursor: string | undefined, signal: AbortSignal) =>
    request<MailPage>("GET", "/mails", {
      query: { webinar, cursor, limit: 25, ...(state && { state }) },
      signal,
    }),
  read: (id: string, signal: AbortSignal) => request<MailContent>("GET", `/mails/${id}`, { signal }),
  sendAgain: (id: string) => request<Mail>("POST", `/mails/${id}/send_again`),
};
