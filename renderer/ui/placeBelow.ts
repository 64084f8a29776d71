const MARGIN = 6;

/**
 * Puts a top-layer element under its anchor, start edges aligned; end-aligned or above it where there is no room.
 * Sets CSSOM properties only, which a strict content security policy allows.
 */
export function placeBelow(element: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const startFits = at.left + width <= window.innerWidth - MARGIN;
  const left = startFits ? at.left : Math.max(MARGIN, at.right - width);
  const below = at.bottom + MARGIN;
  const top = below + height <= window.innerHeight - MARGIN ? below : Math.max(MARGIN, at.top - height - MARGIN);
  element.style.left = `${Math.round(left)}px`;
  element.style.top = `${Math.round(top)}px`;
}
