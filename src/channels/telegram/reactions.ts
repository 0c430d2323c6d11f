/** Bot API, ReactionTypeEmoji: all that a bot may react with, spelled without variation selectors. */
export const REACTION_EMOJIS: readonly string[] = [
  '👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡',
  '🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈',
  '😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿',
  '🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡',
].flatMap((row) => row.split(' '));

/** Keyboards add a selector for "as a picture" to some emoji; Telegram's spelling lacks it. */
const VARIATION_SELECTOR = /\ufe0f/gu;

/** The emoji as Telegram spells it; null when bots may not react with it. */
export function toReactionEmoji(emoji: string): string | null {
  const bare = emoji.replace(VARIATION_SELECTOR, '');
  return REACTION_EMOJIS.includes(bare) ? bare : null;
}
