// The page: fetches what its place needs, and fetches again when the server hints at a change.

import { byId, notice } from "./dom.js";
import { get, getMine, changes } from "./api.js";
import { state, readAddress, go, conversation } from "./state.js";
import { showSidebar } from "./sidebar.js";
import { showConversation, refreshConversation, showThread, refreshThread, showHome } from "./conversation.js";
import { home } from "./home.js";
import { showWindows } from "./windows.js";
import { showBanner, tick } from "./clock.js";
import { refreshInspector } from "./inspector.js";

let watching = null;
let watchedBy = null;

async function loadWorkspace() {
  state.workspace = await get("/workspace");
  readAddress();
  showBanner();
}

async function loadConversations() {
  state.conversations = await getMine("/conversations");
  showSidebar();
}

async function arrive() {
  readAddress();
  await loadConversations();
  if (state.place !== "home" && !visible(state.place)) { go({ place: firstPlace(), thread: null }); return; }
  watch();
  await Promise.all([state.place === "home" ? showHome() : showConversation(), showThread(), showWindows()]);
  document.title = `${state.place === "home" ? "Potluck" : conversation(state.place).name} · Local workspace`;
}

const visible = (id) => Boolean(conversation(id));
const firstPlace = () => (state.conversations.find((each) => each.name === "learning" && each.member) ?? state.conversations.find((each) => each.member)).id;

const ON_CHANGE = {
  conversation: (id) => id === state.place && Promise.all([refreshConversation(), refreshThread()]),
  conversations: async () => { await loadConversations(); if (state.place !== "home" && visible(state.place)) await showConversation(); },
  home: () => state.place === "home" && home(byId("main").querySelector(".home"), { open: false }),
  views: showWindows,
  clock: async () => { await loadWorkspace(); showSidebar(); },
  bot: async () => { await loadWorkspace(); showSidebar(); },
  wire: refreshInspector,
  reset: () => location.reload(),
};

function watch() {
  if (watchedBy === state.person) return;
  watching?.close();
  watchedBy = state.person;
  watching = changes();
  watching.onmessage = async (event) => {
    const { changed, id } = JSON.parse(event.data);
    await safely(() => ON_CHANGE[changed]?.(id));
  };
  watching.onopen = () => safely(async () => { await loadConversations(); await refreshConversation(); await showWindows(); });
}

async function safely(work) {
  try {
    await work();
  } catch (error) {
    notice(error.message);
  }
}

window.addEventListener("hashchange", () => safely(arrive));
setInterval(tick, 5000);
await safely(async () => { await loadWorkspace(); await arrive(); });
