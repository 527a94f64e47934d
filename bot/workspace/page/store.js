// What the page knows, who wants to hear of changes, and how it is fetched again.

import { as, get } from "./api.js";
import { lately } from "./dom.js";

export const state = {
  me: null,
  place: null, // a conversation's id, or "home"
  thread: null, // the ts of the open thread's first message
  workspace: null,
  cast: 0, // counts changes of the people, so that names are drawn again
  conversations: [],
  messages: null, // of the open conversation: {id, messages} or {id, error}
  replies: null, // of the open thread: {ts, messages} or {ts, error}
  views: [],
  live: true, // whether changes arrive
};

const listeners = new Map();

export function on(topic, listener) {
  for (const name of topic.split(" ")) listeners.set(name, [...(listeners.get(name) ?? []), listener]);
}

export function changed(topic) {
  for (const listener of listeners.get(topic) ?? []) listener();
}

export const mine = () => as(state.me);
export const people = () => state.workspace?.people ?? [];
export const person = (id) => people().find((one) => one.id === id);
export const conversation = (id = state.place) => state.conversations.find((one) => one.id === id);
export const bot = () => state.workspace.bot;
export const isBot = (id) => id === bot().user_id;
export const botConversation = () =>
  state.conversations.find((one) => one.kind === "im" && one.members.includes(bot().user_id));
/** Whom one can be: no bots, nobody who has left. */
export const players = () => people().filter((one) => !one.is_bot && !one.deleted);

export function nameOf(id) {
  if (state.workspace && isBot(id)) return bot().name;
  const known = person(id);
  return known ? known.real_name || known.name : id;
}

/** An answer for somebody or something no longer looked at must not be shown; tell whether it was. */
async function fetched(question, still, keep) {
  const asked = still();
  let answer;
  try {
    answer = await question();
  } catch (error) {
    answer = { error: error.message };
  }
  const current = still() === asked;
  if (current) keep(answer);
  return current;
}

export const loadWorkspace = lately(() =>
  fetched(
    () => get("workspace"),
    () => "",
    (answer) => {
      if (answer.error) return;
      if (JSON.stringify(answer.people) !== JSON.stringify(state.workspace?.people)) state.cast += 1;
      state.workspace = { ...answer, clock: { ...answer.clock, read: performance.now() } };
      changed("workspace");
    },
  ),
);

export const loadConversations = lately(() =>
  fetched(
    () => mine().get("conversations"),
    () => state.me,
    (answer) => {
      if (answer.error) return;
      state.conversations = answer.conversations ?? answer;
      changed("conversations");
    },
  ),
);

const where = () => `${state.me}/${state.place}`;

// Somebody else may be at the page by now, who does not see what their predecessor was looking at.
export const loadMessages = lately(async () => {
  const id = state.place;
  if (!conversation(id)) return;
  await fetched(
    () => mine().get(`conversations/${id}/messages`),
    where,
    (answer) => {
      state.messages = { id, who: state.me, ...answer };
      changed("messages");
    },
  );
});

export const loadReplies = lately(async () => {
  const { place: id, thread: ts } = state;
  if (!ts || !conversation(id)) return;
  await fetched(
    () => mine().get(`conversations/${id}/messages/${ts}/replies`),
    () => `${where()}/${state.thread}`,
    (answer) => {
      state.replies = { ts, who: state.me, ...answer };
      changed("replies");
    },
  );
});

// A window just closed must not come back with an answer that was asked for before: then it is asked again.
let shown = 0;

export const loadViews = lately(async () => {
  const look = () =>
    fetched(
      () => mine().get("views"),
      () => `${state.me} ${shown}`,
      (answer) => answer.error || showViews(answer.views, state.me),
    );
  while (!(await look()));
});

/** Show somebody's windows, if they still sit here. */
export function showViews(views, owner) {
  if (owner !== state.me) return;
  shown += 1;
  state.views = views ?? [];
  changed("views");
}
