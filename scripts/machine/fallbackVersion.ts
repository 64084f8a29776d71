/** The version of Electron inside the pinned fallback package; all that we build and test must run on it. */
export const FALLBACK_VERSION = '33.2.1';
