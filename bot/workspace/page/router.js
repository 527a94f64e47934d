// Where the page is: #person/conversation/thread, so that two tabs can be two people.

import {
  changed,
  conversation,
  loadConversations,
  loadMessages,
  loadReplies,
  loadViews,
  players,
  state,
} from "./store.js";

export const address = ({ me = state.me, place = state.place, thread = null } = {}) =>
  `#${[me, place, thread].filter(Boolean).join("/")}`;

export function go(target) {
  const next = address(target);
  if (next === location.hash) changed("place");
  else location.hash = next;
}

export const openThread = (ts) => go({ thread: ts });
export const closeThread = () => go({});
export const become = (me) => go({ me });

/** Follow the address: first who, then what they can see, then the place itself. */
export async function follow() {
  const [me, place, thread] = decodeURIComponent(location.hash.slice(1)).split("/");
  const known = players().find((one) => one.id === me) ?? players()[0];
  if (!known) return;
  const another = known.id !== state.me;
  const moved = another || place !== state.place;
  Object.assign(state, { me: known.id, place: place || null, thread: thread || null });
  if (another) {
    Object.assign(state, { conversations: [], messages: null, replies: null, views: [] });
    changed("person");
    await loadConversations();
    if (state.me !== known.id) return;
  }
  if (state.place !== "home" && !conversation()) return settle();
  if (moved) state.messages = null;
  if (state.replies?.ts !== state.thread) state.replies = null;
  changed("place");
  await Promise.all([moved && loadMessages(), state.thread && loadReplies(), another && loadViews()]);
}

/** An address that this person cannot see leads to their first channel. */
async function settle() {
  if (state.place) await loadConversations();
  if (state.place && conversation()) return follow();
  const joined = state.conversations.filter((one) => one.member && one.kind === "channel" && !one.archived);
  const first = joined.find((one) => one.name === "learning") ?? joined[0] ?? state.conversations[0];
  history.replaceState(null, "", address({ place: first?.id ?? "home" }));
  return follow();
}
