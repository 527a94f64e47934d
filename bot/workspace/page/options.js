// Where the choices of a select come from: {groups: [{label, options: [{value, label, note}]}]}.

import { isBot, mine, nameOf, people, state } from "./store.js";
import { time } from "./time.js";

const words = (object) => object?.text ?? "";

const asChoice = (option) => ({
  value: option.value,
  label: words(option.text),
  note: words(option.description),
  option,
});

const asGroups = ({ options, option_groups: groups }) =>
  groups?.length
    ? groups.map((group) => ({ label: words(group.label), options: (group.options ?? []).map(asChoice) }))
    : [{ options: (options ?? []).map(asChoice) }];

const person = (one) => ({
  value: one.id,
  label: one.real_name || one.name,
  note: [one.team, time(state.workspace.clock.now, one.tz)].filter(Boolean).join(" · "),
});

const everybody = () => [
  {
    options: people()
      .filter((one) => !one.deleted && one.id !== "USLACKBOT")
      .map(person),
  },
];

const MARKS = { channel: "#", private: "🔒 ", im: "@", mpim: "" };
const KINDS = { channel: "public", private: "private", im: "im", mpim: "mpim" };

const place = ({ id, kind, name, topic }) => ({ value: id, label: `${MARKS[kind]}${name}`, note: topic });

const channels = () => [
  { options: state.conversations.filter(({ kind, archived }) => kind === "channel" && !archived).map(place) },
];

function conversations({ filter = {} }) {
  const fits = (one) => {
    const wanted = !filter.include || filter.include.includes(KINDS[one.kind]);
    const withOthers = filter.exclude_external_shared_channels && one.shared;
    const withBot = filter.exclude_bot_users && one.kind === "im" && one.members.some(isBot);
    return wanted && !withOthers && !withBot && !one.archived;
  };
  return [{ options: state.conversations.filter(fits).map(place) }];
}

/** The source of an element's choices: `(query) => groups`; `remote` ones are asked anew for each query. */
export function source(element, context, blockId) {
  const kind = element.type.replace("multi_", "");
  if (kind === "external_select") {
    const ask = async (value) => {
      const question = { container: context.container, block_id: blockId, action_id: element.action_id, value };
      return asGroups(await mine().post("options", question));
    };
    return { remote: true, shortest: element.min_query_length ?? 3, load: ask };
  }
  const groups = {
    static_select: () => asGroups(element),
    users_select: everybody,
    channels_select: channels,
    conversations_select: () => conversations(element),
  }[kind];
  return { remote: false, shortest: 0, load: async () => groups() };
}

/** What an element begins with, as raw values. */
export function initialValues(element) {
  const many = element.initial_options ?? element.initial_option;
  if (many) return [many].flat().map((option) => rawOf(element, asChoice(option)));
  const ids = ["user", "users", "channel", "channels", "conversation", "conversations"].map(
    (name) => element[`initial_${name}`],
  );
  const given = ids.find(Boolean);
  if (given) return [given].flat();
  if (!element.default_to_current_conversation) return [];
  return conversations(element)[0]
    .options.filter(({ value }) => value === state.place)
    .map(({ value }) => value);
}

/** What is sent for a choice: its value, or the whole option where only the bot knows the options. */
export const rawOf = (element, choice) => (element.type.endsWith("external_select") ? choice.option : choice.value);

/** A raw value as a choice with its words. */
export function choiceOf(element, value) {
  if (typeof value === "object") return asChoice(value);
  const declared = [element.initial_options ?? [], element.initial_option ?? []]
    .flat()
    .find((option) => option.value === value);
  if (declared) return asChoice(declared);
  const inside = asGroups(element)
    .flatMap(({ options }) => options)
    .find((option) => option.value === value);
  if (inside) return inside;
  const known = state.conversations.find(({ id }) => id === value);
  return known ? place(known) : { value, label: nameOf(value) };
}
