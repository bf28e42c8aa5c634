import type {
  Campaign,
  CampaignMatch,
  CampaignNumbers,
  CampaignPage,
  CampaignRunPage,
  Connection,
  Connections,
  StartedCampaign,
  StoppedRuns,
  TestedCampaign,
} from "../../generated/api.ts";
import { request } from "../../ui/request.ts";
import { may } from "../signin/session.ts";
import type { Flow } from "./flow.ts";

const at = (id: string, verb: string) => `/campaigns/${id}/${verb}`;

export const campaigns = {
  list: (cursor: string | undefined, signal: AbortSignal) =>
    request<CampaignPage>("GET", "/campaigns", { query: { limit: 50, cursor }, signal }),
  read: (id: string, signal: AbortSignal) => request<Campaign>("GET", `/campaigns/${id}`, { signal }),
  create: (name: string, flow: Flow) => request<Campaign>("POST", "/campaigns", { json: { name, flow } }),
  change: (id: string, name: string, flow: Flow) =>
    request<Campaign>("PATCH", `/campaigns/${id}`, { json: { name, flow } }),
  remove: (id: string) => request<void>("DELETE", `/campaigns/${id}`),
  match: (id: string, signal: AbortSignal) => request<CampaignMatch>("GET", at(id, "match"), { signal }),
  activate: (id: string, also_now: boolean) =>
    request<StartedCampaign>("POST", at(id, "activate"), { json: { also_now } }),
  pause: (id: string) => request<Campaign>("POST", at(id, "pause")),
  resume: (id: string, also_held: boolean) =>
    request<StartedCampaign>("POST", at(id, "resume"), { json: { also_held } }),
  archive: (id: string) => request<Campaign>("POST", at(id, "archive")),
  stop: (id: string) => request<StoppedRuns>("POST", at(id, "stop_runs")),
  test: (id: string, person_id: string) =>
    request<TestedCampaign>("POST", at(id, "test"), { json: { person_id } }),
  runs: (id: string, cursor: string | undefined, signal: AbortSignal) =>
    request<CampaignRunPage>("GET", at(id, "runs"), { query: { limit: 20, cursor }, signal }),
  numbers: (id: string, signal: AbortSignal) =>
    request<CampaignNumbers>("GET", at(id, "numbers"), { signal }),
};

/** The connections that a step can call; none for who may not see them. */
export async function callable(signal: AbortSignal): Promise<readonly Connection[]> {
  if (!may("admin")) return [];
  return (await request<Connections>("GET", "/connections", { signal })).items;
}
