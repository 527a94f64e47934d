// Hints from the server that something changed; what it is, is fetched again.

import {
  changed,
  loadConversations,
  loadMessages,
  loadReplies,
  loadViews,
  loadWorkspace,
  mine,
  state,
} from "./store.js";

const RETRY = 2000;
const HIDDEN_PATIENCE = 30_000;

let source = null;
let timer = 0;
let missed = false;

const REACTIONS = {
  conversation: ({ id }) => {
    loadConversations();
    if (id !== state.place) return;
    loadMessages();
    loadReplies();
  },
  conversations: () => loadConversations(),
  home: () => changed("home"),
  views: () => loadViews(),
  clock: () => loadWorkspace(),
  bot: () => loadWorkspace(),
  wire: () => changed("wire"),
  reset: () => refresh(),
};

export function listen() {
  source?.close();
  clearTimeout(timer);
  source = new EventSource(mine().changes);
  source.onopen = () => {
    if (missed) refresh();
    missed = false;
    alive(true);
  };
  source.onmessage = ({ data }) => {
    const hint = JSON.parse(data);
    REACTIONS[hint.changed]?.(hint);
  };
  source.onerror = () => {
    missed = true;
    alive(false);
    // The browser tries again by itself, unless the answer was not a stream.
    if (source.readyState === EventSource.CLOSED) timer = setTimeout(listen, RETRY);
  };
}

function alive(now) {
  if (state.live === now) return;
  state.live = now;
  changed("live");
}

export async function refresh() {
  await loadWorkspace();
  await Promise.all([loadConversations(), loadMessages(), loadReplies(), loadViews()]);
  changed("home");
  changed("wire");
}

/** Browsers allow few streams to one host: a tab that nobody sees gives its own back. */
export function restWhenHidden() {
  let rest = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(rest);
    if (document.hidden) {
      rest = setTimeout(() => {
        source?.close();
        source = null;
        missed = true;
      }, HIDDEN_PATIENCE);
    } else if (!source) listen();
  });
}
