import { useState } from "preact/hooks";
import type { Webinar } from "../../generated/api.ts";
import { t } from "../../i18n/texts.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { AreaField } from "../../ui/field.tsx";
import { toast } from "../../ui/toast.tsx";
import { webinars } from "../webinars/api.ts";

interface Props {
  webinar: Webinar;
  onClose: () => void;
  onWebinar: (webinar: Webinar) => void;
}

/** Cancels an event, with what its people are told; or has a cancelled one take place after all. */
export function CancelDialog({ webinar, onClose, onWebinar }: Props) {
  const [reason, setReason] = useState("");
  const cancelled = webinar.cancelled_at !== null;
  return (
    <Confirm
      title={cancelled ? t("webinar-reinstate") : t("webinar-cancel")}
      verb={cancelled ? t("webinar-reinstate") : t("webinar-cancel")}
      danger={!cancelled}
      onClose={onClose}
      run={async () => {
        onWebinar(
          cancelled ? await webinars.reinstate(webinar.id) : await webinars.cancel(webinar.id, reason),
        );
        toast(cancelled ? t("webinar-reinstated") : t("webinar-cancelled_done"));
      }}
    >
      <p>{cancelled ? t("webinar-reinstate-text") : t("webinar-cancel-text")}</p>
      {webinar.has_provider && <p>{t("webinar-cancel-provider")}</p>}
      {!cancelled && (
        <AreaField label={t("webinar-cancel-reason")} value={reason} onValue={setReason} rows={2} />
      )}
    </Confirm>
  );
}
