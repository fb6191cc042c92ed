// The looks are taken beside the page, so that it stays quick. Nothing goes out of here but numbers.

import { look } from "./look.mjs";

/** @import {Request} from "./look.mjs" */

addEventListener("message", (/** @type {MessageEvent<Request>} */ { data }) => postMessage(look(data)));
