import type { Providers, Refreshed, Retried } from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const providers = {
  read: (webinar: string, signal: AbortSignal) =>
    request<Providers>("GET", `/webinars/${webinar}/provider`, { signal }),
  refresh: (webinar: string) => request<Refreshed>("POST", `/webinars/${webinar}/refresh`),
  /** Registers everybody again whom a provider refused. */
  retry: (webinar: string) => request<Retried>("POST", `/webinars/${webinar}/members/retry`),
};
