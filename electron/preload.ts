import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { CommandName, Commands, Envelope, EventName, Events, LayerliftApi } from '../shared/ipc.ts';

function call<Name extends CommandName>(
  name: Name,
  ...args: Parameters<Commands[Name]>
): Promise<Envelope<ReturnType<Commands[Name]>>> {
  return ipcRenderer.invoke(name, ...args);
}

/** Passes on the payload only: the event object would hand the page a way to the IPC itself. */
function subscribe<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void {
  const forward = (_event: IpcRendererEvent, payload: Events[Name]): void => listener(payload);
  ipcRenderer.on(name, forward);
  return () => {
    ipcRenderer.off(name, forward);
  };
}

/** All that the page can do. Nothing is checked here: main trusts no caller anyway. */
const api = {
  'state:snapshot': () => call('state:snapshot'),
  'files:choose': () => call('files:choose'),
  'files:offered': () => call('files:offered'),
  'uploads:add': (request) => call('uploads:add', request),
  'uploads:pause': (ids) => call('uploads:pause', ids),
  'uploads:resume': (ids) => call('uploads:resume', ids),
  'uploads:finish': (ids) => call('uploads:finish', ids),
  'uploads:cancel': (ids) => call('uploads:cancel', ids),
  'uploads:verify': (ids) => call('uploads:verify', ids),
  'uploads:renew': (ids) => call('uploads:renew', ids),
  'uploads:setExpected': (id, digest) => call('uploads:setExpected', id, digest),
  'uploads:attach': (id) => call('uploads:attach', id),
  'uploads:reveal': (id) => call('uploads:reveal', id),
  'uploads:inspect': (id) => call('uploads:inspect', id),
  'uploads:revealPlace': (id, place) => call('uploads:revealPlace', id, place),
  'uploads:copyPath': (id, place) => call('uploads:copyPath', id, place),
  'uploads:copyDigest': (id) => call('uploads:copyDigest', id),
  'uploads:story': (id) => call('uploads:story', id),
  'uploads:copyStory': (id, form) => call('uploads:copyStory', id, form),
  'uploads:contents': (request) => call('uploads:contents', request),
  'uploads:dismiss': (ids) => call('uploads:dismiss', ids),
  'history:list': () => call('history:list'),
  'settings:change': (change) => call('settings:change', change),
  'store:choose': () => call('store:choose'),
  'store:open': (create) => call('store:open', create),
  inspectFiles: (files) =>
    call(
      'files:inspect',
      files.map((file) => webUtils.getPathForFile(file)),
    ),
  onPatch: (listener) => subscribe('state:patch', listener),
  onOffered: (listener) => subscribe('files:offered', listener),
  platform: process.platform,
} satisfies LayerliftApi<File>;

contextBridge.exposeInMainWorld('layerlift', api);
