/** The colours that canvases are painted with: the window's own, as they are now. */
export interface Palette {
  readonly panel: string;
  readonly track: string;
  readonly written: string;
  readonly hashed: string;
  readonly durable: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly risk: string;
  readonly font: string;
}

/** Reads the colours at an element; custom properties follow theme and contrast by themselves. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    panel: of('--insp-bg'),
    track: of('--track'),
    written: of('--written'),
    hashed: of('--hashed'),
    durable: of('--durable'),
    ink: of('--ink'),
    faint: of('--ink-3'),
    line: of('--line'),
    risk: of('--risk'),
    font: style.fontFamily,
  };
}
