// Finding channels and people, and who is in a conversation.

import { dialog } from "./dialog.js";
import { h, only } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { picker } from "./picker.js";
import { go } from "./router.js";
import { bot, conversation, isBot, loadConversations, mine, nameOf, people, person, players, state } from "./store.js";
import { tried } from "./toast.js";

export function browse() {
  const open = state.conversations.filter(({ kind, archived }) => kind === "channel" && !archived);
  const row = (one, close) =>
    h(
      "div.listing",
      {},
      h(
        "span.listing-text",
        {},
        h("strong", { dir: "auto" }, `#${one.name}`),
        h("small", { dir: "auto" }, one.topic || "No topic"),
      ),
      one.member
        ? h(
            "button.button",
            { type: "button", "data-conversation": one.id, onclick: () => visit(one.id, close) },
            "Open",
          )
        : [
            h(
              "button.button",
              { type: "button", "data-conversation": one.id, onclick: () => visit(one.id, close) },
              "Look",
            ),
            h(
              "button.button.primary",
              {
                type: "button",
                "aria-label": `Join #${one.name}`,
                onclick: async () => (await join(one.id)) && visit(one.id, close),
              },
              "Join",
            ),
          ],
    );
  dialog({
    title: "Channels",
    body: (close) =>
      h(
        "div.listings",
        {},
        open.sort((a, b) => a.member - b.member || a.name.localeCompare(b.name)).map((one) => row(one, close)),
      ),
  });
}

function visit(id, close) {
  close();
  go({ place: id });
}

export async function join(id) {
  const done = await tried(mine().post(`conversations/${id}/join`));
  await loadConversations();
  return done;
}

const asChoice = (one) => ({ value: one.id, label: one.real_name, note: one.team });
const offer = (choices) => ({ remote: false, shortest: 0, load: async () => [{ options: choices }] });

/** Start a direct message with one, or a group's with several. */
export async function write() {
  const others = players()
    .filter(({ id }) => id !== state.me)
    .map(asChoice);
  const users = await choosePeople(
    "New message",
    [...others, { value: bot().user_id, label: bot().name, note: "App" }],
    "Go",
  );
  if (!users?.length) return;
  const opened = await tried(mine().post("conversations", { users }));
  if (!opened) return;
  await loadConversations();
  go({ place: opened.id });
}

function choosePeople(title, choices, yes) {
  let chosen = [];
  const { node, input } = picker({
    source: offer(choices),
    chosen: [],
    many: true,
    placeholder: "Name",
    label: "To whom",
    changed: async (now) => {
      chosen = now.map(({ value }) => value);
    },
  });
  input.setAttribute("data-first", "");
  return dialog({
    title,
    kind: "small",
    body: h("div.prose", {}, node),
    foot: (close) => h("button.button.primary", { type: "button", onclick: () => close(chosen) }, yes),
  });
}

/** Who is here; in channels one can bring others in, and leave. */
export function details(id) {
  const list = h("div.listings");
  const isChannel = () => ["channel", "private"].includes(conversation(id).kind);
  const show = () => only(list, ...conversation(id).members.map(memberRow));
  show();
  const bring = async () => {
    const { members } = conversation(id);
    const everybody = [
      { id: bot().user_id, real_name: bot().name, team: "App" },
      ...people().filter(({ deleted, is_bot: robot }) => !deleted && !robot),
    ];
    const users = await choosePeople(
      "Bring people in",
      everybody.filter((one) => !members.includes(one.id)).map(asChoice),
      "Bring in",
    );
    for (const user of users ?? []) await tried(mine().post(`conversations/${id}/invite`, { user }));
    await loadConversations();
    show();
  };
  const quit = async (close) => {
    if (!(await tried(mine().post(`conversations/${id}/leave`)))) return;
    await loadConversations();
    close();
    go({ place: state.conversations.find(({ member, kind }) => member && kind === "channel")?.id ?? "home" });
  };
  const { name, topic, member } = conversation(id);
  dialog({
    title: isChannel() ? `#${name}` : name,
    body: [topic ? h("p.prose", { dir: "auto" }, topic) : null, list].filter(Boolean),
    foot: (close) =>
      isChannel() && member
        ? [
            h("button.button", { type: "button", onclick: () => quit(close) }, "Leave"),
            h("button.button.primary", { type: "button", onclick: bring }, "Bring people in"),
          ]
        : h("button.button", { type: "button", onclick: () => close() }, "Close"),
  });
}

const memberRow = (id) =>
  h(
    "div.listing",
    {},
    avatar(id),
    h(
      "span.listing-text",
      {},
      h("strong", { dir: "auto" }, nameOf(id)),
      h(
        "small",
        { dir: "auto" },
        isBot(id) ? "App" : [person(id)?.title, person(id)?.team].filter(Boolean).join(" · "),
      ),
    ),
  );

export const membersButton = (one) =>
  h(
    "button.members",
    {
      type: "button",
      "aria-label": `${one.members.length} members`,
      title: "Who is here",
      onclick: () => details(one.id),
    },
    icon("people"),
    String(one.members.length),
  );
