import { ButtonLink } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";

export function NotFound() {
  return (
    <Empty
      page
      icon="search"
      title="There is nothing at this address"
      action={<ButtonLink href="/webinars">All webinars</ButtonLink>}
    >
      It may have been deleted, or the link is incomplete.
    </Empty>
  );
}
