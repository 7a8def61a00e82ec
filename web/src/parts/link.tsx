// link.tsx: a link to another page of the app: an ordinary <a>, so that opening in a new tab works as everywhere.

import type { ComponentChildren, JSX } from "preact";

import { navigate } from "../router";

interface Props extends Omit<JSX.HTMLAttributes<HTMLAnchorElement>, "href"> {
  to: string;
  children: ComponentChildren;
}

export function Link({ to, children, ...rest }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={to} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
