import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { AddByHand } from "./add_by_hand.tsx";
import { ImportCsv } from "./import_csv.tsx";

interface Props {
  webinar: Webinar;
  onClose: () => void;
}

/** New members: one by hand, or many from a file. */
export function AddDialog({ webinar, onClose }: Props) {
  const [way, setWay] = useState<"hand" | "file">("hand");
  return (
    <Dialog title={t("members-add-title")} onClose={onClose} shape="wide" testId="add-members">
      <Segmented
        label={t("members-add-how")}
        options={[
          ["hand", t("members-add-hand")],
          ["file", t("members-add-file")],
        ]}
        value={way}
        onValue={setWay}
      />
      {way === "hand" ? <AddByHand webinar={webinar} /> : <ImportCsv webinar={webinar} />}
    </Dialog>
  );
}
