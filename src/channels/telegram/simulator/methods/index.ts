import { deleteBusinessMessages, getBusinessConnection, readBusinessMessage } from './business.ts';
import type { Method } from './call.ts';
import { answerCallbackQuery } from './callbacks.ts';
import { sendChatAction } from './chat-action.ts';
import { getChat, getChatMember } from './chats.ts';
import { deleteMessage, deleteMessages } from './delete.ts';
import { editMessageCaption, editMessageMedia, editMessageReplyMarkup, editMessageText } from './edit.ts';
import { getFile, getUserProfilePhotos } from './files.ts';
import { copyMessage, copyMessages, forwardMessage, forwardMessages } from './forward.ts';
import { deleteMyCommands, getMe, getMyCommands, setMyCommands } from './identity.ts';
import { setMessageReaction } from './react.ts';
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './receiving.ts';
import { sendMediaGroup } from './send-album.ts';
import {
  sendAnimation,
  sendAudio,
  sendDocument,
  sendLivePhoto,
  sendPhoto,
  sendSticker,
  sendVideo,
  sendVideoNote,
  sendVoice,
} from './send-media.ts';
import { sendContact, sendLocation, sendVenue } from './send-place.ts';
import { sendDice, sendPoll } from './send-play.ts';
import { sendMessage, sendMessageDraft, sendRichMessage } from './send-text.ts';

const ALL: Readonly<Record<string, Method>> = {
  answerCallbackQuery,
  copyMessage,
  copyMessages,
  deleteBusinessMessages,
  deleteMessage,
  deleteMessages,
  deleteMyCommands,
  deleteWebhook,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
  forwardMessage,
  forwardMessages,
  getBusinessConnection,
  getChat,
  getChatMember,
  getFile,
  getMe,
  getMyCommands,
  getUpdates,
  getUserProfilePhotos,
  getWebhookInfo,
  readBusinessMessage,
  sendAnimation,
  sendAudio,
  sendChatAction,
  sendContact,
  sendDice,
  sendDocument,
  sendLivePhoto,
  sendLocation,
  sendMediaGroup,
  sendMessage,
  sendMessageDraft,
  sendPhoto,
  sendPoll,
  sendRichMessage,
  sendSticker,
  sendVenue,
  sendVideo,
  sendVideoNote,
  sendVoice,
  setMessageReaction,
  setMyCommands,
  setWebhook,
};

/** By name in lower case: Telegram does not tell `sendMessage` from `sendmessage`. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries(ALL).map(([name, method]) => [name.toLowerCase(), method]),
);
