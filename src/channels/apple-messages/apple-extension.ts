/** Every extension's name: this, the maker's team, and the extension's own name. */
export const EXTENSION =
  /^com\.apple\.messages\.MSMessageExtensionBalloonPlugin:([A-Z0-9]{10}):([\w.-]{1,200})$/u;

/** The extension behind everything that Apple itself shows: pickers, quick replies, forms. */
export const APPLE_EXTENSION =
  'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension';
