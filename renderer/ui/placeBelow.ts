const MARGIN = 6;

/**
 * Puts a top-layer element under its anchor, end edges aligned, or above and start-aligned where there is no room.
 * Sets CSSOM properties only, which a strict content security policy allows.
 */
export function placeBelow(element: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const endAligned = at.right - width;
  const left = endAligned >= MARGIN ? endAligned : Math.min(at.left, window.innerWidth - width - MARGIN);
  const below = at.bottom + MARGIN;
  const top = below + height <= window.innerHeight - MARGIN ? below : Math.max(MARGIN, at.top - height - MARGIN);
  element.style.left = `${Math.round(left)}px`;
  element.style.top = `${Math.round(top)}px`;
}
