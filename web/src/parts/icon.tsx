// icon.tsx: the few line drawings of the page; decoration only, the words stand beside them or in a label.

const kPaths = {
  check: "M4 10.5 8 14.5 16 5.5",
  warning: "M10 3 18 16.5H2ZM10 8v4M10 14.2v.3",
  close: "M5 5 15 15M15 5 5 15",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5 17.5 17.5",
  upload: "M10 14V3.5M5.5 7.5 10 3l4.5 4.5M3 13v3.5h14V13",
  download: "M10 3v10.5M5.5 9.5 10 14l4.5-4.5M3 14.5v2.5h14v-2.5",
  left: "M12.5 4 6.5 10l6 6",
  right: "M7.5 4l6 6-6 6",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M3 4v12M17 4v12M6 10h8M8 7.5 5.5 10 8 12.5M12 7.5l2.5 2.5-2.5 2.5",
  undo: "M4 4v5h5M4.5 9A6.5 6.5 0 1 1 5 13.5",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.2v.3M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z",
  person:
    "M10 9.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.5 17c.5-3.5 3-5.3 6.5-5.3s6 1.8 6.5 5.3",
  file: "M5 2.5h7l3.5 3.5v11.5H5ZM12 2.5V6h3.5",
  bell: "M10 2.5a5 5 0 0 0-5 5c0 5-2 6.5-2 6.5h14s-2-1.5-2-6.5a5 5 0 0 0-5-5ZM8 16.5a2 2 0 0 0 4 0",
  seal: "M10 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM7 11.2 5.5 17.5 10 15l4.5 2.5L13 11.2",
} as const;

export type IconName = keyof typeof kPaths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={kPaths[name]} />
    </svg>
  );
}
