/** Most files that one drop, one dialog or one start can bring. */
export const FILES_MAX = 20_000;

/** More files than this are looked at only when a person has said so. */
export const ASK_OVER = 1000;

/** Why something in a folder is no file to add. What a person names directly is never left out. */
export const LEFT_OUT_KINDS = ['links', 'special', 'hidden', 'partial', 'checksums'] as const;

export type LeftOutKind = (typeof LEFT_OUT_KINDS)[number];

/** How much of each kind was passed over in folders. */
export type LeftOut = { readonly [kind in LeftOutKind]: number };

export const NOTHING_LEFT_OUT: LeftOut = { links: 0, special: 0, hidden: 0, partial: 0, checksums: 0 };

/** Files on their way into the window, while that takes long enough to be seen or waits for a person. */
export interface IntakeView {
  readonly id: number;
  /** `asking`: more than `ASK_OVER` files were found, and a person decides. */
  readonly phase: 'walking' | 'asking' | 'looking';
  /** Files found so far; all of them from `asking` on. */
  readonly found: number;
  /** Files that have been looked at. */
  readonly looked: number;
}
