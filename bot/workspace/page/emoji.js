// The emoji this page can draw; others are shown by their name.

const DRAWN = {
  bulb: "💡", thumbsup: "👍", "+1": "👍", "-1": "👎", thumbsdown: "👎", tada: "🎉", heart: "❤️", eyes: "👀", pray: "🙏",
  raised_hands: "🙌", white_check_mark: "✅", hourglass: "⌛", wave: "👋", smile: "😄", joy: "😂", thinking_face: "🤔",
  fire: "🔥", rocket: "🚀", coffee: "☕", cake: "🍰", sparkles: "✨", clap: "👏", question: "❓", warning: "⚠️",
  memo: "📝", books: "📚", seedling: "🌱", stew: "🍲", bug: "🐛", point_up: "☝️", muscle: "💪", star: "⭐", one: "1️⃣",
  two: "2️⃣", three: "3️⃣", x: "❌", lock: "🔒", calendar: "📅", clock9: "🕘", speech_balloon: "💬", sob: "😭",
};

export const PICKED = ["bulb", "thumbsup", "tada", "heart", "eyes", "pray", "raised_hands", "white_check_mark", "hourglass"];
export const emoji = (name) => DRAWN[name] ?? `:${name}:`;
