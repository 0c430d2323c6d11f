/** The extension behind everything that Apple itself shows: pickers, quick replies, forms. */
export const APPLE_EXTENSION =
  'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension';
