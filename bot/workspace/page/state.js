// What the page knows, and where in it the person is. The address keeps the place: #person/conversation/thread.

export const state = {
  workspace: null,
  conversations: [],
  person: null,
  place: null, // a conversation's id, or "home"
  thread: null,
};

export const person = (id) => state.workspace.people.find((each) => each.id === id);
export const me = () => person(state.person);
export const bot = () => state.workspace.bot;
export const conversation = (id) => state.conversations.find((each) => each.id === id);
export const isApp = (each) => each.kind === "im" && each.members.includes(bot().user_id);
export const appConversation = () => state.conversations.find(isApp);
export const switchable = () => state.workspace.people.filter((each) => !each.is_bot && !each.deleted);

export function readAddress() {
  const [who, place, thread] = location.hash.slice(1).split("/").map(decodeURIComponent);
  state.person = switchable().some((each) => each.id === who) ? who : switchable()[0].id;
  state.place = place || null;
  state.thread = thread || null;
}

export function go({ person: who = state.person, place = state.place, thread = null }) {
  location.hash = [who, place, thread].filter(Boolean).join("/");
}

export function localTime(seconds, options, who = me()) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: who.tz, ...options }).format(new Date(seconds * 1000));
}

export const clockTime = (ts) => localTime(Number(ts), { hour: "2-digit", minute: "2-digit" });
export const day = (ts) => localTime(Number(ts), { weekday: "long", day: "numeric", month: "long" });
