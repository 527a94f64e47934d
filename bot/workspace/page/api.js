// Talking to the workspace's own addresses, as the person of this page.

import { state } from "./state.js";

export class Refusal extends Error {}

async function ask(path, options) {
  const response = await fetch(path, options);
  const answer = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Refusal(answer.error ?? "That did not work.");
  return answer;
}

const send = (path, body) => ask(path, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}),
});

const mine = (path) => `/local/people/${state.person}${path}`;

export const get = (path) => ask(`/local${path}`);
export const post = (path, body) => send(`/local${path}`, body);
export const getMine = (path) => ask(mine(path));
export const postMine = (path, body) => send(mine(path), body);
export const changes = () => new EventSource(mine("/changes"));
