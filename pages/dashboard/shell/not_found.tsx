import { Empty } from "../ui/empty.tsx";

export function NotFound() {
  return (
    <Empty
      page
      icon="search"
      title="There is nothing at this address"
      action={
        <a class="button plain" href="/webinars">
          All webinars
        </a>
      }
    >
      It may have been deleted, or the link is incomplete.
    </Empty>
  );
}
