import type { ErrorCode, ErrorDetails, ErrorInfo } from './errors.ts';
import { formatBytes } from './format.ts';

/** A failure in words: what happened, and what a person can do about it. */
export interface ErrorWords {
  /** A short statement without a full stop; fits on one line. */
  readonly title: string;
  /** One or two sentences: what is safe, and what to do next. */
  readonly remedy: string;
}

type Words = (details: ErrorDetails) => ErrorWords;

function text(details: ErrorDetails, key: string): string {
  const value = details[key];
  return typeof value === 'string' ? value : '';
}

function bytes(details: ErrorDetails, key: string): string {
  const value = details[key];
  return typeof value === 'number' ? formatBytes(value) : '';
}

/** `before + part + after`, or `otherwise` when the part is not known. */
function withPart(part: string, before: string, after: string, otherwise: string): string {
  return part === '' ? otherwise : `${before}${part}${after}`;
}

const DIGEST_REASONS: Readonly<Record<string, ErrorWords>> = {
  form: {
    title: 'A digest starts with its algorithm',
    remedy: 'Write it as “sha256:” followed by 64 characters.',
  },
  algorithm: {
    title: 'Layerlift does not know this digest algorithm',
    remedy: 'Use sha256, sha384 or sha512.',
  },
  case: {
    title: 'A digest has no capital letters',
    remedy: 'Write the algorithm and all letters of the digest in lower case.',
  },
  length: {
    title: 'This digest does not have the right length',
    remedy: 'After the colon, sha256 has 64 characters, sha384 has 96 and sha512 has 128.',
  },
  characters: {
    title: 'A digest has only 0–9 and a–f after the colon',
    remedy: 'Copy it again, without spaces or quotes.',
  },
};

const REPOSITORY_FORM = 'Use lower-case letters and digits, with single . _ or - between them and / between the parts.';

function repositoryWords(details: ErrorDetails): ErrorWords {
  const component = text(details, 'component');
  switch (text(details, 'reason')) {
    case 'empty':
      return { title: 'A repository name is needed', remedy: 'For example library/ubuntu.' };
    case 'length':
      return { title: 'This repository name is too long', remedy: 'It may have at most 255 characters.' };
    case 'case':
      return {
        title: 'A repository name has no capital letters',
        remedy: `Write “${component.toLowerCase()}” instead of “${component}”.`,
      };
    default:
      return {
        title:
          component === ''
            ? 'A repository name has no empty part'
            : `“${component}” cannot be part of a repository name`,
        remedy: REPOSITORY_FORM,
      };
  }
}

const sourceNotAFile: Words = (d) => {
  const kinds: Readonly<Record<string, string>> = {
    folder: 'This is a folder, not a file',
    device: 'This is a device, not a file',
    socket: 'This is a socket, not a file',
    pipe: 'This is a pipe, not a file',
  };
  return {
    title: kinds[text(d, 'kind')] ?? 'This is not a regular file',
    remedy: 'Choose a file, such as a layer’s .tar, .tar.gz or .tar.zst.',
  };
};

