import { useEffect } from "preact/hooks";
import { t } from "../i18n/texts.ts";
import type { Refusal } from "./join.ts";
import { Programme } from "./programme/programme.tsx";
import { type Message, Notice } from "./scenes/notice.tsx";
import { Room } from "./scenes/room.tsx";
import scenes from "./scenes/scenes.module.css";
import { Screening } from "./scenes/screening.tsx";
import { Waiting } from "./scenes/waiting.tsx";
import type { Scene, Visit } from "./visit.ts";

interface Props {
  visit: Visit;
  token: string;
}

/** The join link in all its phases. */
export function App({ visit, token }: Props) {
  const scene = visit.scene.value;
  const title = titleOf(scene);
  useEffect(() => {
    document.title = title;
  }, [title]);
  switch (scene.name) {
    case "loading":
      return <Notice busy title={t("watch-loading-title")} text={t("watch-loading-text")} />;
    case "offline":
      return <Notice busy title={t("watch-offline-title")} text={t("watch-offline-text")} />;
    case "refused":
      return <Notice {...refusal(scene.code)} />;
    case "waiting":
      return <Waiting join={scene.join} now={() => visit.serverNow()} />;
    case "arriving":
      return (
        <Notice
          eyebrow={scene.join.name}
          title={scene.join.phase === "live" ? t("watch-arriving-room") : t("watch-arriving-recording")}
          text={t("watch-arriving-text")}
        >
          <button type="button" class={scenes.button} data-look="primary" autofocus>
            {t("watch-arriving-join")}
          </button>
        </Notice>
      );
    case "leaving":
      return (
        <Notice
          busy
          eyebrow={scene.join.name}
          title={scene.join.phase === "live" ? t("watch-leaving-room") : t("watch-leaving-recording")}
          text={t("watch-leaving-text")}
          action={{ label: t("watch-leaving-continue"), href: scene.to }}
        />
      );
    case "room":
      return <Room join={scene.join} now={() => visit.serverNow()} />;
    case "coming":
      return (
        <Notice
          busy
          eyebrow={scene.join.name}
          title={t("watch-coming-title")}
          text={t("watch-coming-text")}
        />
      );
    case "programme":
      // What follows the end is another player: the replay.
      return (
        <Programme key={scene.join.phase} join={scene.join} token={token} onStop={() => void visit.look()} />
      );
    case "broadcast":
    case "recording":
      return (
        <Screening
          key={scene.recording.url}
          join={scene.join}
          recording={scene.recording}
          live={scene.name === "broadcast"}
          awaited={scene.name === "recording" && scene.awaited}
          token={token}
          now={() => visit.serverNow()}
          onStop={() => void visit.look()}
        />
      );
  }
}

const ICONS: Record<Refusal, NonNullable<Message["icon"]>> = {
  unknown_link: "link",
  not_registered: "person",
  window_closed: "clock",
  event_cancelled: "clock",
  no_link: "link",
};

function refusal(code: Refusal): Message {
  return { icon: ICONS[code], title: t(`watch-${code}-title`), text: t(`watch-${code}-text`) };
}

function titleOf(scene: Scene): string {
  if ("join" in scene) return scene.join.name;
  return scene.name === "refused" ? refusal(scene.code).title : t("watch-title");
}
