// Commands: the workspace's own are done here, the apps' are theirs.

import { bot, conversation, loadConversations, loadMessages, loadViews, mine, people } from "./store.js";

export async function obey(typed, channel) {
  const [command, ...rest] = typed.split(/\s+/);
  const own = { "/invite": invite, "/leave": leave }[command];
  if (own) await own(channel, rest.join(" "));
  else await mine().post("commands", { channel, text: typed });
  await Promise.all([loadViews(), loadMessages(), loadConversations()]);
}

async function invite(channel, named) {
  const wanted = named
    .replace(/^@/, "")
    .replace(/^<@(\w+)(\|.*)?>$/, "$1")
    .trim()
    .toLocaleLowerCase();
  const potluck = { id: bot().user_id, name: bot().name, real_name: bot().name };
  const found = [potluck, ...people()].find((one) =>
    [one.id, one.name, one.real_name].some((name) => name.toLocaleLowerCase() === wanted),
  );
  if (!found) throw new Error(wanted ? `Nobody here is called “${named}”.` : "Whom? For example: /invite @Potluck");
  await mine().post(`conversations/${channel}/invite`, { user: found.id });
}

async function leave(channel) {
  if (["im", "mpim"].includes(conversation(channel)?.kind)) throw new Error("One cannot leave a direct message.");
  await mine().post(`conversations/${channel}/leave`);
}
