import type { Asset, AssetPage } from "../../generated/api.ts";
import { address, request } from "../../ui/request.ts";

export const media = {
  list: (cursor: string | undefined, signal: AbortSignal) =>
    request<AssetPage>("GET", "/media", { query: { limit: 50, cursor }, signal }),
  read: (id: string, signal?: AbortSignal) => request<Asset>("GET", `/media/${id}`, signal ? { signal } : {}),
  remove: (id: string) => request<void>("DELETE", `/media/${id}`),
};

/** The address of one file of an asset, for signed-in users. */
export function fileAddress(asset: string, file: string): string {
  return address(`/media/${asset}/files/${file}`);
}
