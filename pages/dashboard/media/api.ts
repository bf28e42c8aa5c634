import type { Asset, AssetPage, TakenAssetCaptions } from "../../generated/api.ts";
import { address, request } from "../../ui/request.ts";

export const media = {
  list: (cursor: string | undefined, signal: AbortSignal) =>
    request<AssetPage>("GET", "/media", { query: { limit: 50, cursor }, signal }),
  read: (id: string, signal?: AbortSignal) => request<Asset>("GET", `/media/${id}`, signal ? { signal } : {}),
  fromUrl: (url: string, name: string | undefined) =>
    request<Asset>("POST", "/media/from_url", { json: { url, ...(name && { name }) } }),
  putCaptions: (id: string, language: string, text: string) =>
    request<TakenAssetCaptions>("PUT", `/media/${id}/captions/${encodeURIComponent(language)}`, {
      raw: { body: text, type: "text/vtt" },
    }),
  removeCaptions: (id: string, language: string) =>
    request<void>("DELETE", `/media/${id}/captions/${encodeURIComponent(language)}`),
  remove: (id: string) => request<void>("DELETE", `/media/${id}`),
};

/** The file with the picture of a film. */
export const POSTER = "poster.jpg";

/** The address of one file of an asset, for signed-in users. */
export function fileAddress(asset: string, file: string): string {
  return address(`/media/${asset}/files/${file}`);
}

/** The address of a file's captions, for signed-in users. */
export function captionsAddress(asset: string, language: string): string {
  return address(`/media/${asset}/captions/${encodeURIComponent(language)}`);
}
