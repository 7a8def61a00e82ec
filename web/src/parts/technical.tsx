// technical.tsx: the service's own words, in English and folded away: for whoever is asked for help.

import { text } from "../catalogue/text";
import { Link } from "./link";

export function Technical({ words }: { words: string | null | undefined }) {
  if (!words) return null;
  return (
    <details class="technical">
      <summary>{text("issues.technical")}</summary>
      <span lang="en">{with_links(words)}</span>
    </details>
  );
}

// Another paper that is named by its id can be opened from there.
function with_links(words: string) {
  return words.split(/(?<=document )([0-9a-z]{20})/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <Link key={index} to={`/documents/${part}`}>
        {part}
      </Link>
    ),
  );
}
