/** The parts of Media Chrome that the player uses; each import defines its element. */

export * as captions from "media-chrome/media-captions-button";
export * as controlBar from "media-chrome/media-control-bar";
export * as controller from "media-chrome/media-controller";
export * as fullscreen from "media-chrome/media-fullscreen-button";
export * as loading from "media-chrome/media-loading-indicator";
export * as mute from "media-chrome/media-mute-button";
export * as pip from "media-chrome/media-pip-button";
export * as play from "media-chrome/media-play-button";
export * as rate from "media-chrome/media-playback-rate-button";
export * as backward from "media-chrome/media-seek-backward-button";
export * as forward from "media-chrome/media-seek-forward-button";
export * as timeRange from "media-chrome/media-time-range";
export * as volume from "media-chrome/media-volume-range";
