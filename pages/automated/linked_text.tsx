/** The text of a line, with its web addresses as links that say nothing about this page. */
import { pieces } from "./links.ts";

export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {pieces(text).map((piece, place) =>
        piece.href ? (
          <a key={place} href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}
