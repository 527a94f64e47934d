// The page begins here.

import { startBanner } from "./banner.js";
import { announceMessagesTab, startConversation } from "./conversation.js";
import { startClock } from "./clock.js";
import { h } from "./dom.js";
import { startHome } from "./home.js";
import { startInspector } from "./inspector.js";
import { listen, restWhenHidden } from "./live.js";
import { startModal } from "./modal.js";
import { startRail } from "./rail.js";
import { follow } from "./router.js";
import { startSidebar } from "./sidebar.js";
import { changed, loadWorkspace, on, state } from "./store.js";
import { startThread } from "./thread.js";
import { now } from "./time.js";

const SECOND = 1000;
const RETRY = 2000;

async function begin() {
  await loadWorkspace();
  if (!state.workspace) return void setTimeout(begin, RETRY);
  for (const start of [
    startBanner,
    startClock,
    startRail,
    startSidebar,
    startConversation,
    startThread,
    startHome,
    startModal,
    startInspector,
  ])
    start();
  announceMessagesTab();
  on("person", listen);
  addEventListener("hashchange", follow);
  restWhenHidden();
  closeDrawers();
  tick();
  return follow();
}

/** Where times are shown, they follow the clock. */
function tick() {
  let minute = 0;
  setInterval(() => {
    const current = Math.floor(now() / 60);
    if (current === minute) return;
    minute = current;
    changed("minute");
  }, SECOND);
}

function closeDrawers() {
  const veil = h("div.veil", { onclick: () => document.body.classList.remove("drawer") });
  document.body.append(veil);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.body.classList.remove("drawer");
  });
}

begin();
