import type { TakenCaptions } from "../../generated/api.ts";
import { request } from "../../ui/request.ts";

export const captions = {
  put: (webinar: string, language: string, text: string) =>
    request<TakenCaptions>("PUT", `/webinars/${webinar}/captions`, { json: { language, text } }),
  remove: (webinar: string, id: string) => request<void>("DELETE", `/webinars/${webinar}/captions/${id}`),
};
