/** The `data` of docs/protocol.md, Dashboard: the numbers of every widget. */

import type { InstantText, Mode, Status, StatusCounts } from "../api/types.ts";

export interface DayVisitors {
  /** A local day of the webinar, `2026-03-04`. */
  date: string;
  visitors: number;
}

export interface Activity {
  at: InstantText;
  kind: string;
  member_id: string;
  name?: string;
  /** The status since then, and the one before. */
  status?: Status;
  previous?: Status;
  [detail: string]: unknown;
}

export interface Dashboard {
  webinar: { id: string; name: string; mode: Mode; days_left: number };
  status_counts: StatusCounts;
  now: { playing: number; connected: number };
  on_demand_summary: DayVisitors[];
  on_demand_statistics: { days_left: number; visitors: number; average_watch_min: number };
  retention: { step_s: number; counts: number[] };
  attendance: { shares: number[]; highly: number; moderately: number };
  activity: Activity[];
}
