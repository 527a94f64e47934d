// Names of emoji, as Slack's texts and reactions spell them; the first name is the one that is sent.

import { h } from "./dom.js";

const LIST = `
+1,thumbsup 👍|-1,thumbsdown 👎|bulb 💡|tada 🎉|heart ❤️|eyes 👀|pray 🙏|raised_hands 🙌|white_check_mark ✅|clap 👏|fire 🔥
|rocket 🚀|100 💯|thinking_face,thinking 🤔|joy 😂|smile 😄|smiley 😃|slightly_smiling_face 🙂|simple_smile 🙂|blush 😊|grinning 😀
|grin 😁|laughing,satisfied 😆|sweat_smile 😅|rolling_on_the_floor_laughing,rofl 🤣|wink 😉|heart_eyes 😍|star-struck 🤩|innocent 😇
|sunglasses 😎|nerd_face 🤓|hugging_face,hugs 🤗|upside_down_face 🙃|neutral_face 😐|relieved 😌|sleeping 😴|sleepy 😪|cry 😢|sob 😭
|disappointed 😞|confused 😕|worried 😟|open_mouth 😮|astonished 😲|flushed 😳|scream 😱|angry 😠|rage 😡|mask 😷|exploding_head 🤯
|partying_face 🥳|face_with_monocle 🧐|saluting_face 🫡|melting_face 🫠|shrug 🤷|facepalm,face_palm 🤦|wave 👋|ok_hand 👌|v ✌️|crossed_fingers 🤞
|point_up ☝️|point_right 👉|point_left 👈|point_down 👇|raised_hand,hand ✋|muscle 💪|handshake 🤝|writing_hand ✍️|fist 👊|brain 🧠
|ear 👂|people_hugging 🫂|busts_in_silhouette 👥|bust_in_silhouette 👤|technologist 🧑‍💻|teacher 🧑‍🏫|student 🧑‍🎓|cook 🧑‍🍳
|orange_heart 🧡|yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|sparkling_heart 💖|broken_heart 💔|star ⭐|star2 🌟
|sparkles ✨|zap ⚡|boom 💥|sunny ☀️|cloud ☁️|rainbow 🌈|snowflake ❄️|umbrella ☔|ocean 🌊|droplet 💧|earth_africa 🌍|moon 🌙
|seedling 🌱|herb 🌿|four_leaf_clover 🍀|evergreen_tree 🌲|cactus 🌵|sunflower 🌻|rose 🌹|cherry_blossom 🌸|maple_leaf 🍁
|dog 🐶|cat 🐱|fox_face 🦊|bear 🐻|penguin 🐧|owl 🦉|bee 🐝|bug 🐛|turtle 🐢|snail 🐌|octopus 🐙|unicorn_face,unicorn 🦄|crab 🦀
|apple 🍎|lemon 🍋|banana 🍌|strawberry 🍓|avocado 🥑|bread 🍞|cheese_wedge 🧀|pizza 🍕|taco 🌮|sandwich 🥪|stew 🍲|shallow_pan_of_food 🥘
|green_salad 🥗|ramen 🍜|sushi 🍣|bento 🍱|cake 🍰|birthday 🎂|cookie 🍪|doughnut 🍩|coffee ☕|tea 🍵|beer 🍺|wine_glass 🍷|champagne 🍾
|fork_and_knife 🍴|knife_fork_plate 🍽️|bowl_with_spoon 🥣|pot_of_food 🍲|soccer ⚽|basketball 🏀|trophy 🏆|medal 🏅|dart 🎯
|game_die 🎲|art 🎨|musical_note 🎵|headphones 🎧|microphone 🎤|movie_camera 🎥|camera 📷|tv 📺|computer 💻|keyboard ⌨️|phone ☎️
|iphone 📱|battery 🔋|electric_plug 🔌|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|gear ⚙️|toolbox 🧰|link 🔗|paperclip 📎|scissors ✂️|lock 🔒|unlock 🔓
|key 🔑|mag 🔍|bookmark 🔖|label 🏷️|books 📚|book,open_book 📖|notebook 📓|memo,pencil 📝|pencil2 ✏️|clipboard 📋|calendar 📆|date 📅
|spiral_calendar_pad 🗓️|card_index 📇|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|pushpin 📌|round_pushpin 📍
|email,envelope ✉️|inbox_tray 📥|outbox_tray 📤|mailbox 📫|package 📦|bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|speech_balloon 💬
|thought_balloon 💭|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|clock9 🕘|warning ⚠️|no_entry ⛔|no_entry_sign 🚫
|x ❌|heavy_check_mark ✔️|ballot_box_with_check ☑️|question ❓|grey_question ❔|exclamation,heavy_exclamation_mark ❗|bangbang ‼️
|information_source ℹ️|sos 🆘|new 🆕|ok 🆗|cool 🆒|up 🆙|arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrows_counterclockwise 🔄
|recycle ♻️|heavy_plus_sign ➕|heavy_minus_sign ➖|red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢
|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_blue_square 🟦|white_large_square ⬜|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣
|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|checkered_flag 🏁|triangular_flag_on_post 🚩|white_flag 🏳️|house 🏠|office 🏢|school 🏫
|airplane ✈️|bike 🚲|car 🚗|bus 🚌|train 🚆|ship 🚢|construction 🚧|tent ⛺|gift 🎁|balloon 🎈|confetti_ball 🎊|ticket 🎫|mortar_board 🎓
|crystal_ball 🔮|test_tube 🧪|microscope 🔬|telescope 🔭|jigsaw 🧩|compass 🧭|world_map 🗺️|anchor ⚓|money_with_wings 💸|gem 💎|robot_face 🤖|ghost 👻`;

const ENTRIES = LIST.split("|").map((entry) => {
  const [names, sign] = entry.trim().split(" ");
  return { names: names.split(","), sign };
});
const BY_NAME = new Map(ENTRIES.flatMap((entry) => entry.names.map((name) => [name, entry])));
const QUICK = ["bulb", "+1", "tada", "heart", "eyes", "pray", "raised_hands", "white_check_mark"];

const bare = (name) => name.replace(/::skin-tone-\d$/, "");

export const isEmoji = (name) => BY_NAME.has(bare(name));
const sign = (name) => BY_NAME.get(bare(name))?.sign;
export const quick = QUICK.map((name) => BY_NAME.get(name));

/** What people call it: "thumbsup" rather than "+1". */
export const label = (name) => BY_NAME.get(bare(name))?.names.at(/^[+-]/.test(name) ? -1 : 0) ?? name;

export const found = (query) =>
  ENTRIES.filter(({ names }) => names.some((name) => name.includes(query.trim().toLowerCase().replace(/[: ]/g, ""))));

/** An emoji as a picture with a name; an unknown one stays the text it was written as. */
export function emoji(name, unicode) {
  const drawn = sign(name) ?? fromCodes(unicode);
  if (!drawn) return h("span.emoji-name", {}, `:${name}:`);
  return h("span.emoji", { role: "img", "aria-label": label(name), title: `:${label(name)}:` }, drawn);
}

function fromCodes(codes) {
  if (!/^[0-9a-f]{2,6}(-[0-9a-f]{2,6})*$/i.test(codes ?? "")) return undefined;
  const points = codes.split("-").map((code) => parseInt(code, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
