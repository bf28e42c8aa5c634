import { useState } from "preact/hooks";
import type { Webinar } from "../api/types.ts";
import { Dialog } from "../ui/dialog.tsx";
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
    <Dialog title="Add members" onClose={onClose} shape="wide" testId="add-members">
      <fieldset class="segmented" aria-label="How">
        <button type="button" aria-pressed={way === "hand"} onClick={() => setWay("hand")}>
          By hand
        </button>
        <button type="button" aria-pressed={way === "file"} onClick={() => setWay("file")}>
          From a CSV file
        </button>
      </fieldset>
      {way === "hand" ? <AddByHand webinar={webinar} /> : <ImportCsv webinar={webinar} />}
    </Dialog>
  );
}
