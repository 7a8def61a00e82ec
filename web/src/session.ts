// session.ts: who is signed in, for every part of the page. One session per tab; signing in, out and losing the session
// anywhere end in the same place.

import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { get, post, Problem, remove, use_csrf_token } from "./api";
import type { Role, Session, User } from "./model";
import type { Task } from "./model";

export const UserContext = createContext<User | null>(null);

export function useUser(): User {
  const user = useContext(UserContext);
  if (!user) throw new Error("a page for people who are signed in was shown without a session");
  return user;
}

function accepted(session: Session): User {
  use_csrf_token(session.csrf);
  return session.user;
}

// Null when nobody is signed in.
export async function present_user(): Promise<User | null> {
  try {
    return accepted(await get<Session>("/session"));
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) return null;
    throw problem;
  }
}

export async function sign_in(user: string, password: string): Promise<User> {
  return accepted(await post<Session>("/session", { user, password }));
}

export async function change_password(old_password: string, new_password: string): Promise<User> {
  return accepted(
    await post<Session>("/session/password", { old: old_password, new: new_password }),
  );
}

export async function sign_out(): Promise<void> {
  await remove("/session");
  use_csrf_token("");
}

export function has_role(user: User, ...roles: Role[]): boolean {
  return user.roles.includes("admin") || roles.some((role) => user.roles.includes(role));
}

// The service decides; this only chooses which buttons to show. A head also does a reviewer's work.
export function may_do(user: User, task: Task): boolean {
  if (task.state !== "open") return false;
  if (task.assignee) return task.assignee === user.id || has_role(user);
  const groups: string[] = [...user.roles];
  if (user.roles.includes("head")) groups.push("reviewer");
  return has_role(user) || task.candidate_groups.some((group) => groups.includes(group));
}
