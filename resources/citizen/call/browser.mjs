// Which browser this is, because the way to its permissions differs. Only the help depends on it, never what works.

/**
 * @typedef {"app_ios" | "app_android" | "ios" | "ios_other" | "samsung" | "android" | "android_firefox" | "firefox" | "edge" | "safari" | "chrome"} Browser
 * `app_…`: a page shown inside another app (a mail program, a messenger), which often may not use the camera at all
 */
/** @typedef {"ios" | "android" | "mac" | "windows" | "other"} System */

/** Apps that name themselves when they show a page: Facebook, Instagram, LINE, Google's own, Outlook, web.de, GMX. */
const APPS = /\bFBAN\b|\bFBAV\b|Instagram|\bLine\/|\bGSA\/|Outlook|WEB\.DE|\bGMX\b|MicroMessenger|Snapchat|LinkedInApp/i;

/**
 * @param {string} agent the browser's name of itself
 * @param {number} touchPoints iPads call themselves Macs; no Mac has a touch screen
 * @returns {boolean}
 */
function isIos(agent, touchPoints) {
  return /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1);
}

/**
 * @param {string} agent
 * @param {number} [touchPoints]
 * @returns {Browser}
 */
export function browserOf(agent, touchPoints = 0) {
  if (isIos(agent, touchPoints)) {
    if (APPS.test(agent) || !/Safari\//.test(agent)) return "app_ios";
    return /CriOS|FxiOS|EdgiOS|OPT\//.test(agent) ? "ios_other" : "ios";
  }
  if (/Android/.test(agent)) {
    if (APPS.test(agent) || /; wv\)/.test(agent)) return "app_android";
    if (/SamsungBrowser/.test(agent)) return "samsung";
    return /Firefox/.test(agent) ? "android_firefox" : "android";
  }
  if (/Firefox/.test(agent)) return "firefox";
  if (/Edg\//.test(agent)) return "edge";
  if (/Safari/.test(agent) && !/Chrome|Chromium/.test(agent)) return "safari";
  return "chrome";
}

/**
 * @param {string} agent
 * @param {number} [touchPoints]
 * @returns {System}
 */
export function systemOf(agent, touchPoints = 0) {
  if (isIos(agent, touchPoints)) return "ios";
  if (/Android/.test(agent)) return "android";
  if (/Macintosh/.test(agent)) return "mac";
  return /Windows/.test(agent) ? "windows" : "other";
}
