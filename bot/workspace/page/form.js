// What is typed and chosen in one surface of blocks, as raw values by block and action.

export class Form {
  #values = new Map();

  get(block, action) {
    return this.#values.get(block)?.get(action)?.value;
  }

  has(block, action, type) {
    return this.#values.get(block)?.get(action)?.type === type;
  }

  set(block, action, type, value) {
    if (!this.#values.has(block)) this.#values.set(block, new Map());
    this.#values.get(block).set(action, { type, value });
  }

  /** Keep only what the blocks still ask for. */
  keep(blocks) {
    const wanted = new Set(
      blocks.flatMap((block) => elementsOf(block).map(({ action_id: action }) => `${block.block_id} ${action}`)),
    );
    for (const [block, actions] of this.#values) {
      for (const action of [...actions.keys()]) if (!wanted.has(`${block} ${action}`)) actions.delete(action);
      if (!actions.size) this.#values.delete(block);
    }
  }

  toJSON() {
    const entries = [...this.#values].map(([block, actions]) => [
      block,
      Object.fromEntries([...actions].map(([action, { value }]) => [action, value ?? null])),
    ]);
    return Object.fromEntries(entries);
  }
}

export const elementsOf = (block) =>
  [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])].filter((one) => one?.action_id);

const PLAIN = [
  "value",
  "selected_date",
  "selected_time",
  "selected_date_time",
  "selected_user",
  "selected_channel",
  "selected_conversation",
  "selected_users",
  "selected_channels",
  "selected_conversations",
];

/** Slack's own form of a value (as in view.state.values) as the raw one. */
export function raw(given, element) {
  if (!given) return undefined;
  const option = (one) => (one && element.type.endsWith("external_select") ? one : one?.value);
  if ("selected_option" in given) return option(given.selected_option);
  if ("selected_options" in given) return given.selected_options?.map(option);
  if ("rich_text_value" in given) return given.rich_text_value ? flat(given.rich_text_value) : undefined;
  return given[PLAIN.find((key) => key in given)] ?? undefined;
}

/** The words of a rich text, without its formatting. */
export const flat = (part) => part.text ?? (part.elements ?? []).map(flat).join(part.type === "rich_text" ? "\n" : "");
