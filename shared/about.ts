/** What the app is made of and how it keeps up to date, for the window's *About*. */
export interface AboutView {
  /** The app's own version. */
  readonly version: string;
  /** True for a package that was made for tests, whose runtime nobody vouches for. */
  readonly testBuild: boolean;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  readonly updates: UpdateView;
}

/** Where an update stands. Nothing but a person's click leads from one state to the next, but for what a click began. */
export type UpdateView =
  /** The release names no feed: this build does not update itself. */
  | { readonly kind: 'none' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  /** The feed has nothing newer. */
  | { readonly kind: 'current' }
  /** `fraction` is between 0 and 1. */
  | { readonly kind: 'downloading'; readonly version: string; readonly fraction: number }
  /** Downloaded and verified; installed when the person says so. */
  | { readonly kind: 'ready'; readonly version: string }
  /** Uploads are being paused and checkpointed; then the installer runs. */
  | { readonly kind: 'installing'; readonly version: string }
  | { readonly kind: 'failed' };
