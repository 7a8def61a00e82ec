// The service marks hits with two control characters; they become <mark> elements here, never HTML from a document.
export function Snippet({ marked }: { marked: string }) {
  const pieces = marked.split(/[\u0001\u0002]/);
  return (
    <span class="snippet">
      {pieces.map((piece, index) => (index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece))}
    </span>
  );
}
