// The browser's own way back out of something that is asked in between and has no address of its own.

/**
 * @param {() => boolean} inside whether that is what is shown
 * @param {() => void} leave go back to what was shown before
 * @returns {() => void} to be told whenever something else is shown
 */
export function backway(inside, leave) {
  let was = false;
  globalThis.addEventListener("popstate", () => inside() && leave());
  return () => {
    const is = inside();
    if (is && !was && !history.state?.within) {
      history.pushState({ within: true }, "");
    } else if (!is && was && history.state?.within) {
      history.back(); // Left by a button: one step back must not lead to it again.
    }
    was = is;
  };
}