/** Words for every code. The type makes a missing code a compile error. */
const ERROR_WORDS: { readonly [code in ErrorCode]: Words } = {
  DIGEST_INVALID: (d) =>
    DIGEST_REASONS[text(d, 'reason')] ?? {
      title: 'This is not a digest',
      remedy: 'Write it as “sha256:” followed by 64 characters of 0–9 and a–f.',
    },
  REPOSITORY_INVALID: repositoryWords,
  UPLOAD_ID_INVALID: () => ({
    title: 'This is not the id of an upload',
    remedy: 'Choose the upload in the list and try again.',
  }),
  STARTED_AT_INVALID: () => ({
    title: 'The start time of this upload is damaged',
    remedy: 'Its data is unharmed. It can go on; the start time is written anew.',
  }),
  PATH_INVALID: (d) => ({
    title: withPart(text(d, 'path'), 'The path “', '” cannot be used in a store', 'A path cannot be used in a store'),
    remedy: 'Use names without . and .. parts, and no symbolic links that lead out of the store.',
  }),
  PATH_NOT_FOUND: (d) => ({
    title: withPart(text(d, 'path'), 'The store has no “', '”', 'A file of the store is missing'),
    remedy: 'It may have been removed by another program. Open the store again to see what is there.',
  }),
  PATH_NOT_A_FILE: (d) => ({
    title: withPart(text(d, 'path'), '“', '” in the store is not a file', 'A folder lies where the store needs a file'),
    remedy: 'Move it away and try again.',
  }),
  OFFSET_INVALID: () => ({
    title: 'The data of this upload is shorter than its record says',
    remedy: 'Resume it: it goes on from the newest checkpoint that the data still covers.',
  }),
  WRITER_CLOSED: () => ({
    title: 'This upload was just closed',
    remedy: 'Resume it to go on from its last checkpoint.',
  }),
  WRITER_LOCKED: () => ({
    title: 'Another program is writing this upload',
    remedy: 'Close the other program, then resume.',
  }),
  DISK_FULL: (d) => ({
    title: 'The store’s disk is full',
    remedy: withPart(
      bytes(d, 'needed'),
      'Free ',
      `${withPart(bytes(d, 'free'), ' on it besides the ', ' that are free', ' on it')}, then resume. Nothing is lost.`,
      'Free some space on it, then resume. Nothing is lost.',
    ),
  }),
  READ_ONLY: () => ({
    title: 'The store’s disk has become read-only',
    remedy: 'Make it writable again, then resume. Nothing is lost.',
  }),
  PERMISSION_DENIED: (d) => ({
    title: withPart(text(d, 'path'), 'No permission for “', '”', 'The store does not allow this'),
    remedy: 'Give your account read and write permission for the store’s folder, then try again.',
  }),
  STORAGE_IO: () => ({
    title: 'The store’s disk did not answer as it should',
    remedy: 'Check that the disk is connected and healthy, then resume. What is checkpointed is safe.',
  }),
  HASH_STATE_INVALID: () => ({
    title: 'A saved hash state could not be used',
    remedy: 'It is left aside and the bytes are hashed again. Nothing is lost.',
  }),
  DIGEST_MISMATCH: () => ({
    title: 'The digest does not match',
    remedy: 'The data stays. Correct the expected digest, verify again in full, or cancel.',
  }),
  UPLOAD_UNKNOWN: () => ({
    title: 'This upload is no longer in the store',
    remedy: 'It was finished, cancelled or removed by another program. Add the layer again if you need it.',
  }),
  UPLOAD_EXISTS: () => ({
    title: 'This file is already being uploaded',
    remedy: 'Go on with the upload that is in the list.',
  }),
  UPLOAD_INCOMPLETE: (d) =>
    text(d, 'reason') === 'digest-needed'
      ? {
          title: 'Nobody knows whether all bytes of this upload are there',
          remedy: 'Another program began it. Say which digest it should have, then finish it.',
        }
      : {
          title: 'Some bytes are still missing',
          remedy: 'Resume the upload and finish it when everything is there.',
        },
  UPLOAD_DAMAGED: () => ({
    title: 'The folder of this upload is damaged',
    remedy: 'Cancel it and add the layer again. No other upload is touched.',
  }),
  UPLOAD_STATE: () => ({
    title: 'That is not possible in this state',
    remedy: 'The upload has moved on in the meantime. Look at its state and try again.',
  }),
  STORY_DAMAGED: () => ({
    title: 'The story of this upload cannot be read',
    remedy: 'Its file stays as it is. The upload itself does not depend on it.',
  }),
  SOURCE_NOT_FOUND: (d) => ({
    title: 'The source is gone',
    // The path comes last: it may be longer than the place for it.
    remedy: `Put it back and resume, or choose where it is now.${withPart(text(d, 'path'), ' It was at ', '.', '')}`,
  }),
  SOURCE_NOT_A_FILE: sourceNotAFile,
  SOURCE_UNREADABLE: (d) =>
    text(d, 'kind') === 'folder'
      ? {
          title: 'This folder cannot be read',
          remedy: 'Give your account permission to read the folder, then add it again.',
        }
      : {
          title: 'The source cannot be read',
          remedy: 'Give your account permission to read the file, then try again.',
        },
  SOURCE_CHANGED: () => ({
    title: 'The source has changed',
    remedy: 'The file was edited after the upload began. Choose the original, or cancel.',
  }),
  SOURCE_DIFFERS: () => ({
    title: 'This is not the same file',
    remedy: 'Its content differs from what is already uploaded. Choose the file that the upload began with.',
  }),
  SOURCE_IO: () => ({
    title: 'Reading the source failed',
    remedy: 'Check the disk that holds it, then resume. What is uploaded is safe.',
  }),
  SOURCE_NAME_INVALID: () => ({
    title: 'The name of this file is not text',
    remedy: 'Its bytes are not UTF-8. Rename it, then add it again.',
  }),
  SOURCES_TOO_MANY: (d) => ({
    title: 'These are too many files at once',
    remedy: `Add at most ${String(d['most'] ?? 'some')} files at a time, for example folder by folder.`,
  }),
  CLIPBOARD_NO_FILES: () => ({
    title: 'There are no files in the clipboard',
    remedy: 'Copy files in a file manager, or their absolute paths as text, one to a line.',
  }),
  STORE_MISSING: (d) => ({
    title: 'The store’s folder is not there',
    remedy: withPart(
      text(d, 'root'),
      'Looked for ',
      '. Connect its disk and try again, or choose another folder.',
      'Connect its disk and try again, or choose another folder.',
    ),
  }),
  STORE_NOT_A_FOLDER: () => ({
    title: 'A file lies where the store should be',
    remedy: 'Choose a folder instead.',
  }),
  STORE_NOT_A_STORE: () => ({
    title: 'This folder is not a store',
    remedy: 'It holds other things. Choose another folder, or create a store here; what is in it stays as it is.',
  }),
  STORE_READ_ONLY: () => ({
    title: 'The store cannot be written to',
    remedy: 'Give your account write permission for its folder and try again, or choose another folder.',
  }),
  STORE_SPLIT: () => ({
    title: 'The store lies on more than one disk',
    remedy:
      'Its folders docker and layerlift, with all in them, must be on one file system. Put them there, then resume.',
  }),
  STORE_LOCKED: (d) => ({
    title: 'Another Layerlift is using this store',
    remedy: withPart(
      typeof d['pid'] === 'number' ? String(d['pid']) : '',
      'Close it first (its process number is ',
      '), or choose another folder.',
      'Close it first, or choose another folder.',
    ),
  }),
  STORE_CLOSED: () => ({
    title: 'No store is open',
    remedy: 'Open a store first, then try again.',
  }),
  SETTINGS_DAMAGED: () => ({
    title: 'The settings could not be read',
    remedy: 'Layerlift starts with the last good ones or with defaults. The damaged file was kept as a copy.',
  }),
  WORKER_DIED: () => ({
    title: 'The upload stopped unexpectedly',
    remedy: 'Resume it: it goes on from its last checkpoint.',
  }),
  UPDATE_UNAVAILABLE: () => ({
    title: 'There is no update to install',
    remedy: 'Look for updates in About first. A build without a feed is updated the way it was installed.',
  }),
  CANCELLED: () => ({
    title: 'This was cancelled',
    remedy: 'Start it again if you still want it.',
  }),
  IPC_FORBIDDEN: () => ({
    title: 'Layerlift refused a request that did not come from its window',
    remedy: 'Restart Layerlift. If it happens again, please report it.',
  }),
  IPC_ARGUMENT: () => ({
    title: 'The window sent something that Layerlift does not understand',
    remedy: 'Try again. If it happens again, please report it.',
  }),
  INTERNAL: () => ({
    title: 'Something went wrong inside Layerlift',
    remedy: 'What is checkpointed is safe. Try again; if it happens again, please report it.',
  }),
};

/** What to tell a person about a failure. Total: every code has words, whatever its details hold. */
export function explain(error: Pick<ErrorInfo, 'code' | 'details'>): ErrorWords {
  return ERROR_WORDS[error.code](error.details);
}
