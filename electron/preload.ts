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
  'files:chooseFolders': () => call('files:chooseFolders'),
  'files:paste': () => call('files:paste'),
  'files:offered': () => call('files:offered'),
  'files:proceed': (intake) => call('files:proceed', intake),
  'files:stop': (intake) => call('files:stop', intake),
  'uploads:add': (request) => call('uploads:add', request),
  'uploads:pause': (ids) => call('uploads:pause', ids),
  'uploads:resume': (ids) => call('uploads:resume', ids),
  'uploads:startNow': (ids) => call('uploads:startNow', ids),
  'uploads:move': (move) => call('uploads:move', move),
  'uploads:finish': (ids) => call('uploads:finish', ids),
  'uploads:cancel': (ids) => call('uploads:cancel', ids),
  'uploads:verify': (ids) => call('uploads:verify', ids),
  'uploads:renew': (ids) => call('uploads:renew', ids),
  'uploads:stopRetrying': (ids) => call('uploads:stopRetrying', ids),
  'uploads:setFinishBySelf': (ids, finishBySelf) => call('uploads:setFinishBySelf', ids, finishBySelf),
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
  'menu:offer': (possible) => call('menu:offer', possible),
  'log:read': () => call('log:read'),
  'log:export': () => call('log:export'),
  'store:choose': () => call('store:choose'),
  'store:open': (create) => call('store:open', create),
  'store:useSuggested': () => call('store:useSuggested'),
  'stores:list': () => call('stores:list'),
  'stores:switch': (root) => call('stores:switch', root),
  'stores:describe': (root, words) => call('stores:describe', root, words),
  'stores:forget': (root) => call('stores:forget', root),
  'catalog:layers': (repository, from) => call('catalog:layers', repository, from),
  'catalog:refresh': (repository) => call('catalog:refresh', repository),
  'catalog:verify': (digest) => call('catalog:verify', digest),
  'catalog:stopVerifying': (digest) => call('catalog:stopVerifying', digest),
  'catalog:copy': (repository, digest, what) => call('catalog:copy', repository, digest, what),
  'catalog:reveal': (digest) => call('catalog:reveal', digest),
  'app:about': () => call('app:about'),
  'app:licences': () => call('app:licences'),
  'app:reportViolation': (violation) => call('app:reportViolation', violation),
  'updates:check': () => call('updates:check'),
  'updates:install': () => call('updates:install'),
  'watch:choose': () => call('watch:choose'),
  'watch:stop': () => call('watch:stop'),
  inspectFiles: (files) =>
    call(
      'files:inspect',
      files.map((file) => webUtils.getPathForFile(file)),
    ),
  onPatch: (listener) => subscribe('state:patch', listener),
  onOffered: (listener) => subscribe('files:offered', listener),
  onStoreWanted: (listener) => subscribe('store:wanted', () => listener()),
  onUpdates: (listener) => subscribe('updates:changed', listener),
  onShowAbout: (listener) => subscribe('app:showAbout', () => listener()),
  onMenu: (listener) => subscribe('menu:command', listener),
  onShow: (listener) => subscribe('uploads:show', listener),
  onIntake: (listener) => subscribe('files:intake', listener),
  platform: process.platform,
} satisfies LayerliftApi<File>;

contextBridge.exposeInMainWorld('layerlift', api);
