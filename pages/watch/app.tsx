import { useEffect } from "preact/hooks";
import type { Refusal } from "./join.ts";
import { type Message, Notice } from "./scenes/notice.tsx";
import { Room } from "./scenes/room.tsx";
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
      return <Notice busy title="One moment" text="Opening your webinar…" />;
    case "offline":
      return (
        <Notice
          busy
          title="No connection"
          text="The server cannot be reached. This page keeps trying and goes on by itself."
        />
      );
    case "refused":
      return <Notice {...REFUSALS[scene.code]} />;
    case "waiting":
      return <Waiting join={scene.join} now={() => visit.serverNow()} />;
    case "leaving":
      return (
        <Notice
          busy
          eyebrow={scene.join.name}
          title={scene.join.phase === "live" ? "Taking you to the room" : "Taking you to the recording"}
          text="If nothing happens, use the button."
          action={{ label: "Continue", href: scene.to }}
        />
      );
    case "room":
      return <Room join={scene.join} now={() => visit.serverNow()} />;
    case "coming":
      return (
        <Notice
          busy
          eyebrow={scene.join.name}
          title="The recording is coming"
          text="It is being prepared. Leave this page open: it starts by itself as soon as it is there. Your join link stays the same."
        />
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

const REFUSALS: Record<Refusal, Message> = {
  unknown_link: {
    icon: "link",
    title: "This link does not work",
    text: "It may be incomplete, or a newer one was sent to you. Please open the link from the latest e-mail.",
  },
  not_registered: {
    icon: "person",
    title: "You are not registered yet",
    text: "Your registration has not been confirmed. Once it is, this same link lets you in; this page notices by itself.",
  },
  window_closed: {
    icon: "clock",
    title: "This webinar is no longer available",
    text: "The recording could be watched for 30 days after the event, and those are over. The host may be able to help.",
  },
  no_link: {
    icon: "link",
    title: "Please open your join link",
    text: "This page needs the personal link from your invitation. Open it again from the e-mail.",
  },
};

function titleOf(scene: Scene): string {
  if ("join" in scene) return scene.join.name;
  return scene.name === "refused" ? REFUSALS[scene.code].title : "Webinar";
}
